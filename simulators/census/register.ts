import { createHash } from 'node:crypto';
import { ageOn, cityDayAt, parseCityDay } from '../../domain/city-day.ts';
import type { Clock } from '../../platform/clock.ts';
import { DOCUMENT_AGE, type CensusRecord } from '../city/census-record.ts';
import type { City } from '../city/city.ts';
import type { Cardholder } from '../city/model.ts';
import { openJournal } from '../journal.ts';

/** What happens to somebody after the city was made. */
export type CensusChange = {
  readonly kind: 'death' | 'departure';
  /** Place in the city. */
  readonly index: number;
};

/** Somebody in the books, as of now. */
export type Registered = {
  readonly holder: Cardholder;
  readonly birthDate: string;
  readonly since: string | null;
  readonly isDeceased: boolean;
  /** INE code of where the person lives now. */
  readonly municipality: string;
  readonly livesHere: boolean;
  /** Null for who has a document. */
  readonly memberId: string | null;
};

export type Household = {
  readonly id: string;
  readonly memberCount: number;
  /** Children without a document. */
  readonly minors: readonly Registered[];
};

/** The books of the city. */
export type Register = {
  /** Null for nobody, and for a child who has no document. */
  findByNif(nif: string): Registered | null;
  /** Null for nobody, and for who has a document or has gone meanwhile. */
  findByMember(memberId: string): Registered | null;
  /** Null for who has died or lives elsewhere. */
  householdOf(person: Registered): Household | null;
  /** Writes down what has happened. @throws {Error} The books have nobody in that place. */
  report(change: CensusChange): void;
};

export type RegisterOptions = {
  readonly city: City;
  /** Where changes are kept; null keeps nothing. */
  readonly journalPath: string | null;
  readonly zone: string;
  readonly clock: Clock;
};

/** Gijón. */
export const MUNICIPALITY = '33024';

/** To where those move whose departure is reported. */
const NEXT_TOWN = '33044';

export function openRegister({ city, journalPath, zone, clock }: RegisterOptions): Register {
  const journal = openJournal<CensusChange>(journalPath);
  const changes = new Map<number, Set<CensusChange['kind']>>();
  const apply = ({ kind, index }: CensusChange): void => {
    changes.set(index, (changes.get(index) ?? new Set()).add(kind));
  };
  for (const change of journal.entries) apply(change);
  const { byNif, byMember } = indexOf(city);

  function registered(index: number | undefined): Registered | null {
    const holder = index === undefined ? undefined : city.cardholders[index];
    if (holder === undefined || holder.census === null || holder.birthDate === null) return null;
    const now = nowOf(holder.census, changes.get(holder.index));
    const today = cityDayAt(clock.now(), zone);
    const isYoung = ageOn(parseCityDay(holder.birthDate), today) < DOCUMENT_AGE;
    const isMember = isYoung && !holder.census.hasDocument;
    const memberId = isMember ? memberIdOf(city, holder.index) : null;
    return { holder, birthDate: holder.birthDate, ...now, memberId };
  }

  return {
    findByNif(nif) {
      const person = registered(byNif.get(nif.replaceAll(/[\s.-]/g, '').toUpperCase()));
      return person === null || person.memberId !== null ? null : person;
    },
    findByMember(memberId) {
      const person = registered(byMember.get(memberId));
      return person?.livesHere === true && person.memberId === memberId ? person : null;
    },
    householdOf({ livesHere, holder }) {
      if (!livesHere) return null;
      const start = startOf(city, holder.index);
      const known = placesFrom(city, start).flatMap((place) => registered(place) ?? []);
      const members = known.filter((person) => person.livesHere);
      const others = city.cardholders[start]?.census?.othersAtHome ?? 0;
      return {
        id: `U${opaque(`${city.options.seed}:household:${start}`)}`,
        memberCount: members.length + others,
        minors: members.filter(({ memberId }) => memberId !== null),
      };
    },
    report(change) {
      if (registered(change.index) === null) throw new Error(`the books lack ${change.index}`);
      journal.append(change);
      apply(change);
    },
  };
}

function nowOf(record: CensusRecord, changes: ReadonlySet<string> | undefined) {
  const isDeceased = record.isDeceased || changes?.has('death') === true;
  const municipality =
    changes?.has('departure') === true ? NEXT_TOWN : (record.leftTo ?? MUNICIPALITY);
  const livesHere = !isDeceased && municipality === MUNICIPALITY;
  return { since: record.since, isDeceased, municipality, livesHere };
}

/** Documents and members by their place in the city. */
function indexOf(city: City) {
  const byNif = new Map<string, number>();
  const byMember = new Map<string, number>();
  for (const { index, civilId, census } of city.cardholders) {
    if (census !== null) byNif.set(civilId, index);
    if (census?.hasDocument === false) byMember.set(memberIdOf(city, index), index);
  }
  return { byNif, byMember };
}

function memberIdOf({ options }: City, index: number): string {
  return `M${opaque(`${options.seed}:member:${index}`)}`;
}

function opaque(text: string): string {
  return createHash('sha256').update(text).digest('hex').slice(0, 16);
}

/** Who started the household of somebody: they, or the last before them who did. */
function startOf({ cardholders }: City, index: number): number {
  let start = index;
  while (start > 0 && cardholders[start]?.census?.startsHousehold !== true) start -= 1;
  return start;
}

/** The places from the one who starts a household up to the next who does. */
function placesFrom({ cardholders }: City, start: number): readonly number[] {
  const places = [start];
  for (let place = start + 1; place < cardholders.length; place += 1) {
    if (cardholders[place]?.census?.startsHousehold === true) break;
    places.push(place);
  }
  return places;
}
