import { addDays, type CityDay } from '../../domain/city-day.ts';
import type { Claim, Fact } from '../../domain/tariff/fact.ts';
import type { FactKind, FactSource } from '../../domain/tariff/fact-kinds.ts';
import type { FactChange } from './fact-book-port.ts';

/** How many days an answer of census or tax office is good for: asked again a month before. */
export const ANSWER_DAYS = 365;

/** What a source said of one kind of fact. */
export type Told = {
  readonly kind: FactKind;
  /** Null: it is not so, and whatever this source said before is over. */
  readonly claim: Claim | null;
  /** First day of which it is true; today unless told. */
  readonly firstOn?: CityDay;
  /** Whether it is so for good. */
  readonly isForGood?: boolean;
};

export type Answer = {
  readonly source: FactSource;
  readonly told: readonly Told[];
  /** When the holder agreed; null where the law is the basis. */
  readonly consentedOn: CityDay | null;
  readonly today: CityDay;
  /** Whether it may still be kept, by the facts as they are when it is written; yes unless told. */
  readonly mayBeKept?: (facts: readonly Fact[]) => boolean;
};

/**
 * What an answer changes. A fact is added unless the same source has said the same today or for good;
 * what it said before and does not say any more is withdrawn. What others said stays: of two the later
 * evidence holds. Kinds of which nothing was told stay as they are.
 *
 * @returns Null when nothing changes.
 */
export function changeOf(
  facts: readonly Fact[],
  { source, told, consentedOn, today, mayBeKept }: Answer,
  newId: () => string,
): FactChange | null {
  // A consent may have been withdrawn while the source was asked.
  if (mayBeKept?.(facts) === false) return null;
  const own = facts.filter(
    (fact) => fact.source === source && fact.purpose === 'tariff' && fact.withdrawnAt === null,
  );
  const add: Fact[] = [];
  const withdraw: string[] = [];
  for (const { kind, claim, firstOn = today, isForGood = false } of told) {
    const ofKind = own.filter((fact) => fact.claim.kind === kind);
    const gone = ofKind.filter(
      (fact) => !isSame(fact.claim, claim) && (fact.lastOn === null || fact.lastOn >= today),
    );
    withdraw.push(...gone.map(({ id }) => id));
    const lastOn = isForGood ? null : addDays(today, ANSWER_DAYS - 1);
    if (claim === null || ofKind.some((fact) => isSame(fact.claim, claim) && lasts(fact, lastOn))) {
      continue;
    }
    add.push({
      ...{ id: newId(), claim, source, purpose: 'tariff', consentedOn },
      ...{ firstOn, lastOn, evidencedOn: today, withdrawnAt: null },
    });
  }
  return add.length === 0 && withdraw.length === 0 ? null : { add, withdraw };
}

function isSame(one: Claim, other: Claim | null): boolean {
  if (other === null || one.kind !== other.kind) return false;
  if (one.kind === 'birth-date') return other.kind === 'birth-date' && one.bornOn === other.bornOn;
  return other.kind !== 'birth-date' && one.class === other.class;
}

function lasts(fact: Fact, lastOn: CityDay | null): boolean {
  return fact.lastOn === null || (lastOn !== null && fact.lastOn >= lastOn);
}
