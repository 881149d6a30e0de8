import { InvalidInputError } from '../../domain/errors.ts';
import type { MediumToken } from '../../domain/card/medium-token.ts';
import { KEY_BYTES } from '../../domain/reader-list/card-key.ts';

/**
 * `cardKey` of `domain/reader-list/card-key.ts` for millions of cards. A call of the platform's HMAC costs
 * 3 µs, nearly all of it in making and crossing; here it is 0.6 µs, since what depends on the group key
 * alone is done once and each card is two blocks of SHA-256 (FIPS 180-4, RFC 2104). For 270,512 cards in
 * 40 groups that is 7 s instead of 32 s. A test compares it with `cardKey`.
 */
export type CardKeyer = {
  /** @param token As `tokenWords` reads it. @returns 10 bytes, valid until the next call. */
  keyOf(token: Int32Array): Uint8Array;
};

const TOKEN_WORDS = 4;
const BLOCK_BYTES = 64;
const WORD_BYTES = 4;

/** @throws {InvalidInputError} Not 16 bytes in hexadecimal; the sentence does not repeat it. */
export function tokenWords(token: MediumToken): Int32Array {
  const bytes = Buffer.from(token, 'hex');
  if (bytes.length !== TOKEN_WORDS * WORD_BYTES || token.length !== 2 * bytes.length) {
    throw new InvalidInputError('A medium token is 16 bytes in hexadecimal.');
  }
  return Int32Array.from({ length: TOKEN_WORDS }, (_, i) => bytes.readInt32BE(i * WORD_BYTES));
}

/** @param groupKey 32 bytes, of one epoch. */
export function createCardKeyer(groupKey: Uint8Array): CardKeyer {
  const block = new Int32Array(BLOCK_BYTES);
  const inner = stateAfterPad(groupKey, 0x36, block);
  const outer = stateAfterPad(groupKey, 0x5c, block);
  const state = new Int32Array(inner.length);
  const key = new Uint8Array(KEY_BYTES);
  return {
    keyOf(token) {
      state.set(inner);
      block.set(token);
      finish(state, block, TOKEN_WORDS);
      block.set(state);
      state.set(outer);
      finish(state, block, inner.length);
      for (let at = 0; at < KEY_BYTES; at += 1) {
        key[at] = (state[at >>> 2] ?? 0) >>> (24 - 8 * (at % WORD_BYTES));
      }
      return key;
    },
  };
}

function stateAfterPad(groupKey: Uint8Array, pad: number, block: Int32Array): Int32Array {
  const padded = Buffer.alloc(BLOCK_BYTES, pad);
  for (const [at, byte] of groupKey.entries()) padded[at] = byte ^ pad;
  const state = INITIAL.slice();
  for (let i = 0; i < BLOCK_BYTES / WORD_BYTES; i += 1) {
    block[i] = padded.readInt32BE(i * WORD_BYTES);
  }
  compress(state, block);
  return state;
}

/** The last block: so many words of the message, which had one block before, then a one bit and the length. */
function finish(state: Int32Array, block: Int32Array, words: number): void {
  block[words] = 0x8000_0000;
  for (let i = words + 1; i < 15; i += 1) block[i] = 0;
  block[15] = 8 * (BLOCK_BYTES + words * WORD_BYTES);
  compress(state, block);
}

/** The first 32 bits of the fractional parts of square and cube roots of the first primes. */
const PRIMES = firstPrimes(64);
const ROUND = Int32Array.from(PRIMES, (prime) => fraction(Math.cbrt(prime)));
const INITIAL = Int32Array.from(PRIMES.slice(0, 8), (prime) => fraction(Math.sqrt(prime)));

/** @param w 64 words, of which the first 16 are the block. */
function compress(state: Int32Array, w: Int32Array): void {
  for (let i = 16; i < 64; i += 1) {
    const x = word(w, i - 15);
    const y = word(w, i - 2);
    const s0 = ((x >>> 7) | (x << 25)) ^ ((x >>> 18) | (x << 14)) ^ (x >>> 3);
    const s1 = ((y >>> 17) | (y << 15)) ^ ((y >>> 19) | (y << 13)) ^ (y >>> 10);
    w[i] = word(w, i - 16) + s0 + word(w, i - 7) + s1;
  }
  let a = word(state, 0);
  let b = word(state, 1);
  let c = word(state, 2);
  let d = word(state, 3);
  let e = word(state, 4);
  let f = word(state, 5);
  let g = word(state, 6);
  let h = word(state, 7);
  for (let i = 0; i < 64; i += 1) {
    const s1 = ((e >>> 6) | (e << 26)) ^ ((e >>> 11) | (e << 21)) ^ ((e >>> 25) | (e << 7));
    const one = (h + s1 + ((e & f) ^ (~e & g)) + word(ROUND, i) + word(w, i)) | 0;
    const s0 = ((a >>> 2) | (a << 30)) ^ ((a >>> 13) | (a << 19)) ^ ((a >>> 22) | (a << 10));
    const two = (s0 + ((a & b) ^ (a & c) ^ (b & c))) | 0;
    h = g;
    g = f;
    f = e;
    e = (d + one) | 0;
    d = c;
    c = b;
    b = a;
    a = (one + two) | 0;
  }
  state[0] = word(state, 0) + a;
  state[1] = word(state, 1) + b;
  state[2] = word(state, 2) + c;
  state[3] = word(state, 3) + d;
  state[4] = word(state, 4) + e;
  state[5] = word(state, 5) + f;
  state[6] = word(state, 6) + g;
  state[7] = word(state, 7) + h;
}

function word(words: Int32Array, index: number): number {
  return words[index] ?? 0;
}

function firstPrimes(count: number): readonly number[] {
  const primes: number[] = [];
  for (let number = 2; primes.length < count; number += 1) {
    if (primes.every((prime) => number % prime !== 0)) primes.push(number);
  }
  return primes;
}

function fraction(root: number): number {
  return Math.floor((root - Math.floor(root)) * 2 ** 32) | 0;
}
