import type { ClientSession } from 'mongoose';
import { cityDayAt } from '../../../domain/city-day.ts';
import { creditPeriodOn, creditRenewedOn } from '../../../domain/tariff/credit-period.ts';
import { quote, type Quote } from '../../../domain/tariff/quote.ts';
import { rulebookOn } from '../../../domain/tariff/rulebook.ts';
import type { CreditEntry } from '../credits/credit-book.ts';
import { creditsLeftOn } from '../credits/credits-taken.ts';
import type { TariffRecord } from '../store.ts';
import type { EnrolmentContext } from './context.ts';
import type { Course } from './course.ts';
import type { EnrolmentPrice } from './enrolment.ts';
import { creditUseId, toHolderId } from './places.ts';

type Asked = {
  readonly enrolmentId: string;
  readonly course: Course;
  readonly holderId: string;
  readonly holder: TariffRecord;
};

/**
 * What a course costs a holder now, by the rulebook in force. A credit pays as far as nothing else has
 * taken from it, and has paid from now on. Nothing is taken where the service is closed to the holder.
 *
 * @throws {InvalidInputError} The rulebook has no list prices for the service.
 */
export async function takePrice(
  session: ClientSession,
  { enrolmentId, course, holderId, holder }: Asked,
  context: EnrolmentContext,
): Promise<EnrolmentPrice> {
  const { rulebooks, clock, zone, creditBook } = context;
  const published = await rulebooks.published();
  const on = clock.now();
  const day = cityDayAt(on, zone);
  const told = quote({
    rulebooks: published,
    ...{ service: course.service, holder, on, zone },
    listPriceCents: course.listPriceCents,
    creditsLeft: creditsLeftOn(holder.credits, rulebookOn(published, day), day) ?? undefined,
  });
  if (told.outcome.access === 'deny') return { quote: told, credit: null };
  const entries = entriesOf(told, { course, enrolmentId }, context, published);
  await creditBook.enter(session, toHolderId(holderId), entries);
  const taken = entries.find(({ uses }) => uses.length > 0);
  return {
    quote: told,
    credit: taken === undefined ? null : { rule: taken.rule, period: taken.period },
  };
}

/**
 * One for each credit that the service's rules give anybody, so that what is written does not say whether
 * its holder has one.
 */
function entriesOf(
  { why: { takes } }: Quote,
  { course, enrolmentId }: Pick<Asked, 'course' | 'enrolmentId'>,
  { clock, zone }: EnrolmentContext,
  published: Parameters<typeof rulebookOn>[0],
): readonly CreditEntry[] {
  const day = cityDayAt(clock.now(), zone);
  const rulebook = rulebookOn(published, day);
  return (rulebook.rulesByService.get(course.service) ?? []).flatMap(({ id: rule, credit }) => {
    if (credit === null) return [];
    const amount = takes?.rule === rule ? takes.amount : 0;
    const use = { id: creditUseId(enrolmentId), day, amount, isReturnable: true } as const;
    return {
      ...{ rule, period: creditPeriodOn(credit, day, rulebook), granted: credit.amount },
      ...{ renewsOn: creditRenewedOn(credit, day), uses: amount > 0 ? [use] : [] },
    };
  });
}
