import type { Connection } from 'mongoose';
import { parseCityDay, type CityDay } from '../../domain/city-day.ts';
import type { Clock } from '../../platform/clock.ts';
import type { ClassCounting } from './count-classes.ts';
import type { Counting } from './count-uses.ts';
import { countModels, type DayRow } from './counts.mongo.ts';
import type { Credits } from './credits.ts';
import { firstDayNotForgotten } from './use-day.ts';
import { sequenceOf, useModels, type UseModels } from './use-rows.mongo.ts';

/** Accounts that are folded in one go. */
const MOST_ACCOUNTS = 500;

export type ForgettingOptions = {
  readonly connection: Connection;
  readonly counting: Pick<Counting, 'countDay'>;
  readonly classCounting: Pick<ClassCounting, 'countDay'>;
  readonly credits: Pick<Credits, 'fold'>;
  readonly clock: Clock;
  readonly zone: string;
  readonly keepDays: number;
};

/**
 * Turns uses into counts once they were kept long enough with their cards, a day at a time.
 *
 * A day is open, then closed, then gone. While it is open its counts can be made anew from its uses. It
 * is closed once its last counts are durable; only then do its uses begin to go, and nothing counts it
 * again. So it may be cut short anywhere and begun again. What comes of the day later is not stored.
 *
 * @returns From the function it returns: how many days are gone now that were not before.
 */
export function createForgetting(options: ForgettingOptions): () => Promise<number> {
  const models = useModels(options.connection);
  const { days } = countModels(options.connection);
  const close = async (day: CityDay, now: Date): Promise<void> => {
    const row = await days.findById(day).lean<DayRow>();
    if (row !== null && row.closedAt !== null) return;
    await options.counting.countDay(day);
    await options.classCounting.countDay(day);
    await days.updateOne(
      { _id: day },
      { $set: { closedAt: now, isStale: false }, $setOnInsert: { touchedAt: now } },
      { upsert: true },
    );
  };
  return async () => {
    const now = options.clock.now();
    const first = firstDayNotForgotten(now, options);
    let gone = 0;
    for (;;) {
      const oldest = await models.uses
        .findOne({ day: { $lt: first } }, { day: 1 })
        .sort({ day: 1, reader: 1 })
        .lean<{ readonly day: string }>();
      if (oldest === null) break;
      const day = parseCityDay(oldest.day);
      await close(day, now);
      await remove(models, day);
      gone += 1;
    }
    while ((await options.credits.fold(first, MOST_ACCOUNTS)) === MOST_ACCOUNTS) {
      // The next ones.
    }
    return gone;
  };
}

/** Reader by reader, so that no step is long. What a reader never sent of that time is given up. */
async function remove({ uses, receptions }: UseModels, day: CityDay): Promise<void> {
  const readers = await uses.aggregate<{ readonly _id: string; readonly last: string }>([
    { $match: { day } },
    { $group: { _id: '$reader', last: { $max: '$_id' } } },
  ]);
  for (const { _id: reader, last } of readers) {
    await receptions.updateOne(
      { _id: reader },
      { $max: { through: sequenceOf(last) } },
      { upsert: true },
    );
    await uses.deleteMany({ day, reader });
  }
}
