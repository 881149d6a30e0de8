/** Who may be waited for: it ends by itself within a minute at the latest. */
export type Holder = { readonly ended: Promise<void> };

/**
 * What open transactions have written: documents and keys of unique indexes, by the text of
 * their bytes. The commit compares versions again, so these locks are not what makes
 * transactions right; they tell the second writer at once instead of at its commit.
 */
export type Locks = {
  /** False when another transaction has it. */
  take(text: string, holder: Holder): boolean;
  release(texts: Iterable<string>): void;
  /**
   * @throws {LockedError} When a transaction holds one of them. A write outside of
   *   transactions then waits for its end, as in MongoDB.
   */
  assertFree(texts: () => Iterable<string>): void;
};

export const documentLock = (documentKey: Buffer) => `d${documentKey.toString('latin1')}`;
export const entryLock = (entryText: string) => `e${entryText}`;

/** Not for clients: the write is tried again when the holder has ended. */
export class LockedError extends Error {
  override readonly name = 'LockedError';
  readonly holder: Holder;

  constructor(holder: Holder) {
    super('A transaction has written this and has not ended.');
    this.holder = holder;
  }
}

export function createLocks(): Locks {
  const holders = new Map<string, Holder>();
  return {
    take(text, holder) {
      const current = holders.get(text);
      if (current !== undefined) return current === holder;
      holders.set(text, holder);
      return true;
    },
    release(texts) {
      for (const text of texts) holders.delete(text);
    },
    assertFree(texts) {
      if (holders.size === 0) return;
      for (const text of texts()) {
        const holder = holders.get(text);
        if (holder !== undefined) throw new LockedError(holder);
      }
    },
  };
}
