import type { Connection } from 'mongoose';
import { mapBounded } from '../../platform/map-bounded.ts';
import { isDuplicateKey } from '../../platform/stores/transaction.ts';
import type { Clock } from '../../platform/clock.ts';
import { countModels, type CountCell, type CountModels } from './counts.mongo.ts';
import { ADMITTED, useModels, type ArrivalRow, type UseModels } from './use-rows.mongo.ts';

/** Settled arrivals that are counted together. */
const MOST_ARRIVALS = 1_000;

/** Readers' days that are counted at once. */
const AT_ONCE = 4;

/** A reader's day, which is counted as a whole. */
type ReaderDay = { readonly reader: string; readonly day: string };

/** Counts by service, place, day and result, each time from the uses themselves: repeating it changes nothing. */
export type Counting = {
  /** @returns How many arrivals were counted; 0 when none is waiting. */
  countArrivals(): Promise<number>;
  /** Every reader that has uses on this day. */
  countDay(day: string): Promise<void>;
};

export function createCounting(connection: Connection, clock: Clock): Counting {
  const uses = useModels(connection);
  const models = countModels(connection);
  const countAll = (wanted: readonly ReaderDay[]) =>
    mapBounded(wanted, AT_ONCE, (one) => countReaderDay(uses, models, one));
  return {
    async countArrivals() {
      const arrivals = await uses.arrivals
        .find({ state: 'settled' })
        .sort({ at: 1 })
        .limit(MOST_ARRIVALS)
        .lean<ArrivalRow[]>();
      if (arrivals.length === 0) return 0;
      const open = await openDays(models, arrivals);
      const wanted = new Map<string, ReaderDay>();
      for (const { reader, days } of arrivals.flatMap((arrival) => arrival.parts)) {
        for (const day of days) if (open.has(day)) wanted.set(`${day}|${reader}`, { reader, day });
      }
      await countAll([...wanted.values()]);
      await touch(models, [...open], clock.now());
      await uses.arrivals.deleteMany({ _id: { $in: arrivals.map(({ _id }) => _id) } });
      return arrivals.length;
    },
    async countDay(day) {
      const readers = await uses.uses.aggregate<{ _id: string }>([
        { $match: { day } },
        { $group: { _id: '$reader' } },
      ]);
      await countAll(readers.map(({ _id }) => ({ reader: _id, day })));
    },
  };
}

/** Of a closed day the uses are going, so that counting them again would count too few. */
async function openDays(
  { days }: CountModels,
  arrivals: readonly ArrivalRow[],
): Promise<ReadonlySet<string>> {
  const wanted = new Set(arrivals.flatMap(({ parts }) => parts.flatMap(({ days: some }) => some)));
  const closed = await days
    .find({ _id: { $in: [...wanted] }, closedAt: { $ne: null } }, { _id: 1 })
    .lean<{ readonly _id: string }[]>();
  return wanted.difference(new Set(closed.map(({ _id }) => _id)));
}

async function touch({ days }: CountModels, touched: readonly string[], at: Date): Promise<void> {
  if (touched.length === 0) return;
  await days.bulkWrite(
    touched.map((day) => ({
      updateOne: {
        filter: { _id: day },
        update: { $set: { touchedAt: at, isStale: true }, $setOnInsert: { closedAt: null } },
        upsert: true,
      },
    })),
    { ordered: false },
  );
}

type Grouped = {
  readonly _id: { readonly service: string; readonly place: string; readonly result: string };
  readonly uses: number;
};

async function countReaderDay(
  { uses }: UseModels,
  { counts }: CountModels,
  { reader, day }: ReaderDay,
): Promise<void> {
  const grouped = await uses.aggregate<Grouped>([
    { $match: { day, reader } },
    {
      $group: {
        _id: { service: '$service', place: '$place', result: '$result' },
        uses: { $sum: 1 },
      },
    },
  ]);
  const cells = toCells(grouped);
  const total = grouped.reduce((sum, one) => sum + one.uses, 0);
  try {
    await counts.updateOne(
      { _id: `${day}|${reader}`, total: { $lte: total } },
      { $set: { day, reader, total, cells } },
      { upsert: true },
    );
  } catch (error) {
    // Somebody who saw more uses was faster.
    if (!isDuplicateKey(error)) throw error;
  }
}

function toCells(grouped: readonly Grouped[]): readonly CountCell[] {
  const cells = new Map<string, { admitted: number; refused: number } & CountCell>();
  for (const { _id, uses } of grouped) {
    const { service, place, result } = _id;
    const name = `${service}|${place}`;
    const cell = cells.get(name) ?? { service, place, admitted: 0, refused: 0 };
    const isAdmitted = ADMITTED.some((each) => each === result);
    cell[isAdmitted ? 'admitted' : 'refused'] += uses;
    cells.set(name, cell);
  }
  return [...cells.values()];
}
