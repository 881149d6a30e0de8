import { hash } from 'node:crypto';
import type { ListChange } from './artefact.ts';
import { compareKeys, ENTRY_BYTES, hasKnownFlags, writeEntry } from './records.ts';

/** Entries are kept in so many buckets by the first 12 bits of their keys. */
export const BUCKETS = 4_096;

/**
 * One state of a list, never changed: a change makes another state, which shares everything it does not
 * touch. The hash tree over the buckets lies in two layers of 64, so that a change copies two small
 * arrays and not the whole tree.
 */
export type ListState = {
  readonly chunks: readonly Chunk[];
  /** The upper six levels; the root comes first. */
  readonly hashes: Buffer;
  readonly count: number;
};

/** 64 buckets that follow one another. */
type Chunk = {
  /** The entries of these buckets as they came in the snapshot; a view. */
  readonly base: Uint8Array;
  /** Where each bucket begins in `base`, and where the last one ends: 65 numbers. */
  readonly offsets: Uint32Array;
  /** Buckets that are not as in the snapshot any more; null while all are. */
  readonly own: readonly (Uint8Array | undefined)[] | null;
  /** The lower six levels; the root of the chunk comes first. */
  readonly hashes: Buffer;
};

/** A state made of another, and what that cost. */
export type NextState = {
  readonly state: ListState;
  readonly touchedBuckets: number;
  readonly hashedBytes: number;
};

const FAN = 64;
const DIGEST_BYTES = 32;
/** Of a tree over 64 leaves in one array: node `n` has the children `2n + 1` and `2n + 2`. */
const NODES = 2 * FAN - 1;
const FIRST_LEAF = FAN - 1;
const EMPTY_LEAF = hash('sha256', Uint8Array.of(0), 'buffer');

/** Used within one call only; making it anew for each of 4,095 nodes would cost as much as hashing. */
const nodeScratch = Buffer.alloc(1 + 2 * DIGEST_BYTES, 1);

/** Of 64 empty buckets. Never written to: a change copies the hashes first. */
const EMPTY_CHUNK = hashesOfNothing();

/** @returns Null for a body that is not entries in strict order of their keys. */
export function stateOf(body: Uint8Array): ListState | null {
  const starts = bucketStarts(body);
  if (starts === null) return null;
  const chunks = Array.from({ length: FAN }, (_, index) => {
    const first = index * FAN;
    const from = starts[first] ?? 0;
    const offsets = starts.slice(first, first + FAN + 1).map((start) => start - from);
    const base = body.subarray(from, starts[first + FAN]);
    if (base.length === 0) return { base, offsets, own: null, hashes: EMPTY_CHUNK };
    const hashes = Buffer.alloc(NODES * DIGEST_BYTES);
    for (let bucket = 0; bucket < FAN; bucket += 1) {
      hashLeaf(hashes, bucket, base.subarray(offsets[bucket], offsets[bucket + 1]));
    }
    hashAll(hashes);
    return { base, offsets, own: null, hashes };
  });
  const hashes = Buffer.alloc(NODES * DIGEST_BYTES);
  for (const [index, chunk] of chunks.entries()) setLeaf(hashes, index, rootOf(chunk.hashes));
  hashAll(hashes);
  return { chunks, hashes, count: body.length / ENTRY_BYTES };
}

/** The digest of a list: the root of its hash tree, 32 bytes; a view. */
export function digestOf(state: ListState): Uint8Array {
  return rootOf(state.hashes);
}

/** The entries of one bucket, sorted by key; a view. @param index 0 to 4,095. */
export function bucketOf(state: ListState, index: number): Uint8Array {
  const chunk = state.chunks[index >>> 6];
  if (chunk === undefined) throw new RangeError(`There is no bucket ${index}.`);
  const bucket = index % FAN;
  return (
    chunk.own?.[bucket] ?? chunk.base.subarray(chunk.offsets[bucket], chunk.offsets[bucket + 1])
  );
}

/** Which bucket a key is in: its first 12 bits. */
export function bucketIndexOf(key: Uint8Array): number {
  return ((key[0] ?? 0) << 4) | ((key[1] ?? 0) >>> 4);
}

/** Where the entry of a key begins in its bucket; -1 when there is none. */
export function findIn(bucket: Uint8Array, key: Uint8Array): number {
  let low = 0;
  let high = bucket.length / ENTRY_BYTES;
  while (low < high) {
    const middle = (low + high) >>> 1;
    const order = compareKeys(bucket, middle * ENTRY_BYTES, key, 0);
    if (order === 0) return middle * ENTRY_BYTES;
    if (order < 0) low = middle + 1;
    else high = middle;
  }
  return -1;
}

/**
 * What a state becomes by changes. Reads, copies and hashes the buckets they touch and 12 levels of the
 * tree above each, whatever the size of the list.
 *
 * @param changes Sorted by key, each key once. Deleting what is not there changes nothing.
 */
export function applyChanges(state: ListState, changes: readonly ListChange[]): NextState {
  const byBucket = Map.groupBy(changes, ({ key }) => bucketIndexOf(key));
  const byChunk = Map.groupBy(byBucket, ([bucket]) => bucket >>> 6);
  const chunks = [...state.chunks];
  const hashes = Buffer.from(state.hashes);
  let { count } = state;
  let hashedBytes = 0;
  for (const [index, buckets] of byChunk) {
    const chunk = chunks[index];
    if (chunk === undefined) continue;
    const own = [...(chunk.own ?? Array.from<undefined>({ length: FAN }))];
    const lower = Buffer.from(chunk.hashes);
    for (const [bucket, bucketChanges] of buckets) {
      const before = bucketOf(state, bucket);
      const after = mergeBucket(before, bucketChanges);
      own[bucket % FAN] = after;
      count += (after.length - before.length) / ENTRY_BYTES;
      hashedBytes += hashLeaf(lower, bucket % FAN, after) + hashUp(lower, bucket % FAN);
    }
    chunks[index] = { ...chunk, own, hashes: lower };
    setLeaf(hashes, index, rootOf(lower));
    hashedBytes += hashUp(hashes, index);
  }
  const next = { chunks, hashes, count };
  return { state: next, touchedBuckets: byBucket.size, hashedBytes };
}

/** Whether a state is this very body. */
export function isStateOf(state: ListState, body: Uint8Array): boolean {
  if (state.count * ENTRY_BYTES !== body.length) return false;
  let at = 0;
  for (const [index, { own, base }] of state.chunks.entries()) {
    const first = index * FAN;
    const parts =
      own === null ? [base] : Array.from(own, (_, bucket) => bucketOf(state, first + bucket));
    for (const part of parts) {
      if (Buffer.compare(part, body.subarray(at, at + part.length)) !== 0) return false;
      at += part.length;
    }
  }
  return true;
}

/** Where each bucket begins in the body, and where it ends: 4,097 numbers. Null when it is not in order. */
function bucketStarts(body: Uint8Array): Uint32Array | null {
  if (body.length % ENTRY_BYTES !== 0) return null;
  const starts = new Uint32Array(BUCKETS + 1).fill(body.length);
  let next = 0;
  for (let at = 0; at < body.length; at += ENTRY_BYTES) {
    const isInOrder = at === 0 || compareKeys(body, at - ENTRY_BYTES, body, at) < 0;
    if (!isInOrder || !hasKnownFlags(body, at)) return null;
    const bucket = ((body[at] ?? 0) << 4) | ((body[at + 1] ?? 0) >>> 4);
    while (next <= bucket) {
      starts[next] = at;
      next += 1;
    }
  }
  return starts;
}

function mergeBucket(before: Uint8Array, changes: readonly ListChange[]): Uint8Array {
  const after = new Uint8Array(before.length + changes.length * ENTRY_BYTES);
  let length = 0;
  let from = 0;
  for (const { key, entry } of changes) {
    let to = from;
    while (to < before.length && compareKeys(before, to, key, 0) < 0) to += ENTRY_BYTES;
    after.set(before.subarray(from, to), length);
    length += to - from;
    from = to < before.length && compareKeys(before, to, key, 0) === 0 ? to + ENTRY_BYTES : to;
    if (entry === null) continue;
    writeEntry(after, length, { key, ...entry });
    length += ENTRY_BYTES;
  }
  after.set(before.subarray(from), length);
  return after.slice(0, length + before.length - from);
}

/** SHA-256(0x00, entries). @returns How many bytes were hashed. */
function hashLeaf(hashes: Buffer, leaf: number, bucket: Uint8Array): number {
  if (bucket.length === 0) {
    setLeaf(hashes, leaf, EMPTY_LEAF);
    return 1;
  }
  const bytes = Buffer.allocUnsafe(1 + bucket.length);
  bytes[0] = 0;
  bytes.set(bucket, 1);
  putHash(hashes, FIRST_LEAF + leaf, bytes);
  return bytes.length;
}

/** SHA-256(0x01, left, right) of every node above the leaves. */
function hashAll(hashes: Buffer): void {
  for (let node = FIRST_LEAF - 1; node >= 0; node -= 1) hashNode(hashes, node);
}

/** The nodes from a leaf to the root. @returns How many bytes were hashed. */
function hashUp(hashes: Buffer, leaf: number): number {
  let bytes = 0;
  for (let node = FIRST_LEAF + leaf; node > 0;) {
    node = (node - 1) >>> 1;
    bytes += hashNode(hashes, node);
  }
  return bytes;
}

function hashNode(hashes: Buffer, node: number): number {
  const children = (2 * node + 1) * DIGEST_BYTES;
  nodeScratch.set(hashes.subarray(children, children + 2 * DIGEST_BYTES), 1);
  putHash(hashes, node, nodeScratch);
  return nodeScratch.length;
}

/** By way of a string: it takes half as long as a buffer, of which there would be 8,191 for each list. */
function putHash(hashes: Buffer, node: number, bytes: Uint8Array): void {
  hashes.write(hash('sha256', bytes, 'latin1'), node * DIGEST_BYTES, 'latin1');
}

function hashesOfNothing(): Buffer {
  const hashes = Buffer.alloc(NODES * DIGEST_BYTES);
  for (let bucket = 0; bucket < FAN; bucket += 1) setLeaf(hashes, bucket, EMPTY_LEAF);
  hashAll(hashes);
  return hashes;
}

function setLeaf(hashes: Buffer, leaf: number, digest: Uint8Array): void {
  hashes.set(digest, (FIRST_LEAF + leaf) * DIGEST_BYTES);
}

function rootOf(hashes: Buffer): Uint8Array {
  return hashes.subarray(0, DIGEST_BYTES);
}
