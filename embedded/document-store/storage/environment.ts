import { open, type Database, type RangeOptions, type Transaction } from 'lmdb';
import { join } from 'node:path';

/** A reading of the data as it was at one moment; hold it briefly, since LMDB reuses no page
 * that an open snapshot can still see. */
export type Snapshot = Transaction;

/** One of LMDB's sorted maps, bytes to bytes. Inside a write turn every reading sees the
 * turn's own writes; a snapshot given to `get` is then ignored. */
export type Bucket = {
  get(key: Uint8Array, snapshot?: Snapshot): Buffer | undefined;
  /** Entries in the order of their keys; close the iterator before anything is awaited. */
  range(options: BucketRange): Iterable<BucketEntry>;
  /** Without a look at any entry: 300,000 take some 10 ms. */
  count(range: BucketRange): number;
  /** Only inside a write turn. */
  put(key: Uint8Array, value: Uint8Array): void;
  /** Only inside a write turn; a key that is not there is no error. */
  remove(key: Uint8Array): void;
};

/** Without `transaction`, what is committed now. */
export type BucketRange = Omit<RangeOptions, 'transaction'> & {
  readonly transaction?: Snapshot | undefined;
};

export type BucketEntry = { readonly key: Buffer; readonly value: Buffer };

export type Environment = AsyncDisposable & {
  /** Collection id and key of `_id` → eight bytes of version, then the document's BSON. */
  readonly docs: Bucket;
  /** Index id and key of the fields, and of `_id` unless unique → key of `_id`. */
  readonly entries: Bucket;
  /** What there is: collections, indexes, what is still to be deleted. */
  readonly meta: Bucket;
  /** Session id → its last retryable write or transaction, with the reply. */
  readonly sessions: Bucket;
  /** Puts and removals since the start: tells whether a failed step had written already. */
  readonly writesSoFar: () => number;
  /**
   * Runs `work` as one LMDB transaction. The promise resolves when it is on disk: LMDB has
   * written the pages, called fdatasync and written its meta page through O_DSYNC by then.
   * If `work` throws, nothing of it is kept and the promise rejects.
   */
  readonly write: (work: () => void) => Promise<void>;
  readonly snapshot: () => Snapshot;
};

/** Transactions and cursors of one process; LMDB's own default of 126 is soon used up. */
const MAX_READERS = 1024;

const bytes = { encoding: 'binary', keyEncoding: 'binary' } as const;

/** @param folder Exists and is locked by this process. */
export function openEnvironment(folder: string): Environment {
  const root = open({
    ...bytes,
    path: join(folder, 'store.mdb'),
    noSubdir: true,
    maxDbs: 8,
    maxReaders: MAX_READERS,
    // The commit itself syncs: what is acknowledged then is on disk, and nothing later is seen first.
    overlappingSync: false,
  });
  let writes = 0;
  const bucket = (name: string): Bucket => {
    const database: Database<Buffer, Uint8Array> = root.openDB({ ...bytes, name });
    return {
      get: (key, snapshot) =>
        database.get(key, snapshot === undefined ? undefined : { transaction: snapshot }),
      range: (options) =>
        // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- binary keys come as buffers
        database.getRange(options as RangeOptions) as Iterable<BucketEntry>,
      // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- undefined is as good as absent
      count: (options) => database.getKeysCount(options as RangeOptions),
      put(key, value) {
        writes++;
        // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- any bytes may be stored
        database.putSync(key, value as Buffer);
      },
      remove(key) {
        writes++;
        database.removeSync(key);
      },
    };
  };
  return {
    docs: bucket('docs'),
    entries: bucket('entries'),
    meta: bucket('meta'),
    sessions: bucket('sessions'),
    writesSoFar: () => writes,
    write: async (work) => {
      await root.childTransaction(work);
    },
    snapshot: () => root.useReadTransaction(),
    [Symbol.asyncDispose]: () => root.close(),
  };
}
