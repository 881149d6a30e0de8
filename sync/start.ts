import type { Redis } from 'ioredis';
import type { z } from 'zod';
import { createParkingClient } from '../connectors/parking/client.ts';
import { toParkingOptions } from '../connectors/parking/options.ts';
import { createTransportClient } from '../connectors/transport/client.ts';
import { toTransportOptions } from '../connectors/transport/options.ts';
import { REVOKING_SYSTEMS, type RevokingSystem } from '../domain/card/revocation.ts';
import { systemClock as clock } from '../platform/clock.ts';
import { toJobFailure } from '../platform/job-failure.ts';
import { parseSettings } from '../platform/process/config.ts';
import { startHealthServer } from '../platform/process/health-server.ts';
import type { Logger } from '../platform/process/log.ts';
import type { Role, RoleContext } from '../platform/process/role.ts';
import { createErrands, type Errands } from '../platform/stores/errands.ts';
import { createLastKnown } from '../platform/stores/last-known.ts';
import { createCollections } from '../platform/stores/mongo.ts';
import { createOutbox, type Outbox } from '../platform/stores/outbox.ts';
import { connectRedis } from '../platform/stores/redis.ts';
import { openStores, type Stores } from '../platform/stores/stores.ts';
import { createPlateStore } from '../subgraphs/parking/plate-store.mongo.ts';
import { CARD_CHANGES, createCardChangeQueue } from './card-change-queue.ts';
import { startErrandLine } from './errand-line.ts';
import type { Tell } from './errand-work.ts';
import { PAUSES } from './next-try.ts';
import { startOutboxRelay, type CardChangeJob } from './outbox-relay.ts';
import { startQueueWorker } from './queue-worker.ts';
import { syncSettings } from './settings.ts';
import { createCardChanges } from './workers/card-changes.ts';
import { createParkingRevocations, type CardPlates } from './workers/parking-revocations.ts';
import { createTransportBlocks } from './workers/transport-blocks.ts';

/** Longer than any connector takes for one errand, shorter than a worker may be missed. */
const ERRAND_TIMEOUT_MS = 20_000;

type SyncSettings = z.infer<typeof syncSettings>;

/** What every part of this role works with. `patient` is for workers, which wait for Redis to come back. */
type Shared = {
  readonly settings: SyncSettings;
  readonly stores: Stores;
  readonly patient: Redis;
  readonly log: Logger;
};

/** The relay from the outbox to the queue and its worker, and a line of errands to each legacy system. */
export async function startSync({ environment, log, readiness }: RoleContext): Promise<Role> {
  const { sync: settings } = parseSettings({ sync: syncSettings }, environment);
  await using starting = new AsyncDisposableStack();
  const stores = starting.use(await openStores(settings, log));
  const patient = starting.adopt(connectRedis(settings.REDIS_URL, 'patient', log), (redis) =>
    redis.disconnect(),
  );
  const shared = { settings, stores, patient, log };
  const outbox = createOutbox(stores.connection);
  const errands = createErrands(stores);
  const plates = createCardPlates(stores);
  await createCollections(stores.connection);

  starting.use(startCardChanges(shared, outbox));
  const zone = settings.HUB_CITY_ZONE;
  const transport = starting.use(createTransportClient(toTransportOptions(settings, zone, log)));
  const parking = starting.use(createParkingClient(toParkingOptions(settings, zone, log)));
  const tells: Readonly<Record<RevokingSystem, Tell>> = {
    transport: createTransportBlocks({ transport }),
    parking: createParkingRevocations({ parking, plates, errands }),
  };
  for (const consumer of REVOKING_SYSTEMS) {
    starting.use(startLine(shared, { consumer, errands, tell: tells[consumer] }));
  }
  if (settings.HUB_SYNC_PORT !== undefined) {
    const port = settings.HUB_SYNC_PORT;
    const missing = () => readiness.missing();
    starting.use(await startHealthServer({ host: '127.0.0.1', port, missing, log }));
  }
  const stack = starting.move();
  return { [Symbol.asyncDispose]: () => stack.disposeAsync() };
}

/** What follows inside the hub: the outbox's relay, and the worker behind its queue. */
function startCardChanges(
  { settings, stores, patient, log }: Shared,
  outbox: Outbox,
): AsyncDisposable {
  const stack = new AsyncDisposableStack();
  const lastKnown = createLastKnown({
    ...stores,
    clock,
    log,
    maxAgeMs: settings.HUB_LAST_KNOWN_HOURS * 3_600_000,
    maxEntries: settings.HUB_LAST_KNOWN_CARDS,
  });
  const forget = (cardId: string, version: number) => lastKnown.forget(cardId, version);
  const change = createCardChanges({ outbox, forget, clock });
  const work = async (job: CardChangeJob) => {
    await change(job).catch((error: unknown) => {
      throw toJobFailure(error);
    });
  };
  const concurrency = settings.HUB_SYNC_CONCURRENCY;
  stack.use(startQueueWorker({ queue: CARD_CHANGES, work, connection: patient, concurrency, log }));
  const queue = stack.use(createCardChangeQueue(stores.redis));
  const { HUB_OUTBOX_INTERVAL_MS: intervalMs, HUB_OUTBOX_REQUEUE_MS: requeueMs } = settings;
  stack.use(startOutboxRelay({ outbox, queue, clock, log, intervalMs, requeueMs }));
  return stack;
}

type Line = { readonly consumer: string; readonly errands: Errands; readonly tell: Tell };

function startLine({ settings, stores, patient, log }: Shared, line: Line): AsyncDisposable {
  return startErrandLine({
    ...line,
    clock,
    random: Math.random,
    log,
    pauses: PAUSES,
    timeoutMs: ERRAND_TIMEOUT_MS,
    intervalMs: settings.HUB_OUTBOX_INTERVAL_MS,
    requeueMs: settings.HUB_OUTBOX_REQUEUE_MS,
    producer: stores.redis,
    worker: patient,
    concurrency: settings.HUB_SYNC_ERRANDS,
  });
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
