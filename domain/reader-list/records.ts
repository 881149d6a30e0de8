import type { ListChange, ListEntry } from './artefact.ts';
import { KEY_BYTES } from './card-key.ts';
import { fromDayNumber, toDayNumber } from './day-number.ts';
import { MAX_CODE } from './list-terms.ts';

/** Of one entry: key 10 bytes, code u24, valid-until u16 (days since 2000-01-01), flags u8, always 0. */
export const ENTRY_BYTES = 16;
/** Of one change: 1 put or 0 delete, then an entry; all zero after the key where it is a deletion. */
export const CHANGE_BYTES = 17;

const CODE_AT = KEY_BYTES;
const UNTIL_AT = KEY_BYTES + 3;
const FLAGS_AT = KEY_BYTES + 5;

/** Entries one after the other, in the given order; `buildBody` sorts. */
export function encodeEntries(entries: readonly ListEntry[]): Uint8Array {
  const bytes = new Uint8Array(entries.length * ENTRY_BYTES);
  for (const [index, entry] of entries.entries()) writeEntry(bytes, index * ENTRY_BYTES, entry);
  return bytes;
}

/** A delta's body. Sorts by key. @throws {RangeError} A key twice: a bug of whoever made the changes. */
export function encodeChanges(changes: readonly ListChange[]): Uint8Array {
  const bytes = new Uint8Array(changes.length * CHANGE_BYTES);
  for (const [index, { key, entry }] of sortChanges(changes).entries()) {
    const at = index * CHANGE_BYTES;
    bytes[at] = entry === null ? 0 : 1;
    if (entry === null) bytes.set(key, at + 1);
    else writeEntry(bytes, at + 1, { key, ...entry });
  }
  return bytes;
}

/**
 * @returns Sorted by key, each key once; null for anything that `encodeChanges` does not make.
 */
export function readChanges(body: Uint8Array): readonly ListChange[] | null {
  if (body.length % CHANGE_BYTES !== 0) return null;
  const changes: ListChange[] = [];
  for (let at = 0; at < body.length; at += CHANGE_BYTES) {
    if (at > 0 && compareKeys(body, at + 1 - CHANGE_BYTES, body, at + 1) >= 0) return null;
    const op = body[at];
    const rest = body.subarray(at + 1 + KEY_BYTES, at + CHANGE_BYTES);
    if (op === 0 ? rest.some((byte) => byte !== 0) : op !== 1 || rest.at(-1) !== 0) return null;
    const { key, code, until } = readEntry(body, at + 1);
    changes.push({ key, entry: op === 0 ? null : { code, until } });
  }
  return changes;
}

/** In the order of their keys. @throws {RangeError} A key twice. */
export function sortChanges(changes: readonly ListChange[]): readonly ListChange[] {
  const sorted = changes.toSorted((a, b) => compareKeys(a.key, 0, b.key, 0));
  for (const [index, { key }] of sorted.entries()) {
    const before = sorted[index - 1];
    if (before !== undefined && compareKeys(before.key, 0, key, 0) === 0) {
      throw new RangeError('Two changes of a list have the same key.');
    }
  }
  return sorted;
}

/** @throws {RangeError} A key or code that does not fit into an entry. */
export function writeEntry(bytes: Uint8Array, at: number, { key, code, until }: ListEntry): void {
  if (key.length !== KEY_BYTES) throw new RangeError('A key of a list has 10 bytes.');
  if (!(code >= 0 && code <= MAX_CODE)) throw new RangeError('A code of a list has 24 bits.');
  const day = toDayNumber(until);
  bytes.set(key, at);
  bytes[at + CODE_AT] = code >>> 16;
  bytes[at + CODE_AT + 1] = code >>> 8;
  bytes[at + CODE_AT + 2] = code;
  bytes[at + UNTIL_AT] = day >>> 8;
  bytes[at + UNTIL_AT + 1] = day;
  bytes[at + FLAGS_AT] = 0;
}

/** The key is a view on the given bytes. */
export function readEntry(bytes: Uint8Array, at: number): ListEntry {
  return {
    key: bytes.subarray(at, at + KEY_BYTES),
    code: byteAt(bytes, at + CODE_AT) * 0x1_0000 + shortAt(bytes, at + CODE_AT + 1),
    until: fromDayNumber(shortAt(bytes, at + UNTIL_AT)),
  };
}

/** Whether the flags of the entry are those there are: none. */
export function hasKnownFlags(bytes: Uint8Array, at: number): boolean {
  return bytes[at + FLAGS_AT] === 0;
}

/** Below zero, zero or above as the 10 bytes at `aAt` come before, are or come after those at `bAt`. */
export function compareKeys(a: Uint8Array, aAt: number, b: Uint8Array, bAt: number): number {
  for (let index = 0; index < KEY_BYTES; index += 1) {
    const difference = byteAt(a, aAt + index) - byteAt(b, bAt + index);
    if (difference !== 0) return difference;
  }
  return 0;
}

function shortAt(bytes: Uint8Array, at: number): number {
  return byteAt(bytes, at) * 0x100 + byteAt(bytes, at + 1);
}

function byteAt(bytes: Uint8Array, at: number): number {
  return bytes[at] ?? 0;
}
