import type { CityDay } from '../../../domain/city-day.ts';
import { creditPeriodOn, creditRenewedOn } from '../../../domain/tariff/credit-period.ts';
import type { Rulebook } from '../../../domain/tariff/rulebook.ts';

/** What a holder has taken from the credit that a rule gives, in one period. */
export type CreditTaken = {
  readonly rule: string;
  /** As `creditPeriodOn` names it. */
  readonly period: string;
  /** Uses or cents; more than is granted when readers did not know better while offline. */
  readonly taken: number;
  /** First day after the period; null for one that only another rulebook ends. */
  readonly renewsOn: CityDay | null;
};

/** What is left by id of the rule, for credits of the period that a day lies in; null when nothing was taken from any. */
export function creditsLeftOn(
  credits: readonly CreditTaken[],
  rulebook: Rulebook,
  day: CityDay,
): ReadonlyMap<string, number> | null {
  // Most holders have taken nothing: then the rulebook is not looked at.
  if (credits.length === 0) return null;
  const left = openCredits(credits, rulebook, day).map(
    ({ rule, taken, credit }) => [rule, Math.max(0, credit.amount - taken)] as const,
  );
  return left.length === 0 ? null : new Map(left);
}

/** Days on which credits that were taken from on a day are whole again. */
export function renewalDays(
  credits: readonly CreditTaken[],
  rulebook: Rulebook,
  day: CityDay,
): readonly CityDay[] {
  if (credits.length === 0) return [];
  return openCredits(credits, rulebook, day).flatMap(
    ({ credit }) => creditRenewedOn(credit, day) ?? [],
  );
}

/** Without credits that are whole again. */
export function openOn(credits: readonly CreditTaken[], day: CityDay): readonly CreditTaken[] {
  return credits.filter(({ renewsOn }) => renewsOn === null || day < renewsOn);
}

/** With the sum of one account put in the place of the one that was known. */
export function withTaken(
  credits: readonly CreditTaken[],
  one: CreditTaken,
): readonly CreditTaken[] {
  const others = credits.filter(({ rule, period }) => rule !== one.rule || period !== one.period);
  return one.taken === 0 ? others : [...others, one];
}

function openCredits(credits: readonly CreditTaken[], rulebook: Rulebook, day: CityDay) {
  return credits.flatMap((each) => {
    const credit = rulebook.rules.find(({ id }) => id === each.rule)?.credit ?? null;
    const isOpen = credit !== null && creditPeriodOn(credit, day, rulebook) === each.period;
    return isOpen ? [{ ...each, credit }] : [];
  });
}
