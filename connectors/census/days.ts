import { addDays, parseCityDay, type CityDay } from '../../domain/city-day.ts';
import { UpstreamMalformedError } from '../../domain/errors.ts';
import { SYSTEM } from './guard.ts';
import { trusted } from './trusted.ts';

/** `xsd:date`, to which some servers add their zone and others midnight: the day is the one written. */
const XML_DAY =
  /^(?<year>\d{4})-(?<month>\d{2})-(?<day>\d{2})(?:T00:00:00(?:\.0+)?)?(?:Z|[+-]\d{2}:\d{2})?$/;
const SPANISH_DAY = /^(?<day>\d{2})\/(?<month>\d{2})\/(?<year>\d{4})$/;

/** Nobody has grown older than 122: `01/01/1900` is how a program writes that it does not know. */
const OLDEST_YEARS = 125;

/** @throws {UpstreamMalformedError} Neither `2026-11-05` nor `05/11/2026`, or not in the calendar. */
function toDay(written: string): CityDay {
  const parts = (XML_DAY.exec(written) ?? SPANISH_DAY.exec(written))?.groups;
  return trusted(() => parseCityDay(`${parts?.['year']}-${parts?.['month']}-${parts?.['day']}`));
}

/**
 * A day on which something has happened. One more than today passes, since the census's clock may be
 * ahead.
 *
 * @throws {UpstreamMalformedError} As `toDay`; also a day that is to come.
 */
export function toPastDay(written: string, today: CityDay): CityDay {
  const day = toDay(written);
  if (day <= addDays(today, 1)) return day;
  throw new UpstreamMalformedError(SYSTEM, 'a day that is to come');
}

/** @throws {UpstreamMalformedError} As `toPastDay`; also a day that nobody's birth is on. */
export function toBirthDay(written: string, today: CityDay): CityDay {
  const day = toPastDay(written, today);
  if (Number(today.slice(0, 4)) - Number(day.slice(0, 4)) <= OLDEST_YEARS) return day;
  throw new UpstreamMalformedError(SYSTEM, 'a birth too long ago to be one');
}
