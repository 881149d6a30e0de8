import type { CensusAccess, CensusAnswer, CensusPort } from '../../connectors/census/port.ts';
import type { CityDay } from '../../domain/city-day.ts';
import { isFailed, type Outcome } from '../../domain/outcome.ts';
import type { Fact } from '../../domain/tariff/fact.ts';
import type { AskSource } from './feed-facts.ts';
import type { Subject } from './subject-port.ts';
import type { Answer, Told } from './told-facts.ts';

/** The law gives the city birth and residency of its cardholders for its prices. */
const ACCESS: CensusAccess = {
  purpose: 'tariffs',
  consent: 'legalBasis',
  requestedBy: 'tariff-facts',
};

const PARTS: ReadonlySet<'identity' | 'residency'> = new Set(['identity', 'residency']);

/** Documents that the census knows people by. */
const CENSUS_DOCUMENTS: ReadonlySet<string> = new Set(['DNI', 'NIE', 'NIF']);

/**
 * Birth and residency. Of whom the census cannot be asked or knows nothing (a visitor with a passport, a
 * child without a document) the birth date that the desk has seen counts, as staff's word. Whether
 * somebody has died is not looked at: staff stops cards.
 */
export function createAskCensus(census: Pick<CensusPort, 'fetchPersons'>): AskSource {
  return async (subject, { facts, today, signal }) => {
    const { civilId } = subject;
    if (civilId === null || !CENSUS_DOCUMENTS.has(civilId.kind)) {
      return deskBirth(subject, facts, today);
    }
    const person = { kind: 'civilId', civilId } as const;
    const [answer] = await census.fetchPersons([{ person, parts: PARTS }], ACCESS, { signal });
    if (answer === undefined) throw new Error('the census gave no answer for a question');
    const told = toTold(answer);
    const of = { source: 'census', consentedOn: null, today } as const;
    const knowsBirth = told.some(({ kind }) => kind === 'birth-date');
    return [
      ...(told.length === 0 ? [] : [{ ...of, told }]),
      ...(knowsBirth ? [] : deskBirth(subject, facts, today)),
    ];
  };
}

/** @throws {HubError} A part that failed: both are asked again. */
function toTold({ identity, residency }: CensusAnswer): readonly Told[] {
  const [person, place] = [valueOf(identity), valueOf(residency)];
  const told: Told[] = [];
  if (person !== null && person !== 'unknownPerson') {
    const bornOn = person.birthDay;
    const claim = { kind: 'birth-date', bornOn } as const;
    told.push({ kind: 'birth-date', claim, firstOn: bornOn, isForGood: true });
  }
  if (place === null || place === 'unknownPerson') return told;
  const claim = {
    kind: 'residency',
    class: place.isResident ? 'resident' : 'non-resident',
  } as const;
  const since = place.isResident ? place.since : null;
  told.push({ kind: 'residency', claim, ...(since !== null && { firstOn: since }) });
  return told;
}

function valueOf<T>(outcome: Outcome<T> | null): T | null {
  if (outcome === null) return null;
  if (isFailed(outcome)) throw outcome.error;
  return outcome.value;
}

/** Nothing where a birth date is known already: the desk has no more to say than it once did. */
function deskBirth(
  { birthDay }: Subject,
  facts: readonly Fact[],
  today: CityDay,
): readonly Answer[] {
  const isKnown = facts.some(
    ({ claim, withdrawnAt }) => claim.kind === 'birth-date' && withdrawnAt === null,
  );
  if (birthDay === null || birthDay > today || isKnown) return [];
  const claim = { kind: 'birth-date', bornOn: birthDay } as const;
  const told = [{ kind: 'birth-date', claim, firstOn: birthDay, isForGood: true }] as const;
  return [{ source: 'staff', told, consentedOn: null, today }];
}
