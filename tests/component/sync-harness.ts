import { randomBytes } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Redis } from 'ioredis';
import type { Connection } from 'mongoose';
import { startDocumentStore } from '../../embedded/document-store/supervise.ts';
import { UpstreamUnavailableError } from '../../domain/errors.ts';
import { systemClock } from '../../platform/clock.ts';
import type { Environment } from '../../platform/process/config.ts';
import {
  createErrands,
  type Errands,
  type NewErrand,
  type OpenErrand,
} from '../../platform/stores/errands.ts';
import { connectMongo, createCollections } from '../../platform/stores/mongo.ts';
import { createOutbox, type Outbox } from '../../platform/stores/outbox.ts';
import { connectRedis } from '../../platform/stores/redis.ts';
import {
  createKeyedHash,
  createSeal,
  type KeyedHash,
  type Seal,
} from '../../platform/stores/seal.ts';
import { runInTransaction } from '../../platform/stores/transaction.ts';
import { startErrandLine, type ErrandLineOptions } from '../../sync/errand-line.ts';
import type { Tell } from '../../sync/errand-work.ts';
import { until } from '../support/until.ts';
import { silent } from './library-harness.ts';
import { startRedisChild } from './redis-child.ts';

/** An errand of a blocked card to transport, unless told otherwise. */
export type Wanted = Partial<NewErrand> & Pick<NewErrand, 'cardId'>;

export type Sync = AsyncDisposable & {
  readonly errands: Errands;
  readonly outbox: Outbox;
  readonly connection: Connection;
  readonly secrets: { readonly seal: Seal; readonly hash: KeyedHash };
  /** Settings by which another process reaches the same stores. */
  readonly environment: Environment;
  /** For producers, and for workers. */
  readonly redis: Redis;
  readonly patient: Redis;
  /** Writes errands as a change of a card does. @returns Their ids. */
  write(wanted: readonly Wanted[]): Promise<readonly string[]>;
  /** Relay, queue and worker of one consumer over real stores, with short pauses. */
  line(consumer: string, tell: Tell, more?: Partial<ErrandLineOptions>): AsyncDisposable;
  get(id: string): Promise<OpenErrand>;
  untilDone(ids: readonly string[]): Promise<void>;
};

/** Document store and Redis of their own, as the hub starts them. */
export async function startSync(): Promise<Sync> {
  await using starting = new AsyncDisposableStack();
  const folder = await mkdtemp(join(tmpdir(), 'sync-'));
  starting.defer(() => rm(folder, { recursive: true, force: true }));
  const where = { folder: join(folder, 'store'), socketPath: join(folder, 's.sock') };
  const { uri } = starting.use(await startDocumentStore({ ...where, log: silent }));
  const child = starting.use(await startRedisChild());
  const redis = await child.connect();
  const patient = starting.adopt(connectRedis(child.url, 'patient', silent), (client) =>
    client.disconnect(),
  );
  const connection = starting.adopt(await connectMongo({ uri }), (mongo) => mongo.close());
  const { secrets, settings } = makeKeys();
  const errands = createErrands({ connection, seal: secrets.seal });
  const outbox = createOutbox(connection);
  await createCollections(connection);
  const get = async (id: string): Promise<OpenErrand> => {
    const errand = await errands.find(id);
    if (errand === null) throw new Error(`there is no errand ${id}`);
    return errand;
  };
  const stack = starting.move();
  return {
    errands,
    outbox,
    connection,
    secrets,
    environment: { ...settings, MONGODB_URI: uri, REDIS_URL: child.url },
    redis,
    patient,
    get,
    async write(wanted) {
      const made = wanted.map(toErrand);
      await runInTransaction(connection, (session) => errands.append(session, made));
      return made.map(({ cardId, version, consumer }) => `${cardId}:${version}:${consumer}`);
    },
    line: (consumer, tell, more) =>
      startErrandLine({ ...lineOptions(errands, redis, patient), consumer, tell, ...more }),
    async untilDone(ids) {
      const isDone = async (id: string) => (await get(id)).doneAt !== null;
      for (const id of ids) await until(() => isDone(id), { what: `${id} to be done` });
    },
    [Symbol.asyncDispose]: () => stack.disposeAsync(),
  };
}

function makeKeys() {
  const [sealKey, lookupKey] = [randomBytes(32), randomBytes(32)];
  return {
    secrets: { seal: createSeal(sealKey), hash: createKeyedHash(lookupKey) },
    settings: {
      HUB_SEAL_KEY: sealKey.toString('hex'),
      HUB_LOOKUP_KEY: lookupKey.toString('hex'),
    },
  };
}

function toErrand(wanted: Wanted): NewErrand {
  return {
    version: 3,
    type: 'card.blocked',
    consumer: 'transport',
    at: new Date(),
    secret: null,
    otherCardId: null,
    ...wanted,
  };
}

function lineOptions(errands: Errands, producer: Redis, worker: Redis) {
  return {
    errands,
    producer,
    worker,
    clock: systemClock,
    random: () => 0,
    log: silent,
    pauses: { firstMs: 20, longestMs: 40, refusedMs: 3_600_000 },
    timeoutMs: 60_000,
    intervalMs: 10,
    requeueMs: 60_000,
    concurrency: 2,
  };
}

export const DONE = { kind: 'done', hadEffect: true } as const;

export const away = () => new UpstreamUnavailableError('transport', 'away');

/** Fails as told, one after the other, then does it; keeps what it was asked. */
export function failing(...errors: readonly Error[]) {
  const asked: string[] = [];
  const left = [...errors];
  const tell: Tell = async ({ id }) => {
    asked.push(id);
    const error = left.shift();
    if (error !== undefined) throw error;
    return DONE;
  };
  return { asked, tell };
}
