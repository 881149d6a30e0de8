import { InvalidInputError } from '../errors.ts';
import { isMet } from './condition.ts';
import { termsOf, type Access, type Rule, type Rulebook } from './rulebook.ts';
import type { ServiceId } from './service.ts';
import type { Situation } from './situation.ts';

/** What a price is asked for. */
export type PriceAsk = {
  readonly rulebook: Rulebook;
  readonly service: ServiceId;
  /** Null for a stranger without a card. */
  readonly situation: Situation | null;
  /** The price of what is offered, where services have list prices; else the usual one. */
  readonly listPriceCents?: number | undefined;
  /** What is left in the present period by id of the rule; a credit that is not told of is untouched. */
  readonly creditsLeft?: ReadonlyMap<string, number> | undefined;
};

/** A price with what gave it. */
export type Priced = {
  readonly isOpen: boolean;
  /** Null where the service is closed. */
  readonly cents: number | null;
  /** The rules that give this, each of them enough; none when it is what every card or stranger gets. */
  readonly rules: readonly Rule[];
  /** What one use takes from a credit: 1 of uses, or cents. */
  readonly takes: { readonly rule: Rule; readonly amount: number } | null;
};

/**
 * The best of all that holds: the lowest price of every rule whose condition is met, and open when
 * anything opens. A credit is touched only when it makes the price lower, and one at a time.
 *
 * @throws {InvalidInputError} The rulebook does not know the service, or a list price is given for
 *   one without, or is not whole cents from zero on.
 */
export function priceFor(ask: PriceAsk): Priced {
  const terms = termsOf(ask.rulebook, ask.service);
  if (ask.listPriceCents !== undefined) assertListPrice(ask, terms.hasListPrices);
  if (ask.situation === null) return unruled(terms.withoutCard, ask.listPriceCents);
  const rules = rulesThatHold(ask.rulebook, ask.service, ask.situation);
  const base = unruled(terms.withCard, ask.listPriceCents);
  if (rules.length === 0) return base;
  const plain = withoutCredits(base, rules);
  return withCredit(base, plain, { rules, creditsLeft: ask.creditsLeft });
}

function assertListPrice(
  { rulebook, service, listPriceCents }: PriceAsk,
  isAllowed: boolean,
): void {
  if (!isAllowed) {
    throw new InvalidInputError(`Rulebook ${rulebook.version} has no list prices for ${service}.`);
  }
  if (listPriceCents !== undefined && Number.isSafeInteger(listPriceCents) && listPriceCents >= 0) {
    return;
  }
  throw new InvalidInputError('A list price is a whole number of cents, from zero on.');
}

function unruled(access: Access, listPriceCents: number | undefined): Priced {
  const isOpen = access.access === 'allow';
  const cents = isOpen ? (listPriceCents ?? access.cents) : null;
  return { isOpen, cents, rules: [], takes: null };
}

const NO_RULES: readonly Rule[] = [];

function rulesThatHold(
  rulebook: Rulebook,
  service: ServiceId,
  situation: Situation,
): readonly Rule[] {
  const rules = rulebook.rulesByService.get(service);
  if (rules === undefined) return NO_RULES;
  return rules.filter(
    ({ when, isPersonal }) =>
      when === null ||
      (!(isPersonal && situation.kind === 'organisation') && isMet(when, situation)),
  );
}

function withoutCredits(base: Priced, rules: readonly Rule[]): Priced {
  let { isOpen } = base;
  let best = base.cents ?? Number.POSITIVE_INFINITY;
  for (const rule of rules) {
    if (rule.credit !== null) continue;
    isOpen ||= rule.opens;
    best = Math.min(best, priceUnder(rule, base.cents));
  }
  if (!isOpen) return base;
  const giving = rules.filter(
    (rule) =>
      rule.credit === null &&
      ((rule.opens && !base.isOpen) ||
        (priceUnder(rule, base.cents) === best && best !== base.cents)),
  );
  return { isOpen, cents: best, rules: giving, takes: null };
}

/** A share off is counted down to whole cents: the rest of a cent is the holder's. */
function priceUnder({ price }: Rule, baseCents: number | null): number {
  if (price === null) return Number.POSITIVE_INFINITY;
  if (price.kind === 'cents') return price.cents;
  if (baseCents === null) return Number.POSITIVE_INFINITY;
  return Math.floor((baseCents * (100 - price.percent)) / 100);
}

function withCredit(
  base: Priced,
  plain: Priced,
  { rules, creditsLeft }: { rules: readonly Rule[]; creditsLeft: PriceAsk['creditsLeft'] },
): Priced {
  let best = plain;
  for (const rule of rules) {
    if (rule.credit === null) continue;
    const left = creditsLeft?.get(rule.id) ?? rule.credit.amount;
    const paid = left > 0 ? paidBy(rule, left, { base, plain }) : null;
    if (paid !== null && isBetter(paid, best)) best = paid;
  }
  return best;
}

function paidBy(
  rule: Rule,
  left: number,
  { base, plain }: { readonly base: Priced; readonly plain: Priced },
): Priced | null {
  if (rule.credit?.kind === 'cents') {
    if (plain.cents === null || plain.cents === 0) return null;
    const amount = Math.min(left, plain.cents);
    const cents = plain.cents - amount;
    return { isOpen: true, cents, rules: [...plain.rules, rule], takes: { rule, amount } };
  }
  if (!plain.isOpen && !rule.opens) return null;
  const cents = Math.min(priceUnder(rule, base.cents), plain.cents ?? Number.POSITIVE_INFINITY);
  return { isOpen: true, cents, rules: [rule], takes: { rule, amount: 1 } };
}

/** Of two credits with the same price the one of the lesser id, whatever the order of the rules. */
function isBetter(paid: Priced, best: Priced): boolean {
  const [cents, bestCents] = [paid.cents, best.cents ?? Number.POSITIVE_INFINITY];
  if (cents === null || cents > bestCents) return false;
  if (cents < bestCents) return true;
  const [id, bestId] = [paid.takes?.rule.id, best.takes?.rule.id];
  return id !== undefined && bestId !== undefined && id < bestId;
}
