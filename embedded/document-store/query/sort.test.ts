import { expect, it } from '@jest/globals';
import * as fc from 'fast-check';
import { sortInSlices } from './slice-sort.ts';
import { compileSort } from './sort.ts';
import { shown } from './testing/shown.ts';
import { type Doc, toDoc } from './value.ts';

function sorted(spec: object, docs: readonly object[]): string[] {
  return docs
    .map(toDoc)
    .toSorted(compileSort(toDoc(spec)).compare)
    .map(shown);
}

it.each([
  [{ a: 1 }, [{ a: 2 }, { a: 1 }], ['{a: 1}', '{a: 2}']],
  [{ a: -1 }, [{ a: 1 }, { a: 2 }], ['{a: 2}', '{a: 1}']],
  [
    { a: 1, b: -1 },
    [
      { a: 1, b: 1 },
      { a: 1, b: 2 },
    ],
    ['{a: 1, b: 2}', '{a: 1, b: 1}'],
  ],
  [{ a: 1 }, [{ a: 'x' }, { a: 5 }, { b: 1 }], ['{b: 1}', '{a: 5}', "{a: 'x'}"]],
  // An array by its least element upwards, by its greatest downwards.
  [{ a: 1 }, [{ a: 3 }, { a: [9, 2] }], ['{a: [9, 2]}', '{a: 3}']],
  [{ a: -1 }, [{ a: 3 }, { a: [9, 2] }], ['{a: [9, 2]}', '{a: 3}']],
  [{ a: 1 }, [{ a: null }, { a: [] }], ['{a: []}', '{a: null}']],
  [{ a: 1 }, [{ a: [[1]] }, { a: {} }, { a: 'x' }], ["{a: 'x'}", '{a: {}}', '{a: [[1]]}']],
  [
    { 'a.b': 1 },
    [{ a: { b: 2 } }, { a: [{ b: 5 }, { b: 1 }] }],
    ['{a: [{b: 5}, {b: 1}]}', '{a: {b: 2}}'],
  ],
  [{ 'a.0': 1 }, [{ a: [2] }, { a: [1, 9] }], ['{a: [1, 9]}', '{a: [2]}']],
])('by %j puts %j in order', (spec, docs, expected) => {
  expect(sorted(spec, docs)).toEqual(expected);
});

it('takes the fields below one array element by element', () => {
  const crossed = {
    a: [
      { b: 1, c: 9 },
      { b: 5, c: 0 },
    ],
  };
  const plain = { a: { b: 1, c: 5 } };
  expect(sorted({ 'a.b': 1, 'a.c': 1 }, [crossed, plain])[0]).toBe(shown(toDoc(plain)));
});

it.each([
  [{ a: 2 }, 15975],
  [{ a: 'up' }, 15974],
  [{ a: true }, 15974],
  [{ a: { $meta: 'textScore' } }, 2],
  [{ 'a..b': 1 }, 15998],
  [{ $a: 1 }, 16410],
])('refuses %j with code %i', (spec, code) => {
  expect(() => compileSort(toDoc(spec))).toThrow(expect.objectContaining({ code }));
});

it('refuses to sort a document by two arrays side by side', () => {
  const { sortKey } = compileSort(toDoc({ a: 1, b: 1 }));
  expect(() => sortKey(toDoc({ a: [1], b: [2] }))).toThrow(expect.objectContaining({ code: 2 }));
});

it('sorts in slices as the engine sorts at once, keeping the order of equals', async () => {
  const arrays = fc.array(fc.nat(500), { minLength: 3000, maxLength: 6000 });
  await fc.assert(
    fc.asyncProperty(arrays, async (numbers) => {
      const items = numbers.map((rank, position) => ({ rank, position }));
      const expected = items.toSorted((a, b) => a.rank - b.rank);
      await sortInSlices(
        items,
        (a, b) => a.rank - b.rank,
        () => undefined,
      );
      expect(items).toEqual(expected);
    }),
    { numRuns: 20 },
  );
});

it('pauses while it sorts', async () => {
  let pauses = 0;
  const docs = Array.from({ length: 20_000 }, (_, n): Doc => toDoc({ n: (n * 7919) % 20_000 }));
  const { sortKey } = compileSort(toDoc({ n: 1 }));
  const keyed = docs.map((doc) => ({ doc, key: sortKey(doc) }));
  await sortInSlices(
    keyed,
    (a, b) => Buffer.compare(a.key, b.key),
    () => void pauses++,
  );
  expect(pauses).toBeGreaterThan(50);
  expect(shown(keyed[12_345]?.doc)).toBe('{n: 12345}');
});
