import { expect, it } from '@jest/globals';
import * as fc from 'fast-check';
import {
  CHIP_ENCODINGS,
  parseChipReading,
  parseChipUid,
  reverseHex,
  spellChip,
  uidLength,
} from './chip.ts';

const SINGLE = parseChipUid('E43AC9D2');
const DOUBLE = parseChipUid('04A1B2C3D4E580');

it.each([
  [SINGLE, 'decLE', '3536403172'],
  [SINGLE, 'decBE', '3829058002'],
  [SINGLE, 'hexLSB', 'D2C93AE4'],
  [SINGLE, 'wiegand26', '58,51666'],
  [DOUBLE, 'decBE', '1303689068602752'],
  [DOUBLE, 'decLE', '36281498998055172'],
  [DOUBLE, 'first4', '04A1B2C3'],
  [DOUBLE, 'last4', 'C3D4E580'],
  [DOUBLE, 'hexLSB', '80E5D4C3B2A104'],
  [DOUBLE, 'wiegand26', '212,58752'],
] as const)('spells %s in %s as %s', (uid, encoding, text) => {
  expect(spellChip(uid, encoding)).toBe(text);
});

it('reads back every chip that is not all zeros at an end, in every encoding', () => {
  const sized = (size: number) => ({ minLength: size, maxLength: size });
  const bytes = fc
    .constantFrom(4, 7, 10)
    .chain((size) => fc.array(fc.integer({ min: 1, max: 255 }), sized(size)));
  fc.assert(
    fc.property(bytes, fc.constantFrom(...CHIP_ENCODINGS), (values, encoding) => {
      fc.pre(values[0] !== 0x08 && values[0] !== 0x88);
      const uid = parseChipUid(Buffer.from(values).toString('hex'));
      const reading = parseChipReading(spellChip(uid, encoding), encoding);
      const isNamed =
        reading.kind === 'whole'
          ? reading.uid === uid
          : reading.kind === 'head'
            ? uid.startsWith(reading.hex)
            : uid.endsWith(reading.hex);
      expect(isNamed).toBe(true);
    }),
  );
});

it('knows a chip by its canonical spelling and length', () => {
  const uids = ['e4:3a:c9:d2', '04 a1 b2 c3 d4 e5 80', '04a1b2c3d4e580112233'].map(parseChipUid);
  expect(uids.map((uid) => [uid, uidLength(uid)])).toEqual([
    ['E43AC9D2', 4],
    ['04A1B2C3D4E580', 7],
    ['04A1B2C3D4E580112233', 10],
  ]);
});

it.each([
  ['08A1B2C3', 'hexMSB'],
  ['C3B2A108', 'hexLSB'],
  ['08A1B2C3', 'first4'],
  [String(0x08a1b2c3), 'decBE'],
] as const)('refuses the random identifier %s in %s', (text, encoding) => {
  expect(() => parseChipReading(text, encoding)).toThrow(/random identifier/);
});

it('takes a longer identifier that begins with 08', () => {
  expect(parseChipUid('08A1B2C3D4E580')).toBe('08A1B2C3D4E580');
});

it('refuses the first part of an anticollision', () => {
  expect(() => parseChipReading('8804A1B2', 'first4')).toThrow(/anticollision/);
});

it.each([
  ['E43AC9', 'hexMSB'],
  ['E43AC9D', 'hexMSB'],
  ['E43AC9D2', 'decBE'],
  ['1e9', 'decLE'],
  ['9'.repeat(25), 'decBE'],
  ['04A1B2C3D4', 'first4'],
  ['256,1', 'wiegand26'],
  ['1,65536', 'wiegand26'],
  ['15076', 'wiegand26'],
  ['', 'last4'],
] as const)('refuses %j in %s', (text, encoding) => {
  expect(() => parseChipReading(text, encoding)).toThrow(
    expect.objectContaining({ code: 'BAD_USER_INPUT' }),
  );
});

it('turns bytes round, not digits', () => {
  expect(reverseHex('C9D2')).toBe('D2C9');
});
