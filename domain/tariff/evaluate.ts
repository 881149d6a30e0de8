import { cityDayAt, type CityDay } from '../city-day.ts';
import { groundsOf } from './condition.ts';
import { priceFor, type Priced, type PriceAsk } from './price.ts';
import { rulebookOn, type Rulebook } from './rulebook.ts';
import type { ServiceId } from './service.ts';
import { situationAt, type Situation, type TariffHolder } from './situation.ts';
import { compareText } from './text-order.ts';

/**
 * What a service costs and whether it is open: all that may be passed on to readers and merchants,
 * after the key has become an opaque code.
 */
export type TariffOutcome = {
  readonly access: 'allow' | 'deny';
  /** Whole cents, from zero on; null where access is denied. */
  readonly priceCents: number | null;
  /**
   * Equal for equal outcomes of one service, whatever led to them: codes are drawn per key. Says
   * service, access and price in the clear, so it stays inside the hub.
   */
  readonly outcomeKey: string;
};

/** Why an outcome is what it is: for staff with that right, and to replay it. Never beside the outcome. */
export type Why = {
  /** Version of the rulebook. */
  readonly rulebook: number;
  /** Ids of the rules that give the outcome, each enough for it; none for what everybody gets. Sorted. */
  readonly rules: readonly string[];
  /** Ids of the facts by which those rules hold. Sorted. */
  readonly facts: readonly string[];
  /** Ids of all facts that rules of the service read, whether they helped or not: a replay needs them. Sorted. */
  readonly factsRead: readonly string[];
  /** What one use takes from the credit of a rule. */
  readonly takes: { readonly rule: string; readonly amount: number } | null;
};

export type Evaluation = { readonly outcome: TariffOutcome; readonly why: Why };

/** A question of what a service costs somebody at an instant. */
export type Ask = {
  readonly rulebooks: readonly Rulebook[];
  readonly service: ServiceId;
  /** Null for a stranger without a card. */
  readonly holder: TariffHolder | null;
  readonly on: Date;
  /** The city's, an IANA name. */
  readonly zone: string;
  /** The price of what is offered, where services have list prices. */
  readonly listPriceCents?: number | undefined;
  /** What is left of credits in the period of `on`, by id of the rule; others are untouched. */
  readonly creditsLeft?: ReadonlyMap<string, number> | undefined;
};

/**
 * What a service costs, and why, by the rulebook in force at that instant.
 *
 * @throws {InvalidInputError} No rulebook is in force yet, it does not know the service, or the list
 *   price does not fit.
 */
export function evaluate(ask: Ask): Evaluation {
  const day = cityDayAt(ask.on, ask.zone);
  return evaluateUnder({ ...ask, rulebook: rulebookOn(ask.rulebooks, day) }, day);
}

/** As `evaluate`, under a rulebook that is given. */
export function evaluateUnder(
  ask: Omit<Ask, 'rulebooks'> & { readonly rulebook: Rulebook },
  day: CityDay,
): Evaluation {
  const situation = ask.holder === null ? null : situationAt(ask.holder, day, ask.on);
  return evaluateIn({ ...ask, situation });
}

/** As `evaluate`, for a situation that is known: many services of one holder share it. */
export function evaluateIn(ask: PriceAsk): Evaluation {
  const priced = priceFor(ask);
  return { outcome: toOutcome(ask.service, priced), why: toWhy(ask, priced) };
}

export function toOutcome(service: ServiceId, { isOpen, cents }: Priced): TariffOutcome {
  return {
    access: isOpen ? 'allow' : 'deny',
    priceCents: cents,
    outcomeKey: isOpen ? `${service}/allow/${cents}` : `${service}/deny`,
  };
}

function toWhy({ rulebook, service, situation }: PriceAsk, { rules, takes }: Priced): Why {
  const grounds = new Set(
    situation === null
      ? []
      : rules.flatMap(({ when }) => (when === null ? [] : groundsOf(when, situation))),
  );
  const read = rulebook.kindsByService.get(service) ?? new Set();
  return {
    rulebook: rulebook.version,
    rules: rules.map(({ id }) => id).toSorted(compareText),
    facts: factIds(situation, grounds),
    factsRead: factIds(situation, read),
    takes: takes === null ? null : { rule: takes.rule.id, amount: takes.amount },
  };
}

function factIds(situation: Situation | null, kinds: ReadonlySet<string>): readonly string[] {
  if (situation === null) return [];
  const ids: string[] = [];
  for (const [kind, facts] of situation.factsByKind) {
    if (kinds.has(kind)) ids.push(...facts.map(({ id }) => id));
  }
  return ids.toSorted(compareText);
}
