import { z } from 'zod';
import { addDays, type CityDay } from '../city-day.ts';
import {
  BIRTH_DATE_SOURCES,
  CLASS_FACT_KINDS,
  CLASS_FACTS,
  FACT_SOURCES,
  type ClassFactKind,
  type FactKind,
  type FactSource,
} from './fact-kinds.ts';
import { assertNoMistakes, checkShape, valueOf, type Mistake } from './mistakes.ts';
import { daySchema, nameSchema } from './shapes.ts';
import { compareText } from './text-order.ts';

/** What a fact is kept for. Only those for the tariff have a say in a price. */
const FACT_PURPOSES = ['tariff', 'statistics'] as const;

/** What a fact says. */
export type Claim =
  | { readonly kind: 'birth-date'; readonly bornOn: CityDay }
  | { readonly kind: ClassFactKind; readonly class: string };

/** Something that somebody vouches for about a person. Never changed, only withdrawn, so that the past can be told. */
export type Fact = {
  readonly id: string;
  readonly claim: Claim;
  readonly source: FactSource;
  readonly purpose: (typeof FACT_PURPOSES)[number];
  /** When the holder agreed; null where the law is the basis. */
  readonly consentedOn: CityDay | null;
  /** First and last city day of which it is true; a last day of null is for good. */
  readonly firstOn: CityDay;
  readonly lastOn: CityDay | null;
  /** Day of the paper or answer that shows it. Of two facts of a kind the later evidence holds. */
  readonly evidencedOn: CityDay;
  /** From this instant on it says nothing, for whatever reason it was withdrawn; null while it stands. */
  readonly withdrawnAt: Date | null;
};

/** So many days before a fact ends its source is asked again. */
const ASK_AGAIN_DAYS = 30;

const claimSchema: z.ZodType<Claim> = z.union(
  [
    z.strictObject({ kind: z.literal('birth-date'), bornOn: daySchema }),
    z.strictObject({ kind: z.enum(CLASS_FACT_KINDS), class: z.string() }),
  ],
  `A claim is a birth-date with bornOn, or one of ${CLASS_FACT_KINDS.join(', ')} with a class.`,
);

const factSchema = z.strictObject({
  id: nameSchema,
  claim: claimSchema,
  source: z.enum(FACT_SOURCES),
  purpose: z.enum(FACT_PURPOSES),
  consentedOn: daySchema.nullable(),
  firstOn: daySchema,
  lastOn: daySchema.nullable(),
  evidencedOn: daySchema,
  withdrawnAt: z.date().nullable(),
});

/**
 * Reads a fact as it is to be recorded, or was.
 *
 * @throws {InvalidInputError} Every mistake with its path, all together.
 */
export function parseFact(data: unknown): Fact {
  const fact = valueOf('The fact', checkShape(factSchema, data));
  assertNoMistakes('The fact', [...claimMistakes(fact), ...dayMistakes(fact)]);
  return fact;
}

/** Whether a fact stands at an instant, which lies on `day`, and may be used for a price. */
export function isInForce(fact: Fact, day: CityDay, at: Date): boolean {
  return (
    fact.purpose === 'tariff' &&
    fact.firstOn <= day &&
    (fact.lastOn === null || day <= fact.lastOn) &&
    (fact.withdrawnAt === null || at < fact.withdrawnAt)
  );
}

/** The day from which on its source is asked again; null for a fact that does not end. */
export function askAgainOn(fact: Fact): CityDay | null {
  if (fact.lastOn === null) return null;
  const day = addDays(fact.lastOn, -ASK_AGAIN_DAYS);
  return day < fact.firstOn ? fact.firstOn : day;
}

/**
 * The facts whose source is due to be asked again on a day: soon to end, or ended, not withdrawn,
 * and without a fact of the same kind and purpose that lasts longer. In the order of their ids.
 */
export function factsToAskAgain(facts: readonly Fact[], day: CityDay): readonly Fact[] {
  const standing = facts.filter((fact) => fact.withdrawnAt === null);
  const due = standing.filter((fact) => {
    const from = askAgainOn(fact);
    return from !== null && from <= day && !standing.some((other) => outlasts(other, fact));
  });
  return due.toSorted((a, b) => compareText(a.id, b.id));
}

function outlasts(other: Fact, fact: Fact): boolean {
  if (other.claim.kind !== fact.claim.kind || other.purpose !== fact.purpose) return false;
  if (fact.lastOn === null) return false;
  if (other.lastOn === null || other.lastOn > fact.lastOn) return true;
  // Of two that end together one is asked about.
  return other.lastOn === fact.lastOn && compareText(other.id, fact.id) < 0;
}

function claimMistakes({ claim, source, consentedOn }: Fact): readonly Mistake[] {
  const mistakes: Mistake[] = [];
  if (!sourcesOf(claim.kind).includes(source)) {
    const sentence = `${claim.kind} is told by ${sourcesOf(claim.kind).join(' or ')}, not by ${source}.`;
    mistakes.push({ path: 'source', sentence });
  }
  if (claim.kind === 'birth-date') return mistakes;
  const { classes, needsConsent } = CLASS_FACTS[claim.kind];
  if (!classes.includes(claim.class)) {
    const sentence = `The classes of ${claim.kind} are ${classes.join(', ')}.`;
    mistakes.push({ path: 'claim.class', sentence });
  }
  if (needsConsent && consentedOn === null) {
    const sentence = `${claim.kind} is kept only with the holder's consent.`;
    mistakes.push({ path: 'consentedOn', sentence });
  }
  return mistakes;
}

function dayMistakes({ claim, firstOn, lastOn, evidencedOn }: Fact): readonly Mistake[] {
  const mistakes: Mistake[] = [];
  if (lastOn !== null && lastOn < firstOn) {
    mistakes.push({ path: 'lastOn', sentence: `The last day, ${lastOn}, is before the first.` });
  }
  if (claim.kind === 'birth-date' && claim.bornOn > evidencedOn) {
    mistakes.push({ path: 'claim.bornOn', sentence: 'Nobody is born after the evidence of it.' });
  }
  return mistakes;
}

function sourcesOf(kind: FactKind): readonly FactSource[] {
  return kind === 'birth-date' ? BIRTH_DATE_SOURCES : CLASS_FACTS[kind].sources;
}
