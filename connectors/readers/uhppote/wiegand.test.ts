import { expect, it } from '@jest/globals';
import { parseChipUid } from '../../../domain/card/chip.ts';
import { wiegandNumber } from './wiegand.ts';

it.each([
  ['three bytes as facility and number', '113DD48C', 26, 6_154_412],
  ['the end of a long identifier', '04A1B2C3C93AE4', 26, 20_115_076],
  ['leading zeros of the number', '11640001', 26, 10_000_001],
  ['four bytes as they stand', '113DD48C', 34, 0x113d_d48c],
  ['the last four bytes of a long identifier', '04A1B2C3C93AE4', 34, 0xc3c9_3ae4],
] as const)('makes a number of %s', (_what, uid, format, number) => {
  expect(wiegandNumber(parseChipUid(uid), format)).toBe(number);
});

it.each([
  ['11000000', 26],
  ['04A1B200000000', 34],
  ['04A1B2FFFFFFFF', 34],
] as const)('refuses %s, which is no card for a controller', (uid, format) => {
  expect(() => wiegandNumber(parseChipUid(uid), format)).toThrow(/for no card/);
});
