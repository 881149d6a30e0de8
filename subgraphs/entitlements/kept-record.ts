import { addDays, cityDayAt, type CityDay } from '../../domain/city-day.ts';
import { KEEP_QUOTES_DAYS } from './quote-store.mongo.ts';
import { openOn } from './credits/credits-taken.ts';
import type { TariffRecord } from './store.ts';

type Ended = { readonly lastOn: CityDay | null; readonly withdrawnAt: Date | null };

/**
 * Without what ended or was withdrawn so long ago that no quote that is kept can have read it, and without
 * credits that are whole again: a quote says itself what it read of these.
 */
export function withoutForgotten<Row extends TariffRecord>(
  record: Row,
  today: CityDay,
  zone: string,
): Row {
  const oldest = addDays(today, -KEEP_QUOTES_DAYS);
  const isKept = ({ lastOn, withdrawnAt }: Ended): boolean =>
    (lastOn === null || lastOn >= oldest) &&
    (withdrawnAt === null || cityDayAt(withdrawnAt, zone) >= oldest);
  return {
    ...record,
    facts: record.facts.filter(isKept),
    passes: record.passes.filter(isKept),
    credits: openOn(record.credits, today),
  };
}
