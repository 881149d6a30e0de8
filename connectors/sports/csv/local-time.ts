const MINUTE_MS = 60_000;
const DAY_MS = 24 * 60 * MINUTE_MS;

/** A time of day in the city without its zone, as the files write it. */
export type LocalTime = {
  /** `YYYY-MM-DD`. */
  readonly day: string;
  /** `HH:MM`. */
  readonly time: string;
};

/**
 * The instants at which a clock in the city shows this: one; two in the hour that comes twice in
 * October, earlier first; none in the hour that March leaves out.
 */
export type ToInstants = (local: LocalTime) => readonly Date[];

/** @param zone IANA name, such as `Europe/Madrid`. */
export function createToInstants(zone: string): ToInstants {
  const format = new Intl.DateTimeFormat('en-CA', {
    timeZone: zone,
    year: 'numeric',
    month: '2-digit',
    day: '2-digit',
    hour: '2-digit',
    minute: '2-digit',
    hourCycle: 'h23',
  });
  /** What the clock shows, as though it were UTC. */
  const shownMs = (instantMs: number): number =>
    Date.parse(`${format.format(instantMs).replace(', ', 'T')}Z`);

  return ({ day, time }) => {
    const wantedMs = Date.parse(`${day}T${time}Z`);
    // A change of the clock lies within a day of the time, on one side or the other.
    const offsets = [wantedMs - DAY_MS, wantedMs + DAY_MS].map((ms) => shownMs(ms) - ms);
    const candidates = [...new Set(offsets)].map((offset) => wantedMs - offset);
    return candidates
      .filter((ms) => shownMs(ms) === wantedMs)
      .toSorted((one, other) => one - other)
      .map((ms) => new Date(ms));
  };
}
