import { randomBytes, randomUUID } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Connection } from 'mongoose';
import { parseCardId } from '../../domain/card-id.ts';
import { groupsOfGijon } from '../../domain/reader-list/groups-of-gijon.ts';
import type { Fact } from '../../domain/tariff/fact.ts';
import type { ServiceId } from '../../domain/tariff/service.ts';
import { servicesOfGijon } from '../../domain/tariff/services-of-gijon.ts';
import type { HolderKind } from '../../domain/tariff/situation.ts';
import { ForbiddenError } from '../../domain/errors.ts';
import type { Viewer } from '../../domain/viewer.ts';
import { startDocumentStore } from '../../embedded/document-store/supervise.ts';
import { createAudit } from '../../platform/stores/audit.ts';
import { connectMongo, createCollections } from '../../platform/stores/mongo.ts';
import { createOnce } from '../../platform/stores/once.ts';
import { createKeyedHash, createSeal } from '../../platform/stores/seal.ts';
import type { CardOf, CardRef } from '../../subgraphs/entitlements/card-ref.ts';
import { createCreditParts } from '../../subgraphs/entitlements/credits/credit-parts.ts';
import { createDeskParts } from '../../subgraphs/entitlements/desk-parts.ts';
import { loadHolders } from '../../subgraphs/entitlements/load.ts';
import { createQuoteCounter } from '../../subgraphs/entitlements/quote-counter.ts';
import { createRightsParts } from '../../subgraphs/entitlements/rights-parts.ts';
import { addFirstRulebooks } from '../../subgraphs/entitlements/rulebooks/first-rulebooks.ts';
import type { EntitlementsStore } from '../../subgraphs/entitlements/store.ts';
import { createEntitlementsSubgraph } from '../../subgraphs/entitlements/subgraph.ts';
import { noonOf } from '../support/tariff-holders.ts';
import { startPart } from './ask-part.ts';
import { silent } from './library-harness.ts';
import { startRedisChild } from './redis-child.ts';

export const ZONE = 'Europe/Madrid';
export const STAFF: Viewer = { kind: 'staff', id: 'clerk-1' };
export const KIOSK: Viewer = { kind: 'kiosk', id: 'kiosk-1' };
export const MERCHANT: Viewer = { kind: 'merchant', id: 'museum-1' };
export const READER: Viewer = { kind: 'reader', id: 'bus-1' };
export const NOBODY: Viewer = { kind: 'nobody' };

/** Numbers of cards, by the opaque id of their holders. */
export const NUMBERS = {
  ana: '9724330240000000017',
  leo: '9724330240000000025',
  rosa: '9724330240000000033',
  gym: '9724330240000000041',
  absent: '9724330240000000058',
} as const;

export type Name = Exclude<keyof typeof NUMBERS, 'absent'>;

export type Entitlements = AsyncDisposable & ReturnType<typeof makeHub>;

/** The entitlements subgraph over stores of its own, behind the schema that the gateway calls. */
export async function startEntitlements(day = '2025-08-01', perHour = 60): Promise<Entitlements> {
  await using starting = new AsyncDisposableStack();
  const folder = await mkdtemp(join(tmpdir(), 'rights-'));
  starting.defer(() => rm(folder, { recursive: true, force: true }));
  const where = { folder: join(folder, 'store'), socketPath: join(folder, 's.sock') };
  const { uri } = starting.use(await startDocumentStore({ ...where, log: silent }));
  const connection = starting.adopt(await connectMongo({ uri }), (mongo) => mongo.close());
  const child = starting.use(await startRedisChild());
  const hub = makeHub({ connection, redis: await child.connect(), day, perHour });
  await createCollections(connection);
  await addFirstRulebooks(hub.parts.rulebookStore, hub);
  const stack = starting.move();
  return Object.assign(hub, { [Symbol.asyncDispose]: () => stack.disposeAsync() });
}

type HubOptions = {
  readonly connection: Connection;
  readonly redis: Parameters<typeof createQuoteCounter>[0]['redis'];
  readonly day: string;
  readonly perHour: number;
};

function makeHub({ connection, redis, day, perHour }: HubOptions) {
  const state = { now: noonOf(day) };
  const clock = { now: () => state.now };
  const secrets = { seal: createSeal(randomBytes(32)), hash: createKeyedHash(randomBytes(32)) };
  const core = { connection, ...secrets, catalogue: servicesOfGijon, clock, zone: ZONE };
  const parts = createRightsParts({ ...core, draw: () => 0 });
  const credits = createCreditParts({ ...core, ...parts });
  const cards = new Map<string, CardRef>();
  const audit = createAudit({ connection, keepDays: 30 });
  const subgraph = createEntitlementsSubgraph({
    ...core,
    ...parts,
    ...createDeskParts({ ...core, log: silent }),
    creditBook: credits.creditBook,
    ...{ audit, groups: groupsOfGijon, rulebookProgress: { find: async () => new Map() } },
    once: createOnce({ ...core, pollMs: 10 }),
    cardOf: cardsOf(cards),
    quoteLimits: {
      take: createQuoteCounter({ redis, hash: secrets.hash, perHour }),
      serviceOf: (viewer) => serviceOf(viewer, parts.store),
    },
    newId: randomUUID,
    log: silent,
  });
  return {
    ...{ connection, redis, parts, credits, clock, audit, cards, catalogue: servicesOfGijon },
    /** Moves the clock to noon of a day. */
    goTo: (later: string) => void (state.now = noonOf(later)),
    ask: startPart(subgraph),
    /** A holder with one card in use, as a register brings them along. */
    add: (name: Name, facts: readonly Fact[] = [], kind: HolderKind = 'person') => {
      const [id, validFrom] = [parseCardId(`card-${name}`), noonOf('2024-01-01')];
      cards.set(NUMBERS[name], { id, version: 1, isUsable: true, holderId: name });
      const row = { holderId: name, kind, facts, cardId: id, validFrom, validUntil: null };
      return loadHolders([row], { ...core, now: state.now, draw: () => 0 });
    },
    rightsOf: async (name: Name) =>
      (await parts.store.rights.find([parseCardId(`card-${name}`)]))[0],
    /** All that readers are told, in the order of cards and versions: `card version services`. */
    async told() {
      const rows = await parts.rightChanges.findDue(new Date(0), 1_000);
      return rows.map((row) => [row.cardId, row.version, ...row.services].join(' ')).toSorted();
    },
  };
}

async function serviceOf(
  viewer: Viewer,
  { merchants }: EntitlementsStore,
): Promise<ServiceId | null> {
  if (viewer.kind === 'merchant') return merchants.find(viewer.id);
  return viewer.kind === 'reader' ? (servicesOfGijon.get(BUS)?.id ?? null) : null;
}

// oxlint-disable-next-line typescript/no-unsafe-type-assertion -- looked up in the catalogue
const BUS = 'urban-bus' as ServiceId;

/** As the cards subgraph answers: citizens are refused what is not theirs, absent or not. */
function cardsOf(cards: ReadonlyMap<string, CardRef>): CardOf {
  return async (number, viewer) => {
    const card = cards.get(number) ?? null;
    if (viewer.kind === 'citizen' && card?.holderId !== viewer.id) throw new ForbiddenError();
    if (viewer.kind === 'merchant' || viewer.kind === 'reader') throw new ForbiddenError();
    return card;
  };
}

export function citizen(name: Name): Viewer {
  return { kind: 'citizen', id: name };
}

/** Inputs of changes need a key each; the same number is the same key. */
export function key(count: number): string {
  return `key-${String(count).padStart(8, '0')}`;
}
