import { mkdtempSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { Redis } from 'ioredis';
import { MongoClient } from 'mongodb';
import { startDocumentStore } from '../../embedded/document-store/supervise.ts';
import { startPrivateRedis } from '../../embedded/redis/supervise.ts';
import { createLog } from '../../platform/process/log.ts';
import { until } from './until.ts';

/** The stores of the one-machine default, supervised as there, which a test may kill. */
export type KillableStores = AsyncDisposable & {
  /** For the sockets too, so that their paths stay short. Gone with the stores. */
  readonly folder: string;
  readonly mongoUri: string;
  readonly redisUrl: string;
  readonly mongo: MongoClient;
  readonly redis: Redis;
  /** SIGKILL; resolves when its successor answers. */
  killStore(): Promise<void>;
  killRedis(): Promise<void>;
  /** From now on every `update` waits and then loses its connection without effect; false ends that. */
  losesUpdates(isLosing: boolean): Promise<void>;
};

/** Longer than it takes to kill who waits for the answer. */
const LOST_UPDATE_MS = 4_000;

export async function startKillableStores(): Promise<KillableStores> {
  await using starting = new AsyncDisposableStack();
  const folder = mkdtempSync('/tmp/faults-');
  starting.defer(() => rmSync(folder, { recursive: true, force: true }));
  const pids: Pids = {};
  const { store, privateRedis } = await startBoth(starting, folder, pids);
  const mongo = starting.adopt(
    await MongoClient.connect(store.uri, { serverSelectionTimeoutMS: 1_000 }),
    (client) => client.close(),
  );
  const redis = starting.adopt(
    new Redis(join(folder, 'r.sock'), { maxRetriesPerRequest: 0, retryStrategy: () => 50 }),
    (client) => client.disconnect(),
  );
  redis.on('error', () => {
    // It is being killed.
  });
  const kill = async (name: 'store' | 'redis', answers: () => Promise<unknown>) => {
    const { [name]: pid } = pids;
    if (pid === undefined) throw new Error(`the ${name} does not run`);
    process.kill(pid, 'SIGKILL');
    await until(() => pids[name] !== pid && isGood(answers()), {
      patienceMs: 30_000,
      what: `a ${name} that answers again`,
    });
  };
  const admin = mongo.db('admin');
  const stack = starting.move();
  return {
    ...{ folder, mongoUri: store.uri, redisUrl: privateRedis.url, mongo, redis },
    killStore: () => kill('store', () => admin.command({ ping: 1 })),
    killRedis: () => kill('redis', () => redis.ping()),
    async losesUpdates(isLosing) {
      await admin.command({
        configureFailPoint: 'failCommand',
        mode: isLosing ? 'alwaysOn' : 'off',
        data: {
          failCommands: ['update'],
          ...{ blockConnection: true, blockTimeMS: LOST_UPDATE_MS, closeConnection: true },
        },
      });
    },
    [Symbol.asyncDispose]: () => stack.disposeAsync(),
  };
}

type Pids = { store?: number | undefined; redis?: number | undefined };

/** Both run until `starting` ends; `pids` always has the ones that run now. */
async function startBoth(starting: AsyncDisposableStack, folder: string, pids: Pids) {
  const log = createLog('silent');
  const store = starting.use(
    await startDocumentStore({
      folder: join(folder, 'store'),
      socketPath: join(folder, 's.sock'),
      adopt: (pid) => void (pids.store = pid),
      hasTestCommands: true,
      log,
    }),
  );
  const privateRedis = starting.use(
    await startPrivateRedis({
      folder,
      socketPath: join(folder, 'r.sock'),
      path: process.env['PATH'],
      adopt: (pid) => void (pids.redis = pid),
      log,
    }),
  );
  return { store, privateRedis };
}

async function isGood(work: Promise<unknown>): Promise<boolean> {
  return work.then(
    () => true,
    () => false,
  );
}
