import { expect, it } from '@jest/globals';
import { array, assert, constantFrom, property, uint8Array, uniqueArray } from 'fast-check';
import { entryOf, GROUP_KEY, keyOf } from '../../tests/support/reader-lists.ts';
import type { MediumToken } from '../card/medium-token.ts';
import { parseCityDay } from '../city-day.ts';
import { InvalidInputError } from '../errors.ts';
import { buildBody } from './build-list.ts';
import { cardKey } from './card-key.ts';
import { drawCode } from './codes.ts';
import { fromDayNumber, toDayNumber } from './day-number.ts';
import { listNameOf, parseListName } from './list-name.ts';

const key = uint8Array({ minLength: 10, maxLength: 10 });

it('sorts entries by key, also many with the same beginning', () => {
  const close = key.map((bytes) => Uint8Array.of(7, 7, ...bytes.subarray(2)));
  const keys = uniqueArray(
    array(constantFrom(0), { maxLength: 0 }).chain(() => close),
    {
      selector: (bytes) => Buffer.from(bytes).toString('hex'),
      maxLength: 60,
    },
  );
  assert(
    property(keys, (unsorted) => {
      const body = buildBody(unsorted.map((one) => ({ key: one, code: 1, until: null })));
      const sorted = unsorted.toSorted((a, b) => Buffer.compare(a, b));
      const read = sorted.map((_, index) => body.subarray(16 * index, 16 * index + 10));
      expect(read.map((one) => [...one])).toEqual(sorted.map((one) => [...one]));
    }),
  );
});

it('refuses two cards with the same key and names neither', () => {
  const build = () => buildBody([entryOf(1), entryOf(2), entryOf(1)]);
  expect(build).toThrow(new InvalidInputError('Two cards of the list have the same key.'));
});

it.each([0, 4, 7, 11, Number.NaN])('refuses keys of %d bytes', (keyBytes) => {
  expect(() => buildBody([], { keyBytes })).toThrow(/8 to 10 bytes/);
});

it('refuses a key of another length than the others', () => {
  const build = () => buildBody([{ key: Buffer.alloc(9), code: 1, until: null }]);
  expect(build).toThrow(/9 bytes and not 10/);
});

it('fills shorter keys with zeros', () => {
  const entry = { key: Buffer.alloc(8, 0xff), code: 1, until: null };
  const body = Buffer.from(buildBody([entry], { keyBytes: 8 })).toString('hex');
  expect(body).toBe(`${'ff'.repeat(8)}0000000001ffff00`);
});

it('finds a collision that only shorter keys have', () => {
  const entries = [1, 2].map((last) => ({
    key: Buffer.of(1, 2, 3, 4, 5, 6, 7, 8, 9, last),
    code: 1,
    until: null,
  }));
  const shorter = entries.map((entry) => ({ ...entry, key: entry.key.subarray(0, 8) }));
  expect(buildBody(entries)).toHaveLength(32);
  expect(() => buildBody(shorter, { keyBytes: 8 })).toThrow(/same key/);
});

it('knows a card by other keys in other groups and epochs', () => {
  const keys = [GROUP_KEY, Buffer.alloc(32, 0x12)].map((groupKey) => keyOf(1, groupKey));
  expect(Buffer.compare(keys[0] ?? Buffer.of(), keys[1] ?? Buffer.of())).not.toBe(0);
});

it.each(['', '00', '0'.repeat(30), '0'.repeat(33), 'x'.repeat(32)])(
  'takes %j for no token and does not repeat it',
  (text) => {
    expect(() => cardKey(GROUP_KEY, text as MediumToken)).toThrow(
      new InvalidInputError('A medium token is 16 bytes in hexadecimal.'),
    );
  },
);

it('draws another code while one is taken, and the same one for the same outcome', () => {
  const first = drawCode(GROUP_KEY, 'priceCents=70', new Set());
  const second = drawCode(GROUP_KEY, 'priceCents=70', new Set([first]));
  expect(drawCode(GROUP_KEY, 'priceCents=70', new Set())).toBe(first);
  expect(second).not.toBe(first);
  expect(drawCode(Buffer.alloc(32), 'priceCents=70', new Set())).not.toBe(first);
});

it('keeps days from 2000 to 2179 and no end as they are', () => {
  const days = ['2000-01-01', '2027-03-31', '2179-06-05'].map(parseCityDay);
  expect(days.map(toDayNumber)).toEqual([0, 9951, 65_534]);
  expect(days.map((day) => fromDayNumber(toDayNumber(day)))).toEqual(days);
  expect([toDayNumber(null), toDayNumber(parseCityDay('2400-01-01'))]).toEqual([65_535, 65_535]);
  expect(fromDayNumber(65_535)).toBeNull();
  expect(() => toDayNumber(parseCityDay('1999-12-31'))).toThrow(/before 2000/);
});

it('names a list as its artefacts do and reads the name', () => {
  expect(listNameOf({ kind: 'allow-delta', rulebook: 12 })).toBe('rulebook-12');
  expect(listNameOf({ kind: 'deny-delta', rulebook: 0 })).toBe('deny');
  expect(parseListName('rulebook-12')).toBe('rulebook-12');
  for (const text of ['rulebook-0', 'rulebook-01', 'rulebook-', 'Deny', 'rulebook-1 ']) {
    expect(() => parseListName(text)).toThrow(InvalidInputError);
  }
});
