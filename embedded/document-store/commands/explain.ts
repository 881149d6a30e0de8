import { compilePipeline } from '../query/aggregate.ts';
import { compileFilter, type CompiledFilter } from '../query/filter.ts';
import type { CompiledSort } from '../query/sort.ts';
import { isDoc, type Doc } from '../query/value.ts';
import { StoreError } from '../store-error.ts';
import type { Collection } from '../storage/catalog.ts';
import { idKeyPattern } from '../storage/documents.ts';
import type { Plan } from '../plan/plan.ts';
import type { ReplyDoc } from '../wire/bson-writer.ts';
import { aggregateFields, aggregateSearch, stagesOf } from './aggregate-commands.ts';
import { assertKnownFields, createArguments, statementArguments } from './arguments.ts';
import { namespaceOf, type Call, type Command } from './call.ts';
import {
  findFields,
  findSearch,
  matchesOf,
  planSearch,
  sortOf,
  type Search,
} from './query-commands.ts';

const EMPTY: Doc = new Map();
const VERBOSITIES = ['queryPlanner', 'executionStats', 'allPlansExecution'];

/** How each command is planned, by its name; the fields are those of the command itself. */
const explainable: Readonly<Record<string, (call: Call, collection: Collection) => Search>> = {
  find: (call, collection) => {
    assertKnownFields('find', call.given.body, [...findFields, '$db', 'maxTimeMS']);
    return findSearch(call, collection);
  },
  aggregate: (call, collection) => {
    assertKnownFields('aggregate', call.given.body, [...aggregateFields, '$db', 'maxTimeMS']);
    return aggregateSearch(call, collection, compilePipeline(stagesOf(call)));
  },
  count: queried,
  distinct: queried,
  findAndModify: queried,
  update: (call, collection) => stated(call, collection, 'updates'),
  delete: (call, collection) => stated(call, collection, 'deletes'),
};

function queried(call: Call, collection: Collection): Search {
  const { given } = call;
  const filter = compileFilter(given.doc('query') ?? EMPTY);
  return planSearch(collection, filter, sortOf(given), given.hint('hint'));
}

function stated({ given }: Call, collection: Collection, field: string): Search {
  const [bytes] = given.docs(field);
  if (bytes === undefined)
    throw new StoreError(9, 'FailedToParse', `explain: there are no ${field}.`);
  const statement = statementArguments(field, bytes, [
    ...['q', 'u', 'multi', 'upsert', 'arrayFilters', 'hint', 'limit'],
  ]);
  const filter = compileFilter(statement.doc('q') ?? EMPTY);
  return planSearch(collection, filter, undefined, statement.hint('hint'));
}

async function explain(outer: Call): Promise<ReplyDoc> {
  const inner = outer.given.body.get('explain');
  const name = isDoc(inner) ? inner.keys().next().value : undefined;
  const search = name === undefined ? undefined : explainable[name];
  if (!isDoc(inner) || name === undefined || search === undefined) {
    throw new StoreError(59, 'CommandNotFound', `explain: unknown command '${name ?? ''}'`);
  }
  const verbosity = outer.given.has('verbosity')
    ? outer.given.text('verbosity')
    : 'allPlansExecution';
  if (!VERBOSITIES.includes(verbosity)) {
    throw new StoreError(2, 'BadValue', `explain: '${verbosity}' is no verbosity.`);
  }
  const call: Call = { ...outer, given: createArguments(name, inner) };
  const namespace = namespaceOf(call);
  const collection = outer.engine.catalog.find(namespace);
  if (collection === undefined) {
    return { queryPlanner: { namespace, winningPlan: { stage: 'EOF' }, rejectedPlans: [] } };
  }
  const found = search(call, collection);
  const winningPlan = describePlan(found.plan, found.filter, found.sort);
  const queryPlanner = { namespace, winningPlan, rejectedPlans: [] };
  if (verbosity === 'queryPlanner') return { queryPlanner };
  return { queryPlanner, executionStats: await execute(call, collection, found) };
}

/** As MongoDB's classic engine: the stage that fetches stands above the one that scans. */
function describePlan(
  plan: Plan,
  filter: CompiledFilter,
  sort: CompiledSort | undefined,
): ReplyDoc {
  const direction = plan.isReverse ? 'backward' : 'forward';
  const access = accessOf(plan, filter, direction);
  if (sort === undefined || plan.isSorted) return access;
  return { stage: 'SORT', inputStage: access };
}

function accessOf(plan: Plan, filter: CompiledFilter, direction: string): ReplyDoc {
  const isFiltered = filter.conjuncts.length > 0;
  if (plan.stage === 'COLLSCAN') return { stage: 'COLLSCAN', direction };
  if (plan.stage === 'IDHACK') return { stage: 'IDHACK' };
  const { index } = plan;
  const inputStage = {
    stage: 'IXSCAN',
    keyPattern: index?.keyPattern ?? idKeyPattern,
    indexName: index?.name ?? '_id_',
    isMultiKey: index?.multikey.includes(true) ?? false,
    isUnique: index?.unique ?? true,
    isSparse: index?.sparse ?? false,
    isPartial: index?.partial !== undefined,
    direction,
    intervals: plan.intervals.length,
  };
  if (!plan.isMerged) return { stage: 'FETCH', isFiltered, inputStage };
  return {
    stage: 'FETCH',
    isFiltered,
    inputStage: { stage: 'SORT_MERGE', inputStages: [inputStage] },
  };
}

async function execute(call: Call, collection: Collection, search: Search): Promise<ReplyDoc> {
  const { engine, time } = call;
  const matches = matchesOf(call, collection, search);
  const began = performance.now();
  let nReturned = 0;
  const count = (): 'next' => {
    nReturned++;
    return 'next';
  };
  while (matches.run(count, engine.pacer.deadline()) === 'paused') {
    await engine.pacer.turn();
    time.check();
  }
  return {
    executionSuccess: true,
    nReturned,
    executionTimeMillis: Math.round(performance.now() - began),
    totalKeysExamined: search.plan.index === undefined ? 0 : matches.counts.keys,
    totalDocsExamined: matches.counts.documents,
  };
}

export const explainCommands: Readonly<Record<string, Command>> = {
  explain: { fields: ['explain', 'verbosity'], run: explain },
};
