import type { CityDay } from '../../domain/city-day.ts';
import type { GroupId } from '../../domain/reader-list/group.ts';
import type { Claim, Fact } from '../../domain/tariff/fact.ts';
import type { Pass } from '../../domain/tariff/pass.ts';
import type { ServiceId } from '../../domain/tariff/service.ts';
import type { HolderKind } from '../../domain/tariff/situation.ts';
import type { Seal } from '../../platform/stores/seal.ts';
import type { CreditTaken } from './credits/credits-taken.ts';
import type { TariffRecord } from './store.ts';

/** A fact without the names of its fields, which would be more than half of it. */
type KeptFact = readonly [
  id: string,
  kind: Claim['kind'],
  /** The class, or the day of birth. */
  word: string,
  source: Fact['source'],
  purpose: Fact['purpose'],
  consentedOn: CityDay | null,
  firstOn: CityDay,
  lastOn: CityDay | null,
  evidencedOn: CityDay,
  withdrawnMs: number | null,
];

type KeptPass = readonly [
  id: string,
  service: ServiceId,
  group: GroupId | null,
  firstOn: CityDay,
  lastOn: CityDay | null,
  withdrawnMs: number | null,
];

type KeptCredit = readonly [rule: string, period: string, taken: number, renewsOn: CityDay | null];

type KeptRecord = {
  readonly f: readonly KeptFact[];
  readonly p: readonly KeptPass[];
  /** Absent where nothing was taken. */
  readonly c?: readonly KeptCredit[];
};

/** Facts, passes and credits as one sealed text: not even how many of which kind there are can be read. */
export function sealRecord(
  { facts, passes, credits }: Pick<TariffRecord, 'facts' | 'passes' | 'credits'>,
  holderId: string,
  seal: Seal,
): string {
  const kept: KeptRecord = {
    f: facts.map(toKeptFact),
    p: passes.map(toKeptPass),
    ...(credits.length > 0 && { c: credits.map(toKeptCredit) }),
  };
  const text = JSON.stringify(kept);
  // In steps, so that the length does not tell one fact from two.
  const padded = text.padEnd(Math.ceil(text.length / PAD_TO) * PAD_TO);
  return seal.seal(padded, `tariff:${holderId}`);
}

const PAD_TO = 256;

/** @throws {Error} Wrong key, or bytes that were changed or moved. */
export function openRecord(
  {
    _id,
    kind,
    sealed,
  }: { readonly _id: string; readonly kind: HolderKind; readonly sealed: string },
  seal: Seal,
): TariffRecord {
  // What the seal opens was written above.
  const { f, p, c = [] }: KeptRecord = JSON.parse(seal.open(sealed, `tariff:${_id}`));
  const credits = c.map(fromKeptCredit);
  return { kind, facts: f.map(fromKeptFact), passes: p.map(fromKeptPass), credits };
}

function toKeptFact(fact: Fact): KeptFact {
  const { id, claim, source, purpose, consentedOn, firstOn, lastOn, evidencedOn } = fact;
  const word = claim.kind === 'birth-date' ? claim.bornOn : claim.class;
  const head = [id, claim.kind, word, source, purpose, consentedOn] as const;
  return [...head, firstOn, lastOn, evidencedOn, fact.withdrawnAt?.getTime() ?? null];
}

function fromKeptFact(kept: KeptFact): Fact {
  const [id, kind, word, source, purpose, consentedOn, firstOn, lastOn, evidencedOn, ms] = kept;
  const claim: Claim =
    kind === 'birth-date'
      ? // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- written from a day
        { kind, bornOn: word as CityDay }
      : { kind, class: word };
  const withdrawnAt = ms === null ? null : new Date(ms);
  return {
    id,
    claim,
    source,
    purpose,
    consentedOn,
    firstOn,
    lastOn,
    evidencedOn,
    withdrawnAt,
  };
}

function toKeptPass({ id, service, group, firstOn, lastOn, withdrawnAt }: Pass): KeptPass {
  return [id, service, group, firstOn, lastOn, withdrawnAt?.getTime() ?? null];
}

function fromKeptPass([id, service, group, firstOn, lastOn, ms]: KeptPass): Pass {
  return { id, service, group, firstOn, lastOn, withdrawnAt: ms === null ? null : new Date(ms) };
}

function toKeptCredit({ rule, period, taken, renewsOn }: CreditTaken): KeptCredit {
  return [rule, period, taken, renewsOn];
}

function fromKeptCredit([rule, period, taken, renewsOn]: KeptCredit): CreditTaken {
  return { rule, period, taken, renewsOn };
}
