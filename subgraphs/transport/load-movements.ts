import type { Movement } from '../../connectors/transport/port.ts';
import { addDays, cityDayAt, parseCityDay } from '../../domain/city-day.ts';
import { InvalidInputError } from '../../domain/errors.ts';
import type { LinkedAccount } from '../../domain/linked-account.ts';
import type { Outcome } from '../../domain/outcome.ts';
import type { SourceRow } from '../../platform/subgraph/source.ts';
import type { Context } from './context.ts';
import type { TransportMovementsArgs } from './schema.generated.ts';

/** As the port gives it; resolvers spell it for the schema. */
export type MovementRow = Movement;

/** As the schema's `MovementPage`. */
export type MovementPageRow = {
  readonly items: readonly Outcome<MovementRow>[];
  readonly nextPage: number | null;
  readonly source: SourceRow;
};

/** What somebody who gives no first day most likely wants to see. */
const DAYS_BACK = 30;
/** A year, a leap year's last day included; back offices archive what is older. */
const LONGEST_DAYS = 366;
/** Far beyond what a card can have in a year; keeps a number sent by mistake from the back office. */
const LAST_PAGE = 10_000;

/** @throws {HubError} The days or the page make no sense, or the back office did not answer. */
export async function loadMovements(
  account: LinkedAccount,
  args: TransportMovementsArgs,
  { loaders, clock, zone }: Context,
): Promise<MovementPageRow> {
  const until = args.until ? parseCityDay(args.until) : cityDayAt(clock.now(), zone);
  const from = args.from ? parseCityDay(args.from) : addDays(until, -DAYS_BACK);
  if (from > until) throw new InvalidInputError('`from` must not be later than `until`.');
  if (addDays(from, LONGEST_DAYS) < until) {
    throw new InvalidInputError(`At most ${LONGEST_DAYS} days of movements at once.`);
  }
  const page = args.page ?? 1;
  if (page < 1 || page > LAST_PAGE) {
    throw new InvalidInputError(`\`page\` must be from 1 to ${LAST_PAGE}.`);
  }
  const { movements, nextPage } = await loaders.movementsByAsk.load({ account, from, until, page });
  const source = {
    system: 'transport',
    asOf: clock.now().toISOString(),
    freshness: 'LIVE',
  } as const;
  return { items: movements, nextPage, source };
}
