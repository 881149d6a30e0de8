import { cityDayAt } from '../city-day.ts';
import { InvalidInputError } from '../errors.ts';
import { evaluateUnder, type Ask, type TariffOutcome, type Why } from './evaluate.ts';
import type { Fact } from './fact.ts';
import { rulebookOn, type Rulebook } from './rulebook.ts';
import type { ServiceId } from './service.ts';
import type { HolderKind } from './situation.ts';
import { compareText } from './text-order.ts';

/** A price that was told, with all it takes to tell it again. Plain data, always in the same order. */
export type Quote = {
  readonly service: ServiceId;
  /** Instant asked about, in UTC. */
  readonly on: string;
  readonly zone: string;
  /** Null for a stranger without a card. */
  readonly holderKind: HolderKind | null;
  readonly listPriceCents: number | null;
  /** What was told about credits that the service's rules give. */
  readonly creditsLeft: readonly (readonly [rule: string, left: number])[];
  readonly outcome: TariffOutcome;
  readonly why: Why;
};

/** @throws {InvalidInputError} As `evaluate`. */
export function quote(ask: Ask): Quote {
  return quoteUnder(rulebookOn(ask.rulebooks, cityDayAt(ask.on, ask.zone)), ask);
}

/**
 * Tells a past quote again, byte for byte, from the version of the rulebook and the facts it read:
 * also after facts were withdrawn, others recorded, or another rulebook published for that day.
 *
 * @throws {InvalidInputError} The rulebook or one of the facts it read is not there.
 */
export function replayQuote(
  past: Quote,
  {
    rulebooks,
    facts,
  }: { readonly rulebooks: readonly Rulebook[]; readonly facts: readonly Fact[] },
): Quote {
  const rulebook = rulebooks.find(({ version }) => version === past.why.rulebook);
  if (rulebook === undefined) {
    throw new InvalidInputError(`Rulebook ${past.why.rulebook} is not there to replay the quote.`);
  }
  const factsById = new Map(facts.map((fact) => [fact.id, fact]));
  const read = past.why.factsRead.map((id) => {
    const fact = factsById.get(id);
    if (fact === undefined) throw new InvalidInputError(`The fact ${id} is not there any more.`);
    // It stood when it was read.
    return { ...fact, withdrawnAt: null };
  });
  return quoteUnder(rulebook, {
    service: past.service,
    holder: past.holderKind === null ? null : { kind: past.holderKind, facts: read },
    on: new Date(past.on),
    zone: past.zone,
    listPriceCents: past.listPriceCents ?? undefined,
    creditsLeft: new Map(past.creditsLeft),
  });
}

function quoteUnder(rulebook: Rulebook, ask: Omit<Ask, 'rulebooks'>): Quote {
  const { outcome, why } = evaluateUnder({ ...ask, rulebook }, cityDayAt(ask.on, ask.zone));
  const credits = (rulebook.rulesByService.get(ask.service) ?? []).map(({ id }) => id);
  return {
    service: ask.service,
    on: ask.on.toISOString(),
    zone: ask.zone,
    holderKind: ask.holder?.kind ?? null,
    listPriceCents: ask.listPriceCents ?? null,
    creditsLeft: [...(ask.creditsLeft ?? [])]
      .filter(([id]) => credits.includes(id))
      .toSorted(([a], [b]) => compareText(a, b)),
    outcome,
    why,
  };
}
