import { expect, it } from '@jest/globals';
import * as fc from 'fast-check';
import { createPackedEntries } from './packed-entries.ts';

it('gives the entries back in the order of their keys, each with its document', async () => {
  const bytes = fc.uint8Array({ minLength: 1, maxLength: 20 });
  const entries = fc.uniqueArray(bytes, { maxLength: 60, selector: String });
  await fc.assert(
    fc.asyncProperty(entries, async (keys) => {
      const packed = createPackedEntries();
      for (const [place, key] of keys.entries()) packed.add(key, Buffer.from([place]), place + 0.5);
      await packed.sort(() => undefined);
      const sorted = keys
        .map((key, place) => ({
          key: Buffer.from(key),
          idKey: Buffer.from([place]),
          version: place + 0.5,
        }))
        .toSorted((a, b) => Buffer.compare(a.key, b.key));
      expect(keys.map((_key, place) => packed.at(place))).toEqual(sorted);
    }),
  );
});

it('grows with what is put in', () => {
  const packed = createPackedEntries();
  for (let n = 0; n < 30_000; n++) packed.add(Buffer.alloc(60, n), Buffer.from('id'), n);
  expect(packed.size()).toBe(30_000);
  expect(packed.at(29_999)).toEqual({
    key: Buffer.alloc(60, 29_999),
    idKey: Buffer.from('id'),
    version: 29_999,
  });
});
