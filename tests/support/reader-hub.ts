import { randomBytes } from 'node:crypto';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { loadCity } from '../../bench/sync/load-city.ts';
import { parseCardId } from '../../domain/card-id.ts';
import { cityDayAt } from '../../domain/city-day.ts';
import { findFreePort } from '../../embedded/free-port.ts';
import { SIMULATED_SYSTEMS, simulatedAccounts } from '../../embedded/simulated-systems.ts';
import { createLog } from '../../platform/process/log.ts';
import { openStores, type Stores } from '../../platform/stores/stores.ts';
import { openDevelopmentKey } from '../../platform/tokens/development-key.ts';
import { signDevelopmentToken } from '../../platform/tokens/token.ts';
import { createMediumTokens } from '../../subgraphs/cards/medium-tokens.mongo.ts';
import { startKillableStores, type KillableStores } from './killable-stores.ts';
import { createRoleProcess, type RoleProcess } from './role-process.ts';
import { until } from './until.ts';

export const ZONE = 'Europe/Madrid';
const TOKEN_SECONDS = 24 * 3_600;
/** The legacy systems are not what is tried here: nobody listens on this port. */
const NOBODY = 9;
/** The graph's own parts: its gateway reaches them in its process. */
const GRAPH_ROLES = 'cards,library,sports,transport,parking,tax,entitlements,gateway';
const GRAPH_PORTS = ['CARDS', 'LIBRARY', 'SPORTS', 'TRANSPORT', 'PARKING', 'TAX', 'ENTITLEMENTS'];

/** A card as its holder has it in the hand. */
export type CardInHand = { readonly id: string; readonly number: string; readonly token: string };

/** The hub without its legacy systems, over stores of its own, each part in a process that can be killed. */
export type ReaderHub = AsyncDisposable & {
  readonly stores: KillableStores;
  /** The gateway and every subgraph but that of the readers. */
  readonly graph: RoleProcess;
  readonly sync: RoleProcess;
  readonly readers: RoleProcess;
  /** Not started: a second process of the role `readers` on the same stores, with a door of its own. */
  readonly secondReaders: RoleProcess;
  readonly door: string;
  readonly cards: readonly CardInHand[];
  /** As staff. @returns Null when nobody answered, or with errors. */
  ask(query: string, variables?: object): Promise<Readonly<Record<string, unknown>> | null>;
  readerToken(id: string): Promise<string>;
};

export type ReaderHubOptions = {
  readonly people: number;
  /** JSON as `domain/reader-list/groups.json`. */
  readonly groups: object;
  /** More settings. Given the folder in which tokens are verified. */
  readonly environment: (folder: string) => Promise<Readonly<Record<string, string>>>;
};

export async function startReaderHub(options: ReaderHubOptions): Promise<ReaderHub> {
  await using starting = new AsyncDisposableStack();
  const stores = starting.use(await startKillableStores());
  const environment = await settingsOf(stores, options);
  const cards = await fill(environment, options.people);
  const second = await doorOf(await findFreePort());
  const process = (roles: string, more: Readonly<Record<string, string>> = {}) =>
    starting.use(createRoleProcess(roles, { ...environment, ...more }));
  const graph = process(GRAPH_ROLES);
  const sync = process('sync');
  const readers = process('readers');
  const secondReaders = process('readers', second);
  await Promise.all([graph, sync, readers].map((one) => one.start()));
  const key = await openDevelopmentKey(stores.folder);
  const token = (kind: 'staff' | 'reader', id: string) =>
    signDevelopmentToken({ key, kind, id, expiresInSeconds: TOKEN_SECONDS });
  const ask = createAsk(environment['HUB_GATEWAY_PORT'] ?? '', await token('staff', 'staff-1'));
  await until(async () => (await ask('{ services { id } readerGroups { id } }')) !== null, {
    patienceMs: 60_000,
    what: () => `a hub that answers:\n${graph.output()}`,
  });
  const stack = starting.move();
  return {
    ...{ stores, graph, sync, readers, secondReaders, cards, ask },
    door: `http://127.0.0.1:${environment['HUB_READERS_DOOR_PORT']}`,
    readerToken: (id) => token('reader', id),
    [Symbol.asyncDispose]: () => stack.disposeAsync(),
  };
}

async function settingsOf(
  { folder, mongoUri, redisUrl }: KillableStores,
  { groups, environment }: ReaderHubOptions,
): Promise<Readonly<Record<string, string>>> {
  const groupsFile = join(folder, 'groups.json');
  writeFileSync(groupsFile, JSON.stringify(groups));
  const ports = await Promise.all(
    GRAPH_PORTS.map(async (name) => [`HUB_${name}_PORT`, String(await findFreePort())]),
  );
  const keys = ['SEAL_KEY', 'LOOKUP_KEY', 'SUBGRAPH_SECRET', 'READER_MASTER_KEY'];
  const secrets = [...keys, 'READER_SIGNING_KEY'].map((name) => [
    `HUB_${name}`,
    randomBytes(32).toString('hex'),
  ]);
  return {
    PATH: process.env['PATH'] ?? '',
    NODE_OPTIONS: '--import=./tests/support/loopback-only.ts',
    ...Object.assign({}, ...SIMULATED_SYSTEMS.map(({ addresses }) => addresses(NOBODY))),
    ...simulatedAccounts({}, () => 'synthetic'),
    ...Object.fromEntries([...ports, ...secrets]),
    HUB_SPORTS_FILES_DIR: join(folder, 'sports-files'),
    ...(await doorOf(await findFreePort())),
    MONGODB_URI: mongoUri,
    REDIS_URL: redisUrl,
    HUB_DATA_DIR: folder,
    HUB_GATEWAY_PORT: String(await findFreePort()),
    HUB_READER_GROUPS_FILE: groupsFile,
    HUB_QUOTES_PER_HOUR: '1000000',
    ...(await environment(folder)),
  };
}

async function doorOf(door: number): Promise<Readonly<Record<string, string>>> {
  const port = await findFreePort();
  return {
    HUB_READERS_PORT: String(port),
    HUB_READERS_SUBGRAPH_URL: urlAt(port),
    HUB_READERS_DOOR_PORT: String(door),
  };
}

function urlAt(port: number): string {
  return `http://127.0.0.1:${port}/graphql`;
}

/** Writes the city, and looks up what its cards' chips say. */
async function fill(
  environment: Readonly<Record<string, string>>,
  people: number,
): Promise<readonly CardInHand[]> {
  const text = (name: string) => environment[name] ?? '';
  await using stores: Stores = await openStores(
    {
      MONGODB_URI: text('MONGODB_URI'),
      REDIS_URL: text('REDIS_URL'),
      HUB_SEAL_KEY: Buffer.from(text('HUB_SEAL_KEY'), 'hex'),
      HUB_LOOKUP_KEY: Buffer.from(text('HUB_LOOKUP_KEY'), 'hex'),
    },
    createLog('silent'),
  );
  const madeOn = cityDayAt(new Date(), ZONE);
  await loadCity(stores, { people, madeOn, zone: ZONE, onProgress: () => {} });
  const { connection, seal } = stores;
  const rows = await connection
    .collection<{ _id: string; number: string }>('cards')
    .find()
    .toArray();
  const ids = rows.map(({ _id }) => parseCardId(_id));
  const tokens = await createMediumTokens(connection, seal).find(ids);
  return rows.flatMap(({ _id, number }) => {
    const token = tokens.get(parseCardId(_id));
    return token === undefined ? [] : [{ id: _id, number, token }];
  });
}

function createAsk(port: string, token: string): ReaderHub['ask'] {
  return async (query, variables = {}) => {
    const answer = await fetch(urlAt(Number(port)), {
      method: 'POST',
      headers: { 'content-type': 'application/json', authorization: `Bearer ${token}` },
      body: JSON.stringify({ query, variables }),
      signal: AbortSignal.timeout(15_000),
    })
      // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- as GraphQL over HTTP says
      .then(async (response) => (await response.json()) as Reply)
      .catch(() => null);
    return answer === null || answer.errors !== undefined ? null : (answer.data ?? null);
  };
}

type Reply = {
  readonly data?: Readonly<Record<string, unknown>> | null;
  readonly errors?: readonly { readonly message: string }[];
};
