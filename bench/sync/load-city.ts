import { randomBytes } from 'node:crypto';
import { parseCityDay } from '../../domain/city-day.ts';
import { createCollections } from '../../platform/stores/mongo.ts';
import type { Stores } from '../../platform/stores/stores.ts';
import { createCardholder } from '../../simulators/city/cardholder.ts';
import { CITY_SEED } from '../../simulators/city/city.ts';
import type { Cardholder } from '../../simulators/city/model.ts';
import { createRandom } from '../../simulators/city/random.ts';
import { toTariffHolders } from '../../simulators/city/tariff-facts.ts';
import { loadCardholders, type CardholderToLoad } from '../../subgraphs/cards/load.ts';
import { createCardsStore } from '../../subgraphs/cards/store.mongo.ts';
import { loadHolders } from '../../subgraphs/entitlements/load.ts';
import { createEntitlementsStore } from '../../subgraphs/entitlements/store.mongo.ts';

export type CityToLoad = {
  readonly people: number;
  /** `YYYY-MM-DD`. */
  readonly madeOn: string;
  readonly zone: string;
  readonly onProgress: (share: number) => void;
};

/** Writes a synthetic city with its facts, one active card each, without accounts in legacy systems. */
export async function loadCity(
  { connection, seal, hash }: Stores,
  { people, madeOn, zone, onProgress }: CityToLoad,
): Promise<void> {
  createCardsStore(connection, { seal, hash });
  createEntitlementsStore(connection, seal);
  await createCollections(connection);
  const secrets = { connection, seal, hash, random: randomBytes };
  await loadCardholders(
    { ...secrets, onProgress: (done) => onProgress((0.5 * done) / people) },
    cardRows(people, madeOn),
  );
  await loadHolders(toTariffHolders(holders(people, madeOn), parseCityDay(madeOn), zone), {
    ...secrets,
    zone,
    now: new Date(),
    draw: Math.random,
    onProgress: (done) => onProgress(0.5 + (0.5 * done) / people),
  });
}

/** The people one by one, since a city of a million does not have to be in memory at once. */
export function* holders(people: number, madeOn: string): Generator<Cardholder> {
  const city = { people, madeOn, seed: CITY_SEED };
  for (let index = 0; index < people; index += 1) {
    yield createCardholder(index, createRandom(`${CITY_SEED}:${index}`), city);
  }
}

function* cardRows(people: number, madeOn: string): Generator<CardholderToLoad> {
  const validFrom = new Date(`${madeOn}T00:00:00Z`);
  for (const holder of holders(people, madeOn)) {
    const { card } = holder;
    yield {
      holderId: holder.id,
      kind: holder.kind,
      givenName: holder.givenName,
      familyName: holder.familyName,
      civilId: holder.civilId,
      birthDate: holder.birthDate,
      cardId: card.id,
      cardNumber: card.number,
      chipUid: card.chipUid,
      validFrom,
      validUntil: null,
      municipalLibraryAccount: null,
      regionalLibraryAccount: null,
      sportsMember: null,
      transportCard: null,
      taxContributor: null,
    };
  }
}
