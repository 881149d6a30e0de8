import { decodeWire } from '../query/value.ts';
import type { StoreError } from '../store-error.ts';
import { DuplicateKeyError } from '../storage/duplicate-key.ts';
import { writeReply, type ReplyDoc, type ReplyValue } from '../wire/bson-writer.ts';

/** How far a command of several statements has come: what its reply will tell, and where to go on. */
export type Progress = {
  /** The first statement that is not done. */
  next: number;
  n: number;
  nModified: number;
  upserted: ReplyDoc[];
  writeErrors: ReplyDoc[];
  /** What findAndModify answers beside. */
  extra: ReplyDoc | undefined;
};

export function newProgress(): Progress {
  return { next: 0, n: 0, nModified: 0, upserted: [], writeErrors: [], extra: undefined };
}

/** As it is kept with the session, to be told again when the driver repeats the command. */
export function encodeProgress(progress: Progress): Buffer {
  return writeReply({ ...progress, extra: progress.extra }, 0);
}

export function decodeProgress(bytes: Uint8Array): Progress {
  const doc = decodeWire(bytes);
  const numberOf = (field: string) => Number(doc.get(field)?.valueOf() ?? 0);
  const listOf = (field: string): ReplyDoc[] => {
    const value = doc.get(field);
    return Array.isArray(value) ? value.map(toReplyDoc) : [];
  };
  const extra = doc.get('extra');
  return {
    next: numberOf('next'),
    n: numberOf('n'),
    nModified: numberOf('nModified'),
    upserted: listOf('upserted'),
    writeErrors: listOf('writeErrors'),
    extra: extra instanceof Map ? toReplyDoc(extra) : undefined,
  };
}

function toReplyDoc(value: unknown): ReplyDoc {
  return value instanceof Map ? Object.fromEntries<ReplyValue>(value) : {};
}

export function toWriteError(index: number, error: StoreError): ReplyDoc {
  const base = { index, code: error.code, errmsg: error.message };
  return error instanceof DuplicateKeyError
    ? { ...base, keyPattern: error.keyPattern, keyValue: error.keyValue }
    : base;
}
