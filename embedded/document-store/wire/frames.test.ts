import { expect, it } from '@jest/globals';
import * as fc from 'fast-check';
import { createFrames } from './frames.ts';

function message(length: number, fill: number): Buffer {
  const bytes = Buffer.alloc(length, fill);
  bytes.writeInt32LE(length, 0);
  return bytes;
}

it('gives whole messages however the stream is cut', () => {
  const sizes = fc.array(fc.integer({ min: 16, max: 80 }), { minLength: 1, maxLength: 6 });
  fc.assert(
    fc.property(sizes, fc.integer({ min: 1, max: 50 }), (lengths, cut) => {
      const sent = lengths.map((length, place) => message(length, place));
      const stream = Buffer.concat(sent);
      const got: Buffer[] = [];
      const take = createFrames((one) => got.push(Buffer.from(one)));
      for (let at = 0; at < stream.length; at += cut) take(stream.subarray(at, at + cut));
      expect(got).toEqual(sent);
    }),
  );
});

it.each([0, 15, -1, 48_000_001])('refuses a message of %i bytes', (length) => {
  const header = Buffer.alloc(16);
  header.writeInt32LE(length, 0);
  const take = createFrames(() => undefined);
  expect(() => take(header)).toThrow(`A message cannot be ${length} bytes long.`);
});
