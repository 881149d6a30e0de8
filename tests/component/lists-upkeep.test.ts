import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { decodeArtefact } from '../../domain/reader-list/codec.ts';
import { runInTransaction } from '../../platform/stores/transaction.ts';
import { systemClock } from '../../platform/clock.ts';
import { installLists } from '../../sync/readers/install-lists.ts';
import { openListMemory } from '../../sync/readers/list-memory.ts';
import type { ListPublishing } from '../../sync/readers/list-publishing.ts';
import { createListStore } from '../../sync/readers/list-store.mongo.ts';
import type { PressDeps } from '../../sync/readers/press.ts';
import { createWorkLane } from '../../sync/readers/work-lane.ts';
import { until } from '../support/until.ts';
import { silent } from './library-harness.ts';
import {
  createTestReader,
  makeRulebook,
  startLists,
  untilBuilt,
  type ListsHarness,
} from './lists-harness.ts';

const HOUR_MS = 60 * 60 * 1000;
let harness: ListsHarness;

beforeAll(async () => {
  harness = await startLists(2);
  for (let index = 0; index < 10; index += 1) harness.cards.set(`card-${index}`, {});
}, 60_000);
afterAll(async () => harness[Symbol.asyncDispose]());

const group = () => harness.groups[0]?.id ?? ('' as never);
const groupRows = () => harness.sync.connection.collection<{ _id: string }>('readerGroups');

function clockAhead(hours: number) {
  return { now: () => new Date(systemClock.now().getTime() + hours * HOUR_MS) };
}

async function readerOf(publishing: ListPublishing) {
  const reader = createTestReader(harness, publishing, group());
  await reader.pull();
  return reader;
}

it('signs lists anew half way to their end, also when nothing changes and no night passes', async () => {
  {
    await using publishing = await harness.start();
    await untilBuilt(publishing);
  }
  await groupRows().updateMany({}, { $set: { rebuiltOn: '2099-01-01' } });
  const clock = clockAhead(4 * 24);
  await using publishing = await harness.start({ clock });
  const reader = createTestReader(harness, publishing, group());
  const held = (await publishing.lists.heads(group())).map((head) => ({ ...head, sequence: 1 }));
  await until(async () => (await publishing.lists.since(group(), held)).length === 2);
  const given = await publishing.lists.since(group(), held);
  const isFresh = given.map((one) => decodeArtefact(one).header.notAfter > clock.now());
  expect(isFresh).toEqual([true, true]);
  await reader.pull();
  expect(reader.held()).toHaveLength(2);
});

it('tells a reader that comes after weeks that a rulebook was taken back', async () => {
  const startsAt = clockAhead(2).now();
  harness.rulebooks.push(makeRulebook(2, startsAt));
  await using publishing = await harness.start();
  await untilBuilt(publishing, ['deny', 'rulebook-1', 'rulebook-2']);
  const reader = await readerOf(publishing);
  harness.rulebooks.pop();
  const isGone = async () =>
    (await publishing.lists.heads(group())).every(({ name }) => name !== 'rulebook-2');
  await until(isGone);
  await groupRows().updateMany({}, { $set: { rebuiltOn: '2026-01-01' } });
  await using later = await harness.start({ clock: clockAhead(30 * 24) });
  const isSeen = async () =>
    (await groupRows().findOne({ _id: group() }, {}))?.['rebuiltOn' as never];
  await until(async () => (await isSeen()) !== '2026-01-01');
  await until(async () => {
    await reader.pull();
    return reader.held().every(({ name }) => name !== 'rulebook-2');
  });
  const given = await later.lists.since(group(), [
    { name: 'rulebook-2', epoch: 1, sequence: 1, digest: 'f'.repeat(64) },
  ]);
  const headers = given.map((one) => decodeArtefact(one).header);
  expect(headers.filter(({ isWithdrawn }) => isWithdrawn)).toMatchObject([{ rulebook: 2 }]);
});

it('keeps a change open that came into the lists by a comparison at night, until readers have it', async () => {
  await using publishing = await harness.start();
  await untilBuilt(publishing);
  const reader = await readerOf(publishing);
  const before = reader.held();
  const { cardId, version } = harness.cards.set('card-1', { outcome: null });
  const at = new Date();
  await groupRows().updateMany({}, { $set: { rebuiltOn: '2026-01-01' } });
  await until(async () => {
    await reader.pull();
    return reader.says('card-1') === null;
  });
  await runInTransaction(harness.sync.connection, (session) =>
    harness.rightChanges.append(session, [
      { cardId, version, isUrgent: true, services: ['*'], at },
    ]),
  );
  type Row = { _id: string; state: string; groups: string[]; ordinal: number };
  const rows = harness.sync.connection.collection<Row>('rightChanges');
  const find = () => rows.findOne({ _id: `${cardId}:${version}` });
  await until(async () => !['waiting', 'queued'].includes((await find())?.state ?? ''));
  const row = await find();
  expect(row).toMatchObject({ state: 'published', groups: ['group-0', 'group-1'] });
  const reached = [before, reader.held()].map((held) => publishing.lists.reached(group(), held));
  const [by, now] = await Promise.all(reached);
  expect([(by ?? 0) < (row?.ordinal ?? 0), (now ?? 0) >= (row?.ordinal ?? 0)]).toEqual([
    true,
    true,
  ]);
});

it('remembers what the codes of a list were that is over, for uses that come late', async () => {
  const store = createListStore(harness.sync.connection);
  const codesOf = async (version: number) => {
    const head = (await store.findHeads()).find(({ rulebook }) => rulebook === version);
    return [head?.state, head?.codes, head?.pastCodes];
  };
  harness.rulebooks.push(makeRulebook(3, clockAhead(-2).now()));
  await using publishing = await harness.start();
  await untilBuilt(publishing, ['rulebook-3']);
  const [, codes] = await codesOf(3);
  harness.rulebooks.pop();
  await until(async () => (await codesOf(3))[0] === 'retired');
  expect(await codesOf(3)).toEqual(['retired', [], codes]);
});

it('does not take a group back to an earlier key', async () => {
  const { connection } = harness.sync;
  const store = createListStore(connection);
  const memory = await openListMemory(store, silent);
  const deps: PressDeps = {
    ...{ store, memory, lane: createWorkLane(), rights: harness.cards.rights, log: silent },
    ...{ rightChanges: harness.rightChanges, keys: harness.keys, groups: harness.groups },
    ...{ clock: systemClock, zone: 'Europe/Madrid', validMs: 1_000, tellNews: () => {} },
  };
  const [first] = harness.groups;
  const [row] = await store.findGroups([group()]);
  if (first === undefined || row === undefined) throw new Error('there is no group');
  await store.saveGroup({ ...row, epoch: 2 });
  const options = { builtAfter: memory.ordinal, day: '2026-11-21' as never, isNightly: false };
  const about = () => ({ effectiveAt: new Date(0), terms: null });
  const { signal } = new AbortController();
  const installing = installLists(deps, [{ group: first, epoch: 1, lists: [] }], {
    ...options,
    about,
    signal,
  });
  await expect(installing).rejects.toThrow('the key of group-0 was changed');
});

it('asks for another key in one step, whatever is written meanwhile', async () => {
  const store = createListStore(harness.sync.connection);
  const [row] = await store.findGroups([group()]);
  await store.askRotation(group());
  await store.askRotation(group());
  const [asked] = await store.findGroups([group()]);
  expect(asked).toEqual({ ...row, nextEpoch: (row?.epoch ?? 0) + 1 });
});
