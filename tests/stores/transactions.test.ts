import { expect, it } from '@jest/globals';
import type { ClientSession, Collection, Document, MongoServerError } from 'mongodb';
import { codeOf, eachStore, type Thing } from './support.ts';

eachStore((store) => {
  let made = 0;
  /** A collection with a unique `key`, and these documents. */
  const collection = async (...documents: Thing[]): Promise<Collection<Thing>> => {
    const name = `c${++made}`;
    const fresh = store.db().collection<Thing>(name);
    await fresh.createIndex({ key: 1 }, { unique: true, sparse: true });
    if (documents.length > 0) await fresh.insertMany(documents);
    return fresh;
  };
  const within = async (work: (session: ClientSession) => Promise<void>): Promise<void> => {
    await store.client().withSession(async (session) => {
      session.startTransaction();
      await work(session);
      if (session.inTransaction()) await session.abortTransaction();
    });
  };

  it('shows its own writes inside and nobody else before the commit', async () => {
    const things = await collection({ _id: 1, n: 1 });
    await within(async (session) => {
      await things.updateOne({ _id: 1 }, { $inc: { n: 1 } }, { session });
      await things.insertOne({ _id: 2, n: 5 }, { session });
      const inside = await things.find({}, { session }).sort({ n: -1 }).toArray();
      const outside = await things.find().toArray();
      await session.commitTransaction();
      expect(inside).toEqual([
        { _id: 2, n: 5 },
        { _id: 1, n: 2 },
      ]);
      expect(outside).toEqual([{ _id: 1, n: 1 }]);
    });
    expect(await things.countDocuments()).toBe(2);
  });

  it('leaves nothing of an aborted transaction', async () => {
    const things = await collection({ _id: 1, n: 1 });
    await within(async (session) => {
      await things.deleteOne({ _id: 1 }, { session });
      await things.insertOne({ _id: 2, key: 'a' }, { session });
      await session.abortTransaction();
    });
    expect(await things.find().toArray()).toEqual([{ _id: 1, n: 1 }]);
    await things.insertOne({ _id: 3, key: 'a' });
  });

  it('reads one moment, whatever others write meanwhile', async () => {
    const things = await collection({ _id: 1, n: 1 }, { _id: 2, n: 1 });
    await within(async (session) => {
      const before = await things.find({}, { session }).toArray();
      await things.updateMany({}, { $set: { n: 9 } });
      await things.insertOne({ _id: 3, n: 9 });
      expect(await things.find({}, { session }).toArray()).toEqual(before);
    });
  });

  it('gives 112 and its label to the second writer of a document at once', async () => {
    const things = await collection({ _id: 1, n: 1 });
    await within(async (first) => {
      await things.updateOne({ _id: 1 }, { $inc: { n: 1 } }, { session: first });
      await within(async (second) => {
        const refused = things.updateOne({ _id: 1 }, { $inc: { n: 1 } }, { session: second });
        const error = await refused.catch((caught: unknown) => caught as MongoServerError);
        expect(error).toMatchObject({ code: 112, codeName: 'WriteConflict' });
        expect((error as MongoServerError).hasErrorLabel('TransientTransactionError')).toBe(true);
      });
      await first.commitTransaction();
    });
    expect(await things.findOne()).toEqual({ _id: 1, n: 2 });
  });

  it('gives 112 to a write on a document that has changed since the snapshot', async () => {
    const things = await collection({ _id: 1, n: 1 });
    await within(async (session) => {
      await things.findOne({}, { session });
      await things.updateOne({ _id: 1 }, { $inc: { n: 1 } });
      expect(await codeOf(things.updateOne({ _id: 1 }, { $inc: { n: 1 } }, { session }))).toBe(112);
    });
  });

  it('lets a write outside wait for the transaction that holds the document', async () => {
    const things = await collection({ _id: 1, n: 1 });
    const order: string[] = [];
    await within(async (session) => {
      await things.updateOne({ _id: 1 }, { $inc: { n: 1 } }, { session });
      const outside = things
        .updateOne({ _id: 1 }, { $inc: { n: 10 } })
        .then(() => order.push('outside'));
      await things.findOne({ _id: 1 });
      order.push('commit');
      await session.commitTransaction();
      await outside;
    });
    expect(order).toEqual(['commit', 'outside']);
    expect(await things.findOne()).toEqual({ _id: 1, n: 12 });
  });

  it('lets a write outside wait no longer than it may take', async () => {
    const things = await collection({ _id: 1, n: 1 });
    await within(async (session) => {
      await things.updateOne({ _id: 1 }, { $inc: { n: 1 } }, { session });
      const hasty = things.findOneAndUpdate({ _id: 1 }, { $inc: { n: 10 } }, { maxTimeMS: 50 });
      expect(await codeOf(hasty)).toBe(50);
    });
    expect(await things.findOne()).toEqual({ _id: 1, n: 1 });
  });

  it('lets a write outside to another document pass', async () => {
    const things = await collection({ _id: 1, n: 1 }, { _id: 2, n: 1 });
    await within(async (session) => {
      await things.updateOne({ _id: 1 }, { $inc: { n: 1 } }, { session });
      await things.updateOne({ _id: 2 }, { $inc: { n: 1 } });
      expect(await things.findOne({ _id: 2 })).toEqual({ _id: 2, n: 2 });
    });
  });

  it('frees a unique key and gives it to another document in one transaction', async () => {
    const things = await collection({ _id: 1, key: 'a' });
    await within(async (session) => {
      await things.deleteOne({ _id: 1 }, { session });
      await things.insertOne({ _id: 2, key: 'a' }, { session });
      await session.commitTransaction();
    });
    expect(await things.find({ key: 'a' }).toArray()).toEqual([{ _id: 2, key: 'a' }]);
  });

  it('swaps unique keys through a third one in one transaction', async () => {
    const things = await collection({ _id: 1, key: 'a' }, { _id: 2, key: 'b' });
    await within(async (session) => {
      await things.updateOne({ _id: 1 }, { $set: { key: 'c' } }, { session });
      await things.updateOne({ _id: 2 }, { $set: { key: 'a' } }, { session });
      await things.updateOne({ _id: 1 }, { $set: { key: 'b' } }, { session });
      await session.commitTransaction();
    });
    expect(await things.findOne({ key: 'b' })).toEqual({ _id: 1, key: 'b' });
    expect(await things.findOne({ key: 'a' })).toEqual({ _id: 2, key: 'a' });
  });

  it('gives 11000 for a key that the transaction can see, and is over then', async () => {
    const things = await collection({ _id: 1, key: 'a' });
    await within(async (session) => {
      expect(await codeOf(things.insertOne({ key: 'a' }, { session }))).toBe(11000);
      expect(await codeOf(things.findOne({}, { session }))).toBe(251);
    });
  });

  it('lets one of twenty have a unique key and gives the others 11000', async () => {
    const things = await collection();
    const race = Array.from({ length: 20 }, () =>
      store
        .client()
        .withSession((session) =>
          session.withTransaction(() => things.insertOne({ key: 'only' }, { session })),
        ),
    );
    const codes = await Promise.all(race.map((one) => codeOf(one)));
    expect(codes.filter((code) => code === 11000)).toHaveLength(19);
    expect(await things.countDocuments({ key: 'only' })).toBe(1);
  });

  it('moves sums between documents without losing or making any', async () => {
    const things = await collection(...[0, 1, 2, 3, 4].map((_id) => ({ _id, n: 100 })));
    const transfer = (from: number, to: number) =>
      store.client().withSession((session) =>
        session.withTransaction(async () => {
          await things.updateOne({ _id: from }, { $inc: { n: -1 } }, { session });
          await things.updateOne({ _id: to }, { $inc: { n: 1 } }, { session });
          await things.insertOne({ key: `${from}-${to}-${Math.random()}` }, { session });
        }),
      );
    const pairs = Array.from({ length: 40 }, (_none, n) => [n % 5, (n * 3 + 1) % 5] as const);
    await Promise.all(pairs.filter(([a, b]) => a !== b).map(([a, b]) => transfer(a, b)));
    const [sum] = await things.aggregate([{ $group: { _id: null, n: { $sum: '$n' } } }]).toArray();
    expect(sum?.['n']).toBe(500);
    expect(await things.countDocuments({ key: { $exists: true } })).toBe(
      pairs.filter(([a, b]) => a !== b).length,
    );
  });

  it('refuses to make an index inside with 263', async () => {
    const things = await collection({ _id: 1 });
    await within(async (session) => {
      await things.findOne({}, { session });
      expect(await codeOf(things.createIndex({ n: 1 }, { session }))).toBe(263);
    });
  });

  it('knows no transaction that was never begun', async () => {
    const things = await collection({ _id: 1 });
    const lsid = { id: (await newSession()).id?.['id'] };
    const stray = { find: things.collectionName, lsid, txnNumber: 5, autocommit: false };
    expect(await codeOf(rawCommand(stray))).toBe(251);
  });

  it('aborts a transaction when its time is over', async () => {
    const things = await collection({ _id: 1, n: 1 });
    const setLifetime = (transactionLifetimeLimitSeconds: number) =>
      store.client().db('admin').command({ setParameter: 1, transactionLifetimeLimitSeconds });
    await setLifetime(1);
    await within(async (session) => {
      await things.updateOne({ _id: 1 }, { $inc: { n: 1 } }, { session });
      // Waits for the transaction's end, which nobody else brings about.
      await things.updateOne({ _id: 1 }, { $inc: { n: 10 } });
      expect(await codeOf(session.commitTransaction())).toBe(251);
    });
    await setLifetime(60);
    expect(await things.findOne()).toEqual({ _id: 1, n: 11 });
  });

  it('answers a repeated commit of the same transaction like the first', async () => {
    const things = await collection();
    await within(async (session) => {
      await things.insertOne({ _id: 1 }, { session });
      await session.commitTransaction();
      await session.commitTransaction();
    });
    expect(await things.countDocuments()).toBe(1);
  });

  it('goes on with a cursor inside and ends it with the transaction', async () => {
    const things = await collection(...Array.from({ length: 300 }, (_none, _id) => ({ _id })));
    await within(async (session) => {
      const cursor = things.find({}, { session, batchSize: 100 });
      await cursor.next();
      await things.deleteMany({ _id: { $gte: 200 } });
      expect(await cursor.toArray()).toHaveLength(299);
    });
  });

  async function newSession(): Promise<ClientSession> {
    const session = store.client().startSession();
    await session.endSession();
    return session;
  }

  function rawCommand(command: Document): Promise<Document> {
    return store.db().command(command);
  }
});
