import { addDays, cityDayAt, parseCityDay, type CityDay } from '../../domain/city-day.ts';
import { InvalidInputError } from '../../domain/errors.ts';
import type { ReadersCard } from './card-ref.ts';
import type { Context } from './context.ts';
import type { CardUsesArgs, QueryUseByClassArgs, QueryUseCountsArgs } from './schema.generated.ts';

const LONGEST_PAGE = 100;
const MOST_DAYS = 31;
const MOST_MONTHS = 12;

/** Where a card was used. That staff asked is durable before anything is told. */
export async function cardUses({ id: card }: ReadersCard, args: CardUsesArgs, context: Context) {
  const first = args.first ?? 20;
  if (first < 1 || first > LONGEST_PAGE) {
    throw new InvalidInputError(`\`first\` must be from 1 to ${LONGEST_PAGE}.`);
  }
  const [from, until] = [readDay(args.from), readDay(args.until)];
  await noteStaff(card, context);
  const { items, endCursor } = await context.uses.usesOf({
    ...{ card, first, after: args.after ?? null, from, until },
  });
  return { items: items.map((use) => ({ ...use, at: use.at.toISOString() })), endCursor };
}

async function noteStaff(
  cardId: string,
  { viewer, audit, clock, requestId }: Context,
): Promise<void> {
  if (viewer.kind !== 'staff') return;
  await audit.record([
    {
      ...{ at: clock.now(), viewerKind: viewer.kind, viewerId: viewer.id },
      ...{ operation: 'Card.uses', cardId, requestId },
      ...{ purpose: 'helpOfTheHolder', consent: 'legalBasis' },
    },
  ]);
}

export async function useCounts(args: QueryUseCountsArgs, { uses }: Context) {
  const [from, until] = [readDay(args.from), readDay(args.until)];
  if (from === null || until === null || until < from || until >= addDays(from, MOST_DAYS)) {
    throw new InvalidInputError(`\`from\` and \`until\` are at most ${MOST_DAYS} days, in order.`);
  }
  return uses.counts({
    ...{ from, until },
    service: args.service ?? null,
    place: args.place ?? null,
  });
}

/** What is told of a month never changes with the day on which it is asked: else the difference would tell more. */
export async function useByClass(args: QueryUseByClassArgs, { uses, clock, zone }: Context) {
  const [from, until] = [readMonth(args.from), readMonth(args.until)];
  if (until < from || until > monthsAfter(from, MOST_MONTHS - 1)) {
    throw new InvalidInputError(
      `\`from\` and \`until\` are at most ${MOST_MONTHS} months, in order.`,
    );
  }
  if (until >= cityDayAt(clock.now(), zone).slice(0, 'YYYY-MM'.length)) {
    throw new InvalidInputError('`until` must be a month that is over.');
  }
  return uses.classes({
    ...{ from, until },
    service: args.service ?? null,
    kind: args.kind ?? null,
  });
}

function readDay(value: unknown): CityDay | null {
  if (value === null || value === undefined) return null;
  if (typeof value !== 'string') throw new InvalidInputError('A day is written YYYY-MM-DD.');
  return parseCityDay(value);
}

function readMonth(text: string): string {
  if (/^\d{4}-(?:0[1-9]|1[0-2])$/.test(text)) return text;
  throw new InvalidInputError('A month is written YYYY-MM.');
}

function monthsAfter(month: string, count: number): string {
  const [year = 0, number = 1] = month.split('-').map(Number);
  const months = year * 12 + number - 1 + count;
  return `${String(Math.floor(months / 12)).padStart(4, '0')}-${String((months % 12) + 1).padStart(2, '0')}`;
}
