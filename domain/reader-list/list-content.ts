import type { ListChange, ListEntry } from './artefact.ts';
import { MalformedArtefactError } from './codec.ts';
import type { ListShare } from './list-share.ts';
import {
  applyChanges,
  bucketIndexOf,
  bucketOf,
  BUCKETS,
  digestOf,
  findIn,
  stateOf,
  type ListState,
} from './list-state.ts';
import { ENTRY_BYTES, readEntry, sortChanges } from './records.ts';

/** What a list says of a card. */
export type FoundEntry = Omit<ListEntry, 'key'>;

/** What a list would be after changes; nothing has changed yet. */
export type PreparedChange = {
  /** Root of the hash tree, 32 bytes. */
  readonly digest: Uint8Array;
  /** How many entries there would be. */
  readonly count: number;
  /** What preparing cost: it grows with the changes and not with the list. */
  readonly touchedBuckets: number;
  readonly hashedBytes: number;
  /** Makes it so. @throws {Error} The list has changed since: a bug of the caller. */
  commit(): void;
};

/** The entries of one list in memory. */
export type ListContent = {
  readonly count: number;
  /** @param key 10 bytes. @returns Null for a card that is not in the list. About a microsecond. */
  find(key: Uint8Array): FoundEntry | null;
  /** Root of the hash tree, 32 bytes. Costs nothing: the tree is kept. */
  digest(): Uint8Array;
  /**
   * Costs in proportion to the buckets that the changes touch, never to the list.
   *
   * @param changes In any order, each key once. Deleting what is not there changes nothing.
   * @throws {RangeError} A key twice, a key that is not 10 bytes, a code that is not 24 bits.
   */
  prepare(changes: readonly ListChange[]): PreparedChange;
  /** All of them in the order of their keys; each key a view. */
  entries(): Iterable<ListEntry>;
  /** A snapshot's body; a copy. */
  toBody(): Uint8Array;
  /** The entries of one bucket; a view. @param index 0 to 4,095. */
  bucket(index: number): Uint8Array;
  /** Another list that is equal now and goes its own way from here; costs nothing. */
  fork(): ListContent;
};

export type ListContentOptions = {
  /** Where equal lists of this process meet; none by default. */
  readonly share?: ListShare | undefined;
  /** What the digest is said to be. It only finds an equal list in `share` quicker and is not believed. */
  readonly digest?: Uint8Array | undefined;
};

/**
 * Reads a snapshot's body. Keeps a view on the bytes, which may not change any more.
 *
 * @throws {MalformedArtefactError} Not entries of 16 bytes in strict order of their keys, with flags of zero.
 */
export function createListContent(body: Uint8Array, options: ListContentOptions = {}): ListContent {
  const { share, digest } = options;
  const shared = digest === undefined ? null : (share?.find(digest, body) ?? null);
  const state = shared ?? stateOf(body);
  if (state === null) {
    throw new MalformedArtefactError('malformed', 'The entries of the list are not in order.');
  }
  return contentOf(share?.adopt(state) ?? state, share);
}

function contentOf(first: ListState, share: ListShare | undefined): ListContent {
  let state = first;
  return {
    get count() {
      return state.count;
    },
    find(key) {
      const bucket = bucketOf(state, bucketIndexOf(key));
      const at = findIn(bucket, key);
      if (at === -1) return null;
      const { code, until } = readEntry(bucket, at);
      return { code, until };
    },
    digest: () => digestOf(state),
    prepare(changes) {
      const base = state;
      const next = applyChanges(base, sortChanges(changes));
      return {
        digest: digestOf(next.state),
        count: next.state.count,
        touchedBuckets: next.touchedBuckets,
        hashedBytes: next.hashedBytes,
        commit() {
          if (state !== base) throw new Error('The list has changed since this was prepared.');
          state = share?.adopt(next.state) ?? next.state;
        },
      };
    },
    *entries() {
      for (let index = 0; index < BUCKETS; index += 1) {
        const bucket = bucketOf(state, index);
        for (let at = 0; at < bucket.length; at += ENTRY_BYTES) yield readEntry(bucket, at);
      }
    },
    toBody: () =>
      Buffer.concat(Array.from({ length: BUCKETS }, (_, index) => bucketOf(state, index))),
    bucket: (index) => bucketOf(state, index),
    fork: () => contentOf(state, share),
  };
}
