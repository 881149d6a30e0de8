import { expect, it } from '@jest/globals';
import { checksumOf, hasRightChecksum } from './checksum.ts';

const bytes = (text: string, encoding: 'utf8' | 'latin1' = 'latin1') => Buffer.from(text, encoding);

it('adds up the bytes of a message', () => {
  expect(checksumOf(bytes('990 402.00AY1AZ'))).toBe('FCB4');
});

it('writes a sum of nothing as four zeros', () => {
  expect(checksumOf(new Uint8Array(256).fill(0))).toBe('0000');
});

it.each(['9900802.00AY1AZFCA0', '9900802.00AY1AZfca0'])('takes %s', (line) => {
  expect(hasRightChecksum(bytes(line), line)).toBe(true);
});

it.each(['9900802.00AY1AZFCA1', '9900802.00AY1AZ-CA0', '9900802.00AY1AZFC'])(
  'refuses %s',
  (line) => {
    expect(hasRightChecksum(bytes(line), line)).toBe(false);
  },
);

const NAMED = '24AENúñez|AY1AZ';
const codePoints = Array.from(NAMED, (c) => c.codePointAt(0) ?? 0);

it.each([
  ['bytes', checksumOf(bytes(NAMED, 'utf8'))],
  ['code points', checksumOf(Uint8Array.from(codePoints))],
])('takes a UTF-8 line that was added up by %s', (_, checksum) => {
  const line = `${NAMED}${checksum}`;
  expect(hasRightChecksum(bytes(line, 'utf8'), line)).toBe(true);
});
