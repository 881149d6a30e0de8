import type { Plan } from '../plan/plan.ts';
import type { CompiledFilter } from '../query/filter.ts';
import type { CompiledSort } from '../query/sort.ts';
import { decodeDoc, type Doc } from '../query/value.ts';
import { textOf } from '../storage/byte-keys.ts';
import type { Collection } from '../storage/catalog.ts';
import type { Stored } from '../storage/documents.ts';
import type { Environment } from '../storage/environment.ts';
import { createScan, type Scan, type ScanState } from './scan.ts';
import type { Pending, View } from './view.ts';

/** A document that meets the filter. `stored` is undefined for one that a transaction itself wrote. */
export type Match = {
  readonly idKey: Uint8Array;
  readonly doc: Doc;
  readonly bytes: Uint8Array;
  readonly stored: Stored | undefined;
};

export type MatchOptions = {
  readonly environment: Environment;
  readonly collection: Collection;
  readonly filter: CompiledFilter;
  readonly plan: Plan;
  /** Decides only where a transaction's own documents come among the sorted others. */
  readonly sort: CompiledSort | undefined;
  readonly view: View;
};

export type Matches = {
  /** As {@link Scan}'s, for documents that meet the filter only. */
  run(visit: (match: Match) => 'next' | 'stop', deadline: number): ScanState;
  readonly counts: Scan['counts'];
};

/** The answer of a plan: the scan's documents tested with the filter, and what the
 * transaction itself has written in their place. */
export function createMatches(options: MatchOptions): Matches {
  const { environment, collection, plan, filter, view } = options;
  const scan = createScan({ environment, collection, plan, snapshot: view.snapshot });
  const pending = view.pending?.(collection);
  const own = pending === undefined ? [] : ownMatches(pending, options);
  let isScanned = false;

  return {
    counts: scan.counts,
    run(visit, deadline) {
      if (!isScanned) {
        const state = scan.run((idKey, stored) => {
          if (pending?.has(textOf(idKey)) === true) return 'next';
          const doc = decodeDoc(stored.bytes);
          if (!filter.matches(doc)) return 'next';
          const match = { idKey, doc, bytes: stored.bytes, stored };
          if (isBefore(own[0], match, options)) return visitWithOwn(match, own, visit, options);
          return visit(match);
        }, deadline);
        if (state !== 'end') return state;
        isScanned = true;
      }
      for (let match = own.shift(); match !== undefined; match = own.shift()) {
        if (visit(match) === 'stop') return 'stopped';
      }
      return 'end';
    },
  };
}

function ownMatches(
  pending: ReadonlyMap<string, Pending>,
  { filter, sort }: MatchOptions,
): Match[] {
  const own: Match[] = [];
  for (const { idKey, after } of pending.values()) {
    if (after !== undefined && filter.matches(after.doc)) {
      own.push({ idKey, ...after, stored: undefined });
    }
  }
  return sort === undefined ? own : own.toSorted((a, b) => sort.compare(a.doc, b.doc));
}

function isBefore(own: Match | undefined, other: Match, { plan, sort }: MatchOptions): boolean {
  if (own === undefined || sort === undefined || !plan.isSorted) return false;
  return sort.compare(own.doc, other.doc) <= 0;
}

/** A visitor that has enough must still get the scanned document, which will not come again. */
function visitWithOwn(
  scanned: Match,
  own: Match[],
  visit: (match: Match) => 'next' | 'stop',
  options: MatchOptions,
): 'next' | 'stop' {
  while (isBefore(own[0], scanned, options)) {
    const first = own.shift();
    if (first === undefined || visit(first) === 'next') continue;
    own.unshift(scanned);
    return 'stop';
  }
  return visit(scanned);
}
