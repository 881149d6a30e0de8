const MINUTE_MS = 60_000;

/**
 * The instant of a clock time in a zone, to the second.
 *
 * A time that summer time leaves out is taken as if the clocks had not moved yet; of a time that
 * comes twice it is the first.
 *
 * @param clockTime As `Date.UTC` would give it: the clock's reading taken for UTC, in milliseconds.
 * @param zone IANA name, such as `Europe/Madrid`.
 */
export function instantOfClock(clockTime: number, zone: string): Date {
  // A day around no zone moves its clocks twice, so that these two offsets are the only candidates.
  const before = offsetMs(clockTime - 24 * 60 * MINUTE_MS, zone);
  const after = offsetMs(clockTime + 24 * 60 * MINUTE_MS, zone);
  const first = clockTime - Math.max(before, after);
  const fits = offsetMs(first, zone) === Math.max(before, after);
  if (fits) return new Date(first);
  const second = clockTime - Math.min(before, after);
  return new Date(offsetMs(second, zone) === Math.min(before, after) ? second : clockTime - before);
}

/** How far the zone's clocks are ahead of UTC at an instant, in milliseconds. */
function offsetMs(instant: number, zone: string): number {
  const parts = formatter(zone).formatToParts(new Date(instant));
  const part = (type: string): number =>
    Number(parts.find((one) => one.type === type)?.value ?? Number.NaN);
  const shown = Date.UTC(
    part('year'),
    part('month') - 1,
    part('day'),
    part('hour'),
    part('minute'),
    part('second'),
  );
  return shown - Math.floor(instant / 1000) * 1000;
}

const formatters = new Map<string, Intl.DateTimeFormat>();

/** Making one costs a hundred times what using it does. @throws {RangeError} No such zone. */
function formatter(zone: string): Intl.DateTimeFormat {
  const known = formatters.get(zone);
  if (known !== undefined) return known;
  const made = new Intl.DateTimeFormat('en-CA', {
    timeZone: zone,
    hourCycle: 'h23',
    year: 'numeric',
    month: '2-digit',
    day: '2-digit',
    hour: '2-digit',
    minute: '2-digit',
    second: '2-digit',
  });
  formatters.set(zone, made);
  return made;
}
