import { Binary, UUID } from 'bson';
import { decodeDoc, encodeDoc, type Doc } from '../query/value.ts';
import { compileFilter, type CompiledFilter } from '../query/filter.ts';
import { compileSort, type SortField } from '../query/sort.ts';
import type { Bucket } from './environment.ts';

export type IndexOptions = {
  readonly name: string;
  /** Path → 1 or -1, in order. */
  readonly keyPattern: Doc;
  readonly unique: boolean;
  readonly sparse: boolean;
  readonly partial: Doc | undefined;
  /** Documents whose date at the index's one field is older are deleted. */
  readonly expireAfterSeconds: number | undefined;
};

export type Index = IndexOptions & {
  readonly id: number;
  readonly fields: readonly SortField[];
  readonly paths: readonly string[];
  readonly partialFilter: CompiledFilter | undefined;
  /** Per field: a document with an array on its path has been met. Never goes back. */
  multikey: readonly boolean[];
  /** A key was too long for LMDB and is held as prefix and hash: no order any more. */
  hasLongKeys: boolean;
  /** False while it is being built: kept up to date by writers, not yet read. */
  isReady: boolean;
};

export type Collection = {
  readonly id: number;
  readonly namespace: string;
  readonly uuid: Binary;
  /** Every index but that of `_id`, which is the order of the documents themselves. */
  indexes: readonly Index[];
  isDropped: boolean;
};

/**
 * The collections and indexes, in memory and in the meta bucket. What changes something is
 * called inside a write turn only, so that it reaches the disk with what depends on it.
 * Numbers of collections and indexes are never used twice: a late writer can hit nothing.
 */
export type Catalog = {
  find(namespace: string): Collection | undefined;
  all(): readonly Collection[];
  create(namespace: string): Collection;
  drop(collection: Collection): void;
  addIndex(collection: Collection, options: IndexOptions): Index;
  dropIndex(collection: Collection, index: Index): void;
  /** Writes down what was changed in an index. */
  save(collection: Collection): void;
  /** Ids whose keys are still to be deleted from both buckets. */
  garbage(): readonly number[];
  forgetGarbage(id: number): void;
};

const EMPTY = Buffer.alloc(0);
const NEXT_ID = Buffer.from('next');
const collectionKey = (namespace: string) => Buffer.from(`collection:${namespace}`);
const garbageKey = (id: number) => Buffer.from(`garbage:${id}`);

export function openCatalog(meta: Bucket): Catalog {
  const { collections, garbage } = readAll(meta);
  let nextId = Number(meta.get(NEXT_ID)?.toString() ?? 1);
  const takeId = () => {
    const id = nextId++;
    meta.put(NEXT_ID, Buffer.from(String(nextId)));
    return id;
  };
  const discard = (id: number) => {
    garbage.add(id);
    meta.put(garbageKey(id), EMPTY);
  };
  const save = (collection: Collection) =>
    meta.put(collectionKey(collection.namespace), formatCollection(collection));

  return {
    find: (namespace) => collections.get(namespace),
    all: () => [...collections.values()],
    create(namespace) {
      const uuid = new UUID().toBinary();
      const collection = { id: takeId(), namespace, uuid, indexes: [], isDropped: false };
      save(collection);
      collections.set(namespace, collection);
      return collection;
    },
    drop(collection) {
      collection.isDropped = true;
      collections.delete(collection.namespace);
      meta.remove(collectionKey(collection.namespace));
      for (const { id } of [collection, ...collection.indexes]) discard(id);
    },
    addIndex(collection, options) {
      const index = toIndex(takeId(), options);
      collection.indexes = [...collection.indexes, index];
      save(collection);
      return index;
    },
    dropIndex(collection, index) {
      collection.indexes = collection.indexes.filter(({ id }) => id !== index.id);
      save(collection);
      discard(index.id);
    },
    save,
    garbage: () => [...garbage],
    forgetGarbage(id) {
      garbage.delete(id);
      meta.remove(garbageKey(id));
    },
  };
}

function readAll(meta: Bucket) {
  const collections = new Map<string, Collection>();
  const garbage = new Set<number>();
  for (const { key, value } of meta.range({})) {
    const [kind, name] = splitOnce(key.toString());
    if (kind === 'collection') collections.set(name, parseCollection(name, value));
    if (kind === 'garbage') garbage.add(Number(name));
  }
  return { collections, garbage };
}

function toIndex(id: number, options: IndexOptions): Index {
  const { fields } = compileSort(options.keyPattern);
  return {
    ...options,
    id,
    fields,
    paths: fields.map(({ path }) => path),
    partialFilter: options.partial === undefined ? undefined : compileFilter(options.partial),
    multikey: fields.map(() => false),
    hasLongKeys: false,
    isReady: false,
  };
}

type StoredCollection = {
  readonly id: number;
  readonly uuid: string;
  readonly indexes: readonly (Omit<IndexOptions, 'keyPattern' | 'partial'> &
    Pick<Index, 'id' | 'multikey' | 'hasLongKeys' | 'isReady'> & {
      readonly keyPattern: string;
      readonly partial?: string | undefined;
    })[];
};

function formatCollection({ id, uuid, indexes }: Collection): Buffer {
  const stored = {
    id,
    uuid: uuid.toString('hex'),
    indexes: indexes.map((index) => ({
      id: index.id,
      name: index.name,
      keyPattern: toText(index.keyPattern),
      unique: index.unique,
      sparse: index.sparse,
      partial: index.partial && toText(index.partial),
      expireAfterSeconds: index.expireAfterSeconds,
      multikey: index.multikey,
      hasLongKeys: index.hasLongKeys,
      isReady: index.isReady,
    })),
  } satisfies StoredCollection;
  return Buffer.from(JSON.stringify(stored));
}

function parseCollection(namespace: string, value: Buffer): Collection {
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- written by formatCollection only
  const stored = JSON.parse(value.toString()) as StoredCollection;
  return {
    id: stored.id,
    namespace,
    uuid: new Binary(Buffer.from(stored.uuid, 'hex'), Binary.SUBTYPE_UUID),
    isDropped: false,
    indexes: stored.indexes.map((index) => ({
      ...toIndex(index.id, {
        name: index.name,
        keyPattern: fromText(index.keyPattern),
        unique: index.unique,
        sparse: index.sparse,
        partial: index.partial === undefined ? undefined : fromText(index.partial),
        expireAfterSeconds: index.expireAfterSeconds,
      }),
      multikey: index.multikey,
      hasLongKeys: index.hasLongKeys,
      isReady: index.isReady,
    })),
  };
}

function toText(doc: Doc): string {
  return Buffer.from(encodeDoc(doc)).toString('base64');
}

function fromText(text: string): Doc {
  return decodeDoc(Buffer.from(text, 'base64'));
}

/** Names of collections may hold colons themselves. */
function splitOnce(key: string): readonly [string, string] {
  const colon = key.indexOf(':');
  return colon === -1 ? [key, ''] : [key.slice(0, colon), key.slice(colon + 1)];
}
