import type { Connection } from 'mongoose';
import type { Clock } from '../../platform/clock.ts';
import type { Logger } from '../../platform/process/log.ts';
import type { CardIndex } from './card-index.ts';
import { createClassCounting, type ClassCounting } from './count-classes.ts';
import { createCounting, type Counting } from './count-uses.ts';
import { createCredits, type Credits } from './credits.ts';
import { createFollowUp, type FollowUp } from './follow-up.ts';
import { createForgetting } from './forget-uses.ts';
import type { CreditBook, HolderClasses, PriceOfCode, UseRules } from './ports.ts';

/** What follows once uses are stored; `start-uses-work.ts` does it in rounds. */
export type UsesParts = {
  readonly followUp: FollowUp;
  readonly counting: Counting;
  readonly classCounting: ClassCounting;
  readonly credits: Credits;
  readonly forget: () => Promise<number>;
};

export type UsesPartsOptions = {
  readonly connection: Connection;
  readonly cards: Pick<CardIndex, 'find'>;
  readonly rules: UseRules;
  readonly book: CreditBook;
  readonly priceOf: PriceOfCode;
  readonly holders: HolderClasses;
  readonly clock: Clock;
  readonly zone: string;
  readonly keepDays: number;
  readonly log: Logger;
};

export function createUsesParts(options: UsesPartsOptions): UsesParts {
  const { connection, clock } = options;
  const credits = createCredits(options);
  const followUp = createFollowUp({ ...options, credits });
  const counting = createCounting(connection, clock);
  const classCounting = createClassCounting(options);
  const forget = createForgetting({ ...options, counting, classCounting, credits });
  return { followUp, counting, classCounting, credits, forget };
}
