import type { Fact } from '../../domain/tariff/fact.ts';
import type { FactKind as FactKindWord } from '../../domain/tariff/fact-kinds.ts';
import type { Pass } from '../../domain/tariff/pass.ts';
import type {
  FactKind,
  FactPurpose,
  FactSource,
  Fact as ShownFact,
  Pass as ShownPass,
} from './schema.generated.ts';

export const KINDS: Readonly<Record<FactKind, FactKindWord>> = {
  BIRTH_DATE: 'birth-date',
  RESIDENCY: 'residency',
  EMPLOYMENT: 'employment',
  INCOME: 'income',
  SOCIAL_BONUS: 'social-bonus',
  DISABILITY: 'disability',
  LARGE_FAMILY: 'large-family',
  STUDENT: 'student',
};

const KIND_WORDS: Readonly<Record<FactKindWord, FactKind>> = {
  'birth-date': 'BIRTH_DATE',
  residency: 'RESIDENCY',
  employment: 'EMPLOYMENT',
  income: 'INCOME',
  'social-bonus': 'SOCIAL_BONUS',
  disability: 'DISABILITY',
  'large-family': 'LARGE_FAMILY',
  student: 'STUDENT',
};

const SOURCES: Readonly<Record<Fact['source'], FactSource>> = {
  census: 'CENSUS',
  tax: 'TAX',
  staff: 'STAFF',
};

export const PURPOSES: Readonly<Record<FactPurpose, Fact['purpose']>> = {
  TARIFF: 'tariff',
  STATISTICS: 'statistics',
};

/** A fact as the schema shows it; plain JSON, since results of mutations are kept. */
export function toShownFact(fact: Fact): ShownFact {
  const { id, claim, source, purpose, consentedOn, firstOn, lastOn, evidencedOn } = fact;
  return {
    id,
    kind: KIND_WORDS[claim.kind],
    class: claim.kind === 'birth-date' ? null : claim.class,
    bornOn: claim.kind === 'birth-date' ? claim.bornOn : null,
    source: SOURCES[source],
    purpose: purpose === 'tariff' ? 'TARIFF' : 'STATISTICS',
    consentedOn,
    firstOn,
    lastOn,
    evidencedOn,
    withdrawnAt: fact.withdrawnAt?.toISOString() ?? null,
  };
}

export function toShownPass({ withdrawnAt, ...pass }: Pass): ShownPass {
  return { ...pass, withdrawnAt: withdrawnAt?.toISOString() ?? null };
}
