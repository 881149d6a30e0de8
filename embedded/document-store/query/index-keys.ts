import type { KeyPart } from './key.ts';
import type { Doc } from './value.ts';

export type IndexKeys = {
  /** One tuple per index entry, each as long as the index has fields; at least one; no two equal. */
  readonly tuples: readonly (readonly KeyPart[])[];
  /** Per field of the index: whether an array was met on its path (then it is multikey). */
  readonly multikey: readonly boolean[];
  /** No field of the index is in the document at all: a sparse index leaves it out. */
  readonly allMissing: boolean;
};

/**
 * The entries of one document in an index, as MongoDB's B-tree key generator makes them:
 * missing is null, an empty array `EMPTY_ARRAY`, an array one entry per element.
 *
 * @throws {StoreError} Code 171 CannotIndexParallelArrays for two arrays side by side.
 */
export function indexKeys(doc: Doc, paths: readonly string[]): IndexKeys {
  void doc;
  throw new Error(String(paths));
}
