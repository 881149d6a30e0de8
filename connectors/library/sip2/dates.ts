import { UpstreamMalformedError } from '../../../domain/errors.ts';
import { SYSTEM } from './guard.ts';

/** `YYYYMMDD`, four characters of zone, `HHMMSS`. Source: SIP2 2.00, "timestamp". */
const STANDARD = /^(\d{4})(\d{2})(\d{2})( {4}| {3}Z)(\d{2})(\d{2})(\d{2})$/;

const TOKENS: Readonly<Record<string, string>> = {
  YYYY: '(?<year>\\d{4})',
  MM: '(?<month>\\d{2})',
  DD: '(?<day>\\d{2})',
  HH: '\\d{2}',
  mm: '\\d{2}',
  ss: '\\d{2}',
};

export type DateRules = {
  /** IANA name of the library's zone. */
  readonly timeZone: string;
  /**
   * Format of due dates at a site that does not send the standard one: `YYYY`, `MM`, `DD`, `HH`,
   * `mm`, `ss` and what stands between them, for instance `DD/MM/YYYY HH:mm`.
   */
  readonly dueDateFormat: string | null;
};

export type LibraryDates = {
  /** Eighteen characters of the library's local time. */
  toTimestamp(at: Date): string;
  /**
   * The library's calendar day on which an item is due.
   *
   * @returns `YYYY-MM-DD`.
   * @throws {UpstreamMalformedError} In neither form, or no day of the calendar.
   */
  parseDueOn(text: string): string;
};

export function createLibraryDates({ timeZone, dueDateFormat }: DateRules): LibraryDates {
  const local = new Intl.DateTimeFormat('sv-SE', {
    timeZone,
    dateStyle: 'short',
    timeStyle: 'medium',
  });
  const siteFormat = dueDateFormat === null ? null : toPattern(dueDateFormat);
  // Formatting costs more than the rest of a message, and a busy second has hundreds of them.
  let last = { second: Number.NaN, timestamp: '' };
  return {
    toTimestamp(at) {
      const second = Math.floor(at.getTime() / 1000);
      if (second !== last.second) {
        const [day = '', time = ''] = local.format(at).split(' ');
        const timestamp = `${day.replaceAll('-', '')}    ${time.replaceAll(':', '')}`;
        last = { second, timestamp };
      }
      return last.timestamp;
    },
    parseDueOn(text) {
      const standard = STANDARD.exec(text);
      if (standard !== null) {
        const [, year, month, day, zone, hour, minute, second] = standard;
        const dueOn = toDay(year, month, day);
        if (zone === '    ') return dueOn;
        const due = new Date(`${dueOn}T${hour}:${minute}:${second}Z`);
        if (!Number.isNaN(due.getTime())) return local.format(due).slice(0, 10);
      }
      const site = siteFormat?.exec(text.trim())?.groups;
      if (site === undefined)
        throw new UpstreamMalformedError(SYSTEM, 'a due date in no known form');
      return toDay(site['year'], site['month'], site['day']);
    },
  };
}

function toDay(year = '', month = '', day = ''): string {
  const text = `${year}-${month}-${day}`;
  const date = new Date(`${text}T00:00:00Z`);
  // A 30 February would silently become a day of March.
  if (Number.isNaN(date.getTime()) || date.toISOString().slice(0, 10) !== text) {
    throw new UpstreamMalformedError(SYSTEM, 'a due date that no calendar has');
  }
  return text;
}

/** @throws {RangeError} A format without year, month or day. */
function toPattern(format: string): RegExp {
  for (const token of ['YYYY', 'MM', 'DD']) {
    if (!format.includes(token))
      throw new RangeError(`the due date format ${format} has no ${token}`);
  }
  const source = format
    .split(/(YYYY|MM|DD|HH|mm|ss)/)
    .map((part) => TOKENS[part] ?? part.replaceAll(/[.*+?^${}()|[\]\\]/g, '\\$&'))
    .join('');
  return new RegExp(`^${source}$`);
}
