import type { StoreLog } from '../child-messages.ts';
import { encodeKey, encodeKeyDescending } from '../query/key.ts';
import { documentLock, LockedError, type Locks } from '../transaction/locks.ts';
import type { SessionRecords } from '../transaction/session-records.ts';
import { idPrefix, prefixEnd } from './byte-keys.ts';
import type { Catalog, Collection, Index } from './catalog.ts';
import { applyChanges, documentKey, prepareStored, readStored } from './documents.ts';
import type { Bucket, BucketRange, Environment } from './environment.ts';
import type { WriteQueue } from './write-queue.ts';

/**
 * Deletes in the background what time or a `drop` has made superfluous: documents whose TTL
 * is over, keys of dropped collections and indexes, records of sessions long gone. Always a
 * few in one write turn, so that nobody waits for it.
 */
export type Sweeper = AsyncDisposable & {
  /** How often it looks: a minute, as MongoDB's `ttlMonitorSleepSecs`. */
  setPauseMs(pauseMs: number): void;
  /** Looks soon, not only after the pause. */
  wake(): void;
};

export type SweeperOptions = {
  readonly environment: Environment;
  readonly catalog: Catalog;
  readonly queue: WriteQueue;
  readonly locks: Locks;
  readonly records: SessionRecords;
  readonly now: () => Date;
  readonly log: StoreLog;
};

const PAUSE_MS = 60_000;
/** Documents or keys of one write turn. */
const MOST_AT_ONCE = 50;
/** A session ends thirty minutes after its last command, as hello says. */
const SESSION_MS = 35 * 60_000;

export function startSweeper(options: SweeperOptions): Sweeper {
  let pauseMs = PAUSE_MS;
  let isStopped = false;
  let timer: NodeJS.Timeout | undefined;
  let sweeping: Promise<void> = Promise.resolve();

  const sweep = async () => {
    try {
      await sweepAll(options, () => isStopped);
    } catch (error) {
      options.log.error({ err: error }, 'The sweep failed; the next one tries again.');
    }
    clearTimeout(timer);
    if (!isStopped) timer = setTimeout(look, pauseMs).unref();
  };
  const look = () => {
    sweeping = sweeping.then(sweep);
  };
  look();

  return {
    setPauseMs(next) {
      pauseMs = next;
      look();
    },
    wake: look,
    async [Symbol.asyncDispose]() {
      isStopped = true;
      clearTimeout(timer);
      await sweeping;
    },
  };
}

/** Repeats each kind of work as long as there is some. */
async function sweepAll(options: SweeperOptions, isStopped: () => boolean): Promise<void> {
  const { queue, catalog } = options;
  const repeat = async (step: () => boolean) => {
    while (!isStopped() && (await queue.run(step))) {
      // The turn itself was the pause.
    }
  };
  for (const id of catalog.garbage()) await repeat(() => deleteGarbage(options, id));
  for (const collection of catalog.all()) {
    for (const index of collection.indexes) {
      if (index.expireAfterSeconds === undefined || !index.isReady) continue;
      await repeat(() => deleteExpired(options, collection, index));
    }
  }
  await repeat(() => forgetSessions(options));
}

/** @returns Whether there may be more. */
function deleteGarbage({ environment, catalog }: SweeperOptions, id: number): boolean {
  const prefix = idPrefix(id);
  const range = { start: prefix, end: prefixEnd(prefix) };
  for (const bucket of [environment.docs, environment.entries]) {
    const entries = firstOf(bucket, range);
    for (const { key } of entries) bucket.remove(key);
    if (entries.length > 0) return true;
  }
  catalog.forgetGarbage(id);
  return false;
}

function deleteExpired(options: SweeperOptions, collection: Collection, index: Index): boolean {
  const { environment, catalog, locks } = options;
  const expired = firstOf(environment.entries, expiredRange(index, options.now()));
  let deleted = 0;
  for (const { value: idKey } of collection.isDropped ? [] : expired) {
    const key = documentKey(collection, idKey);
    const stored = readStored(environment.docs, key);
    if (stored === undefined || isLocked(locks, documentLock(key))) continue;
    const before = prepareStored(collection, idKey, stored);
    applyChanges(environment, catalog, [{ collection, idKey, before, after: undefined }]);
    deleted++;
  }
  return deleted > 0;
}

/** The dates of an index that are over: values of other types never are. */
function expiredRange(index: Index, now: Date): BucketRange {
  const cutoff = new Date(now.getTime() - (index.expireAfterSeconds ?? 0) * 1000);
  const isDescending = index.fields[0]?.descending === true;
  const key = Buffer.from(isDescending ? encodeKeyDescending(cutoff) : encodeKey(cutoff));
  const type = key.subarray(0, 1);
  const [start, end] = isDescending ? [key, prefixEnd(type)] : [type, prefixEnd(key)];
  const prefix = idPrefix(index.id);
  return { start: Buffer.concat([prefix, start]), end: Buffer.concat([prefix, end]) };
}

/** A transaction that has written the document decides first; the next look finds what it left. */
function isLocked(locks: Locks, lock: string): boolean {
  try {
    locks.assertFree(() => [lock]);
    return false;
  } catch (error) {
    if (error instanceof LockedError) return true;
    throw error;
  }
}

function forgetSessions({ records, now }: SweeperOptions): boolean {
  const keys = records.keysOlderThan(new Date(now().getTime() - SESSION_MS), MOST_AT_ONCE);
  for (const key of keys) records.remove(key);
  return keys.length > 0;
}

/** Read before anything is removed: an open iterator must not see the map change under it. */
function firstOf(bucket: Bucket, range: BucketRange) {
  return [...bucket.range({ ...range, limit: MOST_AT_ONCE })];
}
