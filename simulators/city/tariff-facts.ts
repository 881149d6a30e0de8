import {
  addDays,
  ageOn,
  endOfCityDay,
  parseCityDay,
  startOfCityDay,
  type CityDay,
} from '../../domain/city-day.ts';
import type { Claim, Fact } from '../../domain/tariff/fact.ts';
import type { HolderKind } from '../../domain/tariff/situation.ts';
import type { CensusRecord } from './census-record.ts';
import type { Cardholder } from './model.ts';
import { createRandom, type Random } from './random.ts';
import { hasSocialBonus } from './tax-record.ts';

/** A holder with the facts that prices go by, and the validity of the card. */
export type SyntheticTariffHolder = {
  readonly holderId: string;
  readonly kind: HolderKind;
  readonly facts: readonly Fact[];
  readonly cardId: string;
  readonly validFrom: Date;
  /** Null for a card without end. */
  readonly validUntil: Date | null;
};

/** How long an answer of census or tax office is good for. */
const ANSWER_DAYS = 365;

/** Sources were asked on any day of the last eleven months: their answers do not all end together. */
const ASKED_WITHIN_DAYS = 330;

/** Staff's papers are younger than that. */
const SHOWN_WITHIN_DAYS = 150;

/** The registration at the employment office is shown twice a year. */
const JOBLESS_DAYS = 182;

const LARGE_FAMILY_DAYS = 2 * 365;
const DISABILITY_DAYS = 5 * 365;

/**
 * What the hub knows of each synthetic holder on the day the city was made: birth and residency as
 * the simulated census tells them, income class and Social Bonus as the simulated tax office does of
 * those who have consented, the rest as staff would have seen it on paper, in realistic shares.
 * Organisations have no facts. The same city gives the same facts.
 *
 * @param madeOn Day on which the city was made; cards begin with it in `zone`.
 */
export function* toTariffHolders(
  cardholders: Iterable<Cardholder>,
  madeOn: CityDay,
  zone: string,
): Generator<SyntheticTariffHolder> {
  const validFrom = startOfCityDay(madeOn, zone);
  for (const holder of cardholders) {
    const { validDays } = holder.card;
    yield {
      holderId: holder.id,
      kind: holder.kind === 'organisation' ? 'organisation' : 'person',
      facts: factsOf(holder, madeOn),
      cardId: holder.card.id,
      validFrom,
      validUntil: validDays === null ? null : endOfCityDay(addDays(madeOn, validDays), zone),
    };
  }
}

function factsOf(holder: Cardholder, madeOn: CityDay): readonly Fact[] {
  if (holder.birthDate === null) return [];
  const bornOn = parseCityDay(holder.birthDate);
  const random = createRandom(`${holder.id}:tariff`);
  const person = { holder, bornOn, madeOn, random };
  return [...registeredFacts(person), ...taxFacts(person), ...papers(person)];
}

type Person = {
  readonly holder: Cardholder;
  readonly bornOn: CityDay;
  readonly madeOn: CityDay;
  readonly random: Random;
};

/** Of visitors, whom the census does not know, the desk has seen a document with the birth date. */
function registeredFacts({ holder, bornOn, madeOn, random }: Person): readonly Fact[] {
  const { id, census, index } = holder;
  const askedOn = addDays(madeOn, -random.below(ASKED_WITHIN_DAYS));
  const evidencedOn = askedOn < bornOn ? bornOn : askedOn;
  const birth = { claim: { kind: 'birth-date', bornOn }, firstOn: bornOn } as const;
  if (census === null) return [toFact(id, { ...birth, source: 'staff', evidencedOn })];
  const since = census.since === null ? evidencedOn : parseCityDay(census.since);
  const seenOn = evidencedOn < since ? since : evidencedOn;
  const isResident = isRegisteredHere(census, index);
  return [
    toFact(id, { ...birth, source: 'census', evidencedOn: seenOn }),
    toFact(id, {
      claim: { kind: 'residency', class: isResident ? 'resident' : 'non-resident' },
      source: 'census',
      evidencedOn: seenOn,
      firstOn: isResident ? since : seenOn,
      lastOn: addDays(seenOn, ANSWER_DAYS - 1),
    }),
  ];
}

/** As the census answers: of the dead every second one stays in its books for a while. */
function isRegisteredHere({ leftTo, isDeceased }: CensusRecord, index: number): boolean {
  return leftTo === null && (!isDeceased || index % 2 === 0);
}

/** Who gains by it consents more often. */
function taxFacts({ holder: { id, tax }, bornOn, madeOn, random }: Person): readonly Fact[] {
  if (tax === null) return [];
  const hasBonus = hasSocialBonus(tax);
  const hasConsented = random.chance(hasBonus || tax.incomeClass === 'low' ? 85 : 30);
  const askedOn = addDays(madeOn, -random.below(ASKED_WITHIN_DAYS));
  if (!hasConsented) return [];
  const day = askedOn < bornOn ? bornOn : askedOn;
  const told = {
    source: 'tax',
    consentedOn: day,
    evidencedOn: day,
    firstOn: day,
    lastOn: addDays(day, ANSWER_DAYS - 1),
  } as const;
  const facts: Fact[] = [];
  if (tax.incomeClass !== null) {
    facts.push(toFact(id, { ...told, claim: { kind: 'income', class: tax.incomeClass } }));
  }
  if (hasBonus)
    facts.push(toFact(id, { ...told, claim: { kind: 'social-bonus', class: 'granted' } }));
  return facts;
}

/** What residents have shown at the desk, with their consent. Each draw is made, so that one change moves no other. */
function papers({ holder, bornOn, madeOn, random }: Person): readonly Fact[] {
  const age = ageOn(bornOn, madeOn);
  const isJobless = random.chance(9) && age >= 18 && age < 65;
  const isStudent = random.chance(age < 26 ? 50 : 3) && age >= 16 && age < 35;
  const isDisabled = random.chance(age < 65 ? 4 : 12);
  const isSeverely = random.chance(30);
  const isLargeFamily = random.chance(6) && age < 55;
  const isSpecial = random.chance(12);
  const shownOn = addDays(madeOn, -random.below(SHOWN_WITHIN_DAYS));
  if (holder.kind !== 'resident' || shownOn < bornOn) return [];
  const shown = {
    source: 'staff',
    consentedOn: shownOn,
    evidencedOn: shownOn,
    firstOn: shownOn,
  } as const;
  const fact = (kind: PaperKind, name: string, lastOn: CityDay): Fact =>
    toFact(holder.id, { ...shown, claim: { kind, class: name }, lastOn });
  return [
    ...(isJobless ? [fact('employment', 'unemployed', addDays(shownOn, JOBLESS_DAYS))] : []),
    ...(isStudent ? [fact('student', 'enrolled', endOfCourse(madeOn))] : []),
    ...(isDisabled
      ? [fact('disability', isSeverely ? 'from-65' : 'from-33', addDays(shownOn, DISABILITY_DAYS))]
      : []),
    ...(isLargeFamily
      ? [
          fact(
            'large-family',
            isSpecial ? 'special' : 'general',
            addDays(shownOn, LARGE_FAMILY_DAYS),
          ),
        ]
      : []),
  ];
}

type PaperKind = 'employment' | 'student' | 'disability' | 'large-family';

/** Courses end with September. */
function endOfCourse(madeOn: CityDay): CityDay {
  const year = Number(madeOn.slice(0, 4));
  return parseCityDay(`${madeOn.slice(5) > '09-30' ? year + 1 : year}-09-30`);
}

type Told = Pick<Fact, 'source' | 'evidencedOn' | 'firstOn'> & {
  readonly claim: Claim;
  readonly consentedOn?: CityDay;
  readonly lastOn?: CityDay;
};

/** One fact of each kind for a holder: the kind names it. */
function toFact(holderId: string, { consentedOn, lastOn, ...told }: Told): Fact {
  return {
    id: `${told.claim.kind}-${holderId}`,
    purpose: 'tariff',
    consentedOn: consentedOn ?? null,
    lastOn: lastOn ?? null,
    withdrawnAt: null,
    ...told,
  };
}
