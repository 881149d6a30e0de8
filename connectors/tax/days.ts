import { parseCityDay, type CityDay } from '../../domain/city-day.ts';
import { trusted } from './trusted.ts';

/** `xsd:date`, to which some servers add their zone and others midnight: the day is the one written. */
const XML_DAY =
  /^(?<year>\d{4})-(?<month>\d{2})-(?<day>\d{2})(?:T00:00:00(?:\.0+)?)?(?:Z|[+-]\d{2}:\d{2})?$/;
const SPANISH_DAY = /^(?<day>\d{2})\/(?<month>\d{2})\/(?<year>\d{4})$/;

/** @throws {UpstreamMalformedError} Neither `2026-11-05` nor `05/11/2026`, or not in the calendar. */
export function toDay(written: string): CityDay {
  const parts = (XML_DAY.exec(written) ?? SPANISH_DAY.exec(written))?.groups;
  return trusted(() => parseCityDay(`${parts?.['year']}-${parts?.['month']}-${parts?.['day']}`));
}
