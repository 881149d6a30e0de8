import { cityDayAt } from '../../domain/city-day.ts';
import type { Area } from './places.ts';

const MINUTE_MS = 60 * 1000;

/** Meters run from nine to two and from four to eight by the city's clocks, but on Sundays. */
const RUNNING = [
  [9, 14],
  [16, 20],
] as const;

/** The smallest coin that a meter gives back nothing of. */
const STEP_CENTS = 5;

/**
 * What a stay costs: minutes in which the meters run, each as it begins, up to the next five cents.
 * Minutes are those of the world: a night that is an hour longer costs no more.
 */
export function priceCents(area: Area, from: Date, until: Date, zone: string): number {
  const format = new Intl.DateTimeFormat('en-GB', {
    timeZone: zone,
    hourCycle: 'h23',
    hour: 'numeric',
  });
  let minutes = 0;
  for (let at = from.getTime(); at < until.getTime(); at += MINUTE_MS) {
    const instant = new Date(at);
    const hour = Number(format.format(instant));
    const isHour = RUNNING.some(([first, last]) => hour >= first && hour < last);
    if (isHour && !isSunday(instant, zone)) minutes += 1;
  }
  const cents = ((area.centsAnHour ?? 0) * minutes) / 60;
  return Math.ceil(cents / STEP_CENTS) * STEP_CENTS;
}

function isSunday(instant: Date, zone: string): boolean {
  return new Date(`${cityDayAt(instant, zone)}T12:00:00Z`).getUTCDay() === 0;
}
