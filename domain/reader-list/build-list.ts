import { InvalidInputError } from '../errors.ts';
import type { ListEntry } from './artefact.ts';
import { KEY_BYTES } from './card-key.ts';
import { compareKeys, ENTRY_BYTES, writeEntry } from './records.ts';

/** With shorter keys an unlisted card would be taken for a listed one too often: see `KEY_BYTES`. */
const FEWEST_KEY_BYTES = 8;
const PREFIXES = 0x1_0000;
/** Shorter lists are sorted at once: looking at every prefix would cost more. */
const PREFIXES_FROM_ENTRIES = 10_000;

/**
 * The body of a snapshot: all entries, sorted by key.
 *
 * @param entries Up to a few millions, in any order.
 * @param options.keyBytes How long the keys are, 8 to 10, default 10; shorter ones are filled with zeros.
 * @throws {InvalidInputError} Keys of fewer than 8 bytes, a key of another length, or two cards with
 *   the same key: then the list would give one of them what belongs to the other. Names no card.
 */
export function buildBody(
  entries: readonly ListEntry[],
  { keyBytes = KEY_BYTES }: { readonly keyBytes?: number } = {},
): Uint8Array {
  if (!(keyBytes >= FEWEST_KEY_BYTES && keyBytes <= KEY_BYTES)) {
    throw new InvalidInputError('The keys of a list have 8 to 10 bytes.');
  }
  const unsorted = new Uint8Array(entries.length * ENTRY_BYTES);
  const padded = new Uint8Array(KEY_BYTES);
  for (const [index, { key, code, until }] of entries.entries()) {
    if (key.length !== keyBytes) {
      throw new InvalidInputError(`A key of the list has ${key.length} bytes and not ${keyBytes}.`);
    }
    padded.set(key);
    writeEntry(unsorted, index * ENTRY_BYTES, { key: padded, code, until });
  }
  return sortBody(unsorted);
}

/**
 * As `buildBody`, of entries that are bytes already.
 *
 * @param unsorted 16 bytes each, in any order.
 * @throws {InvalidInputError} Two cards with the same key.
 */
export function sortBody(unsorted: Uint8Array): Uint8Array {
  const sorted = new Uint8Array(unsorted.length);
  let to = 0;
  // Keys are evenly spread, so their first 16 bits leave a few to be compared with one another.
  const isShort = unsorted.length < PREFIXES_FROM_ENTRIES * ENTRY_BYTES;
  for (const positions of isShort ? [allPositions(unsorted)] : byPrefix(unsorted)) {
    if (positions.length > 1) positions.sort((a, b) => compareKeys(unsorted, a, unsorted, b));
    for (const [index, at] of positions.entries()) {
      if (index > 0 && compareKeys(sorted, to - ENTRY_BYTES, unsorted, at) === 0) {
        throw new InvalidInputError('Two cards of the list have the same key.');
      }
      sorted.set(unsorted.subarray(at, at + ENTRY_BYTES), to);
      to += ENTRY_BYTES;
    }
  }
  return sorted;
}

function allPositions(bytes: Uint8Array): Uint32Array {
  return Uint32Array.from(
    { length: bytes.length / ENTRY_BYTES },
    (_, index) => index * ENTRY_BYTES,
  );
}

/** Where the entries begin whose keys begin with 0x0000, with 0x0001 and so on. */
function* byPrefix(bytes: Uint8Array): Iterable<Uint32Array> {
  const prefixAt = (at: number) => ((bytes[at] ?? 0) << 8) | (bytes[at + 1] ?? 0);
  const ends = new Uint32Array(PREFIXES + 1);
  for (let at = 0; at < bytes.length; at += ENTRY_BYTES) {
    const next = prefixAt(at) + 1;
    ends[next] = (ends[next] ?? 0) + 1;
  }
  for (let prefix = 0; prefix < PREFIXES; prefix += 1) {
    ends[prefix + 1] = (ends[prefix + 1] ?? 0) + (ends[prefix] ?? 0);
  }
  const positions = new Uint32Array(bytes.length / ENTRY_BYTES);
  const next = ends.slice();
  for (let at = 0; at < bytes.length; at += ENTRY_BYTES) {
    const prefix = prefixAt(at);
    const index = next[prefix] ?? 0;
    positions[index] = at;
    next[prefix] = index + 1;
  }
  for (let prefix = 0; prefix < PREFIXES; prefix += 1) {
    yield positions.subarray(ends[prefix], ends[prefix + 1]);
  }
}
