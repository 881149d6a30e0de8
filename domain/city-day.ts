import { InvalidInputError } from './errors.ts';

/** A calendar day in the city's time zone, `YYYY-MM-DD`. Compares as text. */
export type CityDay = string & { readonly __brand: 'CityDay' };

const MINUTE_MS = 60 * 1000;
const DAY_MS = 24 * 60 * MINUTE_MS;
const FARTHEST_ZONE_MINUTES = 14 * 60;

/** @throws {InvalidInputError} Not `YYYY-MM-DD`, or a day that no calendar has, such as 2027-02-29. */
export function parseCityDay(text: string): CityDay {
  const isShaped = /^\d{4}-\d{2}-\d{2}$/.test(text);
  const instant = isShaped ? Date.parse(`${text}T00:00:00Z`) : Number.NaN;
  // Date.parse rolls 30 February over to March, so the day is written back and compared.
  if (Number.isNaN(instant) || new Date(instant).toISOString().slice(0, 10) !== text) {
    throw new InvalidInputError('A day is written YYYY-MM-DD and has to be in the calendar.');
  }
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- checked above
  return text as CityDay;
}

/** Which day it is in the city at an instant. @param zone IANA name, such as `Europe/Madrid`. */
export function cityDayAt(instant: Date, zone: string): CityDay {
  // The Canadian English locale writes days as ISO 8601 does.
  return parseCityDay(formatter(zone).format(instant));
}

/** The day that lies so many days later, or earlier for a negative count. */
export function addDays(day: CityDay, days: number): CityDay {
  return parseCityDay(
    new Date(Date.parse(`${day}T00:00:00Z`) + days * DAY_MS).toISOString().slice(0, 10),
  );
}

/**
 * The first instant of a day in the city, in whole minutes: every zone has been whole minutes from
 * UTC since 1972. Right also where summer time begins at midnight, so that the day begins at one.
 */
export function startOfCityDay(day: CityDay, zone: string): Date {
  const key = `${zone} ${day}`;
  const known = starts.get(key);
  if (known !== undefined) return new Date(known);
  if (starts.size >= MAX_STARTS) starts.clear();
  const start = findStart(day, zone);
  starts.set(key, start);
  return new Date(start);
}

/** Finding one costs a dozen looks into the calendar of the zone. */
const starts = new Map<string, number>();
const MAX_STARTS = 2_000;

function findStart(day: CityDay, zone: string): number {
  const midnight = Date.parse(`${day}T00:00:00Z`) / MINUTE_MS;
  // No zone is more than 14 hours from UTC; one minute more, so that the day has not begun there.
  let before = midnight - FARTHEST_ZONE_MINUTES - 1;
  let notBefore = midnight + FARTHEST_ZONE_MINUTES;
  while (notBefore - before > 1) {
    const middle = Math.floor((before + notBefore) / 2);
    if (cityDayAt(new Date(middle * MINUTE_MS), zone) < day) before = middle;
    else notBefore = middle;
  }
  return notBefore * MINUTE_MS;
}

/** The instant at which a day is over: what ends with the day is valid before it. */
export function endOfCityDay(day: CityDay, zone: string): Date {
  return startOfCityDay(addDays(day, 1), zone);
}

/** Full years between birth and a day; who was born on 29 February has their birthday on 1 March in other years. */
export function ageOn(birthDay: CityDay, day: CityDay): number {
  const years = Number(day.slice(0, 4)) - Number(birthDay.slice(0, 4));
  return day.slice(5) < birthDay.slice(5) ? years - 1 : years;
}

const formatters = new Map<string, Intl.DateTimeFormat>();

/** Making one costs a hundred times what using it does. */
function formatter(zone: string): Intl.DateTimeFormat {
  const known = formatters.get(zone);
  if (known !== undefined) return known;
  const made = new Intl.DateTimeFormat('en-CA', {
    timeZone: zone,
    year: 'numeric',
    month: '2-digit',
    day: '2-digit',
  });
  formatters.set(zone, made);
  return made;
}
