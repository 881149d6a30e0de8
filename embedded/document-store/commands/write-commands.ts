import type { Collection } from '../storage/catalog.ts';
import { StoreError } from '../store-error.ts';
import type { ReplyDoc } from '../wire/bson-writer.ts';
import { deleteStatement } from '../write/delete.ts';
import { insertStatements } from '../write/insert.ts';
import type { Progress } from '../write/progress.ts';
import { runStatements, type RunOptions, type Statements } from '../write/run-statements.ts';
import { createDirectTarget, createTransactionTarget, type WriteTarget } from '../write/target.ts';
import { updateStatement, type UpdateOptions, type UpdateStatement } from '../write/update.ts';
import { assertSupported, decodeWire, type Doc } from '../query/value.ts';
import { statementArguments, type Arguments } from './arguments.ts';
import { namespaceOf, type Call, type Command } from './call.ts';
import { ensureCollection } from './collection-commands.ts';
import { MAX_BATCH } from './hello.ts';
import { indexName } from './query-commands.ts';

export function targetOf({ engine, transaction }: Call): WriteTarget {
  return transaction === undefined
    ? createDirectTarget(engine)
    : createTransactionTarget(transaction, engine);
}

/** A command is repeatable where the driver has numbered it. */
export function runOptions({ engine, session, number, transaction, time }: Call): RunOptions {
  const { waitFor } = time;
  if (session === undefined || number === undefined || transaction !== undefined) {
    return { retry: undefined, waitFor };
  }
  return { retry: { sessionKey: session, number, records: engine.records }, waitFor };
}

export function writeOptions(
  call: Call,
  target: WriteTarget,
  collection: Collection,
): UpdateOptions {
  const { environment, pacer } = call.engine;
  return { target, collection, finding: { environment, pacer, checkTime: call.time.check } };
}

async function insert(call: Call): Promise<ReplyDoc> {
  const { engine, given } = call;
  const documents = given.docs('documents');
  const isOrdered = given.flag('ordered', true);
  assertSome(documents, 'documents');
  const collection = await ensureCollection(engine, namespaceOf(call));
  const target = targetOf(call);
  const statements = await insertStatements(target, collection, documents, {
    isOrdered,
    pacer: engine.pacer,
  });
  const { n, writeErrors } = await runStatements(target, statements, runOptions(call));
  return { n, ...(writeErrors.length > 0 && { writeErrors }) };
}

const UPDATE_FIELDS = ['q', 'u', 'multi', 'upsert', 'arrayFilters', 'hint'];
const DELETE_FIELDS = ['q', 'limit', 'hint'];

async function update(call: Call): Promise<ReplyDoc> {
  const requests = call.given
    .docs('updates')
    .map((bytes) => statementArguments('update.updates', bytes, UPDATE_FIELDS));
  assertSome(requests, 'updates');
  const { n, nModified, upserted, writeErrors } = await runEach(call, requests, toUpdate);
  return {
    n,
    nModified,
    ...(upserted.length > 0 && { upserted }),
    ...(writeErrors.length > 0 && { writeErrors }),
  };
}

function toUpdate(given: Arguments, options: UpdateOptions): UpdateStatement {
  const request = {
    filter: requiredDoc(given, 'q'),
    update: updateDoc(given, 'u'),
    arrayFilters: arrayFilters(given),
    isMany: given.flag('multi', false),
    isUpsert: given.flag('upsert', false),
    hint: indexName(options.collection, given.hint('hint')),
  };
  return updateStatement(request, options);
}

async function remove(call: Call): Promise<ReplyDoc> {
  const requests = call.given
    .docs('deletes')
    .map((bytes) => statementArguments('delete.deletes', bytes, DELETE_FIELDS));
  assertSome(requests, 'deletes');
  const { n, writeErrors } = await runEach(call, requests, (given, options) =>
    deleteStatement(
      {
        filter: requiredDoc(given, 'q'),
        isMany: given.count('limit', 0) === 0,
        hint: indexName(options.collection, given.hint('hint')),
      },
      options,
    ),
  );
  return { n, ...(writeErrors.length > 0 && { writeErrors }) };
}

/** Runs statements that are made only when their turn comes: an error of one is its own. */
async function runEach(
  call: Call,
  requests: readonly Arguments[],
  make: (given: Arguments, options: UpdateOptions) => UpdateStatement,
): Promise<Progress> {
  const isOrdered = call.given.flag('ordered', true);
  const collection = await ensureCollection(call.engine, namespaceOf(call));
  const target = targetOf(call);
  const options = writeOptions(call, target, collection);
  const made = new Map<number, UpdateStatement>();
  const statementAt = (place: number) => {
    const request = requests[place];
    if (request === undefined) throw new RangeError(`There is no statement ${place}.`);
    const statement = made.get(place) ?? make(request, options);
    made.set(place, statement);
    return statement;
  };
  const statements: Statements = {
    count: requests.length,
    isOrdered,
    execute: (place, progress, deadline) => statementAt(place).execute(place, progress, deadline),
    search: (place) => statementAt(place).search(),
  };
  return runStatements(target, statements, runOptions(call));
}

export function requiredDoc(given: Arguments, field: string): Doc {
  const doc = given.doc(field);
  if (doc !== undefined) return doc;
  const message = `BSON field '${given.command}.${field}' is missing but a required field`;
  throw new StoreError(40414, 'Location40414', message);
}

/** @throws {StoreError} Code 9 for a pipeline, which this store does not run as an update. */
export function updateDoc(given: Arguments, field: string): Doc {
  if (Array.isArray(given.body.get(field))) {
    throw new StoreError(
      9,
      'FailedToParse',
      'An update must be a document: pipelines are not supported.',
    );
  }
  return requiredDoc(given, field);
}

export function arrayFilters(given: Arguments): readonly Doc[] | undefined {
  if (!given.has('arrayFilters')) return undefined;
  return given.docs('arrayFilters').map((bytes) => {
    const filter = decodeWire(bytes);
    assertSupported(filter, 'arrayFilters');
    return filter;
  });
}

function assertSome(items: readonly unknown[], field: string): void {
  if (items.length > 0 && items.length <= MAX_BATCH) return;
  const message = `Write batch sizes must be between 1 and ${MAX_BATCH}. Got ${items.length} ${field}.`;
  throw new StoreError(16, 'InvalidLength', message);
}

export const writeCommands: Readonly<Record<string, Command>> = {
  insert: { fields: ['insert', 'documents', 'ordered'], inTransaction: true, run: insert },
  update: { fields: ['update', 'updates', 'ordered'], inTransaction: true, run: update },
  delete: { fields: ['delete', 'deletes', 'ordered'], inTransaction: true, run: remove },
};
