import { afterAll, beforeAll, expect, it } from '@jest/globals';
import type { CityDay } from '../../domain/city-day.ts';
import type { GroupId } from '../../domain/reader-list/group.ts';
import { createCollections } from '../../platform/stores/mongo.ts';
import { createBuildStore } from '../../sync/readers/build-store.mongo.ts';
import type { BuildStore } from '../../sync/readers/build-store.ts';
import { draftLists, type BuildTask, type GroupDraft } from '../../sync/readers/draft-lists.ts';
import { createListStore } from '../../sync/readers/list-store.mongo.ts';
import { until } from '../support/until.ts';
import { createTestReader, startLists, untilBuilt, type ListsHarness } from './lists-harness.ts';
import { cardIdOf, createManyRights, tokenOf } from './lists-thread-rights.ts';
import { cardKey } from '../../domain/reader-list/card-key.ts';

let harness: ListsHarness;
let builds: BuildStore;

beforeAll(async () => {
  harness = await startLists(2);
  builds = createBuildStore(harness.sync.connection);
  createListStore(harness.sync.connection);
  await createCollections(harness.sync.connection);
}, 60_000);
afterAll(async () => harness[Symbol.asyncDispose]());

const first = (): GroupId => harness.groups[0]?.id ?? ('' as GroupId);

/** More cards than are built in this process, so that a thread builds them. */
function startMany(cards: number) {
  const module = new URL('lists-thread-rights.ts', import.meta.url).href;
  return harness.start({
    rights: createManyRights(cards),
    rightsSource: { module, settings: { cards } },
  });
}

function taskOf(id: string, more: Partial<BuildTask> = {}): BuildTask {
  return {
    id,
    groups: harness.groups.map((group) => ({
      group,
      epoch: 1,
      key: harness.keys.groupKey(group.id, 1),
      lists: [
        { name: 'deny' as const, rulebook: 0, codeKey: harness.keys.codeKey(group.id, 1, 0) },
        { name: 'rulebook-1' as const, rulebook: 1, codeKey: harness.keys.codeKey(group.id, 1, 1) },
      ],
    })),
    day: '2026-11-21' as CityDay,
    after: null,
    parts: 0,
    done: 0,
    cardsPerPart: 1_000,
    ...more,
  };
}

async function draftAll(task: BuildTask, onProgress: (done: number) => void = () => {}) {
  const drafts: GroupDraft[] = [];
  const deps = { rights: createManyRights(5_000), builds, onProgress };
  for await (const draft of draftLists(deps, task)) drafts.push(draft);
  return drafts;
}

it('goes on where a build was cut off, and makes the same lists', async () => {
  const whole = await draftAll(taskOf('whole'));
  const cutOff = draftAll(taskOf('cut'), (done) => {
    if (done > 3_000) throw new Error('killed');
  });
  await expect(cutOff).rejects.toThrow('killed');
  let begunWith = 0;
  const rest = taskOf('cut', { after: cardIdOf(2_999), parts: 3, done: 3_000 });
  const resumed = await draftAll(rest, (done) => (begunWith ||= done));
  expect(begunWith).toBe(4_000);
  expect(resumed).toEqual(whole);
});

it('builds the lists of many cards in a thread, each card in its place', async () => {
  await using publishing = await startMany(6_000);
  await untilBuilt(publishing);
  const reader = createTestReader(harness, publishing, first());
  await reader.pull();
  const key = cardKey(harness.keys.groupKey(first(), 1), tokenOf(5_999));
  expect(reader.content('rulebook-1')?.count).toBe(6_000);
  expect(reader.content('rulebook-1')?.find(key)).not.toBeNull();
  expect(await publishing.progress(1)).toMatchObject({ cardsDone: 6_000, listsDone: 2 });
}, 60_000);

it('mends at night whatever differs from the rights, by a delta', async () => {
  await using publishing = await startMany(6_001);
  await untilBuilt(publishing);
  const reader = createTestReader(harness, publishing, first());
  await reader.pull();
  const rows = harness.sync.connection.collection<{ _id: string }>('readerGroups');
  await rows.updateMany({}, { $set: { rebuiltOn: '2026-01-01' } });
  await until(async () => (await publishing.lists.since(first(), reader.held())).length > 0, {
    patienceMs: 30_000,
  });
  await reader.pull();
  expect(reader.content('rulebook-1')?.count).toBe(6_001);
  expect(reader.sizes.at(-1)).toBeLessThan(600);
}, 60_000);

it('builds a list anew whose stored body was lost', async () => {
  const bodies = harness.sync.connection.collection<{ _id: string }>('readerListBodies');
  await bodies.deleteMany({});
  await using publishing = await startMany(6_001);
  const reader = createTestReader(harness, publishing, first());
  const isThere = async () => {
    await reader.pull();
    return reader.content('rulebook-1')?.count === 6_001;
  };
  await until(isThere, { patienceMs: 30_000, what: 'the list to be built anew' });
  expect(await bodies.countDocuments()).toBeGreaterThan(0);
}, 60_000);
