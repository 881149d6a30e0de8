import { randomBytes, randomUUID } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll } from '@jest/globals';
import { graphql, type ExecutionResult } from 'graphql';
import mongoose, { type Connection } from 'mongoose';
import { pino } from 'pino';
import type { CardId } from '../../domain/card-id.ts';
import { parseLinkedAccount, type LinkedAccount } from '../../domain/linked-account.ts';
import type { Viewer } from '../../domain/viewer.ts';
import { startDocumentStore } from '../../embedded/document-store/supervise.ts';
import { createCollections } from '../../platform/stores/mongo.ts';
import { createOnce } from '../../platform/stores/once.ts';
import { createKeyedHash, createSeal } from '../../platform/stores/seal.ts';
import type { CardRef, SportsCard } from '../../subgraphs/sports/card-ref.ts';
import type { SportsDeps } from '../../subgraphs/sports/context.ts';
import { createSportsStore } from '../../subgraphs/sports/store.mongo.ts';
import { createSportsSubgraph } from '../../subgraphs/sports/subgraph.ts';
import { createFakeSports, type FakeSports } from './sports-fake-port.ts';

/** Saturday, 13:00 in the city. */
export const NOON = new Date('2026-11-21T12:00:00.000Z');
export const ZONE = 'Europe/Madrid';
export const HARVEST_MS = 30_000;
export const HOUR_MS = 3_600_000;

/** Card numbers with a right Luhn digit. */
export const ANA_NUMBER = '9724330240000000017';
export const GYM_NUMBER = '9724330240000000025';
export const ABSENT_NUMBER = '9724330240000000033';
export const STAFF: Viewer = { kind: 'staff', id: 'clerk-1' };
export const ANA_VIEWER: Viewer = { kind: 'citizen', id: 'ana' };

export const ANA_MEMBER = parseLinkedAccount('00000001');

export const ana: CardRef = {
  id: 'card-ana' as CardId,
  isUsable: true,
  holder: { id: 'ana', kind: 'RESIDENT' },
  sportsMemberNumber: ANA_MEMBER,
};
export const gym: CardRef = {
  id: 'card-gym' as CardId,
  isUsable: true,
  holder: { id: 'gym', kind: 'ORGANISATION' },
  sportsMemberNumber: '00000002',
};

export type Sports = AsyncDisposable & {
  readonly port: FakeSports;
  readonly store: SportsDeps['store'];
  readonly connection: Connection;
  readonly clock: SportsDeps['clock'];
  readonly log: SportsDeps['log'];
  /** Moves by hand. */
  now: Date;
  /** Cards by number; a test may change them. */
  readonly cards: Map<string, CardRef>;
  /** Lines of the log as they were written, JSON. */
  readonly lines: string[];
  /** Collections that were read since the last call of this. */
  takeReads(): readonly string[];
  /** Each call is a client request of its own. */
  ask(source: string, variables?: object, viewer?: Viewer): Promise<ExecutionResult>;
  /** Asks for `sports` of some cards as the gateway does. */
  askCards(cards: readonly SportsCard[], fields: string): Promise<CardsAnswer>;
};

export type CardsAnswer = {
  readonly sports: readonly SportsPart[];
  /** `path code` of each error. */
  readonly errors: readonly string[];
};

export type Row = Readonly<Record<string, unknown>>;
/** What a test looks at; null where the graph says null. */
export type SportsPart = {
  readonly passes: readonly (Row | null)[];
  readonly bookings: readonly (Row | null)[];
  readonly source: Row;
} | null;

/** Declares one document store for all tests of a file; each test starts its own part on a database of its own. */
export function useSports(): (deps?: Partial<SportsDeps>) => Promise<Sports> {
  const stack = new AsyncDisposableStack();
  let uri = '';
  beforeAll(async () => {
    const folder = await mkdtemp(join(tmpdir(), 'sp-'));
    stack.defer(() => rm(folder, { recursive: true, force: true }));
    const log = pino({ level: 'silent' });
    const where = { folder: join(folder, 'store'), socketPath: join(folder, 's.sock') };
    ({ uri } = stack.use(await startDocumentStore({ ...where, log })));
  });
  afterAll(() => stack.disposeAsync());
  return (deps) => startSportsPart(uri, deps);
}

async function startSportsPart(uri: string, deps: Partial<SportsDeps> = {}): Promise<Sports> {
  const lines: string[] = [];
  const log = pino({ level: 'trace' }, { write: (line) => lines.push(line) });
  const { connection, reads } = await connect(uri);
  const state = { now: NOON };
  const clock = { now: () => state.now };
  const hash = createKeyedHash(randomBytes(32));
  const store = createSportsStore(connection, hash);
  const seal = createSeal(randomBytes(32));
  const once = createOnce({ connection, hash, seal, clock, pollMs: 5 });
  await createCollections(connection);
  const port = createFakeSports();
  const cards = new Map([
    [ANA_NUMBER, ana],
    [GYM_NUMBER, gym],
  ]);
  const ask = createAsk({
    port,
    store,
    once,
    cardOf: async (number) => cards.get(number) ?? null,
    clock,
    log,
    ...RULES,
    ...deps,
  });
  return {
    ...{ port, store, connection, clock, log, cards, lines, ask },
    get now() {
      return state.now;
    },
    set now(at) {
      state.now = at;
    },
    takeReads: () => reads.splice(0),
    askCards: (asked, fields) => askCards(ask, asked, fields),
    async [Symbol.asyncDispose]() {
      await connection.close();
    },
  };
}

const RULES = {
  newOrderId: randomUUID,
  zone: ZONE,
  harvestMs: HARVEST_MS,
  maxAgeMs: 72 * HOUR_MS,
  deadlineMs: 1_700,
} as const;

/** A database of its own, and the collections that were read of it. */
async function connect(uri: string) {
  const dbName = `sports_${randomUUID().slice(0, 8)}`;
  const options = { dbName, monitorCommands: true, autoIndex: false, autoCreate: false };
  const connection = await mongoose.createConnection(uri, options).asPromise();
  const reads: string[] = [];
  connection.getClient().on('commandStarted', ({ commandName, command }) => {
    if (commandName === 'find') reads.push(String(command['find']));
  });
  return { connection, reads };
}

function createAsk(deps: SportsDeps): Sports['ask'] {
  const { schema, createContext } = createSportsSubgraph(deps);
  return async (source, variables = {}, viewer = STAFF) => {
    const contextValue = createContext({ viewer, signal: undefined });
    return graphql({ schema, source, variableValues: { ...variables }, contextValue });
  };
}

async function askCards(
  ask: Sports['ask'],
  cards: readonly SportsCard[],
  fields: string,
): Promise<CardsAnswer> {
  const source = `query ($cards: [_Any!]!) { _entities(representations: $cards) { ... on Card { sports { ${fields} } } } }`;
  const representations = cards.map(({ id, isUsable, sportsMemberNumber }) => ({
    __typename: 'Card',
    ...{ id, isUsable, sportsMemberNumber },
  }));
  const { data, errors } = await ask(source, { cards: representations });
  const entities = JSON.parse(JSON.stringify(data?.['_entities'] ?? [])) as readonly {
    readonly sports: SportsPart;
  }[];
  return { sports: entities.map(({ sports }) => sports), errors: toPaths(errors) };
}

/** `path code` of each error. */
export function toPaths(errors: ExecutionResult['errors']): readonly string[] {
  return (errors ?? []).map(({ path, originalError }) => {
    const code = originalError && 'code' in originalError ? String(originalError.code) : 'none';
    return `${(path ?? []).join('.').replace('_entities.0.sports.', '')} ${code}`;
  });
}

/** A time so many hours from `NOON`. */
export function hours(count: number): Date {
  return new Date(NOON.getTime() + count * HOUR_MS);
}

export function member(index: number): LinkedAccount {
  return parseLinkedAccount(String(index).padStart(8, '0'));
}

let keys = 0;

/** Another one each time. */
export function nextKey(): string {
  keys += 1;
  return `sports-key-${keys}`;
}
