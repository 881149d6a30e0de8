import { compileFilter } from '../query/filter.ts';
import type { CompiledSort } from '../query/sort.ts';
import type { Doc } from '../query/value.ts';
import { createFinder } from './finder.ts';
import type { UpdateOptions, UpdateStatement } from './update.ts';

export type DeleteRequest = {
  readonly filter: Doc;
  readonly isMany: boolean;
  readonly hint: string | undefined;
  /** Of findAndModify only. */
  readonly sort?: CompiledSort | undefined;
};

export type DeleteOptions = Omit<UpdateOptions, 'onWrite'> & {
  readonly onRemove?: (doc: Doc) => void;
};

/** @throws {StoreError} For what the filter cannot mean. */
export function deleteStatement(
  { filter, isMany, hint, sort }: DeleteRequest,
  { target, collection, finding, onRemove }: DeleteOptions,
): UpdateStatement {
  const wanted = { filter: compileFilter(filter), sort, hint, isMany };
  const finder = createFinder({ ...finding, collection, view: target.view, wanted });
  return {
    search: finder.search,
    execute(_place, progress, deadline) {
      for (;;) {
        const match = finder.next(deadline);
        if (match === 'search') return 'search';
        if (match === 'none') return 'done';
        target.remove(collection, match);
        onRemove?.(match.doc);
        finder.advance();
        progress.n++;
        if (isMany && performance.now() > deadline) return 'again';
      }
    },
  };
}
