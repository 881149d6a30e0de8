import { afterAll, beforeAll, expect, it } from '@jest/globals';
import type { CityDay } from '../../domain/city-day.ts';
import { until } from '../support/until.ts';
import type { ListPublishing } from '../../sync/readers/list-publishing.ts';
import {
  createTestReader,
  FREE,
  makeRulebook,
  startLists,
  untilBuilt,
  type ListsHarness,
} from './lists-harness.ts';

let harness: ListsHarness;
let publishing: ListPublishing;

beforeAll(async () => {
  harness = await startLists(3);
  for (let index = 0; index < 300; index += 1) {
    const priceCents = index < 150 ? 0 : 75;
    harness.cards.set(`many-${index}`, { outcome: { priceCents, until: null } });
  }
  publishing = await harness.start();
  await untilBuilt(publishing);
}, 60_000);
afterAll(async () => {
  await publishing[Symbol.asyncDispose]();
  await harness[Symbol.asyncDispose]();
});

function readerOf(index: number, of: ListPublishing = publishing) {
  const group = harness.groups[index];
  if (group === undefined) throw new Error('there is no such group');
  return createTestReader(harness, of, group.id);
}

async function untilSaid(
  reader: ReturnType<typeof readerOf>,
  id: string,
  what: unknown,
  name?: string,
) {
  const isSaid = async () => {
    await reader.pull();
    return JSON.stringify(reader.says(id, name)) === JSON.stringify(what);
  };
  await until(isSaid, { what: () => `${id}: ${JSON.stringify(reader.says(id, name))}` });
}

it('builds every list at the first start and tells readers its prices', async () => {
  const reader = readerOf(0);
  expect(await reader.pull()).toBe(2);
  expect([reader.says('many-0'), reader.says('many-299'), reader.says('many-0', 'deny')]).toEqual([
    { priceCents: 0, until: null },
    { priceCents: 75, until: null },
    null,
  ]);
});

it('brings a change to every group as a delta of some hundred bytes', async () => {
  const readers = [readerOf(0), readerOf(1), readerOf(2)];
  for (const reader of readers) await reader.pull();
  await harness.change('many-1', { outcome: { priceCents: 75, until: null } });
  for (const reader of readers) await untilSaid(reader, 'many-1', { priceCents: 75, until: null });
  expect(readers.map(({ sizes }) => (sizes.at(-1) ?? 0) < 600)).toEqual([true, true, true]);
});

it('refuses a blocked card at every group, and lets it in again later', async () => {
  const reader = readerOf(1);
  const mediumUntil = '2027-05-03' as CityDay;
  await harness.change('many-2', { standing: 'denied', mediumUntil }, { isUrgent: true });
  await untilSaid(reader, 'many-2', { priceCents: null, until: '2027-05-31' }, 'deny');
  expect(reader.says('many-2')).toBeNull();
  await harness.change('many-2', {});
  await untilSaid(reader, 'many-2', null, 'deny');
  expect(reader.says('many-2')).toEqual({ priceCents: 0, until: null });
});

it('does not keep a blocked card on the deny list beyond the end of its medium', async () => {
  const reader = readerOf(1);
  const mediumUntil = '2020-05-03' as CityDay;
  await harness.change('many-3', { standing: 'denied', mediumUntil }, { isUrgent: true });
  await untilSaid(reader, 'many-3', null);
  expect(reader.says('many-3', 'deny')).toBeNull();
});

it('tells an end only by a pair that a hundred cards share, in favour of the holder', async () => {
  const reader = readerOf(0);
  const { cardId, version } = await harness.change('many-4', {
    outcome: { priceCents: 75, until: '2027-03-04' as CityDay },
  });
  await publishing.publisher.publish([{ cardId, version }], { isUrgent: false });
  await harness.change('many-5', { outcome: null });
  await untilSaid(reader, 'many-5', null);
  expect(reader.says('many-4')).toEqual({ priceCents: 75, until: null });
});

it('marks a row done when nothing follows from it, and published when something does', async () => {
  const same = await harness.change('many-6', {});
  const other = await harness.change('many-7', { outcome: null });
  const rows = harness.sync.connection.collection<{ _id: string; state: string }>('rightChanges');
  const stateOf = async ({ cardId, version }: typeof same) =>
    (await rows.findOne({ _id: `${cardId}:${version}` }))?.state;
  await until(async () => (await stateOf(other)) === 'published', { what: 'the other row' });
  await until(async () => (await stateOf(same)) !== 'queued', { what: 'the same row' });
  expect(await harness.rightChanges.countByState()).toMatchObject({ waiting: 0, queued: 0 });
});

it('publishes what is there now when an older job comes late', async () => {
  const reader = readerOf(2);
  const older = await harness.change('many-8', { outcome: null });
  await harness.change('many-8', { outcome: FREE });
  await publishing.publisher.publish([older], { isUrgent: false });
  await untilSaid(reader, 'many-8', { priceCents: 0, until: null });
  expect(
    await publishing.lists.since(harness.groups[2]?.id ?? ('' as never), reader.held()),
  ).toEqual([]);
});

it('says how far a reader has come', async () => {
  const group = harness.groups[0]?.id ?? ('' as never);
  const [behind, ahead] = [readerOf(0), readerOf(0)];
  await behind.pull();
  await harness.change('many-9', { outcome: null });
  await untilSaid(ahead, 'many-9', null);
  const reached = await Promise.all(
    [behind, ahead].map(({ held }) => publishing.lists.reached(group, held())),
  );
  expect((reached[1] ?? 0) - (reached[0] ?? 0)).toBe(1);
});

it('knows every list after a restart, and another process follows', async () => {
  await using other = await harness.start();
  await harness.change('many-10', { outcome: null });
  const reader = readerOf(0, other);
  await untilSaid(reader, 'many-10', null);
  const group = harness.groups[0]?.id ?? ('' as never);
  await until(async () => (await publishing.lists.since(group, reader.held())).length === 0);
  expect(await other.lists.heads(group)).toEqual(await publishing.lists.heads(group));
});

it('builds the lists of the next rulebook before its hour, and withdraws them when it is cancelled', async () => {
  harness.rulebooks.push(makeRulebook(2, new Date(Date.now() + 86_400_000)));
  await untilBuilt(publishing, ['deny', 'rulebook-1', 'rulebook-2']);
  const reader = readerOf(0);
  await reader.pull();
  await harness.change('many-11', { outcome: null });
  await untilSaid(reader, 'many-11', null, 'rulebook-2');
  harness.rulebooks.pop();
  await untilSaid(reader, 'many-11', 'no list', 'rulebook-2');
  expect(reader.says('many-11')).toBeNull();
});

it('changes the key of a group whose reader was stolen', async () => {
  const group = harness.groups[2]?.id ?? ('' as never);
  const reader = readerOf(2);
  await reader.pull();
  await publishing.rotate(group);
  const isChanged = async () => {
    await reader.pull();
    return reader.held().every(({ epoch }) => epoch === 2);
  };
  await until(isChanged, { what: 'lists under the new key' });
  expect(reader.says('many-0')).toEqual({ priceCents: 0, until: null });
  expect(await publishing.epochs(group)).toEqual({ present: 2, earlier: [1] });
});
