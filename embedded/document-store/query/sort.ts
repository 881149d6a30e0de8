import type { Doc } from './value.ts';

export type SortField = { readonly path: string; readonly descending: boolean };

export type CompiledSort = {
  readonly fields: readonly SortField[];
  compare(a: Doc, b: Doc): number;
  /** Bytes in the order of the sort, for sorting many documents: make it once per document. */
  sortKey(doc: Doc): Uint8Array;
};

/** @throws {StoreError} Code 15974/15975 for a direction that is not 1 or -1. */
export function compileSort(spec: Doc): CompiledSort {
  void spec;
  throw new Error('not built yet');
}
