import type { CensusPort } from '../../connectors/census/port.ts';
import type { TariffMarksPort } from '../../connectors/tax/port.ts';
import { startScheduled, type ScheduledOptions } from '../scheduled.ts';
import { createAskCensus } from './ask-census.ts';
import { createAskTax } from './ask-tax.ts';
import type { FactBook } from './fact-book-port.ts';
import { createFactsDue, FACTS_DUE, factsDueTimes } from './facts-due.ts';
import { startFeedingFacts, type FeedFactsOptions } from './feed-facts.ts';
import type { PassDays } from '../pass-days.ts';

export type FactsLineOptions = Omit<FeedFactsOptions, 'sources' | 'book'> &
  Pick<ScheduledOptions, 'producer' | 'worker'> & {
    readonly book: FactBook;
    readonly passDays: PassDays;
    readonly census: Pick<CensusPort, 'fetchPersons'>;
    readonly tax: TariffMarksPort;
  };

/** Asks census and tax office for facts, and goes through those that end. */
export function startFactsLine(options: FactsLineOptions): AsyncDisposable {
  const { census, tax, producer, worker, zone, log } = options;
  const stack = new AsyncDisposableStack();
  const sources = { census: createAskCensus(census), tax: createAskTax(tax) };
  stack.use(startFeedingFacts({ ...options, sources }));
  const work = createFactsDue(options);
  const schedule = { name: FACTS_DUE, times: factsDueTimes(zone), work };
  stack.use(startScheduled({ ...schedule, producer, worker, log }));
  return stack;
}
