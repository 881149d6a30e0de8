import { expect, it } from '@jest/globals';
import type { Collection, CreateIndexesOptions, Document, IndexSpecification } from 'mongodb';
import { until } from '../support/until.ts';
import { codeOf, eachStore, shownPlan, type Thing } from './support.ts';

eachStore((store) => {
  let made = 0;
  const indexed = async (
    key: IndexSpecification,
    options: CreateIndexesOptions,
    ...documents: Thing[]
  ): Promise<Collection<Thing>> => {
    const things = store.db().collection<Thing>(`c${++made}`);
    await things.createIndex(key, options);
    if (documents.length > 0) await things.insertMany(documents);
    return things;
  };
  const isSound = async (things: Collection<Thing>): Promise<boolean> => {
    const told = await store.db().command({ validate: things.collectionName, full: true });
    return told['valid'] === true;
  };

  it('keeps a unique key to one document, also through updates and upserts', async () => {
    const things = await indexed(
      { k: 1 },
      { unique: true },
      { _id: 1, k: 'a' },
      { _id: 2, k: 'b' },
    );
    expect([
      await codeOf(things.insertOne({ k: 'a' })),
      await codeOf(things.updateOne({ _id: 2 }, { $set: { k: 'a' } })),
      await codeOf(things.updateOne({ k: 'c' }, { $set: { k: 'a' } }, { upsert: true })),
      await codeOf(things.findOneAndUpdate({ _id: 2 }, { $set: { k: 'a' } })),
      await codeOf(things.replaceOne({ _id: 2 }, { k: 'a' })),
    ]).toEqual([11000, 11000, 11000, 11000, 11000]);
    expect(await isSound(things)).toBe(true);
  });

  it('tells which key was there already', async () => {
    const things = await indexed(
      { 'a.b': 1, c: -1 },
      { unique: true },
      { _id: 1, a: { b: 2 }, c: 'x' },
    );
    const error = await things
      .insertOne({ a: { b: 2 }, c: 'x' })
      .catch((caught: unknown) => caught);
    expect(error).toMatchObject({
      code: 11000,
      keyPattern: { 'a.b': 1, c: -1 },
      keyValue: { 'a.b': 2, c: 'x' },
    });
  });

  it('counts a missing field as null in a unique index, and leaves it out of a sparse one', async () => {
    const strict = await indexed({ k: 1 }, { unique: true }, { _id: 1 });
    const sparse = await indexed({ k: 1 }, { unique: true, sparse: true }, { _id: 1 });
    expect(await codeOf(strict.insertOne({ _id: 2 }))).toBe(11000);
    expect(await codeOf(sparse.insertOne({ _id: 2 }))).toBeUndefined();
  });

  it('lets documents outside of a partial index share a key', async () => {
    const things = await indexed(
      { token: 1 },
      { unique: true, partialFilterExpression: { status: 'ACTIVE' } },
      { _id: 1, token: 't', status: 'DEAD' },
      { _id: 2, token: 't', status: 'ACTIVE' },
    );
    expect(await codeOf(things.insertOne({ token: 't', status: 'ACTIVE' }))).toBe(11000);
    expect(await codeOf(things.updateOne({ _id: 1 }, { $set: { status: 'ACTIVE' } }))).toBe(11000);
    await things.updateOne({ _id: 2 }, { $set: { status: 'DEAD' } });
    await things.updateOne({ _id: 1 }, { $set: { status: 'ACTIVE' } });
    expect(await isSound(things)).toBe(true);
  });

  it('holds every element of an array, once across documents and freely within one', async () => {
    const things = await indexed({ keys: 1 }, { unique: true }, { _id: 1, keys: ['a', 'b', 'a'] });
    expect(await codeOf(things.insertOne({ keys: ['c', 'b'] }))).toBe(11000);
    await things.updateOne({ _id: 1 }, { $pull: { keys: 'b' } as Document });
    expect(await codeOf(things.insertOne({ _id: 2, keys: ['c', 'b'] }))).toBeUndefined();
    expect(await things.find({ keys: 'c' }).toArray()).toEqual([{ _id: 2, keys: ['c', 'b'] }]);
  });

  it('refuses two arrays side by side in one index with 171', async () => {
    const things = await indexed({ a: 1, b: 1 }, {});
    expect(await codeOf(things.insertOne({ a: [1], b: [1] }))).toBe(171);
    expect(await things.countDocuments()).toBe(0);
  });

  it('finds what both bounds of a range ask for although two elements meet them', async () => {
    const things = await indexed(
      { n: 1 },
      {},
      { _id: 1, n: [1, 9] },
      { _id: 2, n: [5] },
      { _id: 3, n: [20] },
    );
    const found = await things
      .find({ n: { $gt: 4, $lt: 6 } })
      .sort({ _id: 1 })
      .toArray();
    expect(found.map(({ _id }) => _id)).toEqual([1, 2]);
  });

  it('finds by keys far longer than its own limit, and keeps them unique', async () => {
    const long = (end: string) => `${'x'.repeat(5000)}${end}`;
    const things = await indexed(
      { k: 1 },
      { unique: true },
      { _id: 1, k: long('a') },
      { _id: 2, k: long('b') },
    );
    expect(await things.findOne({ k: long('b') })).toMatchObject({ _id: 2 });
    expect(await codeOf(things.insertOne({ k: long('a') }))).toBe(11000);
    const sorted = await things
      .find({ k: { $gt: 'x' } })
      .sort({ k: -1 })
      .toArray();
    expect(sorted.map(({ _id }) => _id)).toEqual([2, 1]);
  });

  it.each([
    ['IDHACK', { _id: 1 }, {}],
    ['FETCH > IXSCAN unique', { u: 'x' }, {}],
    ['FETCH > IXSCAN compound', { holder: 'h', at: { $gte: 5 } }, {}],
    ['FETCH > IXSCAN compound', { holder: 'h' }, { at: -1 }],
    ['FETCH > IXSCAN tags', { tags: 'x' }, {}],
    ['FETCH > IXSCAN partial', { token: 't', status: 'ACTIVE' }, {}],
    ['COLLSCAN', { token: 't' }, {}],
    ['COLLSCAN', { sparse: null }, {}],
    ['FETCH > IXSCAN sparse', { sparse: { $in: ['a', 'b'] } }, {}],
    ['FETCH > SORT_MERGE > IXSCAN compound', { holder: { $in: ['h', 'i'] } }, { at: 1 }],
    ['SORT > COLLSCAN', { note: 'x' }, { note: 1 }],
    ['SORT > FETCH > IXSCAN tags', { tags: 'x' }, { note: 1 }],
  ] as const)('plans %s for %j sorted by %j', async (plan, filter, sort) => {
    const things = store.db().collection<Thing>('planned');
    await things.createIndexes([
      { key: { u: 1 }, name: 'unique', unique: true, sparse: true },
      { key: { holder: 1, at: 1 }, name: 'compound' },
      { key: { tags: 1 }, name: 'tags' },
      { key: { token: 1 }, name: 'partial', partialFilterExpression: { status: 'ACTIVE' } },
      { key: { sparse: 1 }, name: 'sparse', sparse: true },
    ]);
    await things.updateOne({ _id: 1 }, { $set: { tags: ['a', 'b'] } }, { upsert: true });
    const cursor = things.find(filter as Document).sort(sort);
    expect(shownPlan(await cursor.explain('queryPlanner'))).toBe(plan);
  });

  it('makes an index over documents that are there, and fails whole on a duplicate', async () => {
    const things = store.db().collection<Thing>(`c${++made}`);
    await things.insertMany([{ k: 1 }, { k: 2 }, { k: 2 }]);
    expect(await codeOf(things.createIndex({ k: 1 }, { unique: true }))).toBe(11000);
    expect(await codeOf(things.insertOne({ k: 2 }))).toBeUndefined();
    await things.createIndex({ k: -1 });
    expect((await things.indexes()).map(({ name }) => name)).toEqual(['_id_', 'k_-1']);
    expect(await isSound(things)).toBe(true);
  });

  it('makes no index over documents that cannot be in it', async () => {
    const things = store.db().collection<Thing>(`c${++made}`);
    await things.insertOne({ a: [1], b: [2] });
    expect(await codeOf(things.createIndex({ a: 1, b: 1 }))).toBe(171);
    expect(await codeOf(things.insertOne({ a: [1], b: [2] }))).toBeUndefined();
    expect(await things.indexes()).toHaveLength(1);
  });

  it('keeps an index whole while others write during its making', async () => {
    const things = store.db().collection<Thing>(`c${++made}`);
    await things.insertMany(
      Array.from({ length: 3000 }, (_none, _id) => ({ _id, n: _id, t: [_id] })),
    );
    const making = things.createIndexes([{ key: { n: 1 } }, { key: { t: 1 }, unique: true }]);
    for (let n = 0; n < 60; n++) {
      await things.updateOne(
        { _id: n * 49 },
        { $inc: { n: 10_000 }, $push: { t: n + 100_000 } as Document },
      );
      await things.deleteOne({ _id: 2999 - n * 7 });
      await things.insertOne({ _id: 5000 + n, n, t: [n + 200_000] });
    }
    await making;
    expect(await isSound(things)).toBe(true);
    expect(await things.countDocuments({ n: { $gte: 10_000 } })).toBeGreaterThan(0);
  });

  it('takes an index that is there already as made, and refuses another of its name', async () => {
    const things = await indexed({ a: 1 }, { name: 'mine' });
    expect(await codeOf(things.createIndex({ a: 1 }, { name: 'mine' }))).toBeUndefined();
    expect(await codeOf(things.createIndex({ b: 1 }, { name: 'mine' }))).toBe(86);
    expect(await codeOf(things.createIndex({ a: 1 }, { name: 'mine', unique: true }))).toBe(86);
    expect(await codeOf(things.createIndex({ a: 1 }, { name: 'other' }))).toBe(85);
    await things.dropIndex('mine');
    expect(await codeOf(things.dropIndex('mine'))).toBe(27);
  });

  it('deletes documents when their time is over', async () => {
    const setPause = (ttlMonitorSleepSecs: number) =>
      store.client().db('admin').command({ setParameter: 1, ttlMonitorSleepSecs });
    const old = new Date(Date.now() - 3_600_000);
    const things = await indexed(
      { at: 1 },
      { expireAfterSeconds: 60 },
      ...[
        { _id: 1, at: old },
        { _id: 2, at: new Date() },
        { _id: 3, at: 'old' },
      ],
      ...[{ _id: 4, at: [new Date(), old] }, { _id: 5 }],
    );
    await setPause(1);
    await until(async () => (await things.countDocuments()) === 3);
    await setPause(60);
    const left = await things.find().sort({ _id: 1 }).toArray();
    expect(left.map(({ _id }) => _id)).toEqual([2, 3, 5]);
    expect(await isSound(things)).toBe(true);
  });
});
