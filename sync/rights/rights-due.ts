import type { Logger } from 'pino';
import { cityDayAt } from '../../domain/city-day.ts';
import type { Clock } from '../../platform/clock.ts';
import type { ScheduledRun, ScheduledTime } from '../scheduled.ts';
import type { Recompute } from './recompute-port.ts';

export const RIGHTS_DUE = 'rights-due';

/** Cards judged in one batch: some tenths of a second, so that a stop does not wait long. */
const BATCH = 500;

export type RightsDueDeps = {
  readonly recompute: Pick<Recompute, 'due'>;
  readonly clock: Clock;
  /** The city's: its days begin there. */
  readonly zone: string;
  readonly log: Logger;
};

/**
 * Just after midnight, when a day's changes are due; and each minute, for what came to be due since and
 * in case the midnight was missed.
 */
export function rightsDueTimes(zone: string): readonly ScheduledTime[] {
  return [{ pattern: '5 0 0 * * *', zone }, { everyMs: 60_000 }];
}

/**
 * Judges anew whose situation changes by the passing of time alone, until nobody is left. However long
 * nobody was there to do it: everything up to today is due.
 */
export function createRightsDue({ recompute, clock, zone, log }: RightsDueDeps) {
  return async ({ signal, progress }: ScheduledRun): Promise<void> => {
    let judged = 0;
    while (!signal.aborted) {
      // Asked for each batch: a long run may go past midnight.
      const count = await recompute.due(cityDayAt(clock.now(), zone), BATCH);
      if (count === 0) break;
      judged += count;
      progress({ judged });
    }
    if (judged > 0) log.info({ judged }, 'rights of cards were judged as time passed');
  };
}
