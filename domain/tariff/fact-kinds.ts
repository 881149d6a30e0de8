/** Who says that a fact is so. */
export const FACT_SOURCES = ['census', 'tax', 'staff'] as const;
export type FactSource = (typeof FACT_SOURCES)[number];

/** Facts that say that a holder belongs to a class. The birth date is the one fact beside them. */
export const CLASS_FACT_KINDS = [
  'residency',
  'employment',
  'income',
  'social-bonus',
  'disability',
  'large-family',
  'student',
] as const;
export type ClassFactKind = (typeof CLASS_FACT_KINDS)[number];
export type FactKind = 'birth-date' | ClassFactKind;

type FactKindRow = {
  /** The classes that a fact of this kind can give: derived ones, never an amount or a diagnosis. */
  readonly classes: readonly string[];
  /** Those that exist to help their holder. A rule may not ask for their absence. */
  readonly benefits: readonly string[];
  readonly sources: readonly FactSource[];
  /** Whether it may be kept only with the holder's consent; the others have a basis in law. */
  readonly needsConsent: boolean;
};

export const CLASS_FACTS: Readonly<Record<ClassFactKind, FactKindRow>> = {
  residency: {
    classes: ['resident', 'non-resident'],
    benefits: [],
    sources: ['census', 'staff'],
    needsConsent: false,
  },
  employment: {
    classes: ['employed', 'unemployed'],
    benefits: ['unemployed'],
    sources: ['staff'],
    needsConsent: true,
  },
  income: {
    classes: ['low', 'other'],
    benefits: ['low'],
    sources: ['tax', 'staff'],
    needsConsent: true,
  },
  'social-bonus': {
    classes: ['granted'],
    benefits: ['granted'],
    sources: ['tax', 'staff'],
    needsConsent: true,
  },
  // Degrees as Spanish law groups them, in percent.
  disability: {
    classes: ['from-33', 'from-65'],
    benefits: ['from-33', 'from-65'],
    sources: ['staff'],
    needsConsent: true,
  },
  'large-family': {
    classes: ['general', 'special'],
    benefits: ['general', 'special'],
    sources: ['staff'],
    needsConsent: true,
  },
  student: {
    classes: ['enrolled'],
    benefits: ['enrolled'],
    sources: ['staff'],
    needsConsent: true,
  },
};

export const BIRTH_DATE_SOURCES: readonly FactSource[] = ['census', 'staff'];

/** `employment:unemployed`: a class as one word, to look it up by. */
export type ClassKey = `${ClassFactKind}:${string}`;
