import { InvalidInputError } from '../errors.ts';

/** A chip's identifier: upper-case hexadecimal, first byte as transmitted first, of 4, 7 or 10 bytes. */
export type ChipUid = string & { readonly __brand: 'ChipUid' };

/**
 * How a model of reader spells an identifier. The last three are cut short: what they name may be
 * several chips.
 *
 * - `hexMSB`, `hexLSB`: all bytes in hexadecimal, first or last byte first.
 * - `decLE`, `decBE`: the bytes as one decimal number, the last or the first being the most significant.
 * - `first4`, `last4`: four bytes in hexadecimal.
 * - `wiegand26`: `FFF,NNNNN`, facility and number in decimal: the last three bytes.
 */
export type ChipEncoding =
  'hexMSB' | 'hexLSB' | 'decLE' | 'decBE' | 'first4' | 'last4' | 'wiegand26';

export const CHIP_ENCODINGS: readonly ChipEncoding[] = [
  'hexMSB',
  'hexLSB',
  'decLE',
  'decBE',
  'first4',
  'last4',
  'wiegand26',
];

/** What a reader's value says of a chip: all of its bytes, or how they begin or end (`hex`, canonical order). */
export type ChipReading =
  | { readonly kind: 'whole'; readonly uid: ChipUid }
  | { readonly kind: 'head'; readonly hex: string }
  | { readonly kind: 'tail'; readonly hex: string };

/** Single, double and triple size. Source: ISO/IEC 14443-3, UID of type A. */
const UID_BYTES: readonly number[] = [4, 7, 10];

const SHORT_BYTES = 4;
const WIEGAND_BYTES = 3;

export function uidLength(uid: ChipUid): number {
  return uid.length / 2;
}

/** @throws {InvalidInputError} As `parseChipReading` with `hexMSB`. */
export function parseChipUid(text: string): ChipUid {
  return whole(hexBytes(text));
}

/**
 * A reader's value in canonical order. Colons, hyphens and blanks between bytes do not matter.
 *
 * @param text Decimal numbers as text: many are beyond what a number can hold.
 * @throws {InvalidInputError} Not a value of this encoding; or a random identifier (08 and three
 *   bytes), which is another one at every tap and names nothing.
 */
export function parseChipReading(text: string, encoding: ChipEncoding): ChipReading {
  return READINGS[encoding](text);
}

/** What a reader with this encoding would send for the chip. */
export function spellChip(uid: ChipUid, encoding: ChipEncoding): string {
  return SPELLINGS[encoding](split(uid));
}

const READINGS: Readonly<Record<ChipEncoding, (text: string) => ChipReading>> = {
  hexMSB: (text) => ({ kind: 'whole', uid: whole(hexBytes(text)) }),
  hexLSB: (text) => ({ kind: 'whole', uid: whole(hexBytes(text).toReversed()) }),
  decBE: (text) => ({ kind: 'whole', uid: whole(decimalBytes(text)) }),
  decLE: (text) => ({ kind: 'whole', uid: whole(decimalBytes(text).toReversed()) }),
  first4: (text) => ({ kind: 'head', hex: stable(exactly(SHORT_BYTES, hexBytes(text))).join('') }),
  last4: (text) => ({ kind: 'tail', hex: exactly(SHORT_BYTES, hexBytes(text)).join('') }),
  wiegand26: (text) => ({ kind: 'tail', hex: wiegandBytes(text).join('') }),
};

const SPELLINGS: Readonly<Record<ChipEncoding, (bytes: readonly string[]) => string>> = {
  hexMSB: (bytes) => bytes.join(''),
  hexLSB: (bytes) => bytes.toReversed().join(''),
  decBE: (bytes) => BigInt(`0x${bytes.join('')}`).toString(),
  decLE: (bytes) => BigInt(`0x${bytes.toReversed().join('')}`).toString(),
  first4: (bytes) => bytes.slice(0, SHORT_BYTES).join(''),
  last4: (bytes) => bytes.slice(-SHORT_BYTES).join(''),
  wiegand26(bytes) {
    const tail = Number.parseInt(bytes.slice(-WIEGAND_BYTES).join(''), 16);
    return `${tail >>> 16},${tail & 0xffff}`;
  },
};

/** The bytes of a chip in reverse, so that its end can be searched for as a beginning. */
export function reverseHex(hex: string): string {
  return split(hex).toReversed().join('');
}

function whole(bytes: readonly string[]): ChipUid {
  if (!UID_BYTES.includes(bytes.length)) {
    throw new InvalidInputError("A chip's identifier has 4, 7 or 10 bytes.");
  }
  if (bytes.length === SHORT_BYTES) stable(bytes);
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- checked above
  return bytes.join('') as ChipUid;
}

/** Source: ISO/IEC 14443-3: 08 begins a random identifier, 88 is the tag that announces more bytes. */
function stable(bytes: readonly string[]): readonly string[] {
  if (bytes[0] === '08') {
    throw new InvalidInputError(
      'The chip gave a random identifier, which is another one at every tap. Read the card number instead.',
    );
  }
  if (bytes[0] === '88') {
    throw new InvalidInputError(
      'The reader sent the first part of an anticollision (88) and not the identifier of the chip.',
    );
  }
  return bytes;
}

function hexBytes(text: string): readonly string[] {
  const hex = text.replaceAll(/[\s:-]/g, '').toUpperCase();
  if (!/^(?:[0-9A-F]{2})+$/.test(hex)) {
    throw new InvalidInputError("A chip's identifier in hexadecimal is pairs of 0-9 and A-F.");
  }
  return split(hex);
}

/**
 * A number does not say how many bytes it had: the shortest size that holds it is taken, which is
 * wrong only for identifiers whose most significant bytes are zero.
 */
function decimalBytes(text: string): readonly string[] {
  if (!/^\d{1,25}$/.test(text)) {
    throw new InvalidInputError("A chip's identifier in decimal is digits only.");
  }
  const hex = BigInt(text).toString(16).toUpperCase();
  const bytes = UID_BYTES.find((size) => size * 2 >= hex.length);
  if (bytes === undefined) throw new InvalidInputError('The number is longer than any chip has.');
  return split(hex.padStart(bytes * 2, '0'));
}

function wiegandBytes(text: string): readonly string[] {
  const [, facility, number] = /^(\d{1,3})\s*[,:/ ]\s*(\d{1,5})$/.exec(text.trim()) ?? [];
  if (Number(facility) <= 0xff && Number(number) <= 0xffff) {
    const tail = (Number(facility) << 16) | Number(number);
    return split(
      tail
        .toString(16)
        .toUpperCase()
        .padStart(WIEGAND_BYTES * 2, '0'),
    );
  }
  throw new InvalidInputError(
    'A Wiegand value is facility and number, such as 201,15076: up to 255 and up to 65535.',
  );
}

function exactly(count: number, bytes: readonly string[]): readonly string[] {
  if (bytes.length === count) return bytes;
  throw new InvalidInputError(`This reader's value has ${count} bytes.`);
}

function split(hex: string): readonly string[] {
  return hex.match(/../g) ?? [];
}
