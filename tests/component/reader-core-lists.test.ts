import { readdir, rm, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from '@jest/globals';
import { buildBody } from '../../domain/reader-list/build-list.ts';
import { createListContent } from '../../domain/reader-list/list-content.ts';
import { openKeyFile } from '../../simulators/reader/key-file.ts';
import { createSnapshotShare } from '../../simulators/reader/snapshot-share.ts';
import {
  deleteOf,
  deltaOf,
  entryOf,
  FREE_CODE,
  hub,
  keyOf,
  NOON,
  PAID_CODE,
  POOLS,
  putOf,
  snapshotOf,
  stranger,
  tokenOf,
} from '../support/reader-lists.ts';
import { clockAt, givenKeys, newReaderFolder, switchOn } from '../support/reader-under-test.ts';

const HOUR_MS = 60 * 60 * 1000;
let folder = '';

beforeEach(async () => {
  folder = await newReaderFolder();
});

afterEach(async () => {
  await rm(folder, { recursive: true });
});

function later(hours: number): Date {
  return new Date(NOON.getTime() + hours * HOUR_MS);
}

/** The first list with the cards 1 and 2, then a delta that adds 3 and takes 1 away. */
function listAndDelta(): readonly [Uint8Array, Uint8Array] {
  const entries = [entryOf(1), entryOf(2)];
  const content = createListContent(buildBody(entries));
  return [
    snapshotOf(entries),
    deltaOf(content, [putOf(3, FREE_CODE), deleteOf(1)], { sequence: 2 }),
  ];
}

it('decides by what it has received, and after it was switched off and on', async () => {
  {
    await using reader = await switchOn(folder);
    await reader.receive(listAndDelta());
    expect(reader.tap(tokenOf(3))).toMatchObject({ result: 'accepted', code: FREE_CODE });
  }
  await using reader = await switchOn(folder);
  const decisions = [1, 2, 3].map((card) => reader.tap(tokenOf(card)));
  expect(decisions.map(({ code, priceCents }) => [code, priceCents])).toEqual([
    [0, 150],
    [PAID_CODE, 70],
    [FREE_CODE, 0],
  ]);
});

it('writes every tap to its log, with what the hub needs to know the card', async () => {
  await using reader = await switchOn(folder);
  await reader.receive(listAndDelta());
  reader.tap(tokenOf(2));
  expect(await reader.pendingEvents(10)).toEqual([
    {
      sequence: 1,
      at: NOON,
      result: 'accepted',
      cardKey: Buffer.from(keyOf(2)).toString('hex'),
      epoch: 1,
      rulebook: 1,
      code: PAID_CODE,
    },
  ]);
  await reader.acknowledged(1);
  expect(await reader.pendingEvents(10)).toEqual([]);
});

it('answers what it holds, in the words of OCPP', async () => {
  await using reader = await switchOn(folder);
  const [snapshot, delta] = listAndDelta();
  expect(await reader.receive([delta])).toMatchObject({
    answer: 'VersionMismatch',
    refusal: 'gap',
    held: [],
  });
  expect(await reader.receive([snapshot, delta])).toMatchObject({
    readerId: 'pool-1',
    answer: 'Accepted',
    refusal: null,
    held: [{ name: 'rulebook-1', epoch: 1, sequence: 2 }],
    clock: NOON,
  });
  expect(await reader.receive([delta])).toMatchObject({ answer: 'Accepted', refusal: null });
  expect(await reader.receive([snapshot])).toMatchObject({
    answer: 'VersionMismatch',
    refusal: 'rollback',
  });
});

it('keeps the lists it may keep out of a message in which another is refused', async () => {
  await using reader = await switchOn(folder);
  const deny = snapshotOf([entryOf(5, 0)], { kind: 'deny-snapshot' });
  const report = await reader.receive([snapshotOf([], { signer: stranger }), deny]);
  expect(report).toMatchObject({
    answer: 'Failed',
    refusal: 'unknownIssuer',
    held: [{ name: 'deny' }],
  });
  expect(reader.tap(tokenOf(5)).result).toBe('denied');
});

it('has the answers of messages that overlap follow one another', async () => {
  await using reader = await switchOn(folder);
  const [snapshot, delta] = listAndDelta();
  const reports = await Promise.all([reader.receive([snapshot]), reader.receive([delta])]);
  expect(reports.map(({ held }) => held[0]?.sequence)).toEqual([1, 2]);
});

it('applies deltas of last week when the last of them is fresh', async () => {
  const content = createListContent(buildBody([entryOf(1)]));
  const old = { issuedAt: later(-200), notAfter: later(-100) };
  const artefacts = [
    snapshotOf([entryOf(1)], old),
    deltaOf(content, [putOf(2)], { sequence: 2, ...old }),
    deltaOf(content, [putOf(3)], { sequence: 3 }),
  ];
  await using reader = await switchOn(folder);
  expect(await reader.receive(artefacts)).toMatchObject({ refusal: null, held: [{ sequence: 3 }] });
});

it('goes over to the next rulebook by its clock, and forgets one that was withdrawn', async () => {
  const clock = clockAt(NOON);
  await using reader = await switchOn(folder, { clock });
  const next = (rulebook: number) =>
    snapshotOf([entryOf(1, FREE_CODE)], { rulebook, effectiveAt: later(rulebook) });
  await reader.receive([snapshotOf([entryOf(1)]), next(2), next(3)]);
  await reader.receive([
    snapshotOf([], { rulebook: 3, sequence: 2, isWithdrawn: true, terms: null }),
  ]);
  const rulebooks = [0, 2, 3].map((hours) => {
    clock.at = later(hours);
    return reader.tap(tokenOf(1)).rulebook;
  });
  expect(rulebooks).toEqual([1, 2, 2]);
  expect(await reader.receive([next(3)])).toMatchObject({ refusal: 'rollback' });
});

it('drops a list that another has followed and that nobody keeps fresh any more', async () => {
  const clock = clockAt(NOON);
  await using reader = await switchOn(folder, { clock });
  await reader.receive([snapshotOf([entryOf(1)])]);
  clock.at = later(80);
  const deny = { kind: 'deny-snapshot', issuedAt: clock.at } as const;
  await reader.receive([snapshotOf([], deny)]);
  expect(reader.report().held).toHaveLength(2);
  await reader.receive([
    snapshotOf([entryOf(1)], { rulebook: 2, issuedAt: clock.at, effectiveAt: later(1) }),
  ]);
  expect(
    reader
      .report()
      .held.map(({ name }) => name)
      .toSorted(),
  ).toEqual(['deny', 'rulebook-2']);
  expect((await readdir(join(folder, 'lists'))).some((file) => file.startsWith('rulebook-1'))).toBe(
    false,
  );
});

it('lets nobody in anew and denies all the same while its clock is unset', async () => {
  const clock = clockAt(NOON);
  await using reader = await switchOn(folder, { clock });
  const deny = snapshotOf([entryOf(2, 0)], { kind: 'deny-snapshot' });
  await reader.receive([...listAndDelta(), deny]);
  clock.at = new Date(0);
  expect([2, 3].map((card) => reader.tap(tokenOf(card)).result)).toEqual([
    'denied',
    'acceptedStale',
  ]);
});

it('takes lists of a rotated key once it has it, and events carry its epoch', async () => {
  const renewed = Buffer.alloc(32, 0x33);
  const rotated = snapshotOf([{ ...entryOf(1), key: keyOf(1, renewed) }], {
    epoch: 2,
    sequence: 2,
  });
  {
    await using reader = await switchOn(folder);
    expect(await reader.receive([snapshotOf([entryOf(1)]), rotated])).toMatchObject({
      refusal: 'unknownEpoch',
    });
  }
  const keys = await openKeyFile(join(folder, 'keys.json'), POOLS);
  await keys.add(givenKeys(hub, 2, renewed));
  await using reader = await switchOn(folder);
  expect(await reader.receive([rotated])).toMatchObject({ held: [{ epoch: 2, sequence: 2 }] });
  expect(reader.tap(tokenOf(1))).toMatchObject({ result: 'accepted', epoch: 2 });
});

it('begins sequences anew with another signer once that is pinned', async () => {
  {
    await using reader = await switchOn(folder);
    await reader.receive([snapshotOf([entryOf(1)], { sequence: 900 })]);
  }
  const keys = await openKeyFile(join(folder, 'keys.json'), POOLS);
  await keys.add(givenKeys(stranger));
  {
    await using reader = await switchOn(folder);
    await reader.receive([snapshotOf([entryOf(2)], { signer: stranger })]);
  }
  await using reader = await switchOn(folder);
  expect(reader.report().held).toMatchObject([{ sequence: 1 }]);
  expect(reader.tap(tokenOf(2)).result).toBe('accepted');
});

it('keeps its keys in a file for its owner alone, of one group', async () => {
  await (await switchOn(folder))[Symbol.asyncDispose]();
  const { mode } = await stat(join(folder, 'keys.json'));
  expect(mode & 0o777).toBe(0o600);
  await expect(openKeyFile(join(folder, 'keys.json'), 'toilets' as typeof POOLS)).rejects.toThrow(
    /of the group pools/,
  );
});

it('shares snapshots with readers of its process, in memory and on disk, and nothing else', async () => {
  const share = createSnapshotShare({ folder });
  const folders = [join(folder, 'one'), join(folder, 'other')];
  const [snapshot, delta] = listAndDelta();
  await using one = await switchOn(folders[0] ?? '', { share });
  await using other = await switchOn(folders[1] ?? '', { share });
  await one.receive([snapshot]);
  await other.receive([snapshot]);
  await one.receive([delta]);
  const files = await Promise.all(folders.map((path) => stat(join(path, 'lists', 'rulebook-1.b'))));
  expect(files[0]?.ino).toBe(files[1]?.ino);
  expect([one, other].map((reader) => reader.tap(tokenOf(1)).result)).toEqual([
    'acceptedUnlisted',
    'accepted',
  ]);
  expect([one, other].map((reader) => reader.report().held[0]?.sequence)).toEqual([2, 1]);
});
