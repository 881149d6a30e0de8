import { expect, it } from '@jest/globals';
import * as fc from 'fast-check';
import { UpstreamMalformedError } from '../../../domain/errors.ts';
import { createLineSplitter } from './framing.ts';

function split(pieces: readonly string[], maxLineBytes = 100): readonly string[] {
  const splitter = createLineSplitter(maxLineBytes);
  return pieces.flatMap((piece) =>
    splitter.push(Buffer.from(piece, 'latin1')).map((line) => line.toString('latin1')),
  );
}

it.each([
  ['carriage returns', ['941\r96\r']],
  ['carriage returns and line feeds', ['941\r\n96\r\n']],
  ['pieces of a byte', ['9', '4', '1', '\r', '\n', '9', '6', '\r', '\n']],
  ['empty lines between', ['\r\n\r\n941\r\r\r\n96\r']],
])('cuts lines at %s', (_, pieces) => {
  expect(split(pieces)).toEqual(['941', '96']);
});

it('keeps what has no end yet to itself', () => {
  expect(split(['941\r9', '6'])).toEqual(['941']);
});

it('refuses a line that does not end, however it is cut', () => {
  const pieces = Array.from({ length: 12 }, () => '0123456789');
  expect(() => split(pieces)).toThrow(UpstreamMalformedError);
  expect(() => split([pieces.join('')])).toThrow('library: a message of more than 100 bytes');
});

it('gives the same lines however they are cut', () => {
  const line = fc.stringMatching(/^[0-9A-Z|]{1,20}$/);
  const cuts = fc.array(fc.nat(100));
  fc.assert(
    fc.property(fc.array(line), cuts, (lines, places) => {
      const whole = lines.map((text) => `${text}\r\n`).join('');
      const ends = [...new Set(places), whole.length].toSorted((a, b) => a - b);
      const pieces = ends.map((end, place) => whole.slice(ends[place - 1] ?? 0, end));
      expect(split(pieces)).toEqual(lines);
    }),
  );
});
