import { ageOn, parseCityDay } from '../../domain/city-day.ts';
import type { Cardholder } from '../../simulators/city/model.ts';
import { toTariffHolders } from '../../simulators/city/tariff-facts.ts';
import { holders, type CityToLoad } from './load-city.ts';

/** Somebody who pays what everybody pays: any fact changes that. */
export type Candidate = {
  readonly cardId: string;
  readonly number: string;
  readonly chipUid: string;
};

const AGES = { from: 28, under: 62 } as const;

/**
 * Residents without any class, each to be used once. In the order of the city; their cards' ids are
 * spread evenly.
 */
export function findCandidates(
  { people, madeOn, zone }: Pick<CityToLoad, 'people' | 'madeOn' | 'zone'>,
  count: number,
): readonly Candidate[] {
  const found: Candidate[] = [];
  const day = parseCityDay(madeOn);
  for (const holder of holders(people, madeOn)) {
    if (found.length >= count) break;
    const [tariff] = toTariffHolders([holder], day, zone);
    const kinds = (tariff?.facts ?? []).map(({ claim }) => claim);
    const isPlain = kinds.every(
      (claim) =>
        claim.kind === 'birth-date' ||
        claim.kind === 'residency' ||
        (claim.kind === 'income' && claim.class === 'other'),
    );
    if (isPlain && isOfAge(holder, madeOn)) {
      const { id: cardId, number, chipUid } = holder.card;
      found.push({ cardId, number, chipUid });
    }
  }
  return found;
}

function isOfAge({ kind, birthDate }: Cardholder, madeOn: string): boolean {
  if (kind !== 'resident' || birthDate === null) return false;
  const age = ageOn(parseCityDay(birthDate), parseCityDay(madeOn));
  return age >= AGES.from && age < AGES.under;
}
