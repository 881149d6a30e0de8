import type { Bucket } from '../storage/environment.ts';

/**
 * The last numbered thing that a session did: a retryable write with its progress, or a
 * committed transaction. Written in the same LMDB transaction as what it tells of, so that
 * a command repeated after any accident is told the first result and does nothing twice.
 */
export type SessionRecord = {
  readonly number: bigint;
  readonly kind: 'write' | 'transaction';
  readonly isDone: boolean;
  readonly payload: Uint8Array;
};

export type SessionRecords = {
  read(sessionKey: Uint8Array): SessionRecord | undefined;
  /** Only inside a write turn. */
  write(sessionKey: Uint8Array, record: SessionRecord): void;
  /** Sessions not used since; to be removed inside a write turn. */
  keysOlderThan(at: Date, most: number): readonly Uint8Array[];
  remove(sessionKey: Uint8Array): void;
};

/** Number, time, kind. */
const PREFIX_BYTES = 17;
const IS_TRANSACTION = 1;
const IS_DONE = 2;

export function createSessionRecords(sessions: Bucket, now: () => Date): SessionRecords {
  return {
    read(sessionKey) {
      const value = sessions.get(sessionKey);
      if (value === undefined) return undefined;
      const flags = value[16] ?? 0;
      return {
        number: value.readBigInt64BE(0),
        kind: (flags & IS_TRANSACTION) === 0 ? 'write' : 'transaction',
        isDone: (flags & IS_DONE) !== 0,
        payload: value.subarray(PREFIX_BYTES),
      };
    },
    write(sessionKey, { number, kind, isDone, payload }) {
      const value = Buffer.allocUnsafe(PREFIX_BYTES + payload.length);
      value.writeBigInt64BE(number, 0);
      value.writeDoubleBE(now().getTime(), 8);
      value[16] = (kind === 'transaction' ? IS_TRANSACTION : 0) | (isDone ? IS_DONE : 0);
      value.set(payload, PREFIX_BYTES);
      sessions.put(sessionKey, value);
    },
    keysOlderThan(at, most) {
      const keys: Uint8Array[] = [];
      for (const { key, value } of sessions.range({})) {
        if (value.readDoubleBE(8) < at.getTime()) keys.push(key);
        if (keys.length === most) break;
      }
      return keys;
    },
    remove: (sessionKey) => sessions.remove(sessionKey),
  };
}
