import { randomUUID } from 'node:crypto';
import { MongoClient, type Collection, type Document } from 'mongodb';
import { expect, it } from '@jest/globals';
import { until } from '../support/until.ts';
import { startBareStore, type BareStore } from './bare-store.ts';
import type { Thing } from './support.ts';

/** 10, or 50 in the long run of `npm run test:faults`. */
const ROUNDS = Number(process.env['HUB_TEST_ROUNDS'] ?? 10);
const WRITERS = 20;
/** From the first acknowledged writes to the kill: random, so that every moment of a commit is
 * hit some time. */
const LONGEST_MS = 150;
/** Many writers meet at each, so that transactions conflict. */
const COUNTERS = 5;

/** What the writers were told is written. */
type Acknowledged = {
  readonly inserts: Set<string>;
  readonly pairs: Set<string>;
  /** Of the counter outside of transactions: begun, and told to be done. */
  readonly increments: { begun: number; done: number };
};

it(
  `loses nothing acknowledged and halves nothing when it is killed ${ROUNDS} times under writes`,
  async () => {
    await using store = await startBareStore();
    await using client = await MongoClient.connect(store.uri, { maxPoolSize: 50 });
    const things = client.db().collection<Thing>('things');
    await things.createIndexes([
      { key: { key: 1 }, unique: true },
      { key: { tags: 1 } },
      { key: { pair: 1, part: -1 }, sparse: true },
    ]);
    const counters = Array.from({ length: COUNTERS }, (_none, n) => counterId(n));
    await things.insertMany(counters.map((_id) => ({ _id, key: _id, n: 0, attempts: 0 })));
    const told = await writeUnderKills(store, client, things);
    expect(await missing(things, told)).toEqual({ inserts: [], pairs: [] });
    expect(await halves(things)).toEqual([]);
    expect(await counted(things, told)).toEqual({
      isBetweenDoneAndBegun: true,
      isAsOftenAsThereArePairs: true,
    });
    const validated = await client.db().command({ validate: 'things', full: true });
    expect(validated['errors']).toEqual([]);
  },
  20_000 + ROUNDS * 3_000,
);

async function writeUnderKills(
  store: BareStore,
  client: MongoClient,
  things: Collection<Thing>,
): Promise<Acknowledged> {
  const told: Acknowledged = {
    inserts: new Set(),
    pairs: new Set(),
    increments: { begun: 0, done: 0 },
  };
  const state = { isOver: false };
  const writers = Array.from({ length: WRITERS }, async (_none, writer) => {
    while (!state.isOver) {
      // What fails is not acknowledged: it may be there or not, and is not repeated here.
      await (
        writer % 2 === 0
          ? insertOne(things, told)
          : writePair(client, things, told, counterId(writer))
      ).catch(() => undefined);
    }
  });
  for (let round = 0; round < ROUNDS; round++) {
    const { inserts, pairs } = { inserts: told.inserts.size, pairs: told.pairs.size };
    await until(() => told.inserts.size > inserts && told.pairs.size > pairs, {
      what: 'writes between two kills',
    });
    await new Promise((resolve) => {
      setTimeout(resolve, Math.random() * LONGEST_MS);
    });
    await store.killAndRestart();
  }
  state.isOver = true;
  await Promise.all(writers);
  return told;
}

async function insertOne(things: Collection<Thing>, told: Acknowledged): Promise<void> {
  const key = randomUUID();
  await things.insertOne({ key, tags: [key.slice(0, 2), key.slice(2, 4)] });
  told.inserts.add(key);
}

/** Two rows and a counter in one transaction; the counter also once outside. */
async function writePair(
  client: MongoClient,
  things: Collection<Thing>,
  told: Acknowledged,
  _id: string,
): Promise<void> {
  const pair = randomUUID();
  told.increments.begun++;
  await things.updateOne({ _id }, { $inc: { attempts: 1 } });
  told.increments.done++;
  await client.withSession((session) =>
    session.withTransaction(
      async () => {
        await things.insertOne({ key: `${pair}-a`, pair, part: 1 }, { session });
        await things.insertOne({ key: `${pair}-b`, pair, part: 2 }, { session });
        await things.updateOne({ _id }, { $inc: { n: 1 } }, { session });
      },
      { timeoutMS: 10_000 },
    ),
  );
  told.pairs.add(pair);
}

async function missing(things: Collection<Thing>, { inserts, pairs }: Acknowledged) {
  const keys = new Set(await things.distinct('key'));
  const whole = new Set(await things.distinct('pair'));
  return {
    inserts: [...inserts].filter((key) => !keys.has(key)),
    pairs: [...pairs].filter((pair) => !whole.has(pair)),
  };
}

function halves(things: Collection<Thing>): Promise<Document[]> {
  return things
    .aggregate([
      { $match: { pair: { $exists: true } } },
      { $group: { _id: '$pair', parts: { $sum: '$part' } } },
      { $match: { parts: { $ne: 3 } } },
    ])
    .toArray();
}

/** No increment was lost or done twice, in transactions (one for each pair) and outside. */
async function counted(things: Collection<Thing>, { increments }: Acknowledged) {
  const [counters] = await things
    .aggregate([{ $group: { _id: null, n: { $sum: '$n' }, attempts: { $sum: '$attempts' } } }])
    .toArray();
  const attempts = Number(counters?.['attempts']);
  return {
    isBetweenDoneAndBegun: increments.done <= attempts && attempts <= increments.begun,
    isAsOftenAsThereArePairs: counters?.['n'] === (await things.countDocuments({ part: 1 })),
  };
}

function counterId(writer: number): string {
  return `counter-${writer % COUNTERS}`;
}
