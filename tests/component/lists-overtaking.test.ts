import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from '@jest/globals';
import type { HeldList } from '../../domain/reader-list/artefact.ts';
import { decodeArtefact } from '../../domain/reader-list/codec.ts';
import { parseReaderId } from '../../domain/reader-list/reader.ts';
import { systemClock } from '../../platform/clock.ts';
import { openKeyFile } from '../../simulators/reader/key-file.ts';
import { openReaderStore } from '../../simulators/reader/reader-store.ts';
import { createReader } from '../../simulators/reader/reader.ts';
import type { ListPublishing } from '../../sync/readers/list-publishing.ts';
import { newReaderFolder } from '../support/reader-under-test.ts';
import { until } from '../support/until.ts';
import { createTestReader, startLists, untilBuilt, type ListsHarness } from './lists-harness.ts';

let harness: ListsHarness;
let publishing: ListPublishing;
let folder = '';

beforeAll(async () => {
  harness = await startLists(1);
  harness.cards.set('one', {});
  publishing = await harness.start();
  await untilBuilt(publishing);
  folder = await newReaderFolder();
}, 60_000);
afterAll(async () => {
  await publishing[Symbol.asyncDispose]();
  await harness[Symbol.asyncDispose]();
  await rm(folder, { recursive: true });
});

const group = () => harness.groups[0]?.id ?? ('' as never);

async function headOf(name: HeldList['name']): Promise<HeldList> {
  const head = (await publishing.lists.heads(group())).find((one) => one.name === name);
  if (head === undefined) throw new Error(`there is no list ${name}`);
  return head;
}

/** Changes that are in the list once this resolves. */
async function change(times: number): Promise<void> {
  for (let n = 0; n < times; n += 1) {
    const { sequence } = await headOf('rulebook-1');
    await harness.change('one', { outcome: n % 2 === 0 ? null : { priceCents: 0, until: null } });
    await until(async () => (await headOf('rulebook-1')).sequence > sequence);
  }
}

/** The shipped reader over its folder, with the keys of the hub. */
async function switchOn() {
  const keys = await openKeyFile(join(folder, 'keys.json'), group());
  const { publicKey, groupKey } = harness.keys;
  const raw = publicKey.export({ format: 'der', type: 'spki' }).subarray(-32);
  await keys.add({
    epoch: 1,
    key: Buffer.from(groupKey(group(), 1)).toString('base64url'),
    publicKey: raw.toString('base64url'),
  });
  const store = await openReaderStore(folder);
  const [id, zone] = [parseReaderId('r-1'), 'Europe/Madrid'];
  const reader = await createReader({ id, group: group(), store, keys, clock: systemClock, zone });
  return { ...reader, [Symbol.asyncDispose]: () => store[Symbol.asyncDispose]() };
}

it('gives a reader that lost its list what it takes, though others are given an older one with deltas', async () => {
  await publishing.lists.since(group(), []);
  await change(2);
  {
    await using reader = await switchOn();
    const report = await reader.receive(await publishing.lists.since(group(), []));
    expect(report.answer).toBe('Accepted');
  }
  for (const end of ['a', 'b', 'a.log', 'b.log']) {
    await rm(join(folder, 'lists', `rulebook-1.${end}`), { force: true });
  }
  await using reader = await switchOn();
  const usual = await reader.receive(await publishing.lists.since(group(), reader.report().held));
  expect(usual.refusal).toBe('rollback');
  const exact = await publishing.lists.since(group(), usual.held, { isExact: true });
  const mended = await reader.receive(exact);
  expect([mended.answer, mended.held]).toEqual([
    'Accepted',
    expect.arrayContaining([await headOf('rulebook-1')]),
  ]);
});

it.each<[string, number]>([
  ['the same version with another content', 0],
  ['later versions than the hub has', 40],
])('takes a list past a reader that holds %s, whole', async (_what, ahead) => {
  await using fresh = await harness.start();
  const { sequence } = await headOf('rulebook-1');
  const astray = {
    ...(await headOf('rulebook-1')),
    sequence: sequence + ahead,
    digest: 'f'.repeat(64),
  };
  await fresh.lists.overtake(group(), [astray]);
  const given = await fresh.lists.since(group(), [astray, await headOf('deny')]);
  expect(given.map((one) => decodeArtefact(one).header)).toMatchObject([
    { kind: 'allow-snapshot', sequence: sequence + ahead + 1 },
  ]);
  const reader = createTestReader(harness, fresh, group());
  await reader.pull();
  await until(async () => (await headOf('rulebook-1')).sequence === sequence + ahead + 1);
  expect(reader.held()).toEqual(await publishing.lists.heads(group()));
});

it('stays where it is for a reader that is behind, is of another key, or claims what cannot be', async () => {
  await using fresh = await harness.start();
  const before = await fresh.lists.heads(group());
  const head = await headOf('rulebook-1');
  const digest = 'f'.repeat(64);
  await fresh.lists.overtake(group(), [{ ...head, sequence: head.sequence - 1, digest }]);
  await fresh.lists.overtake(group(), [{ ...head, epoch: 2, digest }]);
  await fresh.lists.overtake(group(), [{ ...head, sequence: head.sequence + 1_000_000, digest }]);
  expect(await fresh.lists.heads(group())).toEqual(before);
});

it('takes a list past readers once in a while only, whatever one of them claims', async () => {
  await using fresh = await harness.start();
  const digest = 'f'.repeat(64);
  await fresh.lists.overtake(group(), [{ ...(await headOf('deny')), digest }]);
  const once = await fresh.lists.heads(group());
  const deny = once.find(({ name }) => name === 'deny');
  await fresh.lists.overtake(group(), deny === undefined ? [] : [{ ...deny, digest }]);
  expect(await fresh.lists.heads(group())).toEqual(once);
});
