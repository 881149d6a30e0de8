import { ageOn, parseCityDay } from '../../domain/city-day.ts';
import type { Random } from './random.ts';

/** What the census knows of a person beyond name and birth. */
export type CensusRecord = {
  /** First day of the registration, `YYYY-MM-DD`; null where the books do not go back that far. */
  readonly since: string | null;
  /** INE code of the place to which the person has moved; null for who lives in the city. */
  readonly leftTo: string | null;
  readonly isDeceased: boolean;
  /** Those who come after in the city live with them, up to the next who starts a household. */
  readonly startsHousehold: boolean;
  /** People without a card who live in the household that this person starts. */
  readonly othersAtHome: number;
  /** False for a child whom the census knows through its household alone; over at 14, when everybody needs a DNI. */
  readonly hasDocument: boolean;
};

/** From which age the law demands a document of one's own. */
export const DOCUMENT_AGE = 14;

const ADULT_AGE = 18;
const OLD_AGE = 65;
const DAY_MS = 24 * 60 * 60 * 1000;

/** Towns around, by INE code. */
const ELSEWHERE = ['33044', '33004', '33066'] as const;

export type CensusPlace = {
  readonly index: number;
  /** `YYYY-MM-DD`. */
  readonly birthDate: string;
  readonly madeOn: string;
};

/** The first cardholder (index 0) is a resident who starts a household. */
export function createCensusRecord(
  { index, birthDate, madeOn }: CensusPlace,
  random: Random,
): CensusRecord {
  const isExample = index === 0;
  const age = ageOn(parseCityDay(birthDate), parseCityDay(madeOn));
  const leftTo = random.chance(3) ? random.pick(ELSEWHERE) : null;
  const isDeceased = random.chance(3) && age >= OLD_AGE;
  const livesHere = isExample || (leftTo === null && !isDeceased);
  const mayStart = random.chance(55);
  return {
    since: createSince({ birthDate, madeOn }, random, { isExample }),
    leftTo: isExample ? null : leftTo,
    isDeceased,
    startsHousehold: isExample || (livesHere && age >= ADULT_AGE && mayStart),
    othersAtHome: random.pick([0, 0, 1, 1, 2]),
    hasDocument: random.chance(40) || age >= DOCUMENT_AGE,
  };
}

/** Half were born here, some have come, and of some nobody has written it down. */
function createSince(
  { birthDate, madeOn }: Omit<CensusPlace, 'index'>,
  random: Random,
  { isExample }: { readonly isExample: boolean },
): string | null {
  const isUnwritten = random.chance(15);
  const isBornHere = random.chance(50);
  const days = Math.round((Date.parse(madeOn) - Date.parse(birthDate)) / DAY_MS);
  const cameAfter = random.below(Math.max(days, 1));
  if (isUnwritten && !isExample) return null;
  if (isBornHere) return birthDate;
  return new Date(Date.parse(birthDate) + cameAfter * DAY_MS).toISOString().slice(0, 10);
}
