import { expect, it } from '@jest/globals';
import * as fc from 'fast-check';
import { idPrefix, prefixEnd, textOf } from './byte-keys.ts';

it('ends a prefix behind everything that begins with it and before everything else', () => {
  const bytes = fc.uint8Array({ maxLength: 4 });
  fc.assert(
    fc.property(bytes, bytes, bytes, (prefix, rest, other) => {
      fc.pre(prefix.some((byte) => byte !== 0xff));
      const end = prefixEnd(prefix);
      expect(Buffer.compare(Buffer.concat([prefix, rest]), end)).toBe(-1);
      const isInside = Buffer.compare(other, prefix) >= 0 && Buffer.compare(other, end) < 0;
      const begins = Buffer.from(other).subarray(0, prefix.length).equals(prefix);
      expect(isInside).toBe(begins);
    }),
  );
});

it('orders ids as numbers', () => {
  const ids = [1, 255, 256, 65_536, 4_294_967_295];
  expect(ids.map(idPrefix).toSorted(Buffer.compare)).toEqual(ids.map(idPrefix));
});

it('keeps bytes apart as text', () => {
  const all = Array.from({ length: 256 }, (_none, byte) => textOf(Uint8Array.of(byte)));
  expect(new Set(all).size).toBe(256);
});
