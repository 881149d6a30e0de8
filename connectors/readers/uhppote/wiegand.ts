import { InvalidInputError } from '../../../domain/errors.ts';
import { spellChip, type ChipUid } from '../../../domain/card/chip.ts';
import { isCardNumber } from './codec.ts';

/** Bits on the two wires between a reader and its controller, two of them parity. */
export type WiegandFormat = 26 | 34;

/**
 * The number under which a controller knows a chip. With 26 bits a reader gives the last three bytes,
 * and the controller writes facility and number as decimal digits one after the other: 61 and 54412
 * are 6154412. With 34 bits it gives the last four bytes, which are the number as they stand.
 *
 * What a model of reader really sends must be tried with one card: some give the first bytes, or the
 * last one first. Neither names a chip of 7 bytes for sure: of 270,512 cards 1.6 % have a twin in 26
 * bits. Source: uhppoted/uhppote-core, `put_card.go`, `isWiegand26`.
 *
 * @throws {InvalidInputError} No controller can keep the number.
 */
export function wiegandNumber(uid: ChipUid, format: WiegandFormat): number {
  const number = format === 26 ? facilityAndNumber(uid) : Number.parseInt(uid.slice(-8), 16);
  if (isCardNumber(number)) return number;
  throw new InvalidInputError('This chip has a number that door controllers take for no card.');
}

const NUMBERS_OF_A_FACILITY = 100_000;

function facilityAndNumber(uid: ChipUid): number {
  const [facility, number] = spellChip(uid, 'wiegand26').split(',').map(Number);
  return (facility ?? 0) * NUMBERS_OF_A_FACILITY + (number ?? 0);
}
