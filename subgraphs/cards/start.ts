import { randomBytes } from 'node:crypto';
import { createLibraryClients } from '../../connectors/library/client.ts';
import { toLibrariesOptions } from '../../connectors/library/options.ts';
import { createTaxClient } from '../../connectors/tax/client.ts';
import { toTaxOptions } from '../../connectors/tax/options.ts';
import {
  addDays,
  endOfCityDay,
  parseCityDay,
  startOfCityDay,
  type CityDay,
} from '../../domain/city-day.ts';
import { systemClock as clock } from '../../platform/clock.ts';
import { parseSettings } from '../../platform/process/config.ts';
import { createCollections } from '../../platform/stores/mongo.ts';
import { offerSubgraph } from '../../platform/subgraph/offer-subgraph.ts';
import { createErrands } from '../../platform/stores/errands.ts';
import { createOnce } from '../../platform/stores/once.ts';
import { createOutbox } from '../../platform/stores/outbox.ts';
import type { Role, RoleContext } from '../../platform/process/role.ts';
import { openStores, type Stores } from '../../platform/stores/stores.ts';
import { CITY_SEED, createCity } from '../../simulators/city/city.ts';
import type { Cardholder } from '../../simulators/city/model.ts';
import { clerkDecides } from './clerk-decides.ts';
import { loadCardholders, type CardholderToLoad } from './load.ts';
import { cardsSettings } from './settings.ts';
import { createCardsSubgraph } from './subgraph.ts';

type SyntheticCity = NonNullable<RoleContext['city']>;

/** The cards subgraph; fills itself with the synthetic city where it is told to. */
export async function startCards(context: RoleContext): Promise<Role> {
  const { environment, log, city, progress } = context;
  const { cards: settings } = parseSettings({ cards: cardsSettings }, environment);
  const cityZone = settings.HUB_CITY_ZONE;
  await using starting = new AsyncDisposableStack();
  const stores = starting.use(await openStores(settings, log));
  const { connection, seal, hash } = stores;
  const { ports } = starting.use(createLibraryClients(toLibrariesOptions(settings, cityZone, log)));
  const tax = starting.use(createTaxClient(toTaxOptions(settings, cityZone, log)));
  const { schema, createContext } = createCardsSubgraph({
    connection,
    seal,
    hash,
    once: createOnce({ connection, seal, hash, clock }),
    outbox: createOutbox(connection),
    errands: createErrands({ connection, seal }),
    owners: { ...ports, sports: clerkDecides, transport: clerkDecides, tax },
    clock,
    random: randomBytes,
    cityZone,
    log,
  });
  await createCollections(connection);
  if (city !== null) {
    await progress.step(`synthetic city of ${city.people} people`, (at) =>
      loadCity(city, { ...stores, cityZone }, at),
    );
  }
  starting.use(
    await offerSubgraph(context, {
      name: 'cards',
      schema,
      createContext,
      port: settings.HUB_CARDS_PORT,
      host: settings.HUB_SUBGRAPH_HOST,
      secret: settings.HUB_SUBGRAPH_SECRET,
    }),
  );
  const stack = starting.move();
  return { [Symbol.asyncDispose]: () => stack.disposeAsync() };
}

async function loadCity(
  city: SyntheticCity,
  { connection, seal, hash, cityZone }: Stores & { readonly cityZone: string },
  at: (share: number) => void,
): Promise<void> {
  // Written last by a load that was not cut short.
  const loads = connection.collection<{ _id: string; people: number }>('city_loads');
  if ((await loads.findOne({ _id: CITY_SEED }))?.people === city.people) return;
  const { cardholders } = createCity({ ...city, seed: CITY_SEED });
  await loadCardholders(
    {
      connection,
      seal,
      hash,
      random: randomBytes,
      onProgress: (done) => at(done / city.people),
    },
    toRows(cardholders, parseCityDay(city.madeOn), cityZone),
  );
  await loads.updateOne(
    { _id: CITY_SEED },
    { $set: { people: city.people } },
    { upsert: true, writeConcern: { w: 'majority' } },
  );
}

function* toRows(
  cardholders: readonly Cardholder[],
  madeOn: CityDay,
  zone: string,
): Iterable<CardholderToLoad> {
  const validFrom = startOfCityDay(madeOn, zone);
  for (const holder of cardholders) {
    const { validDays, ...card } = holder.card;
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
      validUntil: validDays === null ? null : endOfCityDay(addDays(madeOn, validDays), zone),
      municipalLibraryAccount: holder.municipalLibrary?.account ?? null,
      regionalLibraryAccount: holder.regionalLibrary?.account ?? null,
      sportsMember: holder.sports?.member ?? null,
      transportCard: holder.transport?.account ?? null,
      taxContributor: holder.tax?.contributor ?? null,
    };
  }
}
