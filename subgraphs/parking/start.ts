import { randomUUID } from 'node:crypto';
import type { z } from 'zod';
import { createParkingClient } from '../../connectors/parking/client.ts';
import { toParkingOptions } from '../../connectors/parking/options.ts';
import { parseCardId } from '../../domain/card-id.ts';
import { parseCityDay, startOfCityDay } from '../../domain/city-day.ts';
import { parsePlate } from '../../domain/plate.ts';
import { systemClock as clock } from '../../platform/clock.ts';
import { parseSettings } from '../../platform/process/config.ts';
import type { Logger } from '../../platform/process/log.ts';
import type { Role, RoleContext } from '../../platform/process/role.ts';
import { createLastKnown } from '../../platform/stores/last-known.ts';
import { createCollections } from '../../platform/stores/mongo.ts';
import { createOnce } from '../../platform/stores/once.ts';
import { openStores, type Stores } from '../../platform/stores/stores.ts';
import { offerSubgraph } from '../../platform/subgraph/offer-subgraph.ts';
import { reachSubgraph } from '../../platform/subgraph/reach-subgraph.ts';
import { CITY_SEED, createCity } from '../../simulators/city/city.ts';
import { createCardOf } from './find-card.ts';
import { createPlateStore } from './plate-store.mongo.ts';
import type { PlateStore } from './plate-store.ts';
import { parkingSettings } from './settings.ts';
import { startPruning } from './start-pruning.ts';
import { createParkingSubgraph } from './subgraph.ts';

type SyntheticCity = NonNullable<RoleContext['city']>;

const LOAD_BATCH = 1_000;

/** The parking subgraph; fills itself with the plates of the synthetic city where it is told to. */
export async function startParking(context: RoleContext): Promise<Role> {
  const { environment, log, city, progress } = context;
  const { parking: settings } = parseSettings({ parking: parkingSettings }, environment);
  const [secret, zone] = [settings.HUB_SUBGRAPH_SECRET, settings.HUB_CITY_ZONE];
  await using starting = new AsyncDisposableStack();
  const stores = starting.use(await openStores(settings, log));
  const kept = openKept(stores, settings, log);
  starting.defer(() => kept.lastKnown.settled());
  await createCollections(stores.connection);
  if (city !== null) {
    await progress.step(`plates of ${city.people} people`, (at) =>
      loadPlates(city, { ...stores, ...kept, zone }, at),
    );
  }
  const cards = starting.use(
    reachSubgraph(context, { name: 'cards', url: settings.HUB_CARDS_SUBGRAPH_URL, secret }),
  );
  starting.use(startPruning({ ...kept, clock, log }));
  const { schema, createContext } = createParkingSubgraph({
    ...kept,
    parking: starting.use(createParkingClient(toParkingOptions(settings, zone, log))),
    cardOf: createCardOf(cards),
    clock,
    newId: randomUUID,
    maxPlates: settings.HUB_PARKING_PLATES,
    maxPlateChanges: settings.HUB_PARKING_PLATE_CHANGES,
    deadlineMs: settings.HUB_PARKING_REQUEST_TIMEOUT_MS,
    log,
  });
  starting.use(
    await offerSubgraph(context, {
      name: 'parking',
      schema,
      createContext,
      port: settings.HUB_PARKING_PORT,
      host: settings.HUB_SUBGRAPH_HOST,
      secret,
    }),
  );
  const stack = starting.move();
  return { [Symbol.asyncDispose]: () => stack.disposeAsync() };
}

/** What this subgraph keeps and remembers. */
function openKept(
  { connection, redis, seal, hash }: Stores,
  settings: z.infer<typeof parkingSettings>,
  log: Logger,
) {
  return {
    once: createOnce({ connection, seal, hash, clock }),
    plates: createPlateStore({ connection, seal, hash }),
    lastKnown: createLastKnown({
      redis,
      seal,
      clock,
      log,
      maxAgeMs: settings.HUB_LAST_KNOWN_HOURS * 3_600_000,
      maxEntries: settings.HUB_LAST_KNOWN_CARDS,
    }),
  };
}

type LoadTarget = Pick<Stores, 'connection'> & {
  readonly plates: PlateStore;
  readonly zone: string;
};

/** Each cardholder's plates, as if they had been added on the day the city was made. */
async function loadPlates(
  city: SyntheticCity,
  { connection, plates, zone }: LoadTarget,
  at: (share: number) => void,
): Promise<void> {
  // Written last by a load that was not cut short.
  const loads = connection.collection<{ _id: string; people: number }>('city_loads');
  const mark = `${CITY_SEED}:plates`;
  if ((await loads.findOne({ _id: mark }))?.people === city.people) return;
  const addedAt = startOfCityDay(parseCityDay(city.madeOn), zone);
  const { cardholders } = createCity({ ...city, seed: CITY_SEED });
  for (let begin = 0; begin < cardholders.length; begin += LOAD_BATCH) {
    const batch = cardholders.slice(begin, begin + LOAD_BATCH);
    await plates.addAbsent(
      batch.flatMap(({ card, parking }) =>
        parking === null
          ? []
          : {
              cardId: parseCardId(card.id),
              plates: parking.plates.map((number) => ({
                id: randomUUID(),
                plate: parsePlate(number),
                addedAt,
              })),
            },
      ),
    );
    at((begin + batch.length) / cardholders.length);
  }
  await loads.updateOne(
    { _id: mark },
    { $set: { people: city.people } },
    { upsert: true, writeConcern: { w: 'majority' } },
  );
}
