import type { CityDay } from '../../domain/city-day.ts';
import { creditPeriodOn, creditRenewedOn } from '../../domain/tariff/credit-period.ts';
import type { Rulebook } from '../../domain/tariff/rulebook.ts';

/** What is left of the credit that a rule gives, in one period. */
export type CreditLeft = {
  readonly rule: string;
  /** As `creditPeriodOn` names it. */
  readonly period: string;
  /** Uses or cents, from zero on. */
  readonly left: number;
};

/** By id of the rule, for credits of the period that a day lies in; null when nothing was taken from any. */
export function creditsLeftOn(
  credits: readonly CreditLeft[],
  rulebook: Rulebook,
  day: CityDay,
): ReadonlyMap<string, number> | null {
  const left = openCredits(credits, rulebook, day).map((each) => [each.rule, each.left] as const);
  return left.length === 0 ? null : new Map(left);
}

/** Days on which credits that were taken from on a day are whole again. */
export function renewalDays(
  credits: readonly CreditLeft[],
  rulebook: Rulebook,
  day: CityDay,
): readonly CityDay[] {
  return openCredits(credits, rulebook, day).flatMap(
    ({ credit }) => creditRenewedOn(credit, day) ?? [],
  );
}

function openCredits(credits: readonly CreditLeft[], rulebook: Rulebook, day: CityDay) {
  return credits.flatMap((each) => {
    const credit = rulebook.rules.find(({ id }) => id === each.rule)?.credit ?? null;
    const isOpen = credit !== null && creditPeriodOn(credit, day, rulebook) === each.period;
    return isOpen ? [{ ...each, credit }] : [];
  });
}
