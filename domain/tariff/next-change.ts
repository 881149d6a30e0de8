import { addDays, cityDayAt, parseCityDay, startOfCityDay, type CityDay } from '../city-day.ts';
import { leavesOf } from './condition.ts';
import { creditPeriodOn, creditRenewedOn } from './credit-period.ts';
import { toOutcome, type Ask } from './evaluate.ts';
import type { Fact } from './fact.ts';
import { priceFor } from './price.ts';
import { rulebookOn, type Rulebook } from './rulebook.ts';
import type { ServiceId } from './service.ts';
import { situationAt } from './situation.ts';
import { compareText } from './text-order.ts';

/**
 * The first instant after `ask.on` at which the outcome is another one though nothing happens: a
 * birthday, a fact that begins or ends, a credit that is whole again, a rulebook that begins. Null
 * when no such instant is in sight. Until then the outcome stays as it is, as far as is known now.
 *
 * @throws {InvalidInputError} As `evaluate`.
 */
export function nextChange(ask: Ask): Date | null {
  const day = nextChangeOn(ask);
  const start = day === null ? null : startOfCityDay(day, ask.zone);
  // A withdrawal is an event; one that is known beforehand counts, whether it matters or not.
  const withdrawals = (ask.holder?.facts ?? [])
    .flatMap(({ withdrawnAt }) => (withdrawnAt === null ? [] : [withdrawnAt.getTime()]))
    .filter((instant) => instant > ask.on.getTime());
  if (withdrawals.length === 0) return start;
  return new Date(Math.min(...withdrawals, start?.getTime() ?? Number.POSITIVE_INFINITY));
}

/** The city day whose start `nextChange` is, found without looking at the clock changes of a zone. */
export function nextChangeOn(ask: Ask): CityDay | null {
  const today = cityDayAt(ask.on, ask.zone);
  const now = outcomeKeyOn(ask, today, today);
  const days = [...candidateDays(ask, today)].toSorted(compareText);
  return days.find((day) => outcomeKeyOn(ask, day, today) !== now) ?? null;
}

function outcomeKeyOn(ask: Ask, day: CityDay, today: CityDay): string | null {
  const rulebook = rulebookOn(ask.rulebooks, day);
  // A service that a later rulebook leaves out is a change too.
  if (day !== today && !rulebook.terms.has(ask.service)) return null;
  // What has not been withdrawn by now is taken to stand.
  const situation = ask.holder === null ? null : situationAt(ask.holder, day, ask.on);
  const hasListPrices = rulebook.terms.get(ask.service)?.hasListPrices === true;
  const priced = priceFor({
    rulebook,
    service: ask.service,
    situation,
    listPriceCents: hasListPrices || day === today ? ask.listPriceCents : undefined,
    creditsLeft: creditsLeftOn(ask, day, today),
  });
  return toOutcome(ask.service, priced).outcomeKey;
}

/** What is left now is left later in the same period; in another one the credit is whole. */
function creditsLeftOn(ask: Ask, day: CityDay, today: CityDay): Ask['creditsLeft'] {
  if (ask.creditsLeft === undefined || ask.creditsLeft.size === 0 || day === today) {
    return ask.creditsLeft;
  }
  const left = new Map<string, number>();
  const [then, now] = [rulebookOn(ask.rulebooks, day), rulebookOn(ask.rulebooks, today)];
  for (const { id, credit } of then.rulesByService.get(ask.service) ?? []) {
    const known = ask.creditsLeft.get(id);
    if (credit === null || known === undefined) continue;
    if (creditPeriodOn(credit, day, then) === creditPeriodOn(credit, today, now)) {
      left.set(id, known);
    }
  }
  return left;
}

/** Every later day on which something can change, and perhaps some more. */
function candidateDays(ask: Ask, today: CityDay): ReadonlySet<CityDay> {
  const days = new Set<CityDay>();
  const current = rulebookOn(ask.rulebooks, today);
  const books = ask.rulebooks.filter((book) => book === current || book.startsOn > today);
  for (const { startsOn } of books) days.add(startsOn);
  if (ask.holder !== null) {
    for (const book of books) addRenewals(days, book, { ask, today });
    const ages = ageBounds(books, ask.service);
    for (const fact of ask.holder.facts) {
      const isRead = books.some((book) =>
        book.kindsByService.get(ask.service)?.has(fact.claim.kind),
      );
      if (isRead) addDaysOfFact(days, fact, ages);
    }
  }
  for (const day of days) if (day <= today) days.delete(day);
  return days;
}

function addRenewals(
  days: Set<CityDay>,
  book: Rulebook,
  { ask, today }: { readonly ask: Ask; readonly today: CityDay },
): void {
  for (const { id, credit } of book.rulesByService.get(ask.service) ?? []) {
    if (credit === null || ask.creditsLeft?.has(id) !== true) continue;
    const day = creditRenewedOn(credit, today);
    if (day !== null) days.add(day);
  }
}

function ageBounds(books: readonly Rulebook[], service: ServiceId): ReadonlySet<number> {
  const bounds = new Set<number>();
  for (const { rulesByService } of books) {
    for (const { when } of rulesByService.get(service) ?? []) {
      for (const leaf of when === null ? [] : leavesOf(when)) {
        if (leaf.kind === 'age') bounds.add(leaf.from).add(leaf.under);
      }
    }
  }
  return bounds;
}

function addDaysOfFact(days: Set<CityDay>, fact: Fact, ages: ReadonlySet<number>): void {
  days.add(fact.firstOn);
  if (fact.lastOn !== null) days.add(addDays(fact.lastOn, 1));
  if (fact.claim.kind !== 'birth-date') return;
  for (const age of ages) days.add(birthdayOn(fact.claim.bornOn, age));
}

/** The day on which somebody is so old: 1 March for who was born on 29 February, in common years. */
export function birthdayOn(bornOn: CityDay, age: number): CityDay {
  const year = Number(bornOn.slice(0, 4)) + age;
  const isLeapYear = (year % 4 === 0 && year % 100 !== 0) || year % 400 === 0;
  const monthDay = bornOn.slice(5);
  const shifted = monthDay === '02-29' && !isLeapYear ? '03-01' : monthDay;
  return parseCityDay(`${String(year).padStart(4, '0')}-${shifted}`);
}
