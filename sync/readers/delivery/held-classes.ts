import type { HeldList } from '../../../domain/reader-list/artefact.ts';
import { hasAll, stepsBehind } from './held-key.ts';
import type { ReaderLedger } from './reader-ledger.ts';

/** Readers of a group that hold the same. There are a few of these, however many readers there are. */
export type HeldClass = {
  readonly held: readonly HeldList[];
  members: number;
  /** From when there was something newer, in milliseconds since 1970; null while there is nothing. */
  behindSinceMs: number | null;
  steps: number;
};

/** What the readers of one group hold, counted. */
export type HeldClasses = {
  /** A reader came in, or holds something else than `before`. */
  move(ledger: ReaderLedger, before: string | null): void;
  leave(ledger: ReaderLedger): void;
  /** There is news of the group: nobody is up to date. */
  outdate(atMs: number): void;
  /** Compares everything with the heads. */
  compare(heads: readonly HeldList[]): void;
  of(ledger: ReaderLedger): HeldClass | undefined;
  all(): Iterable<HeldClass>;
};

/** @param startedAtMs From when readers count as behind that were never compared. */
export function createHeldClasses(startedAtMs: number): HeldClasses {
  const classes = new Map<string, HeldClass>();
  let newsAtMs = startedAtMs;

  const drop = (key: string): void => {
    const found = classes.get(key);
    if (found === undefined) return;
    found.members -= 1;
    if (found.members === 0) classes.delete(key);
  };
  return {
    move(ledger, before) {
      if (before === ledger.key) return;
      if (before !== null) drop(before);
      const found = classes.get(ledger.key);
      if (found !== undefined) {
        found.members += 1;
        return;
      }
      const { held, key } = ledger;
      classes.set(key, { held, members: 1, behindSinceMs: newsAtMs, steps: 0 });
    },
    leave: ({ key }) => drop(key),
    outdate(atMs) {
      newsAtMs = atMs;
      for (const one of classes.values()) one.behindSinceMs ??= atMs;
    },
    compare(heads) {
      for (const one of classes.values()) {
        if (hasAll(one.held, heads)) {
          one.behindSinceMs = null;
          one.steps = 0;
        } else {
          one.behindSinceMs ??= newsAtMs;
          one.steps = stepsBehind(one.held, heads);
        }
      }
    },
    of: ({ key }) => classes.get(key),
    all: () => classes.values(),
  };
}
