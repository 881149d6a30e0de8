import { Int32 } from 'bson';
import { assertSupported, encodeDoc, isDoc, type Doc, type WireValue } from '../query/value.ts';
import { compileFilter } from '../query/filter.ts';
import { compileSort } from '../query/sort.ts';
import { StoreError } from '../store-error.ts';
import type { Collection, Index, IndexOptions } from '../storage/catalog.ts';
import { idKeyPattern } from '../storage/documents.ts';
import { buildIndex } from '../storage/index-build.ts';
import type { ReplyDoc } from '../wire/bson-writer.ts';
import { assertKnownFields, createArguments } from './arguments.ts';
import { namespaceOf, type Call, type Command } from './call.ts';
import { ensureCollection } from './collection-commands.ts';

const INDEX_FIELDS = [
  'key',
  'name',
  'unique',
  'sparse',
  'partialFilterExpression',
  'expireAfterSeconds',
  'background',
  'v',
];
const MOST_INDEXES = 64;
const MOST_TTL_SECONDS = 2 ** 31 - 1;

async function createIndexes(call: Call): Promise<ReplyDoc> {
  const { engine, given } = call;
  const listed = given.body.get('indexes');
  if (!Array.isArray(listed))
    throw new StoreError(14, 'TypeMismatch', 'createIndexes.indexes must be an array.');
  const wanted = listed.map(parseIndex);
  const collection = await ensureCollection(engine, namespaceOf(call));
  const before = collection.indexes.length + 1;
  const added = await engine.queue.run(() => {
    const missing = wanted.filter((options) => !isThere(collection, options));
    if (collection.indexes.length + missing.length >= MOST_INDEXES) throw tooManyIndexes();
    return missing.map((options) => engine.catalog.addIndex(collection, options));
  });
  for (const index of added) await buildIndex(engine, collection, index);
  const after = collection.indexes.length + 1;
  const note = added.length === 0 ? { note: 'all indexes already exist' } : {};
  return {
    numIndexesBefore: before,
    numIndexesAfter: after,
    createdCollectionAutomatically: false,
    ...note,
  };
}

function parseIndex(spec: WireValue): IndexOptions {
  if (!isDoc(spec)) throw new StoreError(14, 'TypeMismatch', 'An index is described by an object.');
  assertKnownFields('createIndexes.indexes', spec, INDEX_FIELDS);
  const given = createArguments('createIndexes.indexes', spec);
  const keyPattern = given.doc('key');
  if (keyPattern === undefined || keyPattern.size === 0) throw cannotCreate('the key is missing');
  const options = {
    name: given.text('name'),
    keyPattern: parseKeyPattern(keyPattern),
    unique: given.flag('unique', false),
    sparse: given.flag('sparse', false),
    partial: given.doc('partialFilterExpression'),
    expireAfterSeconds: given.has('expireAfterSeconds')
      ? given.count('expireAfterSeconds', 0)
      : undefined,
  };
  if (options.partial !== undefined) {
    if (options.sparse) throw cannotCreate('it cannot be sparse and partial');
    compileFilter(options.partial);
  }
  const { expireAfterSeconds } = options;
  if (expireAfterSeconds !== undefined) {
    if (keyPattern.size !== 1) throw cannotCreate('TTL indexes are single-field indexes');
    if (expireAfterSeconds > MOST_TTL_SECONDS)
      throw cannotCreate('expireAfterSeconds is too large');
  }
  return options;
}

/** Directions 1 and -1 only; text, hashed and geo indexes are not kept. */
function parseKeyPattern(keyPattern: Doc): Doc {
  for (const [path, direction] of keyPattern) {
    if (typeof direction === 'string') {
      throw cannotCreate(`'${direction}' indexes are not supported by this store ('${path}')`);
    }
    if (path.includes('$**'))
      throw cannotCreate('wildcard indexes are not supported by this store');
  }
  compileSort(keyPattern);
  return new Map([...keyPattern].map(([path, direction]) => [path, new Int32(Number(direction))]));
}

/** @throws {StoreError} Code 85 or 86 when there is one that is alike but not the same. */
function isThere(collection: Collection, wanted: IndexOptions): boolean {
  if (format(wanted.keyPattern) === format(idKeyPattern)) return true;
  const signature = signatureOf(wanted);
  const sameName = collection.indexes.find(({ name }) => name === wanted.name);
  const sameSignature = collection.indexes.find((index) => signatureOf(index) === signature);
  if (sameName !== undefined && signatureOf(sameName) !== signature) {
    const message = `An existing index has the same name as the requested index, ${wanted.name}, but another key or another kind.`;
    throw new StoreError(86, 'IndexKeySpecsConflict', message);
  }
  if (sameSignature === undefined) return false;
  const { name, expireAfterSeconds } = sameSignature;
  if (name === wanted.name && expireAfterSeconds === wanted.expireAfterSeconds) return true;
  const message = `An equivalent index already exists with another name or other options: ${name}`;
  throw new StoreError(85, 'IndexOptionsConflict', message);
}

/** What tells two indexes of a collection apart beside their names. */
function signatureOf({ keyPattern, partial, unique, sparse }: IndexOptions): string {
  return JSON.stringify([format(keyPattern), format(partial), unique, sparse]);
}

function format(doc: Doc | undefined): string {
  return doc === undefined ? '' : Buffer.from(encodeDoc(doc)).toString('base64');
}

async function dropIndexes(call: Call): Promise<ReplyDoc> {
  const { engine, given } = call;
  const collection = existing(call);
  const before = collection.indexes.length + 1;
  const wanted = given.body.get('index');
  await engine.queue.run(() => {
    for (const index of indexesToDrop(collection, wanted)) {
      engine.catalog.dropIndex(collection, index);
    }
  });
  engine.sweeper.wake();
  return { nIndexesWas: before };
}

function indexesToDrop(collection: Collection, wanted: WireValue): readonly Index[] {
  if (wanted === '*') return collection.indexes;
  const names = Array.isArray(wanted) ? wanted : [wanted];
  return names.map((name) => {
    if (isDoc(name)) assertSupported(name, 'dropIndexes');
    const index = collection.indexes.find((candidate) =>
      isDoc(name) ? format(candidate.keyPattern) === format(name) : candidate.name === name,
    );
    if (index !== undefined) return index;
    if (name === '_id_') throw new StoreError(72, 'InvalidOptions', 'cannot drop _id index');
    throw new StoreError(27, 'IndexNotFound', `index not found with name [${String(name)}]`);
  });
}

function listIndexes(call: Call): ReplyDoc {
  const collection = existing(call);
  const firstBatch = [
    { v: 2, key: idKeyPattern, name: '_id_' },
    ...collection.indexes.filter(({ isReady }) => isReady).map(describe),
  ];
  return { cursor: { firstBatch, id: 0n, ns: collection.namespace } };
}

function describe({
  keyPattern,
  name,
  unique,
  sparse,
  partial,
  expireAfterSeconds,
}: Index): ReplyDoc {
  return {
    v: 2,
    key: keyPattern,
    name,
    ...(unique && { unique }),
    ...(sparse && { sparse }),
    ...(partial !== undefined && { partialFilterExpression: partial }),
    ...(expireAfterSeconds !== undefined && { expireAfterSeconds }),
  };
}

function existing(call: Call): Collection {
  const namespace = namespaceOf(call);
  const collection = call.engine.catalog.find(namespace);
  if (collection !== undefined) return collection;
  throw new StoreError(26, 'NamespaceNotFound', `ns does not exist: ${namespace}`);
}

function cannotCreate(why: string): StoreError {
  return new StoreError(67, 'CannotCreateIndex', `Error in specification of the index: ${why}.`);
}

function tooManyIndexes(): StoreError {
  return new StoreError(67, 'CannotCreateIndex', `A collection may have ${MOST_INDEXES} indexes.`);
}

export const indexCommands: Readonly<Record<string, Command>> = {
  createIndexes: { fields: ['createIndexes', 'indexes', 'commitQuorum'], run: createIndexes },
  dropIndexes: { fields: ['dropIndexes', 'index'], run: dropIndexes },
  listIndexes: { fields: ['listIndexes', 'cursor'], run: listIndexes },
};
