import { InvalidInputError } from '../errors.ts';
import type { RandomBytes } from './random-bytes.ts';

/**
 * What readers know a piece of plastic by: 16 random bytes in hexadecimal, in the chip's application.
 * Never printed, never shown, new with every replacement, so that the lost card dies with its token.
 */
export type MediumToken = string & { readonly __brand: 'MediumToken' };

const TOKEN_BYTES = 16;

export function newMediumToken(random: RandomBytes): MediumToken {
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- made here
  return Buffer.from(random(TOKEN_BYTES)).toString('hex') as MediumToken;
}

/** @throws {InvalidInputError} Not 16 bytes in hexadecimal; the sentence does not repeat it. */
export function parseMediumToken(text: string): MediumToken {
  if (!/^[0-9a-f]{32}$/.test(text)) {
    throw new InvalidInputError('A medium token is 16 bytes in hexadecimal.');
  }
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- checked above
  return text as MediumToken;
}
