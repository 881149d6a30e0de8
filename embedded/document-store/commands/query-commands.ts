import { choosePlan, NATURAL, type Plan } from '../plan/plan.ts';
import { compileFilter, type CompiledFilter } from '../query/filter.ts';
import { compileProjection } from '../query/projection.ts';
import { compileSort, type CompiledSort } from '../query/sort.ts';
import { encodeDoc, type Doc } from '../query/value.ts';
import { createBatch, type DocSource } from '../read/batch.ts';
import { createFindSource } from '../read/find-source.ts';
import { createMatches, type Matches } from '../read/matches.ts';
import { COMMITTED } from '../read/view.ts';
import { StoreError } from '../store-error.ts';
import type { Collection } from '../storage/catalog.ts';
import { idKeyPattern } from '../storage/documents.ts';
import { RawDocs, type ReplyDoc } from '../wire/bson-writer.ts';
import { textOf } from '../storage/byte-keys.ts';
import { toBigInt, type Arguments } from './arguments.ts';
import { namespaceOf, type Call, type Command } from './call.ts';

const EMPTY: Doc = new Map();
/** MongoDB's first batch, if the client does not say. */
const FIRST_BATCH = 101;

/** What a find, count, distinct or aggregate looks for, and how. */
export type Search = {
  readonly filter: CompiledFilter;
  readonly sort: CompiledSort | undefined;
  readonly plan: Plan;
};

export function planSearch(
  collection: Collection,
  filter: CompiledFilter,
  sort: CompiledSort | undefined,
  hint: string | Doc | undefined,
): Search {
  const plan = choosePlan(collection, { filter, sort, hint: indexName(collection, hint) });
  return { filter, sort, plan };
}

/** @throws {StoreError} Code 2 when there is no such index. */
export function indexName(
  collection: Collection,
  hint: string | Doc | undefined,
): string | undefined {
  if (hint === undefined) return undefined;
  if (typeof hint !== 'string' && hint.has(NATURAL)) return NATURAL;
  const all = [{ name: '_id_', keyPattern: idKeyPattern }, ...collection.indexes];
  const pattern = typeof hint === 'string' ? undefined : Buffer.from(encodeDoc(hint));
  const index = all.find(({ name, keyPattern }) =>
    pattern === undefined ? name === hint : pattern.equals(encodeDoc(keyPattern)),
  );
  if (index !== undefined) return index.name;
  throw new StoreError(
    2,
    'BadValue',
    'error processing query: planner returned error: hint provided does not correspond to an existing index',
  );
}

export function matchesOf(call: Call, collection: Collection, search: Search): Matches {
  const { environment } = call.engine;
  const view = call.transaction?.view ?? COMMITTED;
  return createMatches({ environment, collection, view, ...search });
}

/** The sort of a find; undefined for none and for `{}`. */
export function sortOf(given: Arguments, field = 'sort'): CompiledSort | undefined {
  const spec = given.doc(field);
  return spec === undefined || spec.size === 0 ? undefined : compileSort(spec);
}

export function findSearch(call: Call, collection: Collection): Search {
  const { given } = call;
  const filter = compileFilter(given.doc('filter') ?? EMPTY);
  return planSearch(collection, filter, sortOf(given), given.hint('hint'));
}

/** Opens the cursor of a first reply, or closes it again if all is in that reply. */
export async function firstReply(
  call: Call,
  namespace: string,
  source: DocSource,
  options: { readonly batchSize: number; readonly isSingle: boolean },
): Promise<ReplyDoc> {
  const batch = createBatch(options.batchSize);
  const filled = source.fill(batch);
  const isEnd = typeof filled === 'boolean' ? filled : await filled;
  const id = isEnd || options.isSingle ? 0n : openCursor(call, namespace, source);
  return { cursor: { firstBatch: new RawDocs(batch.documents), id, ns: namespace } };
}

function openCursor({ engine, session, transaction }: Call, namespace: string, source: DocSource) {
  return engine.cursors.open({
    namespace,
    source,
    sessionKey: session === undefined ? undefined : textOf(session),
    owner: transaction,
  });
}

function find(call: Call): ReplyDoc | Promise<ReplyDoc> {
  const { engine, given, time } = call;
  const namespace = namespaceOf(call);
  const projectionSpec = given.doc('projection');
  const projection = projectionSpec && compileProjection(projectionSpec);
  const limit = given.count('limit', 0);
  const isSingle = given.flag('singleBatch', false);
  const skip = given.count('skip', 0);
  const batchSize = given.count('batchSize', FIRST_BATCH);
  const collection = engine.catalog.find(namespace);
  if (collection === undefined) {
    compileFilter(given.doc('filter') ?? EMPTY);
    return emptyReply(namespace);
  }
  const search = findSearch(call, collection);
  const source = createFindSource({
    matches: matchesOf(call, collection, search),
    pacer: engine.pacer,
    sort: search.plan.isSorted ? undefined : search.sort,
    projection,
    skip,
    limit: limit === 0 ? Infinity : limit,
    checkTime: time.check,
  });
  return firstReply(call, namespace, source, { batchSize, isSingle });
}

function emptyReply(namespace: string): ReplyDoc {
  return { cursor: { firstBatch: [], id: 0n, ns: namespace } };
}

async function getMore({ engine, given, database, session }: Call): Promise<ReplyDoc> {
  const id = toBigInt(given.body.get('getMore')) ?? 0n;
  const namespace = `${database}.${given.text('collection')}`;
  const sessionKey = session === undefined ? undefined : textOf(session);
  const { source } = engine.cursors.get(id, namespace, sessionKey);
  const batch = createBatch(given.count('batchSize', Infinity) || Infinity);
  const isEnd = await source.fill(batch);
  if (isEnd) engine.cursors.close(id);
  return {
    cursor: { nextBatch: new RawDocs(batch.documents), id: isEnd ? 0n : id, ns: namespace },
  };
}

function killCursors({ engine, given }: Call): ReplyDoc {
  const listed = given.body.get('cursors');
  const ids = (Array.isArray(listed) ? listed : []).map((value) => toBigInt(value) ?? 0n);
  const killed = ids.filter((id) => engine.cursors.close(id));
  return {
    cursorsKilled: killed,
    cursorsNotFound: ids.filter((id) => !killed.includes(id)),
    cursorsAlive: [],
    cursorsUnknown: [],
  };
}

export const findFields = [
  'find',
  'filter',
  'sort',
  'projection',
  'hint',
  'skip',
  'limit',
  'batchSize',
  'singleBatch',
  'allowDiskUse',
] as const;

export const queryCommands: Readonly<Record<string, Command>> = {
  find: { fields: findFields, inTransaction: true, run: find },
  getMore: { fields: ['getMore', 'collection', 'batchSize'], inTransaction: true, run: getMore },
  killCursors: { fields: ['killCursors', 'cursors'], inTransaction: true, run: killCursors },
};
