import { ageOn, type CityDay } from '../city-day.ts';
import { isInForce, type Fact } from './fact.ts';
import { FACT_SOURCES, type ClassKey, type FactKind } from './fact-kinds.ts';

export type HolderKind = 'person' | 'organisation';

/** Who holds a card, as far as a price can depend on it. The order of the facts means nothing. */
export type TariffHolder = {
  readonly kind: HolderKind;
  /** Of a person; those of an organisation are left aside, whatever they say. */
  readonly facts: readonly Fact[];
};

/** What is so about a holder on one day: everything that a rule can ask for. */
export type Situation = {
  readonly kind: HolderKind;
  /** Full years; null when no birth date is known, or before birth. */
  readonly age: number | null;
  readonly classes: ReadonlySet<ClassKey>;
  /** The facts that say so, by their kind: those that hold, no older ones. */
  readonly factsByKind: ReadonlyMap<FactKind, readonly Fact[]>;
};

const NOTHING: ReadonlySet<ClassKey> = new Set();

/**
 * The situation of a holder at an instant, which lies on `day`. Of several facts of one kind those
 * with the latest evidence hold; classes evidenced on the same day hold together, and of birth dates
 * the census goes before staff.
 */
export function situationAt(holder: TariffHolder, day: CityDay, at: Date): Situation {
  if (holder.kind === 'organisation') {
    return { kind: 'organisation', age: null, classes: NOTHING, factsByKind: new Map() };
  }
  const factsByKind = new Map<FactKind, readonly Fact[]>();
  for (const fact of holder.facts) {
    if (!isInForce(fact, day, at)) continue;
    const { kind } = fact.claim;
    factsByKind.set(kind, latest(factsByKind.get(kind), fact));
  }
  const classes = new Set<ClassKey>();
  let age: number | null = null;
  for (const { claim } of [...factsByKind.values()].flat()) {
    if (claim.kind === 'birth-date') age = claim.bornOn > day ? null : ageOn(claim.bornOn, day);
    else classes.add(`${claim.kind}:${claim.class}`);
  }
  return { kind: 'person', age, classes, factsByKind };
}

function latest(known: readonly Fact[] | undefined, fact: Fact): readonly Fact[] {
  const [first] = known ?? [];
  if (known === undefined || first === undefined) return [fact];
  if (fact.evidencedOn !== first.evidencedOn) {
    return fact.evidencedOn > first.evidencedOn ? [fact] : known;
  }
  if (fact.claim.kind !== 'birth-date') return [...known, fact];
  return rank(fact) < rank(first) ? [fact] : known;
}

/** A total order, so that the order of the facts cannot matter. */
function rank({ source, id }: Fact): string {
  return `${FACT_SOURCES.indexOf(source)} ${id}`;
}
