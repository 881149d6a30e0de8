import { randomBytes } from 'node:crypto';
import type { Connection } from 'mongoose';
import {
  addDays,
  cityDayAt,
  endOfCityDay,
  startOfCityDay,
  type CityDay,
} from '../../domain/city-day.ts';
import { parseReaderGroups } from '../../domain/reader-list/parse-groups.ts';
import { servicesOfGijon } from '../../domain/tariff/services-of-gijon.ts';
import { createCollections } from '../../platform/stores/mongo.ts';
import { createKeyedHash, createSeal } from '../../platform/stores/seal.ts';
import { createCity } from '../../simulators/city/city.ts';
import type { Cardholder } from '../../simulators/city/model.ts';
import { toTariffHolders } from '../../simulators/city/tariff-facts.ts';
import { loadCardholders } from '../../subgraphs/cards/load.ts';
import { loadHolders } from '../../subgraphs/entitlements/load.ts';
import { newCard, newHolder, type ModelCard, type ModelHolder } from './reader-model.ts';

export const ZONE = 'Europe/Madrid';

/** One group of each way in which a service is priced or closed. */
export const GROUPS_DATA = {
  source: 'Illustrative: a small city of one door for each kind of price',
  groups: [
    { id: 'bus', service: 'urban-bus', places: ['Línea 1'] },
    { id: 'pools', service: 'swimming-pools', places: ['El Llano'] },
    { id: 'old-town', service: 'restricted-traffic', places: ['Cimavilla'] },
    { id: 'toilets', service: 'public-toilets', places: ['Begoña'] },
    { id: 'pools-east', service: 'swimming-pools', places: ['La Camocha'] },
  ],
} as const;

export const GROUPS = parseReaderGroups(GROUPS_DATA, { catalogue: servicesOfGijon });

export function today(): CityDay {
  return cityDayAt(new Date(), ZONE);
}

export type LoadedCity = {
  readonly cards: readonly ModelCard[];
  readonly holders: readonly ModelHolder[];
};

/** Brings a register of synthetic people along, without accounts anywhere, before any list is built. */
export async function loadModelCity(
  connection: Connection,
  keys: { readonly seal: string; readonly lookup: string; readonly people: number; seed: string },
): Promise<LoadedCity> {
  const seal = createSeal(Buffer.from(keys.seal, 'hex'));
  const hash = createKeyedHash(Buffer.from(keys.lookup, 'hex'));
  const madeOn = today();
  const { cardholders } = createCity({ people: keys.people, madeOn, seed: keys.seed });
  await createCollections(connection);
  const onProgress = () => {};
  const options = { connection, seal, hash, random: randomBytes, onProgress };
  await loadCardholders(
    options,
    cardholders.map((one) => toRow(one, madeOn)),
  );
  // Credits are used up by being held up at readers, which this test does all the time.
  const facts = [...toTariffHolders(cardholders, madeOn, ZONE)].map((row) => ({
    ...row,
    facts: row.facts.filter(({ claim }) => claim.kind !== 'social-bonus'),
  }));
  await loadHolders(facts, { connection, seal, zone: ZONE, now: new Date(), draw: () => 0 });
  const holders = facts.map(({ holderId, kind, facts: known }) => newHolder(holderId, kind, known));
  const cards = cardholders.flatMap(({ card }, index): readonly ModelCard[] => {
    const holder = holders[index];
    if (holder === undefined) return [];
    const lastOn = card.validDays === null ? null : addDays(madeOn, card.validDays);
    return [newCard(card.number, holder, { state: 'active', lastOn })];
  });
  return { cards, holders };
}

function toRow({ card, ...holder }: Cardholder, madeOn: CityDay) {
  const { id: holderId, kind, givenName, familyName, civilId, birthDate } = holder;
  const { validDays } = card;
  return {
    ...{ holderId, kind, givenName, familyName, civilId, birthDate },
    ...{ cardId: card.id, cardNumber: card.number, chipUid: card.chipUid },
    validFrom: startOfCityDay(madeOn, ZONE),
    validUntil: validDays === null ? null : endOfCityDay(addDays(madeOn, validDays), ZONE),
    ...{ municipalLibraryAccount: null, regionalLibraryAccount: null, sportsMember: null },
    ...{ transportCard: null, taxContributor: null },
  };
}
