import { compileProjection, type CompiledProjection } from '../query/projection.ts';
import { StoreError } from '../store-error.ts';
import type { Doc } from '../query/value.ts';
import type { ReplyDoc } from '../wire/bson-writer.ts';
import { deleteStatement } from '../write/delete.ts';
import { runStatements, type Statements } from '../write/run-statements.ts';
import { updateStatement, type UpdateStatement } from '../write/update.ts';
import { namespaceOf, type Call, type Command } from './call.ts';
import { ensureCollection } from './collection-commands.ts';
import { indexName, sortOf } from './query-commands.ts';
import { arrayFilters, runOptions, targetOf, updateDoc, writeOptions } from './write-commands.ts';

const EMPTY: Doc = new Map();

async function findAndModify(call: Call): Promise<ReplyDoc> {
  const { given, engine } = call;
  const isRemoval = given.flag('remove', false);
  const isNew = given.flag('new', false);
  if (isRemoval && (isNew || given.has('update') || given.flag('upsert', false))) {
    const message = "Cannot specify 'remove' together with 'update', 'upsert' or 'new'.";
    throw new StoreError(9, 'FailedToParse', message);
  }
  const spec = given.doc('fields');
  const projection = spec && compileProjection(spec);
  const collection = await ensureCollection(engine, namespaceOf(call));
  const target = targetOf(call);
  const options = writeOptions(call, target, collection);
  const request = {
    filter: given.doc('query') ?? EMPTY,
    sort: sortOf(given),
    hint: indexName(collection, given.hint('hint')),
    isMany: false,
  };
  let value: Doc | null = null;
  const statement = isRemoval
    ? deleteStatement(request, { ...options, onRemove: (doc) => (value = doc) })
    : updateStatement(
        {
          ...request,
          update: updateDoc(given, 'update'),
          arrayFilters: arrayFilters(given),
          isUpsert: given.flag('upsert', false),
        },
        { ...options, onWrite: (before, after) => (value = isNew ? after : (before ?? null)) },
      );
  const statements = toStatements(statement, () => answer(value, projection));
  const progress = await runStatements(target, statements, runOptions(call));
  const [upserted] = progress.upserted;
  return {
    lastErrorObject: {
      n: progress.n,
      ...(!isRemoval && { updatedExisting: progress.n > 0 && upserted === undefined }),
      ...(upserted !== undefined && { upserted: upserted['_id'] }),
    },
    ...(progress.extra ?? answer(null, undefined)),
  };
}

/** The answer is part of the progress, so that a repeated command gives the same document. */
function toStatements(statement: UpdateStatement, valueNow: () => ReplyDoc): Statements {
  return {
    count: 1,
    isOrdered: true,
    isWhole: true,
    search: statement.search,
    execute(place, progress, deadline) {
      const state = statement.execute(place, progress, deadline);
      if (state === 'done') progress.extra = valueNow();
      return state;
    },
  };
}

function answer(value: Doc | null, projection: CompiledProjection | undefined): ReplyDoc {
  return { value: value === null || projection === undefined ? value : projection.project(value) };
}

const fields = [
  'query',
  'update',
  'remove',
  'new',
  'fields',
  'sort',
  'upsert',
  'arrayFilters',
  'hint',
] as const;

export const findAndModifyCommands: Readonly<Record<string, Command>> = {
  findAndModify: { fields: ['findAndModify', ...fields], inTransaction: true, run: findAndModify },
  findandmodify: { fields: ['findandmodify', ...fields], inTransaction: true, run: findAndModify },
};
