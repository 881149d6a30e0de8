import { Worker } from 'bullmq';
import type { Redis } from 'ioredis';
import { systemClock } from '../platform/clock.ts';
import { parseSettings } from '../platform/process/config.ts';
import { startHealthServer } from '../platform/process/health-server.ts';
import { toJobFailure } from '../platform/job-failure.ts';
import type { Logger } from '../platform/process/log.ts';
import { createLastKnown } from '../platform/stores/last-known.ts';
import { createCollections } from '../platform/stores/mongo.ts';
import { createOutbox } from '../platform/stores/outbox.ts';
import { connectRedis } from '../platform/stores/redis.ts';
import type { Role, RoleContext } from '../platform/process/role.ts';
import { openStores } from '../platform/stores/stores.ts';
import { CARD_CHANGES, createCardChangeQueue } from './card-change-queue.ts';
import { startOutboxRelay, type CardChangeJob } from './outbox-relay.ts';
import { syncSettings } from './settings.ts';
import { createCardChanges } from './workers/card-changes.ts';

/** A worker that dies is noticed within seconds, and its job is never given up for it. */
const WORKER_LIFE = { lockDuration: 5_000, stalledInterval: 2_000, maxStalledCount: 1_000 };

/** The relay from the outbox to the queue, and the worker behind the queue. */
export async function startSync({ environment, log, readiness }: RoleContext): Promise<Role> {
  const { sync: settings } = parseSettings({ sync: syncSettings }, environment);
  await using starting = new AsyncDisposableStack();

  const stores = starting.use(await openStores(settings, log));
  const outbox = createOutbox(stores.connection);
  await createCollections(stores.connection);
  // A worker waits for Redis to come back, where an answer to a citizen must not.
  const consumer = starting.adopt(connectRedis(settings.REDIS_URL, 'patient', log), (redis) =>
    redis.disconnect(),
  );

  const lastKnown = createLastKnown({
    ...stores,
    clock: systemClock,
    log,
    maxAgeMs: settings.HUB_LAST_KNOWN_HOURS * 3_600_000,
    maxEntries: settings.HUB_LAST_KNOWN_CARDS,
  });
  const work = createCardChanges({
    outbox,
    forget: (cardId, version) => lastKnown.forget(cardId, version),
    clock: systemClock,
  });
  const worker = createWorker(work, consumer, { concurrency: settings.HUB_SYNC_CONCURRENCY, log });
  starting.defer(() => worker.close());

  const queue = starting.use(createCardChangeQueue(stores.redis));
  starting.use(
    startOutboxRelay({
      outbox,
      queue,
      clock: systemClock,
      log,
      intervalMs: settings.HUB_OUTBOX_INTERVAL_MS,
      requeueMs: settings.HUB_OUTBOX_REQUEUE_MS,
    }),
  );
  if (settings.HUB_SYNC_PORT !== undefined) {
    const port = settings.HUB_SYNC_PORT;
    const missing = () => readiness.missing();
    starting.use(await startHealthServer({ host: '127.0.0.1', port, missing, log }));
  }
  const stack = starting.move();
  return { [Symbol.asyncDispose]: () => stack.disposeAsync() };
}

function createWorker(
  work: (job: CardChangeJob) => Promise<void>,
  connection: Redis,
  { concurrency, log }: { readonly concurrency: number; readonly log: Logger },
): Worker<CardChangeJob> {
  const worker = new Worker<CardChangeJob>(
    CARD_CHANGES,
    async ({ data }) => {
      try {
        await work(data);
      } catch (error) {
        throw toJobFailure(error);
      }
    },
    { connection, concurrency, ...WORKER_LIFE },
  );
  worker.on('error', (error) => log.warn({ reason: error.message }, 'worker of card changes'));
  worker.on('failed', (job, error) =>
    log.error({ job: job?.id, reason: error.message }, 'a card change failed and will come again'),
  );
  return worker;
}
