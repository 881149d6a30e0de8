import { expect, it } from '@jest/globals';
import { ObjectId, type Collection, type Document } from 'mongodb';
import { until } from '../support/until.ts';
import { codeOf, eachStore, type Thing } from './support.ts';

eachStore((store) => {
  let made = 0;
  const collection = async (...documents: Thing[]): Promise<Collection<Thing>> => {
    const things = store.db().collection<Thing>(`c${++made}`);
    if (documents.length > 0) await things.insertMany(documents);
    return things;
  };

  it('makes an _id where there is none and puts it first', async () => {
    const things = await collection();
    const { insertedId } = await things.insertOne({ b: 1, a: 2 });
    await things.bulkWrite([{ insertOne: { document: { z: 1, _id: 5, y: 2 } } }]);
    expect(insertedId).toBeInstanceOf(ObjectId);
    expect(Object.keys((await things.findOne({ _id: 5 })) ?? {})).toEqual(['_id', 'z', 'y']);
  });

  it('stops an ordered insert at its first error and passes it in an unordered one', async () => {
    const ordered = await collection();
    const unordered = await collection();
    const documents = [{ _id: 1 }, { _id: 1 }, { _id: 2 }];
    const first = await ordered.insertMany(documents).catch((error: unknown) => error as Document);
    await unordered.insertMany(documents, { ordered: false }).catch(() => undefined);
    expect(first['insertedCount']).toBe(1);
    expect([await ordered.countDocuments(), await unordered.countDocuments()]).toEqual([1, 2]);
  });

  it('tells how many an update matched and how many it changed', async () => {
    const things = await collection({ _id: 1, n: 1 }, { _id: 2, n: 2 }, { _id: 3 });
    expect(await things.updateMany({ n: { $gte: 1 } }, { $set: { n: 2 } })).toMatchObject({
      matchedCount: 2,
      modifiedCount: 1,
    });
    expect(await things.updateOne({ n: 99 }, { $set: { n: 2 } })).toMatchObject({
      matchedCount: 0,
    });
  });

  it('inserts what an upsert does not find, from its filter and its update', async () => {
    const things = await collection();
    const told = await things.updateOne(
      { k: 'x', n: { $gt: 5 } },
      { $set: { a: 1 }, $setOnInsert: { at: 'insert' }, $inc: { count: 2 } },
      { upsert: true },
    );
    const again = await things.updateOne(
      { k: 'x' },
      { $setOnInsert: { at: 'no' }, $inc: { count: 2 } },
      { upsert: true },
    );
    expect([told.upsertedCount, again.upsertedCount]).toEqual([1, 0]);
    expect(await things.findOne({}, { projection: { _id: 0 } })).toEqual({
      k: 'x',
      a: 1,
      at: 'insert',
      count: 4,
    });
  });

  it('makes one document of twenty upserts of one unique key at a time', async () => {
    const things = await collection();
    await things.createIndex({ k: 1 }, { unique: true });
    const upsert = () => things.updateOne({ k: 1 }, { $inc: { n: 1 } }, { upsert: true });
    await Promise.all(Array.from({ length: 20 }, upsert));
    expect(await things.find({}, { projection: { _id: 0 } }).toArray()).toEqual([{ k: 1, n: 20 }]);
  });

  it('gives the document before or after, by the order of a sort', async () => {
    const things = await collection({ _id: 1, n: 5 }, { _id: 2, n: 3 }, { _id: 3, n: 4 });
    const options = { sort: { n: 1 } } as const;
    expect([
      await things.findOneAndUpdate({}, { $inc: { n: 10 } }, options),
      await things.findOneAndUpdate(
        {},
        { $inc: { n: 10 } },
        { ...options, returnDocument: 'after' },
      ),
      await things.findOneAndDelete({}, options),
      await things.findOneAndReplace(
        { _id: 9 },
        { n: 0 },
        { upsert: true, returnDocument: 'after' },
      ),
      await things.findOneAndUpdate({ n: 77 }, { $set: { n: 1 } }),
    ]).toEqual([{ _id: 2, n: 3 }, { _id: 3, n: 14 }, { _id: 1, n: 5 }, { _id: 9, n: 0 }, null]);
  });

  it('hands a job to one of many who take it at the same time', async () => {
    const things = await collection(
      ...Array.from({ length: 10 }, (_none, _id) => ({ _id, state: 'new' })),
    );
    const take = () => things.findOneAndUpdate({ state: 'new' }, { $set: { state: 'taken' } });
    const taken = await Promise.all(Array.from({ length: 30 }, take));
    const ids = taken.flatMap((one) => (one === null ? [] : [one._id]));
    expect(new Set(ids).size).toBe(10);
    expect(ids).toHaveLength(10);
  });

  it('changes the elements that an array filter or a position names', async () => {
    const things = await collection({
      _id: 1,
      list: [
        { k: 'a', n: 1 },
        { k: 'b', n: 2 },
      ],
    });
    await things.updateOne(
      { _id: 1 },
      { $inc: { 'list.$[one].n': 5 } },
      { arrayFilters: [{ 'one.k': 'b' }] },
    );
    await things.updateOne({ _id: 1, 'list.k': 'a' }, { $set: { 'list.$.n': 9 } });
    expect((await things.findOne())?.['list']).toEqual([
      { k: 'a', n: 9 },
      { k: 'b', n: 7 },
    ]);
  });

  it('runs the statements of a bulk in order, later ones seeing earlier ones', async () => {
    const things = await collection();
    const told = await things.bulkWrite([
      { insertOne: { document: { _id: 1, n: 1 } } },
      { updateOne: { filter: { _id: 1 }, update: { $inc: { n: 1 } } } },
      { replaceOne: { filter: { _id: 2 }, replacement: { n: 7 }, upsert: true } },
      { updateMany: { filter: {}, update: { $inc: { n: 10 } } } },
      { deleteOne: { filter: { n: 17 } } },
    ]);
    expect(told).toMatchObject({
      insertedCount: 1,
      modifiedCount: 3,
      upsertedCount: 1,
      deletedCount: 1,
    });
    expect(await things.find().toArray()).toEqual([{ _id: 1, n: 12 }]);
  });

  it('loses no increment of many at the same time', async () => {
    const things = await collection({ _id: 1, n: 0 });
    await Promise.all(
      Array.from({ length: 200 }, () => things.updateOne({ _id: 1 }, { $inc: { n: 1 } })),
    );
    expect(await things.findOne()).toEqual({ _id: 1, n: 200 });
  });

  it('does a write that wants no answer', async () => {
    const things = await collection();
    await things.insertOne({ _id: 1 }, { writeConcern: { w: 0 } });
    await until(async () => (await things.countDocuments()) === 1);
    expect(await things.findOne()).toEqual({ _id: 1 });
  });

  it('refuses an array as _id', async () => {
    const things = await collection();
    expect(await codeOf(things.insertOne({ _id: [1] as unknown as number }))).toBe(53);
  });

  it('refuses to change an _id', async () => {
    const things = await collection({ _id: 1 });
    expect(await codeOf(things.updateOne({ _id: 1 }, { $set: { _id: 2 } }))).toBe(66);
    expect(await codeOf(things.replaceOne({ _id: 1 }, { _id: 2 }))).toBe(66);
  });

  it('empties a collection with drop, and takes it up again', async () => {
    const things = await collection({ _id: 1, k: 1 });
    await things.createIndex({ k: 1 }, { unique: true });
    await things.drop();
    await things.insertMany([
      { _id: 1, k: 1 },
      { _id: 2, k: 1 },
    ]);
    expect(await things.countDocuments({ k: 1 })).toBe(2);
    expect(
      await store.db().listCollections({ name: things.collectionName }).toArray(),
    ).toHaveLength(1);
  });
});
