/** Days and hours as the sports body keeps them: on the clocks of its city. */
export type Calendar = {
  /** `YYYY-MM-DD` of an instant. */
  dayOf(instant: Date): string;
  addDays(day: string, days: number): string;
  /** The instant at which the city's clocks show this whole hour, 1 to 23; where two do, the later. */
  at(day: string, hour: number): Date;
  /** As ISO 8601 with the offset that holds then. */
  toText(instant: Date): string;
};

const HOUR_MS = 3_600_000;

/** @param zone IANA name, such as `Europe/Madrid`. */
export function createCalendar(zone: string): Calendar {
  const parts = new Intl.DateTimeFormat('sv-SE', {
    timeZone: zone,
    dateStyle: 'short',
    timeStyle: 'medium',
  });
  /** `YYYY-MM-DDTHH:MM:SS` on the city's clocks. */
  const shown = (instant: Date): string => parts.format(instant).replace(' ', 'T');
  const offsetMs = (instant: Date): number =>
    Date.parse(`${shown(instant)}Z`) - Math.floor(instant.getTime() / 1_000) * 1_000;

  return {
    dayOf: (instant) => shown(instant).slice(0, 10),
    addDays(day, days) {
      const date = new Date(`${day}T00:00:00Z`);
      date.setUTCDate(date.getUTCDate() + days);
      return date.toISOString().slice(0, 10);
    },
    at(day, hour) {
      const wanted = Date.parse(`${day}T00:00:00Z`) + hour * HOUR_MS;
      // The offset of a first guess is right but near a change; that of the second is right there too.
      const guess = new Date(wanted - offsetMs(new Date(wanted)));
      return new Date(wanted - offsetMs(guess));
    },
    toText(instant) {
      const minutes = offsetMs(instant) / 60_000;
      const sign = minutes < 0 ? '-' : '+';
      const two = (count: number): string => String(Math.floor(count)).padStart(2, '0');
      return `${shown(instant)}${sign}${two(Math.abs(minutes) / 60)}:${two(Math.abs(minutes) % 60)}`;
    },
  };
}
