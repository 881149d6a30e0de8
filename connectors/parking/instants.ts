import { parseCityDay } from '../../domain/city-day.ts';
import { InvalidInputError } from '../../domain/errors.ts';

const DAY_MS = 24 * 60 * 60 * 1000;

const DATE_TIME = /^(\d{4}-\d\d-\d\d)T(\d\d:\d\d(?::\d\d)?(?:\.\d{1,9})?)(Z|[+-]\d\d:?\d\d)?$/i;

/**
 * An instant as APDS writes it. The schema wants an offset; the text of the specification allows it
 * to be left out and means the place's own time then. Of an hour that comes twice the first is
 * meant, and one that summer time leaves out is counted on from before it.
 *
 * @param timeZone IANA name.
 * @returns Null for what is no date and time, or is on a day that no calendar has.
 */
export function parseInstant(text: string, timeZone: string): Date | null {
  const [, day = '', time = '', offset] = DATE_TIME.exec(text) ?? [];
  if (!isCalendarDay(day)) return null;
  const wallMs = Date.parse(`${day}T${time}Z`);
  if (Number.isNaN(wallMs)) return null;
  if (offset === undefined) return instantOf(wallMs, timeZone);
  const instantMs = Date.parse(`${day}T${time}${offset.replace(/^(...)(\d\d)$/, '$1:$2')}`);
  return Number.isNaN(instantMs) ? null : new Date(instantMs);
}

/** Whether both are the same second: some servers cut fractions off. */
export function isSameSecond(one: Date, other: Date): boolean {
  return Math.floor(one.getTime() / 1000) === Math.floor(other.getTime() / 1000);
}

function isCalendarDay(text: string): boolean {
  try {
    return parseCityDay(text) === text;
  } catch (error) {
    if (error instanceof InvalidInputError) return false;
    throw error;
  }
}

/** The offsets of the day before and the day after are all that can hold then. */
function instantOf(wallMs: number, timeZone: string): Date {
  const before = wallMs - offsetAt(wallMs - DAY_MS, timeZone);
  const after = wallMs - offsetAt(wallMs + DAY_MS, timeZone);
  const fitting = [before, after].filter((ms) => ms + offsetAt(ms, timeZone) === wallMs);
  return new Date(fitting.length === 0 ? before : Math.min(...fitting));
}

function offsetAt(instantMs: number, timeZone: string): number {
  const wholeSecondMs = Math.floor(instantMs / 1000) * 1000;
  const wall = formatter(timeZone).format(new Date(wholeSecondMs)).replace(', ', 'T');
  return Date.parse(`${wall}Z`) - wholeSecondMs;
}

const formatters = new Map<string, Intl.DateTimeFormat>();

/** Making one costs a hundred times what using it does. */
function formatter(timeZone: string): Intl.DateTimeFormat {
  const known = formatters.get(timeZone);
  if (known !== undefined) return known;
  // The Canadian English locale writes days as ISO 8601 does.
  const made = new Intl.DateTimeFormat('en-CA', {
    timeZone,
    hourCycle: 'h23',
    year: 'numeric',
    month: '2-digit',
    day: '2-digit',
    hour: '2-digit',
    minute: '2-digit',
    second: '2-digit',
  });
  formatters.set(timeZone, made);
  return made;
}
