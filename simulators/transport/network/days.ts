import { addDays, startOfCityDay, type CityDay } from '../../../domain/city-day.ts';
import type { Service } from './plan.ts';

/** Days on which buses run as on Sundays. */
const HOLIDAYS: ReadonlySet<string> = new Set([
  '01-01',
  '01-06',
  '05-01',
  '08-15',
  '12-08',
  '12-25',
]);

/** Which services run on a day; `NOCHE` begins on the evening of Fridays, Saturdays and days before a holiday. */
export function servicesOn(day: CityDay): ReadonlySet<Service> {
  const services = new Set<Service>([dayServiceOn(day)]);
  if (weekdayOf(day) === 5 || weekdayOf(day) === 6 || isHoliday(addDays(day, 1))) {
    services.add('NOCHE');
  }
  return services;
}

/** By the calendar alone, holidays not looked at. */
export function regularServiceOn(day: CityDay): Service {
  const weekday = weekdayOf(day);
  if (weekday === 0) return 'DOM';
  return weekday === 6 ? 'SAB' : 'LAB';
}

export function isHoliday(day: CityDay): boolean {
  return HOLIDAYS.has(day.slice(5));
}

/** Noon minus twelve hours, from which the times of a service day are counted. Source: GTFS reference, Time. */
export function serviceDayStart(day: CityDay, zone: string): number {
  // Clocks move at night, never between noon and midnight here.
  return startOfCityDay(addDays(day, 1), zone).getTime() - 24 * 3_600_000;
}

function dayServiceOn(day: CityDay): Service {
  return isHoliday(day) ? 'DOM' : regularServiceOn(day);
}

/** 0 is Sunday. */
function weekdayOf(day: CityDay): number {
  return new Date(`${day}T00:00:00Z`).getUTCDay();
}
