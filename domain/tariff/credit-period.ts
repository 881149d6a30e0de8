import { addDays, parseCityDay, type CityDay } from '../city-day.ts';
import type { Credit, Rulebook } from './rulebook.ts';

/**
 * Names the period of a credit that a city day lies in: `2027-03-28`, `2027-03`, `2027` or
 * `rulebook-4`. A use counts in the period of its own day, however late it is told.
 */
export function creditPeriodOn(
  credit: Credit,
  day: CityDay,
  { version }: Pick<Rulebook, 'version'>,
): string {
  if (credit.per === 'day') return day;
  if (credit.per === 'month') return day.slice(0, 7);
  return credit.per === 'year' ? day.slice(0, 4) : `rulebook-${version}`;
}

/** The day on which the credit is whole again by itself; null for one that only another rulebook renews. */
export function creditRenewedOn(credit: Credit, day: CityDay): CityDay | null {
  if (credit.per === 'rulebook') return null;
  if (credit.per === 'day') return addDays(day, 1);
  const [year, month] = day.split('-').map(Number);
  const isLastPeriod = credit.per === 'year' || month === 12;
  const firstMonth = isLastPeriod ? 1 : (month ?? 0) + 1;
  const inYear = isLastPeriod ? (year ?? 0) + 1 : (year ?? 0);
  return parseCityDay(`${pad(inYear, 4)}-${pad(firstMonth, 2)}-01`);
}

function pad(count: number, digits: number): string {
  return String(count).padStart(digits, '0');
}
