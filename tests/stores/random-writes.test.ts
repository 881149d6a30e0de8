import { expect, it } from '@jest/globals';
import type { Collection, Document } from 'mongodb';
import { eachStore, type Thing } from './support.ts';

/** The same numbers in every run: a failure can be repeated. */
function createRandom(seed: number): (below: number) => number {
  let state = seed;
  return (below) => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return Math.floor((state / 2 ** 32) * below);
  };
}

const DOCUMENTS = 150;
const WRITES = 1500;
const QUERIES = 600;

eachStore((store) => {
  it('keeps its indexes as a new build would make them, and answers through them as a scan does', async () => {
    const random = createRandom(4711);
    const things = store.db().collection<Thing>('random');
    await things.createIndexes([
      { key: { a: 1, b: -1 } },
      { key: { 'deep.x': 1 } },
      { key: { tags: 1, a: 1 } },
      { key: { unique: 1 }, unique: true, sparse: true },
      { key: { b: 1 }, partialFilterExpression: { a: { $gte: 2 } } },
      { key: { 'deep.list.y': -1 }, sparse: true },
    ]);
    for (let n = 0; n < WRITES; n++) await write(things, random).catch(onlyDuplicates);
    const told = await store.db().command({ validate: 'random', full: true });
    expect(told['errors']).toEqual([]);
    for (let n = 0; n < QUERIES; n++) await compare(things, random);
    for (let n = 0; n < QUERIES / 4; n++) await compareSorted(things, random);
  }, 60_000);
});

function onlyDuplicates(error: unknown): void {
  if ((error as Document)['code'] !== 11000) throw error;
}

function write(things: Collection<Thing>, random: (below: number) => number): Promise<unknown> {
  const _id = random(DOCUMENTS);
  switch (random(8)) {
    case 0:
      return things.deleteOne({ _id });
    case 1:
      return things.updateOne({ _id }, { $push: { tags: value(random) } as Document });
    case 2:
      return things.updateMany({ a: random(6) }, { $inc: { n: 1 }, $set: { b: value(random) } });
    case 3:
      return things.updateOne({ _id }, { $unset: { tags: 1, unique: 1 } });
    case 4:
      return things.updateOne({ _id }, { $set: { 'deep.x': value(random) } });
    default:
      return things.replaceOne({ _id }, document(random), { upsert: true });
  }
}

function document(random: (below: number) => number): Thing {
  const maybe = (name: string, given: unknown) => (random(4) === 0 ? {} : { [name]: given });
  return {
    ...maybe('a', random(6)),
    ...maybe('b', value(random)),
    ...maybe('unique', `u${random(400)}`),
    ...maybe(
      'tags',
      Array.from({ length: random(4) }, () => value(random)),
    ),
    ...maybe('deep', {
      x: value(random),
      list: Array.from({ length: random(3) }, () => ({ y: value(random) })),
    }),
  };
}

function value(random: (below: number) => number): unknown {
  const simple = [random(5), random(5) + 0.5, `s${random(5)}`, random(2) === 0, null];
  const other = [new Date(random(3) * 1000), { k: random(3) }];
  return [...simple, ...other][random(simple.length + other.length)];
}

/** One query twice: as the planner likes, and by scanning all. */
async function compare(things: Collection<Thing>, random: (below: number) => number) {
  const filter = query(random);
  const ids = async (hint?: Document) => {
    const cursor = things.find(filter, hint === undefined ? {} : { hint });
    return (await cursor.toArray()).map(({ _id }) => Number(_id)).toSorted((a, b) => a - b);
  };
  const found = await ids();
  expect({ filter, found }).toEqual({ filter, found: await ids({ $natural: 1 }) });
}

function query(random: (below: number) => number): Document {
  const path = ['a', 'b', 'deep.x', 'tags', 'unique', 'deep.list.y'][random(6)] ?? 'a';
  const condition = [
    value(random),
    { $gt: value(random) },
    { $gte: value(random), $lt: value(random) },
    { $in: [value(random), value(random)] },
    { $lte: value(random) },
    { $exists: random(2) === 0 },
    { $ne: value(random) },
  ][random(7)];
  return random(2) === 0 ? { [path]: condition } : { a: random(6), [path]: condition };
}

/** The order too, where an index gives it, in small batches that make the cursor go on. */
async function compareSorted(things: Collection<Thing>, random: (below: number) => number) {
  const filters: Document[] = [
    { a: random(6) },
    { a: { $in: [random(6), random(6), random(6)] } },
    { a: { $in: [0, 2, 4] }, b: { $in: [1, 's1', null] } },
    { a: { $gte: random(6) } },
  ];
  const filter = filters[random(4)] ?? {};
  const sort = ([{ b: 1 }, { b: -1 }, { a: 1, b: -1 }, { a: -1, b: 1 }, { a: 1 }] as const)[
    random(5)
  ];
  const limit = 1 + random(40);
  const order = async (hint?: Document) => {
    const cursor = things.find(filter, { batchSize: 7, ...(hint !== undefined && { hint }) });
    const sorted = cursor.sort(sort ?? {}).limit(limit);
    return (await sorted.toArray()).map((found) =>
      Object.keys(sort ?? {}).map((path) => (found[path] ?? null) as unknown),
    );
  };
  expect({ filter, sort, found: await order() }).toEqual({
    filter,
    sort,
    found: await order({ $natural: 1 }),
  });
}
