import { compilePipeline } from '../query/aggregate.ts';
import { compileFilter } from '../query/filter.ts';
import { encodeKey } from '../query/key.ts';
import { compileSort } from '../query/sort.ts';
import { assertSupported, type Doc, type Value } from '../query/value.ts';
import type { Batch, DocSource } from '../read/batch.ts';
import type { Matches } from '../read/matches.ts';
import { StoreError } from '../store-error.ts';
import { idPrefix, prefixEnd, textOf } from '../storage/byte-keys.ts';
import type { Collection } from '../storage/catalog.ts';
import { encodeWhole } from '../storage/documents.ts';
import type { ReplyDoc } from '../wire/bson-writer.ts';
import { namespaceOf, type Call, type Command } from './call.ts';
import { firstReply, matchesOf, planSearch, type Search } from './query-commands.ts';

const EMPTY: Doc = new Map();
const FIRST_BATCH = 101;
/** Of distinct's one reply. */
const MOST_DISTINCT_BYTES = 15 * 1024 * 1024;

export function stagesOf({ given }: Pick<Call, 'given'>): readonly Doc[] {
  const stages = given.body.get('pipeline');
  if (!Array.isArray(stages))
    throw new StoreError(14, 'TypeMismatch', "'pipeline' option must be specified as an array");
  return stages.map((stage) => {
    if (!(stage instanceof Map))
      throw new StoreError(14, 'TypeMismatch', 'Each element of the pipeline must be an object');
    assertSupported(stage, 'aggregate');
    return stage;
  });
}

/** Where the pipeline's documents come from: its first $match and $sort choose the index. */
export function aggregateSearch(
  call: Call,
  collection: Collection,
  pipeline: ReturnType<typeof compilePipeline>,
): Search {
  const filter = compileFilter(pipeline.leadingMatch ?? EMPTY);
  const sort = pipeline.leadingSort && compileSort(pipeline.leadingSort);
  return planSearch(collection, filter, sort, call.given.hint('hint'));
}

function aggregate(call: Call): ReplyDoc | Promise<ReplyDoc> {
  const { engine, given } = call;
  const namespace = namespaceOf(call);
  const pipeline = compilePipeline(stagesOf(call));
  const cursor = given.doc('cursor');
  if (cursor === undefined)
    throw new StoreError(9, 'FailedToParse', "The 'cursor' option is required");
  const batchSize = cursor.get('batchSize') ?? FIRST_BATCH;
  const collection = engine.catalog.find(namespace);
  const search = collection && aggregateSearch(call, collection, pipeline);
  const documents =
    collection && search ? readAll(call, matchesOf(call, collection, search)) : nothing();
  const results = pipeline.run(documents, {
    isSourceSorted: search?.plan.isSorted ?? false,
    pause: engine.pacer.pauser(),
  });
  const options = { batchSize: Number(batchSize.valueOf()), isSingle: false };
  return firstReply(call, namespace, toSource(results), options);
}

async function* nothing(): AsyncIterable<Doc> {
  // Without a collection there are no documents, but the pipeline may still count them.
}

const CHUNK = 200;

async function* readAll({ engine, time }: Call, matches: Matches): AsyncIterable<Doc> {
  for (;;) {
    const chunk: Doc[] = [];
    const state = matches.run(
      ({ doc }) => (chunk.push(doc) >= CHUNK ? 'stop' : 'next'),
      engine.pacer.deadline(),
    );
    yield* chunk;
    if (state === 'end') return;
    await engine.pacer.turn();
    time.check();
  }
}

function toSource(results: AsyncIterable<Doc>): DocSource {
  const iterator = results[Symbol.asyncIterator]();
  return {
    async fill(batch: Batch) {
      while (!batch.isFull()) {
        const { value, done } = await iterator.next();
        if (done === true) return true;
        batch.add(encodeWhole(value));
      }
      return false;
    },
  };
}

async function count(call: Call): Promise<ReplyDoc> {
  const { engine, given } = call;
  const filter = compileFilter(given.doc('query') ?? EMPTY);
  const skip = given.count('skip', 0);
  const limit = given.count('limit', 0) || Infinity;
  const collection = engine.catalog.find(namespaceOf(call));
  if (collection === undefined) return { n: 0 };
  const search = planSearch(collection, filter, undefined, given.hint('hint'));
  let n = 0;
  if (filter.conjuncts.length === 0) {
    const prefix = idPrefix(collection.id);
    n = engine.environment.docs.count({ start: prefix, end: prefixEnd(prefix) });
  } else await visitAll(call, matchesOf(call, collection, search), () => ++n < skip + limit);
  return { n: Math.min(Math.max(n - skip, 0), limit) };
}

async function distinct(call: Call): Promise<ReplyDoc> {
  const { engine, given } = call;
  const path = given.text('key').split('.');
  const filter = compileFilter(given.doc('query') ?? EMPTY);
  const collection = engine.catalog.find(namespaceOf(call));
  if (collection === undefined) return { values: [] };
  const search = planSearch(collection, filter, undefined, given.hint('hint'));
  const values = new Map<string, Value>();
  let bytes = 0;
  await visitAll(call, matchesOf(call, collection, search), (doc) => {
    for (const value of valuesAt(doc, path)) {
      const key = textOf(encodeKey(value));
      if (values.has(key)) continue;
      values.set(key, value);
      bytes += key.length;
    }
    if (bytes > MOST_DISTINCT_BYTES)
      throw new StoreError(17217, 'Location17217', 'distinct too big, 16mb cap');
    return true;
  });
  return { values: [...values.values()] };
}

/** As MongoDB's distinct: elements of arrays, also of arrays on the way. */
function* valuesAt(value: Value | undefined, path: readonly string[]): Iterable<Value> {
  const [name, ...rest] = path;
  if (value === undefined) return;
  if (Array.isArray(value)) {
    if (name === undefined) yield* value;
    else {
      for (const item of value) if (item instanceof Map) yield* valuesAt(item, path);
      if (/^\d+$/.test(name)) yield* valuesAt(value[Number(name)], rest);
    }
  } else if (name === undefined) yield value;
  else if (value instanceof Map) yield* valuesAt(value.get(name), rest);
}

async function visitAll(
  { engine, time }: Call,
  matches: Matches,
  visit: (doc: Doc) => boolean,
): Promise<void> {
  const take = ({ doc }: { readonly doc: Doc }) => (visit(doc) ? 'next' : 'stop');
  while (matches.run(take, engine.pacer.deadline()) === 'paused') {
    await engine.pacer.turn();
    time.check();
  }
}

export const aggregateFields = ['aggregate', 'pipeline', 'cursor', 'hint', 'allowDiskUse'] as const;

export const aggregateCommands: Readonly<Record<string, Command>> = {
  aggregate: { fields: aggregateFields, inTransaction: true, run: aggregate },
  count: { fields: ['count', 'query', 'skip', 'limit', 'hint'], run: count },
  distinct: { fields: ['distinct', 'key', 'query', 'hint'], inTransaction: true, run: distinct },
};
