import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { createConnection, Schema, type Connection } from 'mongoose';
import { codeOf, eachStore } from './support.ts';

type Card = {
  number: string;
  mediumToken: string;
  chipKeys: string[];
  accountKeys?: string[];
  holderId: string;
  status: string;
};

type Claim = { _id: string; at: Date };

/** Indexed as the hub's cards are. */
function cardModel(connection: Connection) {
  const schema = new Schema<Card>(
    {
      number: { type: String, required: true, unique: true },
      mediumToken: { type: String, required: true, unique: true },
      chipKeys: { type: [String], index: true },
      accountKeys: { type: [String], default: undefined },
      holderId: { type: String, index: true },
      status: String,
    },
    { timestamps: true, optimisticConcurrency: true },
  );
  schema.index({ accountKeys: 1 }, { unique: true, sparse: true });
  return connection.model('Card', schema);
}

function claimModel(connection: Connection) {
  const schema = new Schema<Claim>({ _id: String, at: Date }, { versionKey: false });
  schema.index({ at: 1 }, { expireAfterSeconds: 86_400 });
  return connection.model('Request', schema);
}

eachStore((store) => {
  let connection: Connection;
  let Cards: ReturnType<typeof cardModel>;
  let Requests: ReturnType<typeof claimModel>;
  beforeAll(async () => {
    connection = createConnection(store.uri(), { dbName: store.db().databaseName });
    await connection.asPromise();
    Cards = cardModel(connection);
    Requests = claimModel(connection);
    await Promise.all([Cards.init(), Requests.init()]);
  });
  afterAll(() => connection.close());
  const card = (n: number, more: Partial<Card> = {}): Card => ({
    ...{
      number: `n${n}`,
      mediumToken: `t${n}`,
      chipKeys: [`c${n}`],
      holderId: 'ana',
      status: 'ACTIVE',
    },
    ...more,
  });

  it('makes the indexes of the models', async () => {
    const names = (await Cards.listIndexes()).map(({ name }) => name as unknown);
    expect(names).toEqual(
      expect.arrayContaining([
        'number_1',
        'mediumToken_1',
        'chipKeys_1',
        'accountKeys_1',
        'holderId_1',
      ]),
    );
    expect(await Cards.diffIndexes()).toEqual({ toDrop: [], toCreate: [] });
    expect((await Requests.listIndexes())[1]).toMatchObject({ expireAfterSeconds: 86_400 });
  });

  it('saves, finds and changes documents, and knows which version it read', async () => {
    const saved = await Cards.create(card(1));
    const copy = await Cards.findOne({ chipKeys: 'c1' }).orFail();
    saved.status = 'BLOCKED';
    await saved.save();
    copy.status = 'LOST';
    await expect(copy.save()).rejects.toThrow(/No matching document found/);
    expect(await Cards.findOne({ number: 'n1' }).lean()).toMatchObject({
      status: 'BLOCKED',
      __v: 1,
    });
  });

  it('links an account to one card only', async () => {
    await Cards.create([card(10), card(11), card(12, { accountKeys: ['library:1', 'sports:1'] })]);
    const link = Cards.updateOne({ number: 'n10' }, { $addToSet: { accountKeys: 'library:1' } });
    expect(await codeOf(link)).toBe(11000);
    await Cards.updateOne({ number: 'n12' }, { $pull: { accountKeys: 'library:1' } });
    await Cards.updateOne({ number: 'n10' }, { $addToSet: { accountKeys: 'library:1' } });
    expect(
      (await Cards.find({ accountKeys: 'library:1' }).lean()).map(({ number }) => number),
    ).toEqual(['n10']);
  });

  it('replaces a card in one transaction: the old one dies, the new one takes its accounts', async () => {
    await Cards.create(card(20, { accountKeys: ['library:20'] }));
    await connection.transaction(async (session) => {
      await Cards.updateOne(
        { number: 'n20' },
        { status: 'REPLACED', $unset: { accountKeys: 1 } },
        { session },
      );
      await Cards.create([card(21, { accountKeys: ['library:20'] })], { session });
    });
    const found = await Cards.find({ accountKeys: 'library:20' }).lean();
    expect(found.map(({ number }) => number)).toEqual(['n21']);
  });

  it('does a request with one idempotency key once', async () => {
    const claim = () => Requests.create({ _id: 'key', at: new Date() });
    const codes = await Promise.all(Array.from({ length: 10 }, () => codeOf(claim())));
    expect(codes.filter((code) => code === undefined)).toHaveLength(1);
    expect(codes.filter((code) => code === 11000)).toHaveLength(9);
  });

  it('goes through all documents with a cursor', async () => {
    await Cards.insertMany(
      Array.from({ length: 250 }, (_none, n) => card(1000 + n, { holderId: 'leo' })),
    );
    let seen = 0;
    for await (const one of Cards.find({ holderId: 'leo' }).lean().cursor({ batchSize: 50 })) {
      seen += one.holderId === 'leo' ? 1 : 0;
    }
    expect(seen).toBe(250);
  });
});
