import { afterAll, beforeAll, expect, it } from '@jest/globals';
import {
  Decimal128,
  Long,
  MaxKey,
  MinKey,
  MongoClient,
  Timestamp,
  type Db,
  type Document,
} from 'mongodb';
import { codeOf, startEmbedded, type Embedded, type Thing } from './support.ts';

// What MongoDB can and the embedded store does not: refused with a number, never done differently.

let store: Embedded;
let client: MongoClient;
let db: Db;
beforeAll(async () => {
  store = await startEmbedded();
  client = await MongoClient.connect(store.uri);
  db = client.db();
  await db.collection<Thing>('things').insertOne({ _id: 1, n: 1 });
});
afterAll(async () => {
  await client.close();
  await store[Symbol.asyncDispose]();
});

const collation = { locale: 'es' };
const find = (more: Document) => ({ find: 'things', ...more });
const update = (more: Document) => ({
  update: 'things',
  updates: [{ q: {}, u: { $set: { n: 2 } }, ...more }],
});
const create = (index: Document) => ({
  createIndexes: 'things',
  indexes: [{ key: { n: 1 }, name: 'n', ...index }],
});
const aggregate = (...pipeline: Document[]) => ({ aggregate: 'things', pipeline, cursor: {} });

it.each<[string, Document, number]>([
  ['a command it does not have', { collMod: 'things' }, 59],
  ['bulkWrite for a whole client', { bulkWrite: 1 }, 59],
  ['a change of a collection to capped', { convertToCapped: 'things', size: 1000 }, 59],
  ['a capped collection', { create: 'capped', capped: true, size: 1000 }, 40415],
  ['a view', { create: 'view', viewOn: 'things', pipeline: [] }, 40415],
  ['a validator', { create: 'checked', validator: { n: 1 } }, 40415],
  ['collation in find', find({ collation }), 40415],
  ['let in find', find({ let: { a: 1 } }), 40415],
  ['a tailable cursor', find({ tailable: true }), 40415],
  ['min and max', find({ min: { n: 1 } }), 40415],
  ['a field that no command has', find({ colour: 'red' }), 40415],
  ['collation in an update', update({ collation }), 40415],
  ['sort in an update', update({ sort: { n: 1 } }), 40415],
  ['collation in an index', create({ collation }), 40415],
  ['a hidden index', create({ hidden: true }), 40415],
  ['a text index', create({ key: { n: 'text' } }), 67],
  ['a geo index', create({ key: { n: '2dsphere' } }), 67],
  ['a hashed index', create({ key: { n: 'hashed' } }), 67],
  ['a wildcard index', create({ key: { '$**': 1 } }), 67],
  [
    'an index that is sparse and partial',
    create({ sparse: true, partialFilterExpression: { n: 1 } }),
    67,
  ],
  ['a change stream', aggregate({ $changeStream: {} }), 40324],
  ['$out', aggregate({ $out: 'other' }), 40324],
  ['$merge', aggregate({ $merge: { into: 'other' } }), 40324],
  ['$lookup', aggregate({ $lookup: { from: 'other', as: 'x' } }), 40324],
  ['snapshot reads outside of a transaction', find({ readConcern: { level: 'snapshot' } }), 72],
])('refuses %s', async (_what, command, code) => {
  expect(await codeOf(db.command(command))).toBe(code);
});

it.each<[string, Document]>([
  ['a regular expression', { name: /x/ }],
  ['$regex', { name: { $regex: 'x' } }],
  ['$where', { $where: 'true' }],
  ['$expr', { $expr: { $eq: ['$a', '$b'] } }],
  ['$text', { $text: { $search: 'x' } }],
  ['$near', { place: { $near: [0, 0] } }],
  ['$jsonSchema', { $jsonSchema: {} }],
  ['$mod', { n: { $mod: [2, 0] } }],
  ['a 64-bit number', { n: Long.fromString('9007199254740993') }],
])(
  'refuses %s in a filter with 2 or 9, and in an update and a delete too',
  async (_what, filter) => {
    const things = db.collection<Thing>('things');
    expect([2, 9]).toContain(await codeOf(things.findOne(filter)));
    expect([2, 9]).toContain(await codeOf(things.updateOne(filter, { $set: { n: 0 } })));
    expect([2, 9]).toContain(await codeOf(things.deleteMany(filter)));
    expect(await things.findOne({ _id: 1 })).toEqual({ _id: 1, n: 1 });
  },
);

it.each<[string, unknown]>([
  ['a 64-bit number', Long.fromNumber(2 ** 40)],
  ['a decimal', Decimal128.fromString('1.5')],
  ['a regular expression', /x/],
  ['a timestamp', new Timestamp(1n)],
  ['the least key', new MinKey()],
  ['the greatest key', new MaxKey()],
  ['NaN', Number.NaN],
])('refuses to store %s, whose path it names', async (_what, value) => {
  const things = db.collection<Thing>('things');
  const insert = things.insertOne({ a: { b: [value] } });
  await expect(insert).rejects.toMatchObject({
    code: 2,
    message: expect.stringContaining('a.b.0'),
  });
  expect(await codeOf(things.updateOne({ _id: 1 }, { $set: { c: value } }))).toBe(2);
});

it('refuses a pipeline as an update', async () => {
  const things = db.collection<Thing>('things');
  expect(await codeOf(things.updateOne({}, [{ $set: { n: 5 } }]))).toBe(9);
  expect(await codeOf(things.findOneAndUpdate({}, [{ $set: { n: 5 } }]))).toBe(9);
});

it('refuses a field that begins with a dollar', async () => {
  expect(await codeOf(db.collection('things').insertOne({ $x: 1 }))).toBe(52);
});

it('refuses what its tests alone may do, unless it was started for tests', async () => {
  await using plain = await startEmbedded({ hasTestCommands: false });
  await using other = await MongoClient.connect(plain.uri);
  const point = { configureFailPoint: 'failCommand', mode: 'off' };
  expect(await codeOf(other.db('admin').command(point))).toBe(59);
});

it('refuses an _id that is longer than its keys can be', async () => {
  expect(await codeOf(db.collection<Thing>('things').insertOne({ _id: 'x'.repeat(2000) }))).toBe(
    17280,
  );
});

it('refuses a sort that would hold too much in memory', async () => {
  const big = db.collection<Thing>('big');
  for (let n = 0; n < 10; n++) {
    await big.insertMany(Array.from({ length: 100 }, () => ({ n, text: 'x'.repeat(80_000) })));
  }
  expect(await codeOf(big.find().sort({ n: 1 }).toArray())).toBe(292);
  expect(await big.find().sort({ n: 1 }).limit(3).toArray()).toHaveLength(3);
});

it('refuses a transaction of more than a thousand documents', async () => {
  const many = Array.from({ length: 1001 }, () => ({ n: 1 }));
  const insert = client.withSession((session) =>
    session.withTransaction(() => db.collection('things').insertMany(many, { session })),
  );
  expect(await codeOf(insert)).toBe(257);
  expect(await db.collection('things').countDocuments()).toBe(1);
});
