import type { Pacer } from '../pacer.ts';
import type { CompiledProjection } from '../query/projection.ts';
import { sortInSlices } from '../query/slice-sort.ts';
import type { CompiledSort } from '../query/sort.ts';
import { StoreError } from '../store-error.ts';
import { encodeWhole } from '../storage/documents.ts';
import type { Batch, DocSource } from './batch.ts';
import type { Match, Matches } from './matches.ts';

export type FindOptions = {
  readonly matches: Matches;
  readonly pacer: Pacer;
  /** Only what the plan does not give already. */
  readonly sort: CompiledSort | undefined;
  readonly projection: CompiledProjection | undefined;
  readonly skip: number;
  /** Infinity for all. */
  readonly limit: number;
  /** Called between slices; throws when the command's time is over. */
  readonly checkTime: () => void;
};

/** What a sort holds in memory; MongoDB's own limit is 100 MB. */
const MOST_SORT_BYTES = 64 * 1024 * 1024;
/** About what a row costs beside its bytes. */
const ROW_BYTES = 200;

export function createFindSource(options: FindOptions): DocSource {
  return options.sort === undefined
    ? createPlainSource(options)
    : createSortedSource(options, options.sort);
}

function createPlainSource(options: FindOptions): DocSource {
  const { matches, pacer, projection, checkTime } = options;
  let toSkip = options.skip;
  let left = options.limit;

  const fillSlice = (batch: Batch) =>
    matches.run((match) => {
      if (toSkip > 0) {
        toSkip--;
        return 'next';
      }
      batch.add(project(match, projection));
      left--;
      return left === 0 || batch.isFull() ? 'stop' : 'next';
    }, pacer.deadline());

  const fillLong = async (batch: Batch): Promise<boolean> => {
    for (;;) {
      await pacer.turn();
      checkTime();
      const state = fillSlice(batch);
      if (state !== 'paused') return state === 'end' || left === 0;
    }
  };

  return {
    fill(batch) {
      if (left === 0) return true;
      if (batch.isFull()) return false;
      const state = fillSlice(batch);
      return state === 'paused' ? fillLong(batch) : state === 'end' || left === 0;
    },
  };
}

type Row = { readonly key: Buffer; readonly bytes: Uint8Array };

function createSortedSource(options: FindOptions, sort: CompiledSort): DocSource {
  let rows: Row[] | undefined;
  let place = options.skip;
  return {
    async fill(batch) {
      rows ??= await collectSorted(options, sort);
      const end = Math.min(rows.length, options.skip + options.limit);
      while (place < end && !batch.isFull()) {
        const row = rows[place++];
        if (row !== undefined) batch.add(row.bytes);
      }
      return place >= end;
    },
  };
}

async function collectSorted(options: FindOptions, sort: CompiledSort): Promise<Row[]> {
  const { matches, pacer, projection, skip, limit, checkTime } = options;
  const wanted = skip + limit;
  let rows: Row[] = [];
  let held = 0;
  let state = 'paused';
  while (state !== 'end') {
    state = matches.run((match) => {
      const row = { key: sort.sortKey(match.doc), bytes: project(match, projection) };
      held += row.key.length + row.bytes.length + ROW_BYTES;
      rows.push(row);
      return rows.length >= wanted * 2 || held > MOST_SORT_BYTES ? 'stop' : 'next';
    }, pacer.deadline());
    if (state === 'stopped') {
      await sortRows(rows, pacer);
      rows = rows.slice(0, wanted);
      held = rows.reduce((sum, { key, bytes }) => sum + key.length + bytes.length + ROW_BYTES, 0);
      if (held > MOST_SORT_BYTES / 2) throw tooMuchToSort();
    }
    if (state === 'paused') await pacer.turn();
    checkTime();
  }
  await sortRows(rows, pacer);
  return rows.slice(0, wanted);
}

function sortRows(rows: Row[], pacer: Pacer): Promise<void> {
  return sortInSlices(rows, (a, b) => Buffer.compare(a.key, b.key), pacer.pauser());
}

function project({ doc, bytes }: Match, projection: CompiledProjection | undefined): Uint8Array {
  return projection === undefined || projection.isIdentity
    ? bytes
    : encodeWhole(projection.project(doc));
}

function tooMuchToSort(): StoreError {
  return new StoreError(
    292,
    'QueryExceededMemoryLimitNoDiskUseAllowed',
    `The sort would hold more than ${MOST_SORT_BYTES} bytes: give it an index or a limit.`,
  );
}
