import { beforeAll, expect, it } from '@jest/globals';
import type { Collection, Document } from 'mongodb';
import { codeOf, eachStore, type Thing } from './support.ts';

const PEOPLE = 500;

eachStore((store) => {
  let things: Collection<Thing>;
  beforeAll(async () => {
    things = store.db().collection<Thing>('people');
    await things.createIndex({ born: 1, name: 1 });
    await things.insertMany(
      Array.from({ length: PEOPLE }, (_none, _id) => ({
        _id,
        name: `p${String(_id % 50).padStart(2, '0')}`,
        born: 1950 + (_id % 60),
        tags: _id % 3 === 0 ? ['a', 'b'] : [],
        home: { zip: `3320${_id % 10}`, lines: [{ n: _id }] },
      })),
    );
  });
  const ids = (documents: readonly Document[]) => documents.map(({ _id }) => Number(_id));

  it('sorts by an index, backwards too, as it sorts in memory', async () => {
    const sort = { born: -1, name: -1 } as const;
    const filter = { born: { $gte: 1990, $lt: 1993 } };
    const byIndex = await things.find(filter).sort(sort).toArray();
    const inMemory = await things
      .find(filter, { hint: { $natural: 1 } })
      .sort(sort)
      .toArray();
    const order = ({ born, name }: Document) => `${born} ${name}`;
    expect(byIndex.map(order)).toEqual(inMemory.map(order));
    expect(byIndex).toHaveLength(24);
  });

  it('skips and limits behind the sort', async () => {
    const page = things.find({ born: 1980 }).sort({ _id: 1 }).skip(2).limit(3);
    expect(ids(await page.toArray())).toEqual([150, 210, 270]);
  });

  it.each([1, 7, 100, 499, 500, 1000])(
    'gives everything once in batches of %i',
    async (batchSize) => {
      const all = await things.find({}, { batchSize }).sort({ _id: -1 }).toArray();
      expect(ids(all)).toEqual(Array.from({ length: PEOPLE }, (_none, n) => PEOPLE - 1 - n));
    },
  );

  it('goes on with a cursor after what it stands on was deleted', async () => {
    const passing = store.db().collection<Thing>('passing');
    await passing.insertMany(Array.from({ length: 10 }, (_none, _id) => ({ _id })));
    const cursor = passing.find({}, { batchSize: 3 }).sort({ _id: 1 });
    const first = [await cursor.next(), await cursor.next(), await cursor.next()];
    await passing.deleteMany({ _id: { $in: [2, 3] } });
    const rest = await cursor.toArray();
    expect(ids([...first, ...rest].map((one) => one ?? {}))).toEqual([0, 1, 2, 4, 5, 6, 7, 8, 9]);
  });

  it('forgets a cursor that is closed', async () => {
    const cursor = things.find({}, { batchSize: 2 });
    await cursor.next();
    const id = cursor.id;
    await cursor.close();
    const more = store.db().command({ getMore: id, collection: 'people' });
    expect(await codeOf(more)).toBe(43);
  });

  it('gives the fields that are asked for, _id unless refused', async () => {
    const [first] = await things.find({ _id: 3 }, { projection: { 'home.zip': 1 } }).toArray();
    const [second] = await things.find({ _id: 3 }, { projection: { home: 0, _id: 0 } }).toArray();
    expect(first).toEqual({ _id: 3, home: { zip: '33203' } });
    expect(second).toEqual({ name: 'p03', born: 1953, tags: ['a', 'b'] });
  });

  it('counts by filter, by estimate, with skip and limit', async () => {
    expect([
      await things.countDocuments({ tags: 'a' }),
      await things.estimatedDocumentCount(),
      await things.countDocuments({}, { skip: 490, limit: 20 }),
      await store.db().collection('nowhere').countDocuments(),
    ]).toEqual([167, 500, 10, 0]);
  });

  it('tells distinct values, of arrays and of documents in arrays', async () => {
    expect(new Set(await things.distinct('tags'))).toEqual(new Set(['a', 'b']));
    expect(await things.distinct('home.lines.n', { _id: { $lt: 3 } })).toEqual([0, 1, 2]);
    expect(await things.distinct('home.zip', { born: 1950 })).toEqual(['33200']);
  });

  it('groups, unwinds and sorts', async () => {
    const pipeline = [
      { $match: { born: { $gte: 1950, $lte: 1951 } } },
      { $unwind: '$tags' },
      { $group: { _id: { tag: '$tags', born: '$born' }, people: { $sum: 1 } } },
      { $sort: { '_id.born': 1, '_id.tag': 1 } },
    ];
    expect(await things.aggregate(pipeline).toArray()).toEqual([
      { _id: { tag: 'a', born: 1950 }, people: 9 },
      { _id: { tag: 'b', born: 1950 }, people: 9 },
    ]);
  });

  it('gives a pipeline in batches', async () => {
    const cursor = things.aggregate([{ $match: {} }, { $project: { _id: 1 } }], { batchSize: 9 });
    expect(ids(await cursor.toArray())).toHaveLength(PEOPLE);
  });

  it('ends a long scan when its time is over', async () => {
    const slow = things.find({ tags: 'nowhere' }).maxTimeMS(1);
    const codes = [await codeOf(slow.toArray()), await codeOf(things.findOne({ _id: 1 }))];
    expect([undefined, 50]).toContain(codes[0]);
    expect(codes[1]).toBeUndefined();
  });

  it('gives numbers and dates back in the types they came in', async () => {
    const typed = store.db().collection<Thing>('typed');
    const sent = { _id: 1, int: 5, double: 5.5, at: new Date(1), bytes: Buffer.from([1, 2]) };
    await typed.insertOne(sent);
    const [raw] = await typed.find({}, { promoteValues: false }).toArray();
    expect(raw?.['int']._bsontype).toBe('Int32');
    expect(raw?.['double']._bsontype).toBe('Double');
    expect(await typed.findOne({}, { promoteBuffers: true })).toEqual(sent);
  });
});
