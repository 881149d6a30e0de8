import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { VIEWER_KINDS, type Viewer } from '../../domain/viewer.ts';
import { parseReaderId } from '../../domain/reader-list/reader.ts';
import { policy } from '../../subgraphs/readers/policy.ts';
import { createReaderRegistry } from '../../sync/readers/registry/reader-registry.mongo.ts';
import { MUSEUM, NOON, pollReader, POOLS, startHub, type Hub } from './readers-graph-harness.ts';
import { newReader, settle, tap } from './uses-harness.ts';

let hub: Hub;

beforeAll(async () => {
  hub = await startHub();
  const registry = createReaderRegistry({
    connection: hub.city.connection,
    groups: [MUSEUM, POOLS],
  });
  await registry.add(['gate-1', 'gate-2', 'gate-3'].map(pollReader), NOON);
  const known = { group: MUSEUM.id, held: [], contactAt: NOON, skewMs: 40, failures: 0 };
  const well = {
    failingSince: null,
    deadSince: null,
    code: null,
    behindSince: null,
    behindSteps: 0,
  };
  const late = new Date(NOON.getTime() - 2_500);
  await registry.saveStandings([
    { ...known, ...well, readerId: parseReaderId('gate-1') },
    {
      ...{ ...known, ...well, readerId: parseReaderId('gate-2'), failures: 21 },
      ...{ deadSince: late, behindSince: late, behindSteps: 3, code: 'UPSTREAM_UNAVAILABLE' },
    },
  ]);
});
afterAll(async () => hub[Symbol.asyncDispose]());

it('tells each reader with its lag, and one that was never heard of as lagging', async () => {
  const { data } = await hub.ask(
    '{ readers { items { id state lagMs lagSteps clockSkewMs failures lastFailure way } endCursor } }',
  );
  const fine = { lagSteps: 0, clockSkewMs: 40, failures: 0, lastFailure: null, way: 'POLL' };
  expect(data.readers).toEqual({
    items: [
      { id: 'gate-1', state: 'ONLINE', lagMs: 0, ...fine },
      {
        ...{ ...fine, id: 'gate-2', state: 'DEAD', lagMs: 2_500, lagSteps: 3, failures: 21 },
        lastFailure: 'UPSTREAM_UNAVAILABLE',
      },
      { ...fine, id: 'gate-3', state: 'LAGGING', lagMs: null, lagSteps: null, clockSkewMs: null },
    ],
    endCursor: null,
  });
});

it('gives readers in pages and by their state', async () => {
  const page = 'items { id } endCursor';
  const { data } = await hub.ask(`{
    one: readers(first: 2) { ${page} } two: readers(first: 2, after: "gate-2") { ${page} }
    dead: readers(state: DEAD, first: 1) { ${page} } none: readers(group: "pools") { ${page} }
  }`);
  const rows = (ids: readonly string[], endCursor: string | null = null) => ({
    items: ids.map((id) => ({ id })),
    endCursor,
  });
  expect(data).toEqual({
    one: rows(['gate-1', 'gate-2'], 'gate-2'),
    two: rows(['gate-3']),
    dead: rows(['gate-2']),
    none: rows([]),
  });
});

it('tells groups with their lag and lists', async () => {
  hub.lists = [
    { group: POOLS.id, name: 'deny', epoch: 1, sequence: 8, entries: 3, issuedAt: NOON },
  ];
  const { data } = await hub.ask(`{
    readerGroups { id } readerGroup(id: "museum") { places lag { readers behind dead lagMs } }
    pools: readerGroup(id: "pools") { lists { name sequence entries issuedAt } lag { readers lagMs } }
    none: readerGroup(id: "nowhere") { id }
  }`);
  expect(data).toEqual({
    readerGroups: [{ id: 'museum' }, { id: 'pools' }],
    readerGroup: { places: MUSEUM.places, lag: { readers: 3, behind: 1, dead: 1, lagMs: 2_500 } },
    pools: {
      lists: [{ name: 'deny', sequence: 8, entries: 3, issuedAt: NOON.toISOString() }],
      lag: { readers: 0, lagMs: 0 },
    },
    none: null,
  });
});

it('tells how changes are on their way', async () => {
  const oldestAt = new Date(NOON.getTime() - 700);
  const queue = { name: 'reader-lists', waiting: 2, active: 1, delayed: 0, failed: 0 };
  const build = { rulebooks: [3], done: 10, total: 20, startedAt: NOON };
  hub.pipeline = {
    changes: async () => ({ waiting: 1, queued: 2, published: 3, oldestAt }),
    queues: async () => [queue],
    lastPublication: async () => ({ number: 9, at: NOON }),
    builds: async () => [{ ...build, kind: 'missing', state: 'running' }],
  };
  const { data } = await hub.ask(`{ syncState {
    changes { waiting queued published oldestWaitingMs } lastPublication { number }
    queues { name waiting active delayed failed } builds { kind state done total } deadReaders laggingReaders
  } }`);
  expect(data.syncState).toEqual({
    changes: { waiting: 1, queued: 2, published: 3, oldestWaitingMs: 700 },
    ...{ lastPublication: { number: 9 }, queues: [queue], deadReaders: 1, laggingReaders: 1 },
    builds: [{ kind: 'MISSING', state: 'RUNNING', done: 10, total: 20 }],
  });
});

const USES = `query ($cards: [_Any!]!) {
  _entities(representations: $cards) { ... on Card { uses { items { at place isAdmitted } } } }
}`;

it('tells a holder where a card was used, and writes down that staff asked', async () => {
  const ana = hub.city.issue('ana');
  await hub.city.uses.receive(newReader(), MUSEUM, [tap(1, { cardKey: ana.key })]);
  await settle(hub.city);
  const cards = [{ __typename: 'Card', id: ana.id }];
  const told = {
    uses: { items: [{ at: NOON.toISOString(), place: 'Casa Natal', isAdmitted: true }] },
  };
  expect((await hub.ask(USES, { cards }, { kind: 'citizen', id: 'ana' })).data._entities).toEqual([
    told,
  ]);
  expect(hub.audited).toEqual([]);
  expect((await hub.ask(USES, { cards })).data._entities).toEqual([told]);
  expect(hub.audited.map(({ cardId, operation }) => [cardId, operation])).toEqual([
    [ana.id, 'Card.uses'],
  ]);
});

it('tells staff nothing of uses when it cannot be written down', async () => {
  const cards = [{ __typename: 'Card', id: hub.city.issue('leo').id }];
  const record = () => Promise.reject(new Error('the store is gone'));
  const before = hub.deps.audit.record;
  Object.assign(hub.deps.audit, { record });
  const { data, errors } = await hub.ask(USES, { cards });
  Object.assign(hub.deps.audit, { record: before });
  expect([data._entities, errors.length]).toEqual([[{ uses: null }], 1]);
});

it.each([
  ['too many days', '{ useCounts(from: "2027-01-01", until: "2027-03-01") { uses: admitted } }'],
  ['days in disorder', '{ useCounts(from: "2027-03-02", until: "2027-03-01") { admitted } }'],
  ['a month that is not over', '{ useByClass(from: "2027-01", until: "2027-03") { uses } }'],
  ['a month that none is', '{ useByClass(from: "2026-13", until: "2026-13") { uses } }'],
  ['a page of none', '{ readers(first: 0) { endCursor } }'],
])('refuses %s', async (_what, query) => {
  expect((await hub.ask(query)).errors).toEqual([expect.stringMatching(/ BAD_USER_INPUT$/)]);
});

const ASKS: Readonly<Record<keyof typeof policy, string>> = {
  'Card.uses':
    '{ _entities(representations: [{ __typename: "Card", id: "card-1" }]) { ... on Card { uses { endCursor } } } }',
  'Query.readers': '{ readers { endCursor } }',
  'Query.readerGroups': '{ readerGroups { id } }',
  'Query.readerGroup': '{ readerGroup(id: "museum") { id } }',
  'Query.useCounts': '{ useCounts(from: "2027-03-01", until: "2027-03-01") { admitted } }',
  'Query.useByClass': '{ useByClass(from: "2027-02", until: "2027-02") { uses } }',
  'Query.syncState': '{ syncState { deadReaders } }',
  'Mutation.registerReader':
    'mutation { registerReader(input: { idempotencyKey: "policy-key-1", id: "gate-1", group: "museum", place: "Casa Natal", way: { kind: POLL } }) { __typename } }',
  'Mutation.retireReader':
    'mutation { retireReader(input: { idempotencyKey: "policy-key-2", id: "nobody" }) { __typename } }',
  'Mutation.replayReader':
    'mutation { replayReader(input: { idempotencyKey: "policy-key-3", id: "nobody" }) { __typename } }',
  'Mutation.rotateGroupKeys':
    'mutation { rotateGroupKeys(input: { idempotencyKey: "policy-key-4", group: "nowhere" }) { __typename } }',
};

const cells = Object.entries(policy).flatMap(([operation, row]) =>
  VIEWER_KINDS.map((kind) => [operation, kind, row[kind]] as const),
);

it.each(cells)('%s for %s: %s', async (operation, kind, permission) => {
  const viewer: Viewer = kind === 'nobody' ? { kind } : { kind, id: 'somebody' };
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- the keys of the table
  const { errors } = await hub.ask(ASKS[operation as keyof typeof policy], {}, viewer);
  const code = kind === 'nobody' ? 'UNAUTHENTICATED' : 'FORBIDDEN';
  expect(errors.map((error) => error.split(' ').at(-1))).toEqual(permission === 'no' ? [code] : []);
});
