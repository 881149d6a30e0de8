import { afterAll, beforeAll, beforeEach, expect, it } from '@jest/globals';
import { MongoClient, MongoNetworkError, MongoServerError, type Document } from 'mongodb';
import { eachStore, type Thing } from './support.ts';

eachStore((store) => {
  let failing: MongoClient;
  beforeAll(async () => {
    failing = await MongoClient.connect(store.uri(), { retryWrites: false, retryReads: false });
  });
  afterAll(() => failing.close());
  const set = (mode: unknown, data: Document = {}) =>
    store.client().db('admin').command({ configureFailPoint: 'failCommand', mode, data });
  const things = () => failing.db(store.db().databaseName).collection<Thing>('things');
  beforeEach(() => set('off'));

  it('fails a command as often as it is told to', async () => {
    await set({ times: 2 }, { failCommands: ['insert'], errorCode: 91 });
    const codes: unknown[] = [];
    for (let n = 0; n < 3; n++) {
      const told = await things()
        .insertOne({ n })
        .catch((error: unknown) => error);
      codes.push(told instanceof MongoServerError ? told.code : 'written');
    }
    expect(codes).toEqual([91, 91, 'written']);
    expect(await things().countDocuments()).toBe(1);
  });

  it('gives the labels that it is told to', async () => {
    const errorLabels = ['TransientTransactionError'];
    await set({ times: 1 }, { failCommands: ['find'], errorCode: 112, errorLabels });
    const error = await things()
      .findOne()
      .catch((caught: unknown) => caught);
    expect((error as MongoServerError).hasErrorLabel('TransientTransactionError')).toBe(true);
  });

  it('cuts the connection in place of an answer', async () => {
    await set({ times: 1 }, { failCommands: ['find'], closeConnection: true });
    await expect(things().findOne()).rejects.toBeInstanceOf(MongoNetworkError);
    await set('off');
    expect(await things().countDocuments()).toBe(1);
  });

  it('lets a command wait', async () => {
    const data = { failCommands: ['find'], blockConnection: true, blockTimeMS: 150 };
    await set({ times: 1 }, data);
    const began = performance.now();
    await things().findOne();
    expect(performance.now() - began).toBeGreaterThanOrEqual(149);
  });

  it('is overcome by a driver that retries', async () => {
    await set({ times: 1 }, { failCommands: ['insert'], closeConnection: true });
    await store.db().collection<Thing>('retried').insertOne({ _id: 1 });
    expect(await store.db().collection('retried').countDocuments()).toBe(1);
  });
});
