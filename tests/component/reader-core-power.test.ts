import { cp, readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { buildBody } from '../../domain/reader-list/build-list.ts';
import { createListContent } from '../../domain/reader-list/list-content.ts';
import { openListFile } from '../../simulators/reader/list-file.ts';
import { createSnapshotShare } from '../../simulators/reader/snapshot-share.ts';
import {
  deltaOf,
  entryOf,
  hub,
  POOLS,
  putOf,
  snapshotOf,
  tokenOf,
} from '../support/reader-lists.ts';
import { newReaderFolder, switchOn } from '../support/reader-under-test.ts';

/** Sequence 1: card 1. 2: and card 2. 3: and card 3. */
const content = createListContent(buildBody([entryOf(1)]));
const digests = [hex(content.digest())];
const snapshot = snapshotOf([entryOf(1)]);
const deltas = [2, 3].map((sequence) => {
  const delta = deltaOf(content, [putOf(sequence)], { sequence });
  digests.push(hex(content.digest()));
  return delta;
});
const later = snapshotOf([entryOf(1), entryOf(2), entryOf(3)], { sequence: 4 });

/** A reader's folder as it lies on disk at sequence 3, with the ratchet there or at 1. */
let at3 = '';
let unacknowledged = '';
const folders: string[] = [];

async function folder(from?: string): Promise<string> {
  const made = await newReaderFolder();
  folders.push(made);
  if (from !== undefined) await cp(from, made, { recursive: true });
  return made;
}

beforeAll(async () => {
  at3 = await folder();
  {
    await using reader = await switchOn(at3);
    await reader.receive([snapshot]);
    unacknowledged = await folder(at3);
    await reader.receive(deltas);
  }
  // The power went after the lists were written and before the ratchet was.
  for (const file of ['rulebook-1.b', 'rulebook-1.b.log', 'rulebook-1.a', 'rulebook-1.a.log']) {
    const bytes = await readFile(join(at3, 'lists', file)).catch(() => null);
    if (bytes !== null) await writeFile(join(unacknowledged, 'lists', file), bytes);
  }
});

afterAll(async () => {
  await Promise.all(folders.map((path) => rm(path, { recursive: true })));
});

/** Which sequence a reader holds that opens a copy of a folder with one file changed. */
async function openedWith(from: string, file: string, change: (bytes: Buffer) => Buffer) {
  const copy = await folder(from);
  const path = join(copy, file);
  await writeFile(path, change(await readFile(path)));
  await using reader = await switchOn(copy);
  const [held] = reader.report().held;
  expect(held === undefined || held.digest === digests[held.sequence - 1]).toBe(true);
  return held?.sequence ?? 0;
}

/** Which sequence the list's files give when one of them is changed in each of many ways. */
async function sequencesWith(
  file: string,
  places: readonly number[],
  change: (bytes: Buffer, at: number) => Buffer,
  from = unacknowledged,
): Promise<readonly number[]> {
  const copy = await folder(from);
  const bytes = await readFile(join(copy, file));
  const share = createSnapshotShare();
  const trust = {
    group: POOLS,
    issuers: new Map([[hub.issuer, hub.publicKey]]),
    epochs: new Set([1]),
  };
  const sequences: number[] = [];
  for (const at of places) {
    await writeFile(join(copy, file), change(bytes, at));
    const list = await openListFile({
      folder: join(copy, 'lists'),
      name: 'rulebook-1',
      trust,
      share,
      ratchet: null,
    });
    const { header, content: read } = list.opened ?? {};
    const isWhole =
      read === undefined || hex(read.digest()) === digests[(header?.sequence ?? 0) - 1];
    sequences.push(isWhole ? (header?.sequence ?? 0) : -1);
    await list.close();
  }
  return sequences;
}

async function logOf(from: string): Promise<{ readonly file: string; readonly length: number }> {
  for (const file of ['lists/rulebook-1.a.log', 'lists/rulebook-1.b.log']) {
    const { length } = await readFile(join(from, file)).catch(() => Buffer.alloc(0));
    if (length > 0) return { file, length };
  }
  throw new Error('There is no log.');
}

it('opens at the last whole delta wherever the power goes while one is written', async () => {
  const { file, length } = await logOf(unacknowledged);
  const first = 8 + (deltas[0]?.length ?? 0);
  const expected = (cut: number) => 1 + (cut >= first ? 1 : 0) + (cut === length ? 1 : 0);
  const cuts = Array.from({ length: length + 1 }, (_, cut) => cut);
  const opened = await sequencesWith(file, cuts, (bytes, cut) => bytes.subarray(0, cut));
  expect(opened).toEqual(cuts.map(expected));
  const whole = await openedWith(unacknowledged, file, (bytes) => bytes.subarray(0, first + 20));
  expect(whole).toBe(2);
});

it('opens at the last delta before any byte that is not as it was written', async () => {
  const { file, length } = await logOf(unacknowledged);
  const first = 8 + (deltas[0]?.length ?? 0);
  const places = Array.from({ length }, (_, at) => at);
  const opened = await sequencesWith(file, places, flipped);
  expect(opened).toEqual(places.map((at) => (at < first ? 1 : 2)));
});

it('does not take for its list what is older than its ratchet, whatever happens to the files', async () => {
  const { file, length } = await logOf(at3);
  for (let at = 0; at < length; at += 53) {
    expect(await openedWith(at3, file, (bytes) => flipped(bytes, at))).toBe(0);
    expect(await openedWith(at3, file, (bytes) => bytes.subarray(0, at))).toBe(0);
  }
});

it('has the earlier list while any byte of a later snapshot is missing or wrong', async () => {
  const spare = (await logOf(at3)).file.includes('.a.') ? 'b' : 'a';
  const copy = await folder(at3);
  const withLater = await folder(at3);
  await writeFile(join(copy, 'lists', `rulebook-1.${spare}`), Buffer.alloc(0));
  {
    await using reader = await switchOn(withLater);
    await reader.receive([later]);
  }
  const written = await readFile(join(withLater, 'lists', `rulebook-1.${spare}`));
  const file = `lists/rulebook-1.${spare}`;
  const places = Array.from({ length: written.length }, (_, at) => at);
  for (const change of [flipped, (bytes: Buffer, at: number) => bytes.subarray(0, at)]) {
    const opened = await sequencesWith(file, places, (_, at) => change(written, at), copy);
    expect(opened).toEqual(places.map(() => 3));
  }
});

it('lets nobody in anew by a list older than its ratchet, and has it replaced by that version or later', async () => {
  const copy = await folder(at3);
  const { file } = await logOf(copy);
  await writeFile(join(copy, file), '');
  await using reader = await switchOn(copy);
  expect(reader.tap(tokenOf(1)).result).toBe('acceptedStale');
  expect(await reader.receive([snapshot])).toMatchObject({ refusal: 'rollback', held: [] });
  expect(await reader.receive(deltas)).toMatchObject({ refusal: 'rollback', held: [] });
  expect(await reader.receive([later])).toMatchObject({
    answer: 'Accepted',
    held: [{ sequence: 4 }],
  });
  expect(reader.tap(tokenOf(1)).result).toBe('accepted');
});

it('keeps its ratchet when either of its two files is damaged', async () => {
  const { file } = await logOf(at3);
  const sequences = await Promise.all(
    ['ratchet.a', 'ratchet.b'].map(async (name) => {
      const copy = await folder(at3);
      await writeFile(join(copy, name), 'damaged');
      await writeFile(join(copy, file), '');
      await using reader = await switchOn(copy);
      const { refusal } = await reader.receive([snapshotOf([entryOf(9)])]);
      return refusal;
    }),
  );
  expect(sequences).toEqual(['rollback', 'rollback']);
});

it('goes on from where the power cut a delta off', async () => {
  const copy = await folder(unacknowledged);
  const { file, length } = await logOf(copy);
  await writeFile(join(copy, file), (await readFile(join(copy, file))).subarray(0, length - 1));
  {
    await using reader = await switchOn(copy);
    expect(await reader.receive(deltas.slice(1))).toMatchObject({ held: [{ sequence: 3 }] });
  }
  await using again = await switchOn(copy);
  expect(again.report().held).toMatchObject([{ sequence: 3, digest: digests[2] }]);
});

function flipped(bytes: Buffer, at: number): Buffer {
  const changed = Buffer.from(bytes);
  changed[at] = (changed[at] ?? 0) ^ 0x41;
  return changed;
}

function hex(bytes: Uint8Array): string {
  return Buffer.from(bytes).toString('hex');
}
