import { StoreError } from '../store-error.ts';
import type { DocSource } from './batch.ts';

export type Cursor = {
  readonly id: bigint;
  readonly namespace: string;
  readonly source: DocSource;
  /** Text of the session's id; only the same session may go on. */
  readonly sessionKey: string | undefined;
  /** The transaction that it belongs to and ends with. */
  readonly owner: object | undefined;
};

/** The open cursors. One that is not asked for ten minutes is forgotten, as in MongoDB. */
export type Cursors = Disposable & {
  open(cursor: Omit<Cursor, 'id'>): bigint;
  /** @throws {StoreError} Code 43 CursorNotFound. */
  get(id: bigint, namespace: string, sessionKey: string | undefined): Cursor;
  close(id: bigint): boolean;
  /** Closes all that belong to an ended transaction. */
  closeOwnedBy(owner: object): void;
  readonly size: () => number;
};

const IDLE_MS = 10 * 60_000;
const SWEEP_MS = 60_000;
/** MongoDB has no limit; each sorted one may hold megabytes. */
const MOST_OPEN = 1000;

export function createCursors(): Cursors {
  const cursors = new Map<bigint, Cursor & { usedAt: number }>();
  // Not guessable from one another, and never 0, which means that there is none.
  let lastId = BigInt(Math.floor(Math.random() * 2 ** 40)) * 1024n;

  const sweep = setInterval(() => {
    const oldest = Date.now() - IDLE_MS;
    for (const { id, usedAt } of cursors.values()) if (usedAt < oldest) cursors.delete(id);
  }, SWEEP_MS).unref();

  return {
    open(cursor) {
      if (cursors.size >= MOST_OPEN) {
        throw new StoreError(
          292,
          'QueryExceededMemoryLimitNoDiskUseAllowed',
          `More than ${MOST_OPEN} cursors are open.`,
        );
      }
      lastId += BigInt(1 + Math.floor(Math.random() * 1000));
      cursors.set(lastId, { ...cursor, id: lastId, usedAt: Date.now() });
      return lastId;
    },
    get(id, namespace, sessionKey) {
      const cursor = cursors.get(id);
      if (cursor === undefined || cursor.namespace !== namespace) {
        throw new StoreError(43, 'CursorNotFound', `cursor id ${id} not found`);
      }
      if (cursor.sessionKey !== undefined && cursor.sessionKey !== sessionKey) {
        throw new StoreError(13, 'Unauthorized', `cursor id ${id} belongs to another session.`);
      }
      cursor.usedAt = Date.now();
      return cursor;
    },
    close: (id) => cursors.delete(id),
    closeOwnedBy(owner) {
      for (const cursor of cursors.values()) {
        if (cursor.owner === owner) cursors.delete(cursor.id);
      }
    },
    size: () => cursors.size,
    [Symbol.dispose]: () => {
      clearInterval(sweep);
      cursors.clear();
    },
  };
}
