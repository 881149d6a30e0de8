import { setTimeout as pause } from 'node:timers/promises';
import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { goThrough, ROUNDS, type Fault } from '../support/fault-rounds.ts';
import { IN_FORCE_MS, untilInForce } from '../support/in-force.ts';
import { startReaderCity, type ReaderCity } from '../support/reader-city.ts';
import type { RoleProcess } from '../support/role-process.ts';
import { until } from '../support/until.ts';

// What runs the hub is killed, wiped and stopped while cards change. Whatever was accepted is in force at
// every reader soon after, once and to the byte.
const MS_A_ROUND = 90_000;
/** Longer than the five seconds of a job's lock. */
const FROZEN_MS = 7_500;
/** A wiped Redis takes every job with it, and the schedules too. */
const WIPED_MS = 60_000;
/** One after the other, so that some hit jobs at every stage. */
const WIPES = 5;
const WIPE_MS = 150;

const READERS_QUEUES = ['reader-lists', 'reader-lists-urgent'];
const SYNC_QUEUES = ['card-changes'];

let city: ReaderCity;

beforeAll(async () => {
  city = await startReaderCity();
  await untilInForce(city, Date.now());
}, 120_000);
afterAll(async () => {
  await city[Symbol.asyncDispose]();
}, 30_000);

/** A fault in all its rounds. @returns What was wrong. */
function survived(name: string, fault: Fault, withinMs = IN_FORCE_MS): Promise<readonly string[]> {
  return goThrough(city, name, fault, { withinMs });
}

async function activeJobs(queues: readonly string[]): Promise<number> {
  const { redis } = city.hub.stores;
  const counts = await Promise.all(queues.map((queue) => redis.llen(`bull:${queue}:active`)));
  return counts.reduce((sum, count) => sum + count, 0);
}

/** Stops a process at a moment at which it has jobs under way; they stay so. */
async function freezeMidJob(role: RoleProcess, queues: readonly string[]): Promise<void> {
  for (const giveUpAt = Date.now() + 30_000; Date.now() < giveUpAt;) {
    if ((await activeJobs(queues)) > 0) {
      role.freeze();
      // What it had sent already is carried out first.
      await pause(10);
      if ((await activeJobs(queues)) > 0) return;
      role.thaw();
    }
  }
  throw new Error('there was no job to be killed in');
}

async function killMidJob(role: RoleProcess, queues: readonly string[]): Promise<number> {
  await freezeMidJob(role, queues);
  await role.kill();
  await role.start();
  return Date.now();
}

it(
  'loses and repeats nothing when the publishing worker is killed in a job',
  async () => {
    expect(await survived('publisher', () => killMidJob(city.hub.readers, READERS_QUEUES))).toEqual(
      [],
    );
  },
  ROUNDS * MS_A_ROUND,
);

it(
  'loses and repeats nothing when the worker of card events is killed in a job',
  async () => {
    expect(await survived('sync', () => killMidJob(city.hub.sync, SYNC_QUEUES))).toEqual([]);
  },
  ROUNDS * MS_A_ROUND,
);

it(
  'loses and repeats nothing when Redis is killed',
  async () => {
    expect(
      await survived('Redis killed', async () => {
        await city.hub.stores.killRedis();
        return Date.now();
      }),
    ).toEqual([]);
  },
  ROUNDS * MS_A_ROUND,
);

it(
  'is equal everywhere within a minute when Redis is wiped, with nothing touched',
  async () => {
    expect(
      await survived(
        'Redis wiped',
        async () => {
          for (let wipes = 0; wipes < WIPES; wipes += 1) {
            await city.hub.stores.redis.flushall();
            await pause(WIPE_MS);
          }
          return Date.now();
        },
        WIPED_MS,
      ),
    ).toEqual([]);
  },
  ROUNDS * MS_A_ROUND,
);

it(
  'loses and repeats nothing when the document store is killed',
  async () => {
    expect(
      await survived('store', async () => {
        await city.hub.stores.killStore();
        return Date.now();
      }),
    ).toEqual([]);
  },
  ROUNDS * MS_A_ROUND,
);

type Rows = {
  readonly collection: string;
  /** Keys in Redis under which the row's job may be. */
  readonly jobs: (row: { readonly cardId: string; readonly version: number }) => readonly string[];
};

/**
 * Kills a process whose relay has written a row's job to Redis and has not marked the row: the store takes
 * the mark and loses it.
 */
async function killBetweenWriteAndMark(role: RoleProcess, { collection, jobs }: Rows) {
  const { stores } = city.hub;
  const rows = stores.mongo.db().collection<{ cardId: string; version: number }>(collection);
  role.freeze();
  const waiting = () => rows.findOne({ state: 'waiting' });
  await until(async () => (await waiting()) !== null, { patienceMs: 30_000, what: 'a row' });
  const row = await waiting();
  if (row === null) throw new Error('the row went although its relay stands still');
  await stores.losesUpdates(true);
  try {
    role.thaw();
    const isWritten = async () => (await stores.redis.exists(...jobs(row))) > 0;
    await until(isWritten, { patienceMs: 30_000, what: `a job of ${collection}` });
    await role.kill();
    const isUnmarked = (await rows.findOne({ _id: row._id, state: 'waiting' })) !== null;
    expect([isUnmarked, await isWritten()]).toEqual([true, true]);
  } finally {
    await stores.losesUpdates(false);
  }
  await role.start();
  return Date.now();
}

it(
  'loses and repeats nothing when the relay of rights is killed between write and mark',
  async () => {
    expect(
      await survived('relay of rights', () =>
        killBetweenWriteAndMark(city.hub.readers, {
          collection: 'rightChanges',
          jobs: ({ cardId, version }) =>
            READERS_QUEUES.map((queue) => `bull:${queue}:reader-list-${cardId}-v${version}`),
        }),
      ),
    ).toEqual([]);
  },
  ROUNDS * MS_A_ROUND,
);

it(
  'loses and repeats nothing when the relay of card events is killed between write and mark',
  async () => {
    expect(
      await survived('relay of card events', () =>
        killBetweenWriteAndMark(city.hub.sync, {
          collection: 'outbox',
          jobs: ({ cardId, version }) => [`bull:card-changes:card-${cardId}-v${version}`],
        }),
      ),
    ).toEqual([]);
  },
  ROUNDS * MS_A_ROUND,
);

it(
  "loses and repeats nothing when a worker's event loop stands still for longer than its locks",
  async () => {
    const { readers, secondReaders } = city.hub;
    await secondReaders.start();
    const freeze: Fault = async () => {
      await freezeMidJob(readers, READERS_QUEUES);
      await pause(FROZEN_MS);
      readers.thaw();
      return Date.now();
    };
    expect(await goThrough(city, 'event loop', freeze)).toEqual([]);
    await secondReaders.kill();
  },
  ROUNDS * MS_A_ROUND,
);
