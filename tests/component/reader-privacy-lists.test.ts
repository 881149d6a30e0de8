import { createHash } from 'node:crypto';
import { beforeAll, expect, it } from '@jest/globals';
import { buildBody } from '../../domain/reader-list/build-list.ts';
import { KEY_BYTES } from '../../domain/reader-list/card-key.ts';
import { ENTRY_BYTES, readEntry } from '../../domain/reader-list/records.ts';
import type { GroupDraft } from '../../sync/readers/draft-lists.ts';
import { createPrivacyCity, groupOf, type CityCard } from './reader-privacy-city.ts';

// What a thief of lists learns who has no key: how many cards there are for each code, and no more.
const PEOPLE = 1_500;
/** So many bytes in a row that are alike are no accident: one in 2^48 pairs. */
const WINDOW = 6;

const city = createPrivacyCity(PEOPLE);
let pools: GroupDraft;
let east: GroupDraft;
let bus: GroupDraft;

beforeAll(async () => {
  pools = await city.build(groupOf('pools'), [1, 2]);
  // The same service: everybody gets the same at both.
  east = await city.build(groupOf('pools-east'), [1, 2]);
  bus = await city.build(groupOf('bus-line-1'), [1, 2]);
});

function bodyOf(draft: GroupDraft, name: string): Uint8Array {
  const list = draft.lists.find((one) => one.name === name);
  if (list === undefined || list.body.length === 0) throw new Error(`there is no list ${name}`);
  return list.body;
}

/** All ways in which somebody might write what a card is known by, as bytes. */
function formsOf({ number, cardId, chipUid, token }: CityCard): readonly Buffer[] {
  const bytesOf = [chipUid, token, cardId.replaceAll('-', '')].flatMap((digits) => {
    const bytes = Buffer.from(digits, 'hex');
    return [
      bytes,
      Buffer.from(bytes.toReversed()),
      Buffer.from(digits),
      Buffer.from(digits.toLowerCase()),
    ];
  });
  const asNumber = Buffer.from(BigInt(number).toString(16).padStart(16, '0'), 'hex');
  const asDigits = Buffer.from(`0${number}`, 'hex');
  const texts = [Buffer.from(number), Buffer.from(cardId)];
  const numbers = [
    asNumber,
    Buffer.from(asNumber.toReversed()),
    asDigits,
    Buffer.from(`${number}0`, 'hex'),
  ];
  const plain = [...bytesOf, ...numbers, ...texts];
  const hashed = plain.flatMap((bytes) =>
    ['sha256', 'sha1', 'md5'].map((name) => createHash(name).update(bytes).digest()),
  );
  return [...plain, ...hashed];
}

function windowsOf(bytes: Uint8Array): readonly string[] {
  const text = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length).toString('latin1');
  const count = Math.max(0, text.length - WINDOW + 1);
  return Array.from({ length: count }, (_, at) => text.slice(at, at + WINDOW));
}

/** Cards of which anything is in an entry, cut off anywhere and at any place of it. */
function findCards(body: Uint8Array, cards: readonly CityCard[]): readonly string[] {
  const inList = new Set<string>();
  for (let at = 0; at < body.length; at += ENTRY_BYTES) {
    for (const window of windowsOf(body.subarray(at, at + ENTRY_BYTES))) inList.add(window);
  }
  const isIn = (form: Uint8Array) => windowsOf(form).some((window) => inList.has(window));
  return cards.filter((card) => formsOf(card).some(isIn)).map(({ number }) => number);
}

it.each(['deny', 'rulebook-1', 'rulebook-2'])(
  'a list (%s) says nothing to who knows every card but not the key',
  (name) => {
    expect(findCards(bodyOf(pools, name), city.cards)).toEqual([]);
  },
);

/** Ways in which a list would give its cards away. */
const LEAKS: Readonly<Record<string, (card: CityCard) => Uint8Array>> = {
  'the number as digits': ({ number }) => Buffer.from(`0${number}`, 'hex'),
  'the chip UID, padded': ({ chipUid }) => Buffer.from(`000000${chipUid}`, 'hex'),
  'the token cut off': ({ token }) => Buffer.from(token, 'hex'),
  'the end of the token': ({ token }) => Buffer.from(token, 'hex').subarray(6),
  'SHA-256 of the number': ({ number }) => createHash('sha256').update(number).digest(),
  'the middle of SHA-256 of the token': ({ token }) =>
    createHash('sha256').update(Buffer.from(token, 'hex')).digest().subarray(11),
  'SHA-256 of the card id': ({ cardId }) => createHash('sha256').update(cardId).digest(),
};

it.each(Object.entries(LEAKS))('would find a list that has %s', (_what, keyOf) => {
  const [leaky, other] = city.cards;
  if (leaky === undefined || other === undefined) throw new Error('the city is empty');
  const key = keyOf(leaky).subarray(0, KEY_BYTES);
  const entries = [{ key, code: 70_001, until: null }];
  const body = Buffer.concat([bodyOf(pools, 'rulebook-2'), buildBody(entries)]);
  expect(findCards(body, [leaky, other])).toEqual([leaky.number]);
});

type Rows = { readonly codes: ReadonlySet<number>; readonly keys: readonly Uint8Array[] };

function rowsOf(body: Uint8Array): Rows {
  const entries = Array.from({ length: body.length / ENTRY_BYTES }, (_, index) =>
    readEntry(body, index * ENTRY_BYTES),
  );
  return {
    codes: new Set(entries.map(({ code }) => code).filter((code) => code !== 0)),
    keys: entries.map(({ key }) => key),
  };
}

/** In which ways two lists can be put side by side, entry by entry. */
function joins(one: Uint8Array, other: Uint8Array): readonly string[] {
  const [a, b] = [rowsOf(one), rowsOf(other)];
  const windows = new Set(a.keys.flatMap((key) => [...windowsOf(key)]));
  return [
    ...(b.keys.some((key) => windowsOf(key).some((window) => windows.has(window))) ? ['keys'] : []),
    ...(a.codes.intersection(b.codes).size > 0 ? ['codes'] : []),
  ];
}

/** Where each card stands in a list, as the hub alone can tell: 0 for the first. */
function placesOf(draft: GroupDraft, name: string): ReadonlyMap<string, number> {
  const places = rowsOf(bodyOf(draft, name)).keys.map((key, place) => [hex(key), place] as const);
  return new Map(places);
}

it('two lists of the same people, prices and day have no key and no code in common', () => {
  const names = ['rulebook-1', 'rulebook-2'];
  const found = names.flatMap((name) => joins(bodyOf(pools, name), bodyOf(east, name)));
  expect([...found, ...joins(bodyOf(pools, 'rulebook-2'), bodyOf(bus, 'rulebook-2'))]).toEqual([]);
  expect(joins(bodyOf(pools, 'deny'), bodyOf(east, 'deny'))).toEqual([]);
});

it('draws codes anew for each rulebook and epoch of a group', async () => {
  const codes = (draft: GroupDraft, name: string) => rowsOf(bodyOf(draft, name)).codes;
  const rotated = await city.build(groupOf('pools'), [2], 2);
  const all = [
    codes(pools, 'rulebook-1'),
    codes(pools, 'rulebook-2'),
    codes(rotated, 'rulebook-2'),
  ];
  const together = new Set(all.flatMap((set) => [...set]));
  expect(together.size).toBe(all.reduce((sum, { size }) => sum + size, 0));
  expect(joins(bodyOf(pools, 'rulebook-2'), bodyOf(rotated, 'rulebook-2'))).toEqual([]);
});

it('would find two lists that share a key or a code', () => {
  const list = bodyOf(pools, 'rulebook-2');
  expect(joins(list, list)).toEqual(['keys', 'codes']);
  const { keys } = rowsOf(bodyOf(east, 'rulebook-2'));
  const [code = 0] = rowsOf(list).codes;
  const alike = buildBody(keys.map((key) => ({ key, code, until: null })));
  expect(joins(list, alike)).toEqual(['codes']);
});

/** Rank correlation of the places that the same cards have: 0 where one order tells nothing of the other. */
function correlation(a: readonly number[], b: readonly number[]): number {
  const mean = (all: readonly number[]) => all.reduce((sum, n) => sum + n, 0) / all.length;
  const [ma, mb] = [mean(a), mean(b)];
  const dot = (x: readonly number[], mx: number, y: readonly number[], my: number) =>
    x.reduce((sum, n, at) => sum + (n - mx) * ((y[at] ?? 0) - my), 0);
  return dot(a, ma, b, mb) / Math.sqrt(dot(a, ma, a, ma) * dot(b, mb, b, mb));
}

it('orders the same cards in another way in each list', () => {
  const placed = [pools, east].map((draft) => placesOf(draft, 'rulebook-2'));
  const keyed = [groupOf('pools'), groupOf('pools-east')].map((group) => city.keysIn(group));
  const pairs = city.cards.flatMap((_card, index) => {
    const [a, b] = placed.map((places, list) => places.get(hex(keyed[list]?.[index])));
    return a === undefined || b === undefined ? [] : [[a, b] as const];
  });
  const [first, second] = [pairs.map(([a]) => a), pairs.map(([, b]) => b)];
  expect(pairs.length).toBeGreaterThan(PEOPLE * 0.9);
  expect(Math.abs(correlation(first, second))).toBeLessThan(0.15);
  expect(
    correlation(
      first,
      first.map((place) => place * 2 + 1),
    ),
  ).toBeCloseTo(1);
});

/** How many entries a card may be, for who knows its pair of code and end and how often each occurs. */
function smallestClass(one: Uint8Array, other: Uint8Array): number {
  const counts = [one, other].map(countPairs);
  const sizes = counts.flatMap((all) => [...all.values()]);
  return Math.min(...sizes);
}

function countPairs(body: Uint8Array): ReadonlyMap<string, number> {
  const counts = new Map<string, number>();
  for (let at = 0; at < body.length; at += ENTRY_BYTES) {
    const { code, until } = readEntry(body, at);
    counts.set(`${code} ${until}`, (counts.get(`${code} ${until}`) ?? 0) + 1);
  }
  return counts;
}

it('leaves a hundred cards to choose from to who puts lists together by their counts', () => {
  const [one, other] = [bodyOf(pools, 'rulebook-2'), bodyOf(bus, 'rulebook-2')];
  expect(smallestClass(one, other)).toBeGreaterThanOrEqual(100);
  const lonely = buildBody([{ key: Buffer.alloc(KEY_BYTES, 1), code: 5, until: null }]);
  expect(smallestClass(one, Buffer.concat([other, lonely]))).toBe(1);
});

function hex(bytes: Uint8Array | undefined): string {
  return Buffer.from(bytes ?? []).toString('hex');
}
