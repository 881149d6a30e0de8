import { afterAll, beforeAll, expect, it } from '@jest/globals';
import type { GroupId } from '../../domain/reader-list/group.ts';
import { until } from '../support/until.ts';
import {
  createTestReader,
  FREE,
  startLists,
  untilBuilt,
  type ListsHarness,
} from './lists-harness.ts';

let harness: ListsHarness;

beforeAll(async () => {
  harness = await startLists(2);
  for (let index = 0; index < 150; index += 1) harness.cards.set(`many-${index}`, {});
}, 60_000);
afterAll(async () => harness[Symbol.asyncDispose]());

const first = (): GroupId => harness.groups[0]?.id ?? ('' as GroupId);

it('publishes after a restart what had been queued in a Redis that was wiped', async () => {
  await using before = await harness.start();
  await untilBuilt(before);
  await before[Symbol.asyncDispose]();
  const { cardId, version } = await harness.change('many-0', { outcome: null });
  const longAgo = new Date(Date.now() - 6_000);
  await harness.rightChanges.markQueued([`${cardId}:${version}`], longAgo);
  await using publishing = await harness.start();
  const reader = createTestReader(harness, publishing, first());
  const isPublished = async () => {
    await reader.pull();
    return reader.says('many-0') === null;
  };
  await until(isPublished, { patienceMs: 20_000, what: 'the change' });
  expect((await harness.rightChanges.countByState()).queued).toBe(0);
}, 30_000);

it('publishes each change once when two processes publish at the same time', async () => {
  await using one = await harness.start();
  await using other = await harness.start();
  await untilBuilt(one);
  const cards = Array.from({ length: 40 }, (_, index) => {
    const { cardId, version } = harness.cards.set(`new-${index}`, { outcome: FREE });
    return { cardId, version };
  });
  await Promise.all(
    cards.map((card, index) =>
      (index % 2 === 0 ? one : other).publisher.publish([card], { isUrgent: index % 3 === 0 }),
    ),
  );
  const reader = createTestReader(harness, one, first());
  const hasAll = async () => {
    await reader.pull();
    return cards.every(({ cardId }) => reader.says(cardId) !== null);
  };
  await until(hasAll, { what: 'every card in the list' });
  const headsOf = ({ lists }: typeof one) => lists.heads(first());
  const isSame = async () =>
    JSON.stringify(await headsOf(other)) === JSON.stringify(await headsOf(one));
  await until(isSame, { what: 'both to know the same heads' });
  const sequences = (await headsOf(one)).find(({ name }) => name === 'rulebook-1')?.sequence ?? 0;
  const steps = harness.sync.connection.collection('readerListSteps');
  expect(await steps.countDocuments({ group: first(), name: 'rulebook-1' })).toBe(sequences);
}, 60_000);

it('has no effect when a publication fails, and publishes it when it is tried again', async () => {
  await using publishing = await harness.start();
  await untilBuilt(publishing);
  const before = await publishing.lists.heads(first());
  const find = harness.cards.rights.find;
  const { cardId, version } = harness.cards.set('many-1', { outcome: null });
  harness.cards.rights.find = () => Promise.reject(new Error('the store is away'));
  const publish = () => publishing.publisher.publish([{ cardId, version }], { isUrgent: false });
  await expect(publish()).rejects.toThrow('the store is away');
  harness.cards.rights.find = find;
  expect(await publishing.lists.heads(first())).toEqual(before);
  await publish();
  expect(await publishing.lists.heads(first())).not.toEqual(before);
}, 30_000);
