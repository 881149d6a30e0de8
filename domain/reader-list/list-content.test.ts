import { createHash } from 'node:crypto';
import { expect, it } from '@jest/globals';
import {
  array,
  assert,
  boolean,
  constantFrom,
  integer,
  property,
  record,
  shuffledSubarray,
  uniqueArray,
  type Arbitrary,
} from 'fast-check';
import { deleteOf, entryOf, keyOf, putOf } from '../../tests/support/reader-lists.ts';
import { parseCityDay } from '../city-day.ts';
import type { ListChange, ListEntry } from './artefact.ts';
import { buildBody } from './build-list.ts';
import { MalformedArtefactError } from './codec.ts';
import { createListContent, type ListContent } from './list-content.ts';
import { createListShare } from './list-share.ts';
import { encodeEntries } from './records.ts';

/** Few cards, so that changes meet one another. */
const card = integer({ min: 0, max: 60 });
const until = constantFrom(null, parseCityDay('2026-12-31'), parseCityDay('2030-01-31'));
const change: Arbitrary<ListChange> = record({
  card,
  isPut: boolean(),
  code: integer({ min: 0, max: 0xff_ffff }),
  until,
}).map(({ card: number, isPut, code, until: day }) =>
  isPut ? putOf(number, code, day) : deleteOf(number),
);
const twoCards = buildBody([entryOf(1), entryOf(2)]);
const delta = uniqueArray(change, { selector: ({ key }) => hex(key), maxLength: 12 });

it('is after any changes what a list built anew would be, digest and all', () => {
  assert(
    property(array(delta, { minLength: 1, maxLength: 8 }), (deltas) => {
      const content = createListContent(new Uint8Array());
      const model = new Map<string, ListEntry>();
      for (const changes of deltas) {
        applyTo(model, changes);
        const { digest, commit } = content.prepare(changes);
        commit();
        expect(hex(content.digest())).toBe(hex(digest));
      }
      expect(describe(content)).toEqual(
        describe(createListContent(buildBody([...model.values()]))),
      );
    }),
    { numRuns: 40 },
  );
});

it('does not depend on the order of the changes in a delta', () => {
  const cases = delta.chain((changes) =>
    shuffledSubarray(changes, { minLength: changes.length }).map((shuffled) => ({
      changes,
      shuffled,
    })),
  );
  assert(
    property(cases, ({ changes, shuffled }) => {
      const content = createListContent(twoCards);
      const digest = (list: readonly ListChange[]) => hex(content.prepare(list).digest);
      expect(digest(shuffled)).toBe(digest(changes));
    }),
  );
});

it('gives deltas of different cards the same result in any order', () => {
  const [one, other] = [[putOf(5), deleteOf(1)], [putOf(6, 9)]];
  const apply = (...deltas: readonly (readonly ListChange[])[]) => {
    const content = createListContent(buildBody([entryOf(1), entryOf(2)]));
    for (const changes of deltas) content.prepare(changes).commit();
    return describe(content);
  };
  expect(apply(one, other)).toEqual(apply(other, one));
});

it('has the digest of a plain binary hash tree over 4,096 buckets', () => {
  const entries = Array.from({ length: 3_000 }, (_, index) => entryOf(index));
  const body = buildBody(entries);
  let level = Array.from({ length: 4_096 }, () => sha256(Buffer.of(0)));
  const byBucket = Map.groupBy(cut(body), (entry) => entry.readUInt16BE(0) >>> 4);
  for (const [bucket, own] of byBucket) level[bucket] = sha256(Buffer.of(0), ...own);
  while (level.length > 1) {
    level = level
      .filter((_, index) => index % 2 === 0)
      .map((left, index) => sha256(Buffer.of(1), left, level[2 * index + 1] ?? left));
  }
  expect(hex(createListContent(body).digest())).toBe(hex(level[0] ?? Buffer.alloc(0)));
});

it('touches and hashes as much for a change of a long list as the buckets it touches say', () => {
  const sizes = [1_000, 50_000].map((cards) => {
    const content = listOf(cards);
    const { touchedBuckets, hashedBytes } = content.prepare([putOf(200_000), deleteOf(1)]);
    const nodes = 2 * 12 * 65;
    const buckets = [keyOf(200_000), keyOf(1)].map(
      (key) => content.bucket((key[0] ?? 0) * 16 + ((key[1] ?? 0) >>> 4)).length,
    );
    return { touchedBuckets, rest: hashedBytes - nodes - 2 - buckets.reduce((a, b) => a + b) };
  });
  expect(sizes).toEqual([
    { touchedBuckets: 2, rest: 0 },
    { touchedBuckets: 2, rest: 0 },
  ]);
});

it('leaves every bucket that a change does not touch the very same bytes', () => {
  const content = listOf(20_000);
  const before = Array.from({ length: 4_096 }, (_, index) => content.bucket(index));
  content.prepare([putOf(99_999)]).commit();
  const moved = before.filter((bucket, index) => {
    const after = content.bucket(index);
    return after.buffer !== bucket.buffer || after.byteOffset !== bucket.byteOffset;
  });
  expect(moved).toHaveLength(1);
});

it('finds the cards it has and no other', () => {
  const content = createListContent(buildBody([entryOf(1, 7, '2027-03-31'), entryOf(2, 8)]));
  expect([1, 2, 3].map((number) => content.find(keyOf(number)))).toEqual([
    { code: 7, until: '2027-03-31' },
    { code: 8, until: null },
    null,
  ]);
});

it('does not change before a change is committed, and not by one of an earlier state', () => {
  const content = createListContent(buildBody([entryOf(1)]));
  const first = content.prepare([putOf(2)]);
  const second = content.prepare([deleteOf(1)]);
  expect(content.count).toBe(1);
  first.commit();
  expect(() => second.commit()).toThrow(/has changed since/);
  expect(content.find(keyOf(1))).not.toBeNull();
});

it('refuses two changes of one card at once', () => {
  const content = createListContent(new Uint8Array());
  expect(() => content.prepare([putOf(1), deleteOf(1)])).toThrow(/same key/);
});

it.each([
  ['out of order', encodeEntries([entryOf(1), entryOf(2)].toSorted(descending))],
  ['the same twice', encodeEntries([entryOf(1), entryOf(1)])],
  ['cut off', encodeEntries([entryOf(1)]).subarray(0, 15)],
  ['with flags', Buffer.from(`${'00'.repeat(15)}01`, 'hex')],
])('refuses entries %s', (_, body) => {
  expect(() => createListContent(body)).toThrow(MalformedArtefactError);
});

it('lets equal lists share their bytes and each go its own way', () => {
  const share = createListShare();
  const body = buildBody([entryOf(1), entryOf(2)]);
  const one = createListContent(body, { share });
  const other = createListContent(Buffer.from(body), { share, digest: one.digest() });
  const bucket = bucketOfCard(1);
  expect(other.bucket(bucket).buffer).toBe(one.bucket(bucket).buffer);
  one.prepare([putOf(3)]).commit();
  expect([one.count, other.count]).toEqual([3, 2]);
  other.prepare([putOf(3)]).commit();
  expect(other.bucket(bucketOfCard(3)).buffer).toBe(one.bucket(bucketOfCard(3)).buffer);
});

it('does not believe a digest that another list has', () => {
  const share = createListShare();
  const one = createListContent(buildBody([entryOf(1)]), { share });
  const other = createListContent(buildBody([entryOf(2)]), { share, digest: one.digest() });
  expect(other.find(keyOf(1))).toBeNull();
  expect(hex(other.digest())).not.toBe(hex(one.digest()));
});

function bucketOfCard(number: number): number {
  return Buffer.from(keyOf(number)).readUInt16BE(0) >>> 4;
}

function listOf(cards: number): ListContent {
  return createListContent(buildBody(Array.from({ length: cards }, (_, index) => entryOf(index))));
}

function applyTo(model: Map<string, ListEntry>, changes: readonly ListChange[]): void {
  for (const { key, entry } of changes) {
    if (entry === null) model.delete(hex(key));
    else model.set(hex(key), { key, ...entry });
  }
}

function describe(content: ListContent) {
  return { count: content.count, digest: hex(content.digest()), body: hex(content.toBody()) };
}

function cut(body: Uint8Array): readonly Buffer[] {
  return Array.from({ length: body.length / 16 }, (_, index) =>
    Buffer.from(body.subarray(16 * index, 16 * index + 16)),
  );
}

function descending(a: ListEntry, b: ListEntry): number {
  return Buffer.compare(b.key, a.key);
}

function sha256(...parts: readonly Uint8Array[]): Buffer {
  return createHash('sha256').update(Buffer.concat(parts)).digest();
}

function hex(bytes: Uint8Array): string {
  return Buffer.from(bytes).toString('hex');
}
