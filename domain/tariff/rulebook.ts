import type { CityDay } from '../city-day.ts';
import { InvalidInputError } from '../errors.ts';
import type { Condition } from './condition.ts';
import type { FactKind } from './fact-kinds.ts';
import type { ServiceId } from './service.ts';

/** Whether one may use a service, and at which price in cents before any rule. */
export type Access =
  { readonly access: 'allow'; readonly cents: number } | { readonly access: 'deny' };

/**
 * What a reader does while its list is stale: let everybody with a card in, nobody, or everybody
 * and note it. The deny list is in force all the same.
 */
export const WHEN_STALE = ['open', 'closed', 'open-and-log'] as const;

/** What a service costs and asks before any rule. */
export type Terms = {
  readonly withoutCard: Access;
  readonly withCard: Access;
  /** What is offered has prices of its own (courses, tickets); the price here is a usual one. */
  readonly hasListPrices: boolean;
  readonly whenStale: (typeof WHEN_STALE)[number];
};

/** A fixed price, or so many whole percent off the price with a card. */
export type RulePrice =
  | { readonly kind: 'cents'; readonly cents: number }
  | { readonly kind: 'percent-off'; readonly percent: number };

export const CREDIT_PERIODS = ['day', 'month', 'year', 'rulebook'] as const;

/**
 * So much a period. Of uses: that many at the rule's price. Of cents: so much of what would otherwise
 * be due is paid. One credit is shared by all services of its rule.
 */
export type Credit = {
  readonly kind: 'uses' | 'cents';
  readonly amount: number;
  readonly per: (typeof CREDIT_PERIODS)[number];
};

/** What holders who meet a condition get. The order of the rules means nothing. */
export type Rule = {
  readonly id: string;
  readonly services: readonly ServiceId[];
  /** Null for every holder of a card. */
  readonly when: Condition | null;
  /** Whether the condition reads a fact about a person: then it is not for organisations. */
  readonly isPersonal: boolean;
  /** Opens services that are closed to other cards. */
  readonly opens: boolean;
  readonly price: RulePrice | null;
  readonly credit: Credit | null;
};

/** One version of all prices and rights, in force from the first instant of a city day until the next. */
export type Rulebook = {
  readonly version: number;
  readonly startsOn: CityDay;
  readonly terms: ReadonlyMap<ServiceId, Terms>;
  readonly rules: readonly Rule[];
  /** The rules of each service that has any, and the kinds of fact they read. */
  readonly rulesByService: ReadonlyMap<ServiceId, readonly Rule[]>;
  readonly kindsByService: ReadonlyMap<ServiceId, ReadonlySet<FactKind>>;
};

/** @throws {InvalidInputError} None is in force yet on that day. */
export function rulebookOn(rulebooks: readonly Rulebook[], day: CityDay): Rulebook {
  let found: Rulebook | null = null;
  for (const rulebook of rulebooks) {
    if (rulebook.startsOn > day) continue;
    if (found === null || rulebook.startsOn > found.startsOn) found = rulebook;
  }
  if (found === null) throw new InvalidInputError(`No rulebook is in force on ${day}.`);
  return found;
}

/** @throws {InvalidInputError} The rulebook does not know the service. */
export function termsOf(rulebook: Rulebook, service: ServiceId): Terms {
  const terms = rulebook.terms.get(service);
  if (terms === undefined) {
    throw new InvalidInputError(`Rulebook ${rulebook.version} has no terms for ${service}.`);
  }
  return terms;
}
