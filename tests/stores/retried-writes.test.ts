import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { Long, MongoClient, type ClientSession, type Document } from 'mongodb';
import { codeOf, eachStore, type Thing } from './support.ts';

eachStore((store) => {
  let made = 0;
  const fresh = () => `c${++made}`;
  let raw: MongoClient;
  let session: ClientSession;
  let lastNumber = 0;
  beforeAll(async () => {
    raw = await MongoClient.connect(store.uri());
    session = raw.startSession();
  });
  afterAll(async () => {
    await session.endSession();
    await raw.close();
  });
  /** A command as a driver numbers it: sent twice, it is one write. */
  const numbered = (command: Document, txnNumber = ++lastNumber): Document => ({
    ...command,
    txnNumber: Long.fromNumber(txnNumber),
  });
  const run = (command: Document) => raw.db(store.db().databaseName).command(command, { session });
  const told = ({ n, nModified, upserted, writeErrors, value, lastErrorObject }: Document) => ({
    ...{ n, nModified, upserted, writeErrors, value, lastErrorObject },
  });

  it.each([
    ['insert', (c: string) => ({ insert: c, documents: [{ _id: 1 }, { _id: 2 }] })],
    ['update', (c: string) => ({ update: c, updates: [{ q: { _id: 9 }, u: { $inc: { n: 1 } } }] })],
    [
      'upsert',
      (c: string) => ({
        update: c,
        updates: [{ q: { k: 1 }, u: { $inc: { n: 1 } }, upsert: true }],
      }),
    ],
    ['delete', (c: string) => ({ delete: c, deletes: [{ q: { s: 'x' }, limit: 1 }] })],
    [
      'findAndModify',
      (c: string) => ({
        findAndModify: c,
        query: { _id: 9 },
        update: { $inc: { n: 1 } },
        new: true,
      }),
    ],
    [
      'findAndModify that removes',
      (c: string) => ({ findAndModify: c, query: { s: 'x' }, remove: true }),
    ],
  ])('answers a repeated %s like the first and writes once', async (_name, toCommand) => {
    const name = fresh();
    const things = store.db().collection<Thing>(name);
    await things.insertMany([
      { _id: 7, s: 'x' },
      { _id: 8, s: 'x' },
      { _id: 9, n: 1 },
    ]);
    const command = numbered(toCommand(name));
    const first = await run(command);
    const written = await things.find().toArray();
    const second = await run(command);
    expect(told(second)).toEqual(told(first));
    expect(await things.find().toArray()).toEqual(written);
  });

  it('writes once when the same command comes twice at the same time', async () => {
    const name = fresh();
    await store.db().collection<Thing>(name).insertOne({ _id: 1, n: 0 });
    const command = numbered({ update: name, updates: [{ q: { _id: 1 }, u: { $inc: { n: 1 } } }] });
    await Promise.all([run(command), run(command), run(command)]);
    expect(await store.db().collection<Thing>(name).findOne()).toEqual({ _id: 1, n: 1 });
  });

  it('repeats the error of a statement too, and goes on behind it when unordered', async () => {
    const name = fresh();
    const documents = [{ _id: 1 }, { _id: 1 }, { _id: 2 }];
    const command = numbered({ insert: name, documents, ordered: false });
    const first = await run(command);
    const second = await run(command);
    expect(told(second)).toEqual(told(first));
    expect(await store.db().collection(name).countDocuments()).toBe(2);
  });

  it('refuses a number that the session has left behind', async () => {
    const name = fresh();
    await run(numbered({ insert: name, documents: [{ _id: 1 }] }));
    const late = numbered({ insert: name, documents: [{ _id: 2 }] }, lastNumber - 1);
    expect(await codeOf(run(late))).toBe(225);
  });
});
