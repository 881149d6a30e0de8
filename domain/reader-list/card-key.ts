import { createHmac } from 'node:crypto';
import type { MediumToken } from '../card/medium-token.ts';
import { InvalidInputError } from '../errors.ts';

/**
 * So many bytes of the keyed hash are kept. An unlisted card is taken for a listed one with probability
 * n / 2^80 where n cards are listed: below 1e-18 for a million. With 8 bytes it would be 5.4e-14, with 4
 * bytes 2.3e-4 and 116 pairs of cards in a list of a million would share a key.
 */
export const KEY_BYTES = 10;

const TOKEN_BYTES = 16;

/**
 * What a group's readers know a card by: HMAC-SHA-256(group key, token), the first 10 bytes.
 *
 * @param groupKey 32 bytes, of one epoch.
 * @throws {InvalidInputError} The token is not 16 bytes in hexadecimal; the sentence does not repeat it.
 */
export function cardKey(groupKey: Uint8Array, token: MediumToken): Uint8Array {
  const bytes = Buffer.from(token, 'hex');
  if (bytes.length !== TOKEN_BYTES || token.length !== 2 * TOKEN_BYTES) {
    throw new InvalidInputError('A medium token is 16 bytes in hexadecimal.');
  }
  return createHmac('sha256', groupKey).update(bytes).digest().subarray(0, KEY_BYTES);
}
