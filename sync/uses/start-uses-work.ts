import type { Logger } from '../../platform/process/log.ts';
import { startRounds } from '../rounds.ts';
import type { ClassCounting } from './count-classes.ts';
import type { Counting } from './count-uses.ts';
import type { FollowUp } from './follow-up.ts';

/** Pause between two looks for uses whose consequences are not drawn. */
const SETTLE_MS = 500;
/** A reader's day is counted as a whole, so not for every upload. */
const COUNT_MS = 60_000;
/** What is done once a day, looked for more often: a process may have been down at the hour. */
const DAILY_MS = 10 * 60 * 1000;

export type UsesWorkOptions = {
  readonly followUp: FollowUp;
  readonly counting: Counting;
  readonly classCounting: ClassCounting;
  readonly forget: () => Promise<number>;
  readonly log: Logger;
  /** For tests. */
  readonly pauses?: {
    readonly settleMs: number;
    readonly countMs: number;
    readonly dailyMs: number;
  };
};

/**
 * What follows once uses are stored: recognising cards and applying credits, counting, and what comes
 * with the days. What waits is in the store, so whatever is cut short is found again; one process does
 * it all, and a second one only repeats it. Disposing waits for the round under way.
 */
export function startUsesWork(options: UsesWorkOptions): AsyncDisposable {
  const { followUp, counting, classCounting, forget, log } = options;
  const { settleMs, countMs, dailyMs } = options.pauses ?? {
    settleMs: SETTLE_MS,
    countMs: COUNT_MS,
    dailyMs: DAILY_MS,
  };
  const stack = new AsyncDisposableStack();
  const stop = new AbortController();
  const untilNone = async (work: () => Promise<number>): Promise<void> => {
    while (!stop.signal.aborted && (await work()) > 0) {
      // The next ones.
    }
  };
  const round = (name: string, intervalMs: number, work: () => Promise<void>): void => {
    stack.use(startRounds({ name, round: work, intervalMs, log }));
  };
  round('uses: cards and credits', settleMs, () => untilNone(() => followUp.settle()));
  round('uses: counts', countMs, () => untilNone(() => counting.countArrivals()));
  // One after the other: what is being forgotten must not be counted meanwhile.
  round('uses: days', dailyMs, async () => {
    await classCounting.countStale();
    const gone = await forget();
    if (gone > 0) log.info({ days: gone }, 'uses are kept as counts alone from now on');
  });
  stack.defer(() => stop.abort());
  return stack;
}
