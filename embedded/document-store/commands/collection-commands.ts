import { StoreError } from '../store-error.ts';
import type { Collection } from '../storage/catalog.ts';
import { validateCollection } from '../storage/validate.ts';
import type { ReplyDoc } from '../wire/bson-writer.ts';
import { compileFilter } from '../query/filter.ts';
import { toDoc } from '../query/value.ts';
import { namespaceOf, type Call, type Command, type Engine } from './call.ts';

const LONGEST_NAMESPACE = 255;

/** The collection of that name, made if there is none: any write makes its collection. */
export async function ensureCollection(
  { catalog, queue }: Engine,
  namespace: string,
): Promise<Collection> {
  const known = catalog.find(namespace);
  if (known !== undefined) return known;
  assertNamespace(namespace);
  return queue.run(() => catalog.find(namespace) ?? catalog.create(namespace));
}

/** @throws {StoreError} Code 73 for a name that no collection can have. */
function assertNamespace(namespace: string): void {
  const name = namespace.slice(namespace.indexOf('.') + 1);
  const isWrong = name === '' || name.includes('$') || name.includes('\0') || name.startsWith('.');
  const isLong = Buffer.byteLength(namespace) > LONGEST_NAMESPACE;
  if (!isWrong && !isLong && !name.startsWith('system.')) return;
  throw new StoreError(73, 'InvalidNamespace', `Invalid collection name: ${name}`);
}

async function create(call: Call): Promise<ReplyDoc> {
  const { catalog, queue } = call.engine;
  const namespace = namespaceOf(call);
  assertNamespace(namespace);
  // A collection of this name already there is well: there are no options that could differ.
  await queue.run(() => catalog.find(namespace) ?? catalog.create(namespace));
  return {};
}

async function drop(call: Call): Promise<ReplyDoc> {
  const { catalog, queue, sweeper } = call.engine;
  const namespace = namespaceOf(call);
  const dropped = await queue.run(() => {
    const collection = catalog.find(namespace);
    if (collection !== undefined) catalog.drop(collection);
    return collection;
  });
  sweeper.wake();
  return dropped === undefined ? {} : { ns: namespace, nIndexesWas: dropped.indexes.length + 1 };
}

async function dropDatabase({ engine, database }: Call): Promise<ReplyDoc> {
  const { catalog, queue } = engine;
  await queue.run(() => {
    for (const collection of collectionsOf(engine, database)) catalog.drop(collection);
  });
  engine.sweeper.wake();
  return { dropped: database };
}

function collectionsOf({ catalog }: Engine, database: string): readonly Collection[] {
  return catalog.all().filter(({ namespace }) => namespace.startsWith(`${database}.`));
}

function listCollections({ engine, database, given }: Call): ReplyDoc {
  const spec = given.doc('filter');
  const filter = spec && compileFilter(spec);
  const isNameOnly = given.flag('nameOnly', false);
  const firstBatch = collectionsOf(engine, database)
    .map(({ namespace, uuid }) => {
      const name = namespace.slice(database.length + 1);
      const short = { name, type: 'collection' };
      return isNameOnly
        ? short
        : {
            ...short,
            options: {},
            info: { readOnly: false, uuid },
            idIndex: { v: 2, key: { _id: 1 }, name: '_id_' },
          };
    })
    .filter((described) => filter?.matches(toDoc(described)) !== false);
  return { cursor: { firstBatch, id: 0n, ns: `${database}.$cmd.listCollections` } };
}

function listDatabases({ engine, given }: Call): ReplyDoc {
  const spec = given.doc('filter');
  const filter = spec && compileFilter(spec);
  const names = new Set(
    engine.catalog.all().map(({ namespace }) => namespace.slice(0, namespace.indexOf('.'))),
  );
  const databases = [...names]
    .toSorted()
    .map((name) => ({ name, sizeOnDisk: 0, empty: false }))
    .filter((described) => filter?.matches(toDoc(described)) !== false);
  return { databases, totalSize: 0 };
}

async function validate(call: Call): Promise<ReplyDoc> {
  const { engine } = call;
  const ns = namespaceOf(call);
  const collection = engine.catalog.find(ns);
  if (collection === undefined) {
    throw new StoreError(26, 'NamespaceNotFound', `Collection '${ns}' does not exist to validate.`);
  }
  const { documents, keys, errors } = await validateCollection(engine, collection);
  return {
    ns,
    nrecords: documents,
    nIndexes: collection.indexes.length + 1,
    keysPerIndex: keys,
    valid: errors.length === 0,
    errors,
  };
}

export const collectionCommands: Readonly<Record<string, Command>> = {
  create: { fields: ['create'], run: create },
  drop: { fields: ['drop'], run: drop },
  validate: { fields: ['validate', 'full'], run: validate },
  dropDatabase: { fields: ['dropDatabase'], run: dropDatabase },
  listCollections: {
    fields: ['listCollections', 'filter', 'nameOnly', 'cursor', 'authorizedCollections'],
    run: listCollections,
  },
  listDatabases: {
    fields: ['listDatabases', 'filter', 'nameOnly', 'authorizedDatabases'],
    run: listDatabases,
  },
};
