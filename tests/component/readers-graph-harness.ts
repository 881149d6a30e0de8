import { randomBytes, randomUUID } from 'node:crypto';
import { pino } from 'pino';
import type { ReaderGroup } from '../../domain/reader-list/group.ts';
import { parseReaderId, type Reader } from '../../domain/reader-list/reader.ts';
import type { Viewer } from '../../domain/viewer.ts';
import type { AuditEntry } from '../../platform/stores/audit.ts';
import { createCollections } from '../../platform/stores/mongo.ts';
import { createOnce } from '../../platform/stores/once.ts';
import { createKeyedHash, createSeal } from '../../platform/stores/seal.ts';
import { createSubgraphExecutor } from '../../platform/subgraph/subgraph-executor.ts';
import type { ReadersDeps } from '../../subgraphs/readers/context.ts';
import type { GroupList, Pipeline } from '../../subgraphs/readers/ports.ts';
import { createReadersSubgraph } from '../../subgraphs/readers/subgraph.ts';
import { createReaderRegistry } from '../../sync/readers/registry/reader-registry.mongo.ts';
import { createUseReads } from '../../sync/uses/read-uses.ts';
import { MUSEUM, NOON, startCity, ZONE, type City } from './uses-harness.ts';

export const STAFF: Viewer = { kind: 'staff', id: 'clerk-1' };
export const POOLS: ReaderGroup = {
  ...MUSEUM,
  id: 'pools' as ReaderGroup['id'],
  places: ['Moreda'],
};

export type Asked = {
  // oxlint-disable-next-line typescript/no-explicit-any -- JSON as a client receives it
  readonly data: any;
  /** As `path code`. */
  readonly errors: readonly string[];
};

export type Hub = AsyncDisposable & {
  readonly city: City;
  readonly deps: ReadersDeps;
  readonly audited: AuditEntry[];
  readonly rotated: string[];
  /** What lists and queues are told to be. */
  lists: readonly GroupList[];
  pipeline: Pipeline;
  ask(source: string, variables?: object, viewer?: Viewer): Promise<Asked>;
};

export function pollReader(id: string): Reader {
  return { id: parseReaderId(id), group: MUSEUM.id, place: 'Casa Natal', way: { kind: 'poll' } };
}

/** The readers subgraph over real uses and a real register of readers, behind the executor that the gateway calls. */
export async function startHub(): Promise<Hub> {
  const city = await startCity();
  const { connection } = city;
  const groups = [MUSEUM, POOLS];
  const registry = createReaderRegistry({ connection, groups });
  const clock = { now: () => city.now };
  const secrets = { seal: createSeal(randomBytes(32)), hash: createKeyedHash(randomBytes(32)) };
  const once = createOnce({ connection, ...secrets, clock, pollMs: 5 });
  await createCollections(connection);
  const audited: AuditEntry[] = [];
  const rotated: string[] = [];
  const told = { lists: [] as readonly GroupList[], pipeline: quiet };
  const deps: ReadersDeps = {
    ...{ groups, registry, once, clock, zone: ZONE, newRequestId: randomUUID },
    uses: createUseReads(connection),
    groupLists: {
      all: async () => told.lists,
      epochs: async () => ({ present: 4 + rotated.length, next: null }),
      rotate: async (group, epoch) => void rotated.push(`${group} ${epoch}`),
    },
    pipeline: {
      changes: () => told.pipeline.changes(),
      queues: () => told.pipeline.queues(),
      lastPublication: () => told.pipeline.lastPublication(),
      builds: () => told.pipeline.builds(),
    },
    audit: { record: async (entries) => void audited.push(...entries) },
  };
  const dispose = () => city[Symbol.asyncDispose]();
  const own = {
    city,
    deps,
    audited,
    rotated,
    ask: createAsk(deps),
    [Symbol.asyncDispose]: dispose,
  };
  return Object.assign(told, own);
}

const quiet: Pipeline = {
  changes: async () => ({ waiting: 0, queued: 0, published: 0, oldestAt: null }),
  queues: async () => [],
  lastPublication: async () => null,
  builds: async () => [],
};

/** Each question is a client request of its own. */
function createAsk(deps: ReadersDeps): Hub['ask'] {
  const { schema, createContext } = createReadersSubgraph(deps);
  const log = pino({ level: 'silent' });
  const subgraph = createSubgraphExecutor({ name: 'readers', schema, createContext, log });
  return async (query, variables = {}, viewer = STAFF) => {
    const request = { query, variables: { ...variables }, viewer, requestKey: {} };
    const { data, errors = [] } = await subgraph.execute(request);
    return {
      data: JSON.parse(JSON.stringify(data ?? null)),
      errors: errors.map(
        ({ path, extensions }) => `${path?.join('.')} ${String(extensions['code'])}`,
      ),
    };
  };
}

export { MUSEUM, NOON };
