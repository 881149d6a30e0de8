import { randomBytes, randomUUID } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll } from '@jest/globals';
import mongoose, { type Connection } from 'mongoose';
import { pino } from 'pino';
import january from '../../domain/tariff/rulebook-2025-01.json' with { type: 'json' };
import july from '../../domain/tariff/rulebook-2025-07.json' with { type: 'json' };
import { servicesOfGijon } from '../../domain/tariff/services-of-gijon.ts';
import type { TariffHolder } from '../../domain/tariff/situation.ts';
import type { Viewer } from '../../domain/viewer.ts';
import { startDocumentStore } from '../../embedded/document-store/supervise.ts';
import { createCollections } from '../../platform/stores/mongo.ts';
import { createOnce } from '../../platform/stores/once.ts';
import { createKeyedHash, createSeal } from '../../platform/stores/seal.ts';
import type { RulebookContext } from '../../subgraphs/entitlements/rulebooks/context.ts';
import { addFirstRulebooks } from '../../subgraphs/entitlements/rulebooks/first-rulebooks.ts';
import type { HolderBatches } from '../../subgraphs/entitlements/rulebooks/holder-batches.ts';
import { createPreviewStore } from '../../subgraphs/entitlements/rulebooks/preview-store.mongo.ts';
import { createPreviews } from '../../subgraphs/entitlements/rulebooks/previews.ts';
import type { ListProgress } from '../../subgraphs/entitlements/rulebooks/rulebook-progress.ts';
import { createRulebookStore } from '../../subgraphs/entitlements/rulebooks/rulebook-store.mongo.ts';
import { createRulebooks } from '../../subgraphs/entitlements/rulebooks/rulebooks.ts';

/** Saturday, 13:00 in the city. */
export const NOON = new Date('2026-11-21T12:00:00.000Z');
export const ZONE = 'Europe/Madrid';
export const STAFF: Viewer = { kind: 'staff', id: 'clerk-1' };

export { january, july };

export type City = AsyncDisposable & {
  readonly connection: Connection;
  readonly context: RulebookContext;
  /** As another process over the same store. */
  another(holders?: HolderBatches): City;
  /** Moves by hand. */
  now: Date;
  /** By version; a test fills it. */
  readonly progress: Map<number, ListProgress>;
};

/** Declares one document store for all tests of a file; each city is a database of its own. */
export function useCities(): (holders?: HolderBatches) => Promise<City> {
  const stack = new AsyncDisposableStack();
  let uri = '';
  beforeAll(async () => {
    const folder = await mkdtemp(join(tmpdir(), 'rb-'));
    stack.defer(() => rm(folder, { recursive: true, force: true }));
    const log = pino({ level: 'silent' });
    const where = { folder: join(folder, 'store'), socketPath: join(folder, 's.sock') };
    ({ uri } = stack.use(await startDocumentStore({ ...where, log })));
  });
  afterAll(() => stack.disposeAsync());
  return async (holders = batchesOf([])) => {
    const dbName = `rulebooks_${randomUUID().slice(0, 8)}`;
    const connection = await mongoose
      .createConnection(uri, { dbName, autoIndex: false, autoCreate: false })
      .asPromise();
    const city = openCity(connection, { now: NOON }, holders);
    await createCollections(connection);
    await addFirstRulebooks(city.context.rulebookStore, city.context);
    return city;
  };
}

function openCity(connection: Connection, state: { now: Date }, holders: HolderBatches): City {
  const clock = { now: () => state.now };
  const rulebookStore = createRulebookStore(connection);
  const places = { catalogue: servicesOfGijon, zone: ZONE };
  const progress = new Map<number, ListProgress>();
  const secrets = { seal: SEAL, hash: HASH };
  const store = createPreviewStore(connection);
  const previews = createPreviews({ store, holders, clock, log: pino({ level: 'silent' }) });
  return {
    connection,
    context: {
      ...{ rulebookStore, previews, clock, viewer: STAFF, ...places },
      rulebooks: createRulebooks({ store: rulebookStore, ...places }),
      rulebookProgress: { find: async () => progress },
      once: createOnceOn(connection, { ...secrets, clock }),
    },
    another: (others = holders) => openCity(connection, state, others),
    progress,
    get now() {
      return state.now;
    },
    set now(at) {
      state.now = at;
    },
    async [Symbol.asyncDispose]() {
      await previews[Symbol.asyncDispose]();
      await connection.close();
    },
  };
}

const SEAL = createSeal(randomBytes(32));
const HASH = createKeyedHash(randomBytes(32));

const onceByConnection = new WeakMap<Connection, ReturnType<typeof createOnce>>();

/** One for each connection: its model has one name. */
function createOnceOn(
  connection: Connection,
  deps: Omit<Parameters<typeof createOnce>[0], 'connection'>,
): ReturnType<typeof createOnce> {
  const known = onceByConnection.get(connection);
  if (known !== undefined) return known;
  const once = createOnce({ connection, ...deps, pollMs: 5 });
  onceByConnection.set(connection, once);
  return once;
}

/** Holders in batches; what is counted of each batch may be held up. */
export function batchesOf(
  holders: readonly TariffHolder[],
  { size = 100, before = async (_at: number) => {} } = {},
): HolderBatches {
  return {
    count: async () => holders.length,
    async *all(after) {
      for (let at = after === null ? 0 : Number(after); at < holders.length; at += size) {
        await before(at);
        const batch = holders.slice(at, at + size);
        yield { holders: batch, last: String(at + batch.length) };
      }
    },
  };
}

/** The rulebook of July with changes, as text. */
export function rulebookText(changes: object = {}): string {
  return JSON.stringify({ ...july, version: 3, startsOn: '2027-01-01', ...changes });
}

let keys = 0;

/** Another one each time. */
export function nextKey(): string {
  keys += 1;
  return `rulebook-key-${keys}`;
}
