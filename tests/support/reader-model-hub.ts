import { randomBytes } from 'node:crypto';
import { fork } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Connection } from 'mongoose';
import { findFreePort } from '../../embedded/free-port.ts';
import { SIMULATED_SYSTEMS, simulatedAccounts } from '../../embedded/simulated-systems.ts';
import { connectMongo } from '../../platform/stores/mongo.ts';
import { openDevelopmentKey } from '../../platform/tokens/development-key.ts';
import { signDevelopmentToken } from '../../platform/tokens/token.ts';
import { startKillableStores, type KillableStores } from './killable-stores.ts';
import { GROUPS_DATA } from './reader-model-city.ts';
import { createReaderFleet, type PlannedReader, type ReaderFleet } from './reader-fleet.ts';
import { createRoleProcess, type RoleProcess } from './role-process.ts';

/** The hub in processes of its own beside its stores, and its readers in two. */
export type ModelHub = AsyncDisposable & {
  readonly stores: KillableStores;
  readonly connection: Connection;
  readonly sealKey: string;
  readonly lookupKey: string;
  readonly gateway: string;
  readonly door: string;
  readonly processes: Readonly<Record<ProcessName, RoleProcess>>;
  /** By the clock of the machine, and by one that is a day ahead. */
  readonly fleets: Readonly<Record<FleetName, ReaderFleet>>;
  /** Where the readers of a fleet listen that the hub calls. */
  readonly pushPorts: Readonly<Record<FleetName, number>>;
  token(kind: 'staff' | 'reader', id: string): Promise<string>;
};

/** `rest` has nothing to do with readers: the gateway wants it to be there. */
export type ProcessName = 'gateway' | 'graph' | 'sync' | 'readers' | 'rest';
export type FleetName = 'today' | 'tomorrow';

const SUBGRAPHS = [
  'CARDS',
  'ENTITLEMENTS',
  'READERS',
  'LIBRARY',
  'SPORTS',
  'TRANSPORT',
  'PARKING',
  'TAX',
];

const ROLES: Readonly<Record<ProcessName, string>> = {
  gateway: 'gateway',
  graph: 'cards,entitlements',
  sync: 'sync',
  readers: 'readers',
  rest: 'library,sports,transport,parking,tax',
};

const BROKER = 'simulators/mqtt-broker/main.ts';
const DAY_MS = 24 * 60 * 60 * 1000;
export const OFFSETS: Readonly<Record<FleetName, number>> = { today: 0, tomorrow: DAY_MS };

/** Nothing of it runs but the stores; the broker does too. */
export async function openModelHub(): Promise<ModelHub> {
  await using starting = new AsyncDisposableStack();
  const stores = starting.use(await startKillableStores());
  const { folder, mongoUri } = stores;
  const key = await openDevelopmentKey(folder);
  const token = (kind: 'staff' | 'reader', id: string) =>
    signDevelopmentToken({ key, kind, id, expiresInSeconds: 86_400 });
  const broker = { port: await findFreePort(), password: randomBytes(16).toString('hex') };
  const environment = await settings(stores, broker);
  const ports = { today: await findFreePort(), tomorrow: await findFreePort() };
  const door = `http://127.0.0.1:${environment['HUB_READERS_DOOR_PORT']}`;
  const planned = await planReaders(token);
  starting.use(startBroker(folder, broker, planned));
  const fleets = Object.fromEntries(
    (['today', 'tomorrow'] as const).map((name) => [
      name,
      createReaderFleet({
        ...{ door, broker: `mqtt://127.0.0.1:${broker.port}`, pushPort: ports[name] },
        folder: join(folder, `fleet-${name}`),
        readers: planned[name],
      }),
    ]),
  ) as Record<FleetName, ReaderFleet>;
  const processes = Object.fromEntries(
    Object.entries(ROLES).map(([name, roles]) => [name, createRoleProcess(roles, environment)]),
  ) as Record<ProcessName, RoleProcess>;
  for (const part of [...Object.values(processes), ...Object.values(fleets)]) starting.use(part);
  const connection = starting.adopt(await connectMongo({ uri: mongoUri }), (it) => it.close());
  const stack = starting.move();
  return {
    ...{ stores, connection, door, processes, fleets, token, pushPorts: ports },
    sealKey: environment['HUB_SEAL_KEY'] ?? '',
    lookupKey: environment['HUB_LOOKUP_KEY'] ?? '',
    gateway: `http://127.0.0.1:${environment['HUB_GATEWAY_PORT']}`,
    [Symbol.asyncDispose]: () => stack.disposeAsync(),
  };
}

/** A reader of each way, and all that it needs to be registered. */
type Planned = Readonly<Record<FleetName, readonly PlannedReader[]>>;

async function planReaders(token: ModelHub['token']): Promise<Planned> {
  const plan = (fleet: FleetName, ways: readonly PlannedReader['way'][]) =>
    Promise.all(
      GROUPS_DATA.groups.map(async ({ id: group }, index) => {
        const way = ways[index % ways.length] ?? 'poll';
        const id = `${group}-${fleet}-${ways.length > 1 ? 'first' : 'second'}-${way}`;
        return { id, group, way, token: await token('reader', id) };
      }),
    );
  return {
    today: [...(await plan('today', ['push', 'mqtt', 'poll'])), ...(await plan('today', ['push']))],
    tomorrow: await plan('tomorrow', ['poll']),
  };
}

async function settings(
  { folder, mongoUri, redisUrl }: KillableStores,
  broker: { readonly port: number; readonly password: string },
): Promise<Record<string, string>> {
  const groupsFile = join(folder, 'groups.json');
  writeFileSync(groupsFile, JSON.stringify(GROUPS_DATA));
  const names = ['GATEWAY', 'READERS_DOOR', ...SUBGRAPHS];
  const ports: Record<string, string> = {};
  for (const name of names) ports[`HUB_${name}_PORT`] = String(await findFreePort());
  const urlOf = (name: string) => `http://127.0.0.1:${ports[`HUB_${name}_PORT`]}/graphql`;
  // Nobody is there: what becomes of cards in the legacy systems is tried elsewhere.
  const nowhere = SIMULATED_SYSTEMS.map(({ addresses }) => addresses(9));
  const secrets = ['SEAL_KEY', 'LOOKUP_KEY', 'SUBGRAPH_SECRET', 'READER_MASTER_KEY'];
  const keys = [...secrets, 'READER_SIGNING_KEY'].map((name) => [
    `HUB_${name}`,
    randomBytes(32).toString('hex'),
  ]);
  return {
    ...ports,
    ...Object.fromEntries(keys),
    ...simulatedAccounts({}, () => 'synthetic'),
    ...Object.assign({}, ...nowhere),
    PATH: process.env['PATH'] ?? '',
    MONGODB_URI: mongoUri,
    REDIS_URL: redisUrl,
    HUB_DATA_DIR: folder,
    HUB_SPORTS_FILES_DIR: join(folder, 'sports-files'),
    HUB_READER_GROUPS_FILE: groupsFile,
    ...Object.fromEntries(SUBGRAPHS.map((name) => [`HUB_${name}_SUBGRAPH_URL`, urlOf(name)])),
    HUB_READERS_MQTT_URL: `mqtt://127.0.0.1:${broker.port}`,
    HUB_READERS_MQTT_USER: 'hub',
    HUB_READERS_MQTT_PASSWORD: broker.password,
    HUB_READERS_LONGEST_PAUSE_MS: '2000',
    HUB_LOG_LEVEL: 'warn',
    NODE_OPTIONS: '--import=./tests/support/loopback-only.ts',
  };
}

function startBroker(
  folder: string,
  { port, password }: { readonly port: number; readonly password: string },
  planned: Planned,
): AsyncDisposable {
  const readers = Object.values(planned).flat();
  const file = join(folder, 'broker-readers.json');
  writeFileSync(file, JSON.stringify(Object.fromEntries(readers.map((r) => [r.id, r.group]))));
  const args = ['--port', String(port), '--password', password, '--readers', file];
  const child = fork(BROKER, [...args, '--data', folder], {
    execArgv: [],
    stdio: ['ignore', 'ignore', 'inherit', 'ipc'],
  });
  const gone = new Promise((resolve) => {
    child.once('close', resolve);
  });
  return {
    async [Symbol.asyncDispose]() {
      child.kill('SIGKILL');
      await gone;
    },
  };
}
