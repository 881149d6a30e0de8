import { randomUUID } from 'node:crypto';
import type { Redis } from 'ioredis';
import type { z } from 'zod';
import { createCensusClient } from '../connectors/census/client.ts';
import { toCensusOptions } from '../connectors/census/options.ts';
import { createParkingClient } from '../connectors/parking/client.ts';
import { toParkingOptions } from '../connectors/parking/options.ts';
import { createTaxClient } from '../connectors/tax/client.ts';
import { toTaxOptions } from '../connectors/tax/options.ts';
import { createTransportClient } from '../connectors/transport/client.ts';
import { toTransportOptions } from '../connectors/transport/options.ts';
import { parseCardholderId } from '../domain/card/cardholder.ts';
import { REVOKING_SYSTEMS, type RevokingSystem } from '../domain/card/revocation.ts';
import { servicesOfGijon } from '../domain/tariff/services-of-gijon.ts';
import { systemClock as clock } from '../platform/clock.ts';
import { parseSettings } from '../platform/process/config.ts';
import { startHealthServer } from '../platform/process/health-server.ts';
import type { Logger } from '../platform/process/log.ts';
import type { Role, RoleContext } from '../platform/process/role.ts';
import { createErrands } from '../platform/stores/errands.ts';
import { createLastKnown } from '../platform/stores/last-known.ts';
import { createCollections } from '../platform/stores/mongo.ts';
import { createOutbox } from '../platform/stores/outbox.ts';
import { connectRedis } from '../platform/stores/redis.ts';
import { openStores, type Stores } from '../platform/stores/stores.ts';
import { createCardDirectory } from '../subgraphs/cards/card-directory.ts';
import { createMediumTokens } from '../subgraphs/cards/medium-tokens.mongo.ts';
import { createRightsParts } from '../subgraphs/entitlements/rights-parts.ts';
import { addFirstRulebooks } from '../subgraphs/entitlements/rulebooks/first-rulebooks.ts';
import { createPlateStore } from '../subgraphs/parking/plate-store.mongo.ts';
import { startErrandLine } from './errand-line.ts';
import type { Tell } from './errand-work.ts';
import { createFactAsks } from './facts/fact-asks.ts';
import type { FactBook, FactsOfHolder } from './facts/fact-book-port.ts';
import { startFactsLine } from './facts/facts-line.ts';
import { createFollowHolder } from './facts/follow-holder.ts';
import { createPassDays } from './pass-days.ts';
import { startHubChanges } from './hub-changes.ts';
import { PAUSES } from './next-try.ts';
import { anyBus, createBusFares } from './rights/bus-fares.ts';
import { createFollowCard, type StandingFollower } from './rights/follow-card.ts';
import { createRightsDue, RIGHTS_DUE, rightsDueTimes } from './rights/rights-due.ts';
import {
  createRulebookFares,
  RULEBOOK_FARES,
  rulebookFaresTimes,
} from './rights/rulebook-fares.ts';
import { toStanding } from './rights/standing.ts';
import { createFollowLinks } from './rights/tariff-errands.ts';
import { startTariffLine } from './rights/tariff-line.ts';
import { readTransportCodes } from './rights/transport-codes.ts';
import { startScheduled } from './scheduled.ts';
import { syncSettings } from './settings.ts';
import { createParkingRevocations, type CardPlates } from './workers/parking-revocations.ts';
import { createTransportBlocks } from './workers/transport-blocks.ts';
import type { TransportTariffDeps } from './workers/transport-tariff.ts';

/** Longer than any connector takes for one errand, shorter than a worker may be missed. */
const ERRAND_TIMEOUT_MS = 20_000;

/** Pause between two looks at whether a source of facts is to be asked. */
const FACTS_INTERVAL_MS = 500;

type SyncSettings = z.infer<typeof syncSettings>;

/** What follows from changes of cards, from changes of rights, and from the passing of time. */
export async function startSync({ environment, log, readiness }: RoleContext): Promise<Role> {
  const { sync: settings } = parseSettings({ sync: syncSettings }, environment);
  const codes = await readTransportCodes(settings.HUB_TRANSPORT_CODES_FILE);
  await using starting = new AsyncDisposableStack();
  const stores = starting.use(await openStores(settings, log));
  const patient = starting.adopt(connectRedis(settings.REDIS_URL, 'patient', log), (redis) =>
    redis.disconnect(),
  );
  const shared = await prepare({ settings, stores, patient, log });
  const zone = settings.HUB_CITY_ZONE;
  const transport = starting.use(createTransportClient(toTransportOptions(settings, zone, log)));
  const parking = starting.use(createParkingClient(toParkingOptions(settings, zone, log)));
  const tariff = starting.use(startTariff(shared, { transport, codes }));
  starting.use(startFacts(shared));
  starting.use(startCards(shared, [createFollowLinks(tariff.write, clock)]));
  starting.use(startTime(shared));
  const tells: Readonly<Record<RevokingSystem, Tell>> = {
    transport: createTransportBlocks({ transport }),
    parking: createParkingRevocations({ parking, ...shared }),
  };
  for (const consumer of REVOKING_SYSTEMS) {
    starting.use(startErrandLine({ ...lineOf(shared), consumer, tell: tells[consumer] }));
  }
  if (settings.HUB_SYNC_PORT !== undefined) {
    const port = settings.HUB_SYNC_PORT;
    const missing = () => readiness.missing();
    starting.use(await startHealthServer({ host: '127.0.0.1', port, missing, log }));
  }
  const stack = starting.move();
  return { [Symbol.asyncDispose]: () => stack.disposeAsync() };
}

/** The stores of this role with their collections, and the rulebooks that a city begins with. */
async function prepare(opened: Opened) {
  const { settings, stores } = opened;
  const { connection, seal } = stores;
  const [zone, catalogue] = [settings.HUB_CITY_ZONE, servicesOfGijon];
  const parts = createRightsParts({ connection, seal, catalogue, clock, zone });
  const made = {
    ...{ zone, parts },
    errands: createErrands(stores),
    outbox: createOutbox(connection),
    plates: createCardPlates(stores),
    asks: createFactAsks(connection),
    passDays: createPassDays(connection),
    book: factBookOver(parts, stores),
  };
  await createCollections(connection);
  await addFirstRulebooks(parts.rulebookStore, { catalogue, clock });
  // After the collections were made: indexes of the cards are the affair of those who load them.
  return { ...opened, ...made, directory: createCardDirectory(connection, stores) };
}

type Opened = {
  readonly settings: SyncSettings;
  readonly stores: Stores;
  /** For workers, which wait for Redis to come back. */
  readonly patient: Redis;
  readonly log: Logger;
};

/** What every part of this role works with. */
type Shared = Awaited<ReturnType<typeof prepare>>;

function timesOf({ settings, stores, patient, log }: Shared) {
  return {
    producer: stores.redis,
    worker: patient,
    clock,
    log,
    intervalMs: settings.HUB_OUTBOX_INTERVAL_MS,
    requeueMs: settings.HUB_OUTBOX_REQUEUE_MS,
  };
}

function lineOf(shared: Shared) {
  return {
    ...timesOf(shared),
    errands: shared.errands,
    random: Math.random,
    pauses: PAUSES,
    timeoutMs: ERRAND_TIMEOUT_MS,
    concurrency: shared.settings.HUB_SYNC_ERRANDS,
  };
}

/** What follows inside the hub from a change of a card: its rights first. */
function startCards(shared: Shared, then: readonly StandingFollower[]): AsyncDisposable {
  const { settings, stores, log, directory, parts } = shared;
  const lastKnown = createLastKnown({
    ...stores,
    clock,
    log,
    maxAgeMs: settings.HUB_LAST_KNOWN_HOURS * 3_600_000,
    maxEntries: settings.HUB_LAST_KNOWN_CARDS,
  });
  const followCard = createFollowCard({
    standingsOf: async (cardIds) =>
      (await directory.cards(cardIds)).map(({ card, holderKind }) => toStanding(card, holderKind)),
    recompute: parts.recompute,
    then: [createFollowHolder({ ...shared, clock }), ...then],
  });
  return startHubChanges({
    ...timesOf(shared),
    outbox: shared.outbox,
    concurrency: settings.HUB_SYNC_CONCURRENCY,
    forget: (cardId, version) => lastKnown.forget(cardId, version),
    followers: [followCard],
  });
}

/** What follows from the passing of time. */
function startTime(shared: Shared): AsyncDisposable {
  const { parts, zone, log } = shared;
  const work = createRightsDue({ recompute: parts.recompute, clock, zone, log });
  const times = rightsDueTimes(zone);
  return startScheduled({ ...timesOf(shared), name: RIGHTS_DUE, times, work });
}

/** Tells public transport of its tariff codes. */
function startTariff(
  shared: Shared,
  told: Pick<TransportTariffDeps, 'transport' | 'codes'>,
): ReturnType<typeof startTariffLine> {
  const { stores, directory, parts, zone } = shared;
  const { connection, seal } = stores;
  const rights = parts.rightsWith(createMediumTokens(connection, seal));
  const of = { rights, bus: anyBus(servicesOfGijon), clock, zone };
  const stack = new AsyncDisposableStack();
  const line = stack.use(
    startTariffLine({
      ...lineOf(shared),
      ...told,
      connection,
      accounts: (cardIds) => directory.accounts('transport', cardIds),
      fareOf: createBusFares({ ...of, live: parts.rulebooks.live }),
    }),
  );
  const { published } = parts.rulebooks;
  const work = createRulebookFares({ ...shared, ...of, ...told, ...line, published });
  const times = rulebookFaresTimes(zone);
  stack.use(startScheduled({ ...timesOf(shared), name: RULEBOOK_FARES, times, work }));
  return { write: line.write, [Symbol.asyncDispose]: () => stack.disposeAsync() };
}

/** Asks census and tax office for the facts behind prices. */
function startFacts(shared: Shared): AsyncDisposable {
  const { settings, zone, log, directory } = shared;
  const stack = new AsyncDisposableStack();
  const census = stack.use(createCensusClient(toCensusOptions(settings, zone, log)));
  const tax = stack.use(createTaxClient(toTaxOptions(settings, zone, log)));
  stack.use(
    startFactsLine({
      ...shared,
      ...timesOf(shared),
      ...{ census, tax, random: Math.random, newId: randomUUID, pauses: PAUSES },
      subjectOf: (holderId) => directory.holder(holderId),
      concurrency: settings.HUB_SYNC_QUESTIONS,
      intervalMs: FACTS_INTERVAL_MS,
    }),
  );
  return stack;
}

/** The entitlements subgraph keeps the facts; this role asks for them and writes them down. */
function factBookOver(
  { store, changeHolder }: ReturnType<typeof createRightsParts>,
  { connection }: Stores,
): FactBook {
  const rows = connection.collection<{ _id: string }>('tariffHolders');
  return {
    find: (holderIds) => store.holders.find(holderIds),
    async page(after, limit): Promise<readonly FactsOfHolder[]> {
      const ids = await rows
        .find(after === null ? {} : { _id: { $gt: after } })
        .project<{ _id: string }>({ _id: 1 })
        .sort({ _id: 1 })
        .limit(limit)
        .toArray();
      const found = await store.holders.find(ids.map(({ _id }) => parseCardholderId(_id)));
      return found.toSorted((a, b) => (a.holderId < b.holderId ? -1 : 1));
    },
    async change(holderId, decide) {
      await store.transact((session) =>
        changeHolder(session, holderId, ({ facts, passes }) => {
          const change = decide(facts);
          if (change === null) return { result: null, after: null };
          const gone = new Set(change.withdraw);
          const withdrawnAt = clock.now();
          const left = facts.map((fact) => (gone.has(fact.id) ? { ...fact, withdrawnAt } : fact));
          return { result: null, after: { facts: [...left, ...change.add], passes } };
        }),
      );
    },
  };
}

/** The parking subgraph keeps the plates; this role only reads, moves and removes them. */
function createCardPlates(stores: Stores): CardPlates {
  const plates = createPlateStore(stores);
  return {
    async platesOf(cardId) {
      const found = await plates.findByCards([cardId]);
      return (found.get(cardId) ?? []).flatMap(({ plate, isAttested }) =>
        isAttested ? plate : [],
      );
    },
    move: (from, to) => plates.move(from, to),
    removeAll: (cardId) => plates.removeAll(cardId),
  };
}
