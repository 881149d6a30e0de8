import type { Logger } from 'pino';
import type { CardholderId } from '../../domain/card/cardholder.ts';
import { addDays, cityDayAt, startOfCityDay, type CityDay } from '../../domain/city-day.ts';
import { factsToAskAgain, type Fact } from '../../domain/tariff/fact.ts';
import type { Clock } from '../../platform/clock.ts';
import type { ScheduledRun, ScheduledTime } from '../scheduled.ts';
import { taxConsentOf } from './ask-tax.ts';
import type { AskedSource, FactAsks, Wanted } from './fact-asks.ts';
import type { FactBook, FactsOfHolder } from './fact-book-port.ts';
import type { PassDays } from '../pass-days.ts';

export const FACTS_DUE = 'facts-due';

/** Holders looked at in one batch. */
const BATCH = 200;

/** A source that had nothing better to say is left alone for a week. */
const ANSWERED_DAYS = 7;

/** What has ended so long ago and was not renewed is not asked for any more. */
const GIVEN_UP_DAYS = 30;

/** Who can be asked about a fact, whoever said it: of the rest only staff knows. */
const ASKED: Readonly<Partial<Record<Fact['claim']['kind'], AskedSource>>> = {
  residency: 'census',
  income: 'tax',
  'social-bonus': 'tax',
};

export type FactsDueDeps = {
  readonly book: Pick<FactBook, 'page'>;
  readonly asks: Pick<FactAsks, 'want'>;
  readonly passDays: PassDays;
  readonly clock: Clock;
  /** The city's. */
  readonly zone: string;
  readonly log: Logger;
};

/** In the small hours, and each hour in case the night was missed: a day's pass is made once. */
export function factsDueTimes(zone: string): readonly ScheduledTime[] {
  return [{ pattern: '0 30 3 * * *', zone }, { everyMs: 3_600_000 }];
}

/**
 * Once a day goes through all holders and opens an ask for every fact that ends within thirty days and
 * that a program can ask for. Cut short it begins again; asks that are open stay as they are.
 */
export function createFactsDue({ book, asks, passDays, clock, zone, log }: FactsDueDeps) {
  return async ({ signal, progress }: ScheduledRun): Promise<void> => {
    const now = clock.now();
    const day = cityDayAt(now, zone);
    if ((await passDays.lastOn(FACTS_DUE, day)) >= day) return;
    const answeredBefore = startOfCityDay(addDays(day, -ANSWERED_DAYS), zone);
    let [looked, wanted] = [0, 0];
    let after: CardholderId | null = null;
    for (;;) {
      if (signal.aborted) return;
      const holders: readonly FactsOfHolder[] = await book.page(after, BATCH);
      const due = holders.flatMap((holder) => dueAsks(holder, day));
      await asks.want(due, { now, answeredBefore });
      looked += holders.length;
      wanted += due.length;
      progress({ looked, wanted });
      after = holders.at(-1)?.holderId ?? null;
      if (holders.length < BATCH || after === null) break;
    }
    await passDays.save(FACTS_DUE, day);
    if (wanted > 0) log.info({ looked, wanted }, 'sources of facts are asked again');
  };
}

/** The sources to ask again about a holder. */
export function dueAsks({ holderId, kind, facts }: FactsOfHolder, day: CityDay): readonly Wanted[] {
  if (kind === 'organisation') return [];
  const oldest = addDays(day, -GIVEN_UP_DAYS);
  const sources = new Set(
    factsToAskAgain(facts, day)
      .filter(({ lastOn, purpose }) => purpose === 'tariff' && (lastOn ?? day) >= oldest)
      .flatMap(({ claim }) => ASKED[claim.kind] ?? []),
  );
  if (taxConsentOf(facts) === null) sources.delete('tax');
  return [...sources].map((source) => ({ holderId, source }));
}
