import type { Clock } from '../../platform/clock.ts';

/** The library's calendar and clock on its wall. */
export type LibraryTime = {
  /** `YYYY-MM-DD`. */
  today(): string;
  /** Eighteen characters, local time. */
  timestamp(): string;
};

export function createLibraryTime(clock: Clock, timeZone: string): LibraryTime {
  const format = new Intl.DateTimeFormat('en-GB', {
    timeZone,
    year: 'numeric',
    month: '2-digit',
    day: '2-digit',
    hour: '2-digit',
    minute: '2-digit',
    second: '2-digit',
    hourCycle: 'h23',
  });
  const read = (): Readonly<Record<string, string>> =>
    Object.fromEntries(
      format.formatToParts(clock.now()).map(({ type, value }) => [type, value] as const),
    );
  return {
    today() {
      const now = read();
      return `${now['year']}-${now['month']}-${now['day']}`;
    },
    timestamp() {
      const now = read();
      return `${now['year']}${now['month']}${now['day']}    ${now['hour']}${now['minute']}${now['second']}`;
    },
  };
}

/** @param day `YYYY-MM-DD`. */
export function daysAfter(day: string, days: number): string {
  const date = new Date(`${day}T00:00:00Z`);
  date.setUTCDate(date.getUTCDate() + days);
  return date.toISOString().slice(0, 10);
}
