import type { ClientSession } from 'mongoose';
import { cityDayAt } from '../../../domain/city-day.ts';
import { creditPeriodOn } from '../../../domain/tariff/credit-period.ts';
import { quote } from '../../../domain/tariff/quote.ts';
import { rulebookOn, type Rulebook } from '../../../domain/tariff/rulebook.ts';
import type { TariffHolder } from '../../../domain/tariff/situation.ts';
import type { EnrolmentContext } from './context.ts';
import type { Course } from './course.ts';
import type { EnrolmentPrice } from './enrolment.ts';

/** What a rule grants a holder in the present period. */
type Account = { readonly rule: string; readonly account: string; readonly amount: number };

type Asked = {
  readonly course: Course;
  readonly holderId: string;
  readonly holder: TariffHolder;
};

/**
 * What a course costs a holder now, by the rulebook in force. A credit pays as far as other courses have
 * not taken from it, and has paid from now on.
 *
 * @throws {InvalidInputError} The rulebook has no list prices for the service.
 */
export async function takePrice(
  session: ClientSession,
  { course, holderId, holder }: Asked,
  context: EnrolmentContext,
): Promise<EnrolmentPrice> {
  const { rulebooks, clock, zone, enrolmentStores } = context;
  const published = await rulebooks.published();
  const on = clock.now();
  const rulebook = rulebookOn(published, cityDayAt(on, zone));
  const accounts = accountsOf(rulebook, { course, holderId }, context);
  const taken = await enrolmentStores.credits.findTaken(
    session,
    accounts.map(({ account }) => account),
  );
  const told = quote({
    rulebooks: published,
    ...{ service: course.service, holder, on, zone },
    listPriceCents: course.listPriceCents,
    creditsLeft: new Map(
      accounts.map(({ rule, account, amount }) => [
        rule,
        Math.max(0, amount - (taken.get(account) ?? 0)),
      ]),
    ),
  });
  const { takes } = told.why;
  const account = accounts.find(({ rule }) => rule === takes?.rule)?.account;
  const isPaid = takes !== null && account !== undefined;
  const credit = isPaid ? { account, amount: takes.amount } : null;
  await enrolmentStores.credits.setTaken(
    session,
    new Map(
      accounts.map((each) => {
        const amount = each.account === credit?.account ? credit.amount : 0;
        return [each.account, (taken.get(each.account) ?? 0) + amount];
      }),
    ),
  );
  return { quote: told, credit };
}

function accountsOf(
  rulebook: Rulebook,
  { course, holderId }: Omit<Asked, 'holder'>,
  { clock, zone, hash }: EnrolmentContext,
): readonly Account[] {
  const day = cityDayAt(clock.now(), zone);
  return (rulebook.rulesByService.get(course.service) ?? []).flatMap(({ id, credit }) => {
    if (credit === null) return [];
    const period = creditPeriodOn(credit, day, rulebook);
    const account = hash('course-credit', JSON.stringify([holderId, id, period]));
    return { rule: id, account, amount: credit.amount };
  });
}
