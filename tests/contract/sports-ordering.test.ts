import { expect, it } from '@jest/globals';
import * as fc from 'fast-check';
import { isNewer } from '../../connectors/sports/port.ts';
import { parseExactJson } from '../../connectors/sports/exact-json.ts';

type Item = { readonly id: string; readonly modified: string; readonly state: string };

/** What a harvester keeps: of each item what is newer than what it has. */
function apply(pages: readonly (readonly Item[])[]): ReadonlyMap<string, Item> {
  const kept = new Map<string, Item>();
  for (const item of pages.flat()) {
    const known = kept.get(item.id);
    if (known === undefined || isNewer(item.modified, known.modified)) kept.set(item.id, item);
  }
  return kept;
}

/** Numbers beyond 2^53 that differ in their last digits only, as row versions do. */
const rowVersion = fc.bigInt(2n ** 60n, 2n ** 60n + 50n).map(String);
const smallNumber = fc.nat(200).map(String);
const text = fc.stringMatching(/^2026-11-\d\dT\d\d$/);

/** Each state of an item once, by (id, modified). */
const history = fc.uniqueArray(
  fc.record({
    id: fc.constantFrom('a', 'b', 'c', 'd'),
    modified: fc.oneof(rowVersion, smallNumber, text),
    state: fc.constantFrom('updated', 'deleted'),
  }),
  { selector: ({ id, modified }) => `${id} ${modified}`, maxLength: 30 },
);

it('ends in the same state whatever the order of pages, and however they overlap', () => {
  const run = fc.property(history, fc.infiniteStream(fc.nat()), (items, stream) => {
    const shuffled = items
      .map((item) => ({ item, at: stream.next().value }))
      .toSorted((one, other) => one.at - other.at)
      .map(({ item }) => item);
    const overlapping = [shuffled, shuffled.slice(3), items, shuffled.slice(0, 5)];
    expect(apply(overlapping)).toEqual(apply([items]));
  });
  fc.assert(run, { numRuns: 500 });
});

it('is an order: no two are newer than each other, and newer of newer is newer', () => {
  const modified = fc.oneof(rowVersion, smallNumber, text);
  const run = fc.property(modified, modified, modified, (one, two, three) => {
    expect(isNewer(one, two) && isNewer(two, one)).toBe(false);
    expect(isNewer(one, two) || isNewer(two, one)).toBe(one !== two);
    expect(isNewer(one, three) || !isNewer(one, two) || !isNewer(two, three)).toBe(true);
  });
  fc.assert(run, { numRuns: 2_000 });
});

it('tells neighbours beyond 2^53 apart, which numbers cannot', () => {
  const [one, other] = ['9007199254740993', '9007199254740992'];
  expect(Number(one)).toBe(Number(other));
  expect([isNewer(one, other), isNewer(other, one)]).toEqual([true, false]);
});

it('keeps every digit of every whole number of a page', () => {
  const run = fc.property(fc.bigInt(-(2n ** 70n), 2n ** 70n), (number) => {
    const read = parseExactJson(`{"items":[{"modified":${number}}]}`);
    expect(JSON.stringify(read).replaceAll('"', '')).toBe(`{items:[{modified:${number}}]}`);
  });
  fc.assert(run);
});

it('leaves fractions, powers and texts as JSON has them', () => {
  const json = '{"price":10.5,"big":1e300,"text":"9007199254740993","small":7}';
  expect(parseExactJson(json)).toEqual(JSON.parse(json));
});

it('quotes nothing of what is no JSON, which may be about somebody', () => {
  expect(() => parseExactJson('{"identifier":"00000001"x')).toThrow(/^not JSON$/);
});
