import { randomBytes } from 'node:crypto';
import type { Logger } from 'pino';
import { parseCardId, type CardId } from '../../domain/card-id.ts';
import type { WrittenState } from '../../domain/card/card-life.ts';
import { parseCardholderId } from '../../domain/card/cardholder.ts';
import { parseCityDay, startOfCityDay } from '../../domain/city-day.ts';
import type { Fact } from '../../domain/tariff/fact.ts';
import { servicesOfGijon } from '../../domain/tariff/services-of-gijon.ts';
import { systemClock } from '../../platform/clock.ts';
import { createReadiness } from '../../platform/process/readiness.ts';
import { createCollections } from '../../platform/stores/mongo.ts';
import { runInTransaction } from '../../platform/stores/transaction.ts';
import { startCensusSystem, type CensusSystem } from '../../simulators/census/start-census.ts';
import { createCity, type City } from '../../simulators/city/city.ts';
import type { Cardholder } from '../../simulators/city/model.ts';
import { toTariffHolders } from '../../simulators/city/tariff-facts.ts';
import { startTaxSystem, type TaxSystem } from '../../simulators/tax/start-tax.ts';
import {
  startTransportSystem,
  type TransportSystem,
} from '../../simulators/transport/start-transport.ts';
import { cardModel, createCardStore } from '../../subgraphs/cards/card-store.mongo.ts';
import { holderModel } from '../../subgraphs/cards/holder-store.mongo.ts';
import { loadCardholders } from '../../subgraphs/cards/load.ts';
import { loadHolders } from '../../subgraphs/entitlements/load.ts';
import { createRightsParts } from '../../subgraphs/entitlements/rights-parts.ts';
import { startSync as startSyncRole } from '../../sync/start.ts';
import { startSync, type Sync } from './sync-harness.ts';

export const ZONE = 'Europe/Madrid';
const ACCOUNT = { user: 'hub', password: 'secret' };

/** The role `sync` over real stores and simulated systems, with a small city, some of whose people are not known to the tariff. */
export type RightsHub = AsyncDisposable & {
  readonly sync: Sync;
  readonly city: City;
  readonly transport: TransportSystem;
  readonly census: CensusSystem;
  readonly tax: TaxSystem;
  readonly parts: ReturnType<typeof createRightsParts>;
  /** Writes another state of a card and its event, as the cards subgraph does. @returns The card's version. */
  move(cardId: CardId, state: WrittenState, type: string): Promise<number>;
  factsOf(holder: Cardholder): Promise<readonly Fact[]>;
  /** Withdraws a holder's facts of a kind, as staff does. */
  withdraw(holder: Cardholder, kind: string): Promise<void>;
};

/** @param size How many people there are, and of how many of the last the tariff knows nothing. */
export async function startRightsHub(
  log: Logger,
  { people, unknown }: { readonly people: number; readonly unknown: number },
): Promise<RightsHub> {
  await using starting = new AsyncDisposableStack();
  const madeOn = parseCityDay(new Date().toISOString().slice(0, 10));
  const city = createCity({ people, madeOn, seed: 'rights' });
  const sync = starting.use(await startSync());
  const where = { city, host: '127.0.0.1', port: 0, journalPath: null, zone: ZONE, ...ACCOUNT };
  const transport = starting.use(await startTransportSystem(where));
  const census = starting.use(await startCensusSystem(where));
  const tax = starting.use(await startTaxSystem(where));
  const { connection, secrets } = sync;
  const parts = createRightsParts({
    ...{ connection, seal: secrets.seal, catalogue: servicesOfGijon },
    ...{ clock: systemClock, zone: ZONE },
  });
  await loadCity(sync, city, people - unknown);
  const environment = {
    ...sync.environment,
    ...addressesOf({ transport, census, tax }),
  };
  const [local, progress] = [new Map(), { step: () => Promise.reject(new Error('no step')) }];
  const of = { local, progress, roles: ['sync'], isSubgraphServer: false, city: null };
  starting.use(await startSyncRole({ ...of, environment, log, readiness: createReadiness([]) }));
  const stack = starting.move();
  return {
    ...{ sync, city, transport, census, tax, parts },
    move: (cardId, state, type) => moveCard(sync, cardId, { state, type }),
    async factsOf({ id }) {
      const [row] = await parts.store.holders.find([parseCardholderId(id)]);
      return row?.facts ?? [];
    },
    withdraw: async ({ id }, kind) => {
      await parts.store.transact((session) =>
        parts.changeHolder(session, parseCardholderId(id), ({ facts, passes }) => {
          const withdrawnAt = new Date();
          const left = facts.map((fact) =>
            fact.claim.kind === kind ? { ...fact, withdrawnAt } : fact,
          );
          return { result: null, after: { facts: left, passes } };
        }),
      );
    },
    [Symbol.asyncDispose]: () => stack.disposeAsync(),
  };
}

type Systems = Pick<RightsHub, 'transport' | 'census' | 'tax'>;

function addressesOf({ transport, census, tax }: Systems) {
  const account = (system: string) => ({
    [`HUB_${system}_USER`]: ACCOUNT.user,
    [`HUB_${system}_PASSWORD`]: ACCOUNT.password,
    [`HUB_${system}_BREAKER_OPEN_MS`]: '100',
  });
  return {
    ...{ ...account('TRANSPORT'), ...account('CENSUS'), ...account('TAX') },
    HUB_TRANSPORT_URL: `${transport.address}/soap`,
    HUB_TRANSPORT_GTFS_URL: `${transport.address}/gtfs.zip`,
    HUB_CENSUS_URL: `${census.address}/soap`,
    HUB_TAX_URL: `${tax.address}/soap`,
    HUB_PARKING_URL: 'http://127.0.0.1:9',
    HUB_PARKING_TOKEN: 'secret',
  };
}

async function loadCity(
  { connection, secrets }: Sync,
  { cardholders, options }: City,
  known: number,
): Promise<void> {
  cardModel(connection);
  holderModel(connection);
  await createCollections(connection);
  const madeOn = parseCityDay(options.madeOn);
  const validFrom = startOfCityDay(madeOn, ZONE);
  await loadCardholders(
    { connection, ...secrets, random: randomBytes, onProgress: () => {} },
    cardholders.map((holder) => ({
      ...{ holderId: holder.id, kind: holder.kind, givenName: holder.givenName },
      ...{ familyName: holder.familyName, civilId: holder.civilId, birthDate: holder.birthDate },
      ...{ cardId: holder.card.id, cardNumber: holder.card.number, chipUid: holder.card.chipUid },
      ...{ validFrom, validUntil: null, municipalLibraryAccount: null },
      ...{ regionalLibraryAccount: null, sportsMember: null },
      transportCard: holder.transport?.account ?? null,
      taxContributor: holder.tax?.contributor ?? null,
    })),
  );
  await loadHolders(toTariffHolders(cardholders.slice(0, known), madeOn, ZONE), {
    ...{ connection, seal: secrets.seal, zone: ZONE, now: new Date(), draw: () => 0 },
    onProgress: () => {},
  });
}

const stores = new WeakMap<Sync, ReturnType<typeof createCardStore>>();

async function moveCard(
  sync: Sync,
  cardId: CardId,
  { state, type }: { readonly state: WrittenState; readonly type: string },
): Promise<number> {
  const cards = stores.get(sync) ?? createCardStore(sync.connection, sync.secrets);
  stores.set(sync, cards);
  const [card] = await cards.findById([cardId]);
  if (card === undefined) throw new Error(`there is no card ${cardId}`);
  const version = card.version + 1;
  await runInTransaction(sync.connection, async (session) => {
    await cards.save(session, { ...card, life: { ...card.life, state }, version });
    await sync.outbox.append(session, [{ cardId, version, type, at: new Date() }]);
  });
  return version;
}

export function cardOf(holder: Cardholder | undefined): CardId {
  return parseCardId(holder?.card.id ?? '');
}
