import type { Connection } from 'mongoose';
import { percentile } from '../support/load.ts';
import type { SentChange } from './changes.ts';
import type { ControllerLog } from './controller-log.ts';
import type { KeptLog } from './kept-log.ts';
import type { PublishedLists } from './published-lists.ts';
import { PLAIN_GROUP, type PlannedReader } from './reader-plan.ts';

type Row = {
  readonly cardId: string;
  readonly state: string;
  readonly at: Date;
  readonly queuedAt: Date | null;
  readonly ordinal: number | null;
  readonly groups: readonly string[];
  readonly doneAt?: Date;
};

/** What became of one change. All times in milliseconds from its acceptance. */
export type ArrivedChange = {
  readonly change: SentChange;
  /** Groups whose lists were changed by it. */
  readonly groups: readonly string[];
  /** At each live reader concerned; null where it is not. */
  readonly atReaders: readonly (number | null)[];
  /** When its rights were written, it was published, and it was counted as done by the hub. */
  readonly writtenMs: number;
  readonly publishedMs: number;
  readonly doneMs: number | null;
};

export type ArrivalOptions = {
  readonly connection: Connection;
  readonly changes: readonly SentChange[];
  readonly lists: PublishedLists;
  readonly kept: KeptLog;
  readonly controllers: ControllerLog;
  /** Those that count: neither dead nor slow. */
  readonly readers: readonly PlannedReader[];
};

export type Arrivals = {
  readonly arrived: readonly ArrivedChange[];
  /** Accepted, and no list was changed for it: it was in them already. */
  readonly without: number;
  /** Accepted, and no row of it, or not published. */
  readonly lost: number;
};

/** @param options.lists Has read everything by now. */
export async function findArrivals(options: ArrivalOptions): Promise<Arrivals> {
  const { connection, changes, lists } = options;
  const rows = await findRows(connection, changes);
  const arrived: ArrivedChange[] = [];
  let without = 0;
  let lost = 0;
  for (const change of changes) {
    const row = rows.get(change.candidate.cardId);
    const isPublished = row?.state === 'published' || row?.state === 'done';
    if (row === undefined || !isPublished || row.ordinal === null) lost += 1;
    else if (row.groups.length === 0) without += 1;
    else arrived.push(followChange(options, { change, row, at: lists.at.get(row.ordinal) ?? 0 }));
  }
  return { arrived, without, lost };
}

async function findRows(
  connection: Connection,
  changes: readonly SentChange[],
): Promise<ReadonlyMap<string, Row>> {
  const collection = connection.collection<Row>('rightChanges');
  const rows = new Map<string, Row>();
  for (let from = 0; from < changes.length; from += 500) {
    const ids = changes.slice(from, from + 500).map(({ candidate }) => candidate.cardId);
    for (const row of await collection.find({ cardId: { $in: ids } }).toArray()) {
      rows.set(row.cardId, row);
    }
  }
  return rows;
}

function followChange(
  { lists, kept, controllers, readers }: ArrivalOptions,
  { change, row, at }: { readonly change: SentChange; readonly row: Row; readonly at: number },
): ArrivedChange {
  // A publication has other changes too, of other groups.
  const mine = (lists.byOrdinal.get(row.ordinal ?? 0) ?? []).filter(({ group }) =>
    change.groups.includes(group),
  );
  const changed = Map.groupBy(mine, ({ group }) => group);
  const from = change.acceptedAt;
  const atReaders = readers.flatMap(({ id, group, way }) => {
    if (way === 'uhppote') {
      // It hears only of cards that may pass its doors.
      if (change.kind !== 'pass' || !change.groups.includes(PLAIN_GROUP)) return [];
      return [since(controllers.arrival(id, change.candidate.chipUid), from)];
    }
    const needed = changed.get(group) ?? [];
    if (needed.length === 0) return [];
    const times = needed.map(({ name, sequence }) => kept.arrival(id, name, sequence));
    const last = times.some((time) => time === null) ? null : Math.max(...times.map(Number));
    return [since(last, from)];
  });
  return {
    ...{ change, groups: [...changed.keys()], atReaders },
    writtenMs: row.at.getTime() - from,
    publishedMs: at - from,
    doneMs: since(row.doneAt?.getTime() ?? null, from),
  };
}

function since(at: number | null, from: number): number | null {
  return at === null ? null : Math.max(0, at - from);
}

export type Percentiles = {
  readonly count: number;
  readonly p50: number;
  readonly p95: number;
  readonly p99: number;
  readonly most: number;
};

export function percentilesOf(values: readonly number[]): Percentiles {
  const ascending = values.toSorted((a, b) => a - b);
  return {
    count: ascending.length,
    p50: percentile(ascending, 0.5),
    p95: percentile(ascending, 0.95),
    p99: percentile(ascending, 0.99),
    most: ascending.at(-1) ?? 0,
  };
}
