import { ObjectId } from 'bson';
import type { Pacer } from '../pacer.ts';
import { assertSupported, decodeWire, type Doc, type Value } from '../query/value.ts';
import { StoreError } from '../store-error.ts';
import type { Collection } from '../storage/catalog.ts';
import { idKeyOf, prepare, type Prepared } from '../storage/documents.ts';
import type { Statements } from './run-statements.ts';
import type { WriteTarget } from './target.ts';

type Insertion = { readonly idKey: Uint8Array; readonly document: Prepared };

/** Decodes, checks and takes apart the documents before any write turn begins. */
export async function insertStatements(
  target: WriteTarget,
  collection: Collection,
  documents: readonly Uint8Array[],
  { isOrdered, pacer }: { readonly isOrdered: boolean; readonly pacer: Pacer },
): Promise<Statements> {
  const pause = pacer.pauser();
  const insertions: (Insertion | StoreError)[] = [];
  for (const bytes of documents) {
    insertions.push(toInsertion(collection, bytes));
    const paused = pause();
    if (paused !== undefined) await paused;
  }
  return {
    count: documents.length,
    isOrdered,
    execute(place, progress) {
      const insertion = insertions[place];
      if (insertion instanceof StoreError) throw insertion;
      if (insertion === undefined) return 'done';
      target.insert(collection, insertion.idKey, insertion.document);
      progress.n++;
      return 'done';
    },
    search: () => Promise.resolve(),
  };
}

function toInsertion(collection: Collection, bytes: Uint8Array): Insertion | StoreError {
  try {
    const sent = decodeWire(bytes);
    assertSupported(sent, 'insert');
    assertFieldNames(sent);
    const doc = withIdFirst(sent);
    const idKey = idKeyOf(doc);
    const kept = doc === sent ? bytes : undefined;
    return { idKey, document: prepare(collection, idKey, doc, kept) };
  } catch (error) {
    if (error instanceof StoreError) return error;
    throw error;
  }
}

/** As MongoDB stores every document: `_id` first, made by the server if the client gave none. */
export function withIdFirst(doc: Doc): Doc {
  if (doc.keys().next().value === '_id') return doc;
  const id: Value = doc.has('_id') ? (doc.get('_id') ?? null) : new ObjectId();
  return new Map<string, Value>([['_id', id], ...[...doc].filter(([name]) => name !== '_id')]);
}

function assertFieldNames(doc: Doc): void {
  for (const name of doc.keys()) {
    if (!name.startsWith('$')) continue;
    const message = `insert: the field name '${name}' must not begin with '$'.`;
    throw new StoreError(52, 'DollarPrefixedFieldName', message);
  }
}
