import type { Clock } from '../../platform/clock.ts';
import type { Logger } from '../../platform/process/log.ts';
import type { CardUse, CreditBook, UseRules } from './ports.ts';
import { firstDayNotForgotten } from './use-day.ts';

/** What uses take from credits: each exactly once, however late it is told, in the period of its own day. */
export type Credits = {
  /** Safe to repeat, in any portions. Prices of who took from a credit follow in the same transaction. */
  apply(uses: readonly CardUse[]): Promise<void>;
} & Pick<CreditBook, 'fold'>;

export type CreditsOptions = {
  readonly rules: Pick<UseRules, 'takesOf'>;
  readonly book: CreditBook;
  readonly clock: Clock;
  readonly zone: string;
  readonly keepDays: number;
  readonly log: Logger;
};

export function createCredits(options: CreditsOptions): Credits {
  const { rules, book, clock, log } = options;
  return {
    fold: (before, limit) => book.fold(before, limit),
    async apply(uses) {
      // What is folded already must not be counted beside its sum.
      const firstDay = firstDayNotForgotten(clock.now(), options);
      const kept = uses.filter(({ day }) => day >= firstDay);
      const takes = await rules.takesOf(kept);
      const entries = kept.flatMap(({ useId, cardId, day }) => {
        const take = takes.get(useId);
        return take === undefined ? [] : [{ ...take, useId, cardId, day }];
      });
      if (entries.length === 0) return;
      for (const { rule, period, amount } of await book.enter(entries)) {
        log.warn({ rule, period, overused: amount }, 'a credit was overused');
      }
    },
  };
}
