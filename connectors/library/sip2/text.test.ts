import { expect, it } from '@jest/globals';
import { decodeText, encodeText } from './text.ts';

it.each([
  ['latin1', 'Núñez €', [0x4e, 0xfa, 0xf1, 0x65, 0x7a, 0x20, 0x3f]],
  ['ascii', 'Núñez', [0x4e, 0x3f, 0x3f, 0x65, 0x7a]],
  ['utf8', 'ñ', [0xc3, 0xb1]],
] as const)('writes %s', (encoding, text, bytes) => {
  expect([...encodeText(text, encoding)]).toEqual(bytes);
});

it('never turns a character into a delimiter or a line end', () => {
  // The low bytes of these are `|`, CR and LF.
  expect(encodeText('\u017c\u010d\u010a😀', 'latin1').toString('latin1')).toBe('????');
});

it.each([
  ['UTF-8', [0xc3, 0xb1]],
  ['latin1', [0xf1]],
])('reads %s', (_, bytes) => {
  expect(decodeText(Uint8Array.from(bytes))).toBe('ñ');
});
