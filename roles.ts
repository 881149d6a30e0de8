import type { SettingsSchema } from './platform/process/config.ts';
import type { Role, RoleContext } from './platform/process/role.ts';

export type RoleEntry = {
  /** Its settings, so that the mistakes of all roles are told before anything starts. */
  readonly settings: () => Promise<SettingsSchema>;
  readonly start: (context: RoleContext) => Promise<Role>;
};

/**
 * What a process can be, in the order of starting. Imported when chosen, so that a container with
 * one role loads nothing of the others.
 */
export const ROLES = {
  simulators: {
    settings: async () => (await import('./simulators/settings.ts')).simulatorsSettings,
    start: async (context) => (await import('./simulators/start.ts')).startSimulators(context),
  },
  cards: {
    settings: async () => (await import('./subgraphs/cards/settings.ts')).cardsSettings,
    start: async (context) => (await import('./subgraphs/cards/start.ts')).startCards(context),
  },
  library: {
    settings: async () => (await import('./subgraphs/library/settings.ts')).librarySettings,
    start: async (context) => (await import('./subgraphs/library/start.ts')).startLibrary(context),
  },
  sports: {
    settings: async () => (await import('./subgraphs/sports/settings.ts')).sportsSettings,
    start: async (context) => (await import('./subgraphs/sports/start.ts')).startSports(context),
  },
  transport: {
    settings: async () => (await import('./subgraphs/transport/settings.ts')).transportSettings,
    start: async (context) =>
      (await import('./subgraphs/transport/start.ts')).startTransport(context),
  },
  parking: {
    settings: async () => (await import('./subgraphs/parking/settings.ts')).parkingSettings,
    start: async (context) => (await import('./subgraphs/parking/start.ts')).startParking(context),
  },
  tax: {
    settings: async () => (await import('./subgraphs/tax/settings.ts')).taxSettings,
    start: async (context) => (await import('./subgraphs/tax/start.ts')).startTax(context),
  },
  entitlements: {
    settings: async () =>
      (await import('./subgraphs/entitlements/settings.ts')).entitlementsSettings,
    start: async (context) =>
      (await import('./subgraphs/entitlements/start.ts')).startEntitlements(context),
  },
  readers: {
    settings: async () => (await import('./subgraphs/readers/start.ts')).readersRoleSettings,
    start: async (context) => (await import('./subgraphs/readers/start.ts')).startReaders(context),
  },
  sync: {
    settings: async () => (await import('./sync/settings.ts')).syncSettings,
    start: async (context) => (await import('./sync/start.ts')).startSync(context),
  },
  console: {
    settings: async () => (await import('./console/settings.ts')).consoleSettings,
    start: async (context) => (await import('./console/start.ts')).startConsole(context),
  },
  gateway: {
    settings: async () => (await import('./gateway/settings.ts')).gatewaySettings,
    start: async (context) => (await import('./gateway/start.ts')).startGateway(context),
  },
} satisfies Record<string, RoleEntry>;

export type RoleName = keyof typeof ROLES;

/** Every role in the order of starting. */
export const ROLE_NAMES: readonly RoleName[] = [
  'simulators',
  'cards',
  'library',
  'sports',
  'transport',
  'parking',
  'tax',
  'entitlements',
  'readers',
  'sync',
  'console',
  'gateway',
];

/** Roles of the hub itself: what starts when none is named. */
export const HUB_ROLES: readonly RoleName[] = ROLE_NAMES.filter((name) => name !== 'simulators');
