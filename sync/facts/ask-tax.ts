import type { TariffMarksAccess, TariffMarksPort } from '../../connectors/tax/port.ts';
import type { CityDay } from '../../domain/city-day.ts';
import { isFailed } from '../../domain/outcome.ts';
import type { Fact } from '../../domain/tariff/fact.ts';
import type { AskSource } from './feed-facts.ts';
import type { Told } from './told-facts.ts';

const ACCESS: TariffMarksAccess = {
  purpose: 'tariffs',
  consent: 'given',
  requestedBy: 'tariff-facts',
};

/** Kinds of fact that the tax office can tell. */
const TAX_KINDS: ReadonlySet<string> = new Set(['income', 'social-bonus']);

/**
 * Class of income and Social Bonus. Asked only of a contributor who has agreed: without a consent that
 * stands nothing is asked. The consent goes on with the facts that come of it.
 */
export function createAskTax(tax: TariffMarksPort): AskSource {
  return async ({ contributor }, { facts, today, signal }) => {
    const consentedOn = taxConsentOf(facts);
    if (contributor === null || consentedOn === null) return [];
    const [answer] = await tax.fetchTariffMarks([contributor], ACCESS, { signal });
    if (answer === undefined) throw new Error('the tax office gave no answer for a question');
    if (isFailed(answer)) throw answer.error;
    if (answer.value === null) return [];
    const { incomeClass, hasSocialBonus } = answer.value;
    const told: Told[] = [
      {
        kind: 'social-bonus',
        claim: hasSocialBonus ? { kind: 'social-bonus', class: 'granted' } : null,
      },
    ];
    // Of who has made no return the office has nothing to say: what it said before ends by itself.
    if (incomeClass !== null) {
      told.push({ kind: 'income', claim: { kind: 'income', class: incomeClass } });
    }
    const mayBeKept = (now: readonly Fact[]): boolean => taxConsentOf(now) !== null;
    return [{ source: 'tax', told, consentedOn, today, mayBeKept }];
  };
}

/**
 * The day on which the holder last agreed that the city knows of income or Social Bonus, as it stands
 * with a fact; null when there is none, or all were withdrawn.
 */
export function taxConsentOf(facts: readonly Fact[]): CityDay | null {
  const given = facts.flatMap(({ claim, purpose, consentedOn, withdrawnAt }) =>
    TAX_KINDS.has(claim.kind) &&
    purpose === 'tariff' &&
    withdrawnAt === null &&
    consentedOn !== null
      ? [consentedOn]
      : [],
  );
  return given.toSorted().at(-1) ?? null;
}
