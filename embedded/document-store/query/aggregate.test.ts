import { expect, it } from '@jest/globals';
import { Double } from 'bson';
import { type AggregateLimits, compilePipeline } from './aggregate.ts';
import { compileFilter } from './filter.ts';
import { shown } from './testing/shown.ts';
import { type Doc, EMPTY_DOC, toDoc } from './value.ts';

async function* stream(docs: Iterable<Doc>): AsyncGenerator<Doc> {
  yield* docs;
}

/** As the store does it: the leading $match is the source's. */
async function run(
  stages: readonly object[],
  docs: readonly object[],
  limits?: AggregateLimits,
): Promise<string[]> {
  const pipeline = compilePipeline(stages.map(toDoc));
  const { matches } = compileFilter(pipeline.leadingMatch ?? EMPTY_DOC);
  const results: string[] = [];
  for await (const doc of pipeline.run(stream(docs.map(toDoc).filter(matches)), limits)) {
    results.push(shown(doc));
  }
  return results;
}

const LOANS = [
  { k: 'book', n: 3, at: { y: 2025 }, tags: ['x', 'y'] },
  { k: 'film', n: 1, at: { y: 2026 }, tags: [] },
  { k: 'book', n: 2, at: { y: 2026 } },
];

it.each([
  [[], 3, undefined],
  [[{ $match: { k: 'book' } }, { $count: 'n' }], 1, '{n: 2}'],
  [[{ $match: { k: 'none' } }, { $count: 'n' }], 0, undefined],
  [[{ $sort: { n: 1 } }, { $limit: 1 }, { $project: { n: 1 } }], 1, '{n: 1}'],
  [[{ $sort: { n: -1 } }, { $skip: 1 }, { $limit: 1 }, { $project: { n: 1 } }], 1, '{n: 2}'],
  [[{ $limit: 2 }, { $match: { n: 1 } }, { $project: { k: 1 } }], 1, "{k: 'film'}"],
  [
    [{ $limit: 1 }, { $project: { kind: '$k', year: '$at.y', one: { $literal: 1 } } }],
    1,
    "{kind: 'book', year: 2025, one: 1}",
  ],
  [[{ $limit: 1 }, { $project: { n: 1, 'at.z': '$k' } }], 1, "{n: 3, at: {z: 'book'}}"],
  [[{ $limit: 1 }, { $project: { at: 0, tags: 0 } }], 1, "{k: 'book', n: 3}"],
  [
    [{ $limit: 1 }, { $unset: ['at', 'tags'] }, { $set: { 'x.y': '$n', n: '$k' } }],
    1,
    "{k: 'book', n: 'book', x: {y: 3}}",
  ],
  [
    [{ $limit: 1 }, { $addFields: { tags: { t: 1 } } }, { $project: { tags: 1 } }],
    1,
    '{tags: [{t: 1}, {t: 1}]}',
  ],
  [
    [
      { $limit: 1 },
      { $set: { a: '$none', b: ['$n', '$none'], c: { d: '$none', e: '$k' } } },
      { $unset: ['k', 'n', 'at', 'tags'] },
    ],
    1,
    "{b: [3, null], c: {e: 'book'}}",
  ],
  [
    [
      {
        $group: {
          _id: '$k',
          total: { $sum: '$n' },
          most: { $max: '$n' },
          least: { $min: '$n' },
          mean: { $avg: '$n' },
        },
      },
    ],
    2,
    "{_id: 'book', total: 5, most: 3, least: 2, mean: 2.5}",
  ],
  [[{ $group: { _id: 1, n: { $sum: 1 } } }], 1, '{_id: 1, n: 3}'],
  [
    [
      {
        $group: {
          _id: null,
          first: { $first: '$k' },
          last: { $last: '$tags' },
          all: { $push: '$n' },
          kinds: { $addToSet: '$k' },
          n: { $count: {} },
        },
      },
    ],
    1,
    "{_id: null, first: 'book', last: null, all: [3, 1, 2], kinds: ['book', 'film'], n: 3}",
  ],
  [
    [{ $group: { _id: { y: '$at.y', none: '$none' }, n: { $sum: 1 } } }],
    2,
    '{_id: {y: 2025}, n: 1}',
  ],
  [
    [{ $group: { _id: '$tags', n: { $sum: '$k' }, a: { $avg: '$k' }, m: { $max: '$none' } } }],
    3,
    "{_id: ['x', 'y'], n: 0, a: null, m: null}",
  ],
  [[{ $unwind: '$tags' }, { $project: { tags: 1 } }], 2, "{tags: 'x'}"],
  [
    [
      { $unwind: { path: '$tags', preserveNullAndEmptyArrays: true } },
      { $project: { tags: 1, n: 1 } },
    ],
    4,
    "{n: 3, tags: 'x'}",
  ],
  [[{ $unwind: '$k' }], 3, undefined],
  [[{ $sortByCount: '$k' }], 2, "{_id: 'book', count: 2}"],
  [[{ $group: { _id: '$k', whole: { $push: '$$ROOT.n' } } }], 2, "{_id: 'book', whole: [3, 2]}"],
])('%j gives %i documents, first %s', async (stages, count, first) => {
  const results = await run(stages, LOANS);
  expect(results).toHaveLength(count);
  expect(results.slice(0, first === undefined ? 0 : 1)).toEqual(first === undefined ? [] : [first]);
});

it('groups 1 with 1.0 and missing with null', async () => {
  const docs = [{ a: 1 }, { a: new Double(1) }, {}, { a: null }, { a: '1' }];
  expect(await run([{ $sortByCount: '$a' }], docs)).toEqual([
    '{_id: 1, count: 2}',
    '{_id: null, count: 2}',
    "{_id: '1', count: 1}",
  ]);
});

it('adds int32 to int32, doubles exactly, and refuses what needs 64 bits', async () => {
  const sum = [{ $group: { _id: null, s: { $sum: '$a' } } }];
  expect(await run(sum, [{ a: 1 }, { a: 2.5 }, { a: 'x' }, {}])).toEqual(['{_id: null, s: 3.5}']);
  expect(
    await run(
      sum,
      Array.from({ length: 10 }, () => ({ a: 0.1 })),
    ),
  ).toEqual(['{_id: null, s: 1.0}']);
  const wide = run(sum, [{ a: 2147483647 }, { a: 1 }]);
  await expect(wide).rejects.toMatchObject({ code: 2 });
});

it('goes through arrays by name as expressions do', async () => {
  const docs = [{ a: [{ b: 1 }, { c: 2 }, 3, { b: [4] }] }];
  expect(await run([{ $project: { x: '$a.b' } }], docs)).toEqual(['{x: [1, [4]]}']);
});

it('hands the first $match and the $sort after it to the planner', async () => {
  const pipeline = compilePipeline(
    [{ $match: { k: 1 } }, { $sort: { n: 1 } }, { $limit: 5 }].map(toDoc),
  );
  expect([shown(pipeline.leadingMatch), shown(pipeline.leadingSort)]).toEqual(['{k: 1}', '{n: 1}']);
  const sorted = await run([{ $sort: { n: 1 } }], LOANS, { isSourceSorted: true });
  expect(sorted).toEqual(LOANS.map((loan) => shown(toDoc(loan))));
});

it('reads no more of the source than a limit needs', async () => {
  let read = 0;
  const source = async function* count(): AsyncGenerator<Doc> {
    for (;;) yield toDoc({ n: read++ });
  };
  const results = [];
  for await (const doc of compilePipeline([toDoc({ $limit: 3 })]).run(source())) results.push(doc);
  expect([results.length, read]).toEqual([3, 3]);
});

it('keeps of a long source only what the limit after a sort wants', async () => {
  const docs = Array.from({ length: 30_000 }, (_, n) => ({ n: (n * 7919) % 30_000 }));
  const stages = [{ $sort: { n: 1 } }, { $skip: 1 }, { $limit: 2 }];
  expect(await run(stages, docs, { maxBytes: 400_000 })).toEqual(['{n: 1}', '{n: 2}']);
});

it.each([
  [{ $sort: { n: 1 } }, { maxBytes: 50_000 }],
  [{ $group: { _id: '$n' } }, { maxGroups: 100 }],
  [{ $group: { _id: '$n' } }, { maxBytes: 50_000 }],
  [{ $group: { _id: 1, all: { $push: '$n' } } }, { maxBytes: 20_000 }],
])('refuses %j beyond its limit', async (stage, limits) => {
  const docs = Array.from({ length: 1000 }, (_, n) => ({ n }));
  await expect(run([stage], docs, limits)).rejects.toMatchObject({
    code: 292,
    codeName: 'QueryExceededMemoryLimitNoDiskUseAllowed',
  });
});

it.each([
  [{ $lookup: {} }, 40324],
  [{ $foo: {} }, 40324],
  [{ $match: {}, $limit: 1 }, 40323],
  [{}, 40323],
  [{ $match: 5 }, 15959],
  [{ $match: { a: { $regex: 'x' } } }, 2],
  [{ $sort: {} }, 15976],
  [{ $sort: { a: 2 } }, 15975],
  [{ $limit: 0 }, 15958],
  [{ $limit: 'x' }, 5107201],
  [{ $skip: -1 }, 5107200],
  [{ $project: {} }, 51272],
  [{ $project: { a: 1, b: 0 } }, 31254],
  [{ $project: { a: { $concat: ['$b'] } } }, 168],
  [{ $project: { a: '$$NOW' } }, 17276],
  [{ $set: {} }, 40177],
  [{ $set: { a: {} } }, 40180],
  [{ $unset: 5 }, 31120],
  [{ $group: { n: { $sum: 1 } } }, 15955],
  [{ $group: { _id: 1, n: 5 } }, 40234],
  [{ $group: { _id: 1, 'a.b': { $sum: 1 } } }, 40235],
  [{ $group: { _id: 1, n: { $sum: 1, $avg: 1 } } }, 40238],
  [{ $group: { _id: 1, n: { $stdDevPop: '$a' } } }, 15952],
  [{ $group: { _id: 1, n: { $sum: ['$a', '$b'] } } }, 40237],
  [{ $count: '' }, 40156],
  [{ $count: '$n' }, 40158],
  [{ $unwind: 'a' }, 28818],
  [{ $unwind: { path: '$a', includeArrayIndex: 'i' } }, 2],
  [{ $sortByCount: 'k' }, 40149],
])('refuses %j with code %i', (stage, code) => {
  expect(() => compilePipeline([toDoc(stage)])).toThrow(expect.objectContaining({ code }));
});
