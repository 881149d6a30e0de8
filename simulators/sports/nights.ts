import type { Clock } from '../../platform/clock.ts';
import type { Calendar } from './calendar.ts';

export type NightsOptions = {
  readonly calendar: Calendar;
  readonly clock: Clock;
  readonly work: () => void;
};

/** After midnight and after the hour that October has twice. */
const HOUR = 4;

/** Does the work every night at four, until it is disposed. */
export function startNights({ calendar, clock, work }: NightsOptions): Disposable {
  let timer: NodeJS.Timeout;
  function wait(): void {
    const now = clock.now();
    const today = calendar.dayOf(now);
    const next = [today, calendar.addDays(today, 1)]
      .map((day) => calendar.at(day, HOUR).getTime())
      .find((at) => at > now.getTime());
    timer = setTimeout(
      () => {
        work();
        wait();
      },
      // Two seconds more: a timer may be early by a little, and would then run twice.
      (next ?? 0) - now.getTime() + 2_000,
    ).unref();
  }
  wait();
  return { [Symbol.dispose]: () => clearTimeout(timer) };
}
