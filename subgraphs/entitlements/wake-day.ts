import type { CityDay } from '../../domain/city-day.ts';
import { addDays, ageOn } from '../../domain/city-day.ts';
import { birthdayOn } from '../../domain/tariff/next-change.ts';
import type { CardRightRow, TariffRecord } from './store.ts';
import { dayAfter } from './tariff-table.ts';

/** A day that stands readable in the store is up to so many days before the one that it is for. */
const MOST_DAYS_EARLY = 30;

const DAY_MS = 24 * 60 * 60 * 1000;

/** A whole number below a limit, drawn at random: where a looked-at-too-early day comes from. */
export type Draw = (limit: number) => number;

/**
 * A day after `today` on which a holder is to be judged anew at the latest: never after the next day on
 * which anything of the situation changes by time alone, and drawn from the month before it, so that
 * the index does not tell birthdays. Null when nothing will change.
 */
export function holderWakeDay(record: TariffRecord, today: CityDay, draw: Draw): CityDay | null {
  const exact = nextChangeDay(record, today);
  if (exact === null) return null;
  const daysAhead = Math.round((Date.parse(exact) - Date.parse(today)) / DAY_MS);
  return addDays(exact, -draw(Math.min(MOST_DAYS_EARLY, daysAhead)));
}

/** Every birthday counts, whatever today's rulebooks ask for: a later one may ask for another age. */
function nextChangeDay(
  { kind, facts, passes, credits }: TariffRecord,
  today: CityDay,
): CityDay | null {
  const days: CityDay[] = credits.flatMap(({ renewsOn }) => renewsOn ?? []);
  for (const { firstOn, lastOn, withdrawnAt } of passes) {
    if (withdrawnAt !== null) continue;
    days.push(firstOn);
    if (lastOn !== null) days.push(dayAfter(lastOn));
  }
  for (const { claim, firstOn, lastOn, purpose, withdrawnAt } of kind === 'person' ? facts : []) {
    if (withdrawnAt !== null || purpose !== 'tariff') continue;
    days.push(firstOn);
    if (lastOn !== null) days.push(dayAfter(lastOn));
    if (claim.kind === 'birth-date') days.push(nextBirthday(claim.bornOn, today));
  }
  return earliestAfter(days, today);
}

function nextBirthday(bornOn: CityDay, today: CityDay): CityDay {
  return bornOn > today ? bornOn : birthdayOn(bornOn, ageOn(bornOn, today) + 1);
}

/** The next day on which a card begins or ends to count; null for none. */
export function cardWakeDay(
  { firstOn, lastOn }: Pick<CardRightRow, 'firstOn' | 'lastOn'>,
  today: CityDay,
): CityDay | null {
  return earliestAfter(lastOn === null ? [firstOn] : [firstOn, dayAfter(lastOn)], today);
}

function earliestAfter(days: readonly CityDay[], today: CityDay): CityDay | null {
  let found: CityDay | null = null;
  for (const day of days) if (day > today && (found === null || day < found)) found = day;
  return found;
}
