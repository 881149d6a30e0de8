import type { Pacer } from '../pacer.ts';
import { choosePlan } from '../plan/plan.ts';
import type { CompiledFilter } from '../query/filter.ts';
import type { CompiledSort } from '../query/sort.ts';
import { decodeDoc } from '../query/value.ts';
import { textOf } from '../storage/byte-keys.ts';
import type { Collection } from '../storage/catalog.ts';
import { documentKey, readStored } from '../storage/documents.ts';
import type { Environment } from '../storage/environment.ts';
import { createMatches, type Match } from '../read/matches.ts';
import type { View } from '../read/view.ts';
import { createPackedKeys, type PackedKeys } from './located.ts';

export type Wanted = {
  readonly filter: CompiledFilter;
  readonly sort: CompiledSort | undefined;
  readonly hint: string | undefined;
  /** Whether one document is written, or all that match. */
  readonly isMany: boolean;
};

/**
 * Finds what one statement writes to. A quick search runs inside the write turn, where nothing
 * can come between finding and writing. What takes longer is searched for outside, without
 * holding anybody up, and tested again inside before it is written.
 */
export type Finder = {
  /** Inside a step: the next document to write; `none` when there is no other. */
  next(deadline: number): Match | 'none' | 'search';
  /** The document that `next` gave has been dealt with. */
  advance(): void;
  /** Outside of any step. */
  search(): Promise<void>;
};

export type FinderOptions = {
  readonly environment: Environment;
  readonly collection: Collection;
  readonly view: View;
  readonly pacer: Pacer;
  readonly wanted: Wanted;
  readonly checkTime: () => void;
};

/** Of a write turn, for one statement's search. */
const QUICK_MS = 2;

export function createFinder(options: FinderOptions): Finder {
  const { collection, view, pacer, wanted, checkTime } = options;
  let found: PackedKeys | undefined;
  let hasGiven = false;

  const nextFound = (keys: PackedKeys): Match | 'none' | 'search' => {
    let isEmpty = true;
    for (let idKey = keys.peek(); idKey !== undefined; idKey = keys.peek()) {
      isEmpty = false;
      const match = readMatch(options, idKey);
      if (match !== undefined) return match;
      keys.advance();
    }
    // The one document found has changed since: look again.
    return wanted.isMany || isEmpty ? 'none' : 'search';
  };

  return {
    next(deadline) {
      if (!wanted.isMany && hasGiven) return 'none';
      if (found !== undefined) return nextFound(found);
      if (wanted.isMany) return 'search';
      return findOne(options, Math.min(deadline, performance.now() + QUICK_MS));
    },
    advance() {
      hasGiven = true;
      found?.advance();
    },
    async search() {
      found = createPackedKeys();
      const keys = found;
      const best = createBest(wanted, (match) => keys.add(match.idKey));
      const matches = createMatches({ ...options, ...planFor(collection, wanted), view });
      while (matches.run(best.visit, pacer.deadline()) === 'paused') {
        await pacer.turn();
        checkTime();
      }
      best.finish();
    },
  };
}

function planFor(collection: Collection, { filter, sort, hint }: Wanted) {
  return { filter, sort, plan: choosePlan(collection, { filter, sort, hint }) };
}

function findOne(options: FinderOptions, deadline: number): Match | 'none' | 'search' {
  const { collection, wanted } = options;
  let first: Match | undefined;
  const best = createBest(wanted, (match) => {
    first = match;
  });
  const matches = createMatches({ ...options, ...planFor(collection, wanted) });
  if (matches.run(best.visit, deadline) === 'paused') return 'search';
  best.finish();
  return first ?? 'none';
}

/** Chooses among the matches: all, the first, or the first in the order of the sort. */
function createBest(wanted: Wanted, take: (match: Match) => void) {
  let best: { readonly key: Buffer; readonly match: Match } | undefined;
  return {
    visit(match: Match): 'next' | 'stop' {
      if (wanted.sort === undefined) {
        take(match);
        return wanted.isMany ? 'next' : 'stop';
      }
      const key = wanted.sort.sortKey(match.doc);
      if (best === undefined || Buffer.compare(key, best.key) < 0) best = { key, match };
      return 'next';
    },
    finish() {
      if (best !== undefined) take(best.match);
    },
  };
}

function readMatch(options: FinderOptions, idKey: Buffer): Match | undefined {
  const { environment, collection, view, wanted } = options;
  const pending = view.pending?.(collection)?.get(textOf(idKey));
  if (pending !== undefined) {
    if (pending.after === undefined || !wanted.filter.matches(pending.after.doc)) return undefined;
    return { idKey, ...pending.after, stored: undefined };
  }
  const key = documentKey(collection, idKey);
  const stored = readStored(environment.docs, key, view.snapshot);
  if (stored === undefined) return undefined;
  const doc = decodeDoc(stored.bytes);
  return wanted.filter.matches(doc) ? { idKey, doc, bytes: stored.bytes, stored } : undefined;
}
