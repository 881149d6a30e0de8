import { compileFilter } from '../query/filter.ts';
import { compileUpdate, seedFromFilter, type CompiledUpdate } from '../query/update.ts';
import type { Doc } from '../query/value.ts';
import { StoreError } from '../store-error.ts';
import type { Collection } from '../storage/catalog.ts';
import { idKeyOf, prepare } from '../storage/documents.ts';
import type { Match } from '../read/matches.ts';
import type { CompiledSort } from '../query/sort.ts';
import { createFinder, type Finder, type FinderOptions } from './finder.ts';
import { withIdFirst } from './insert.ts';
import type { Progress } from './progress.ts';
import type { StatementState } from './run-statements.ts';
import type { WriteTarget } from './target.ts';

export type UpdateRequest = {
  readonly filter: Doc;
  readonly update: Doc;
  readonly arrayFilters: readonly Doc[] | undefined;
  readonly isMany: boolean;
  readonly isUpsert: boolean;
  readonly hint: string | undefined;
  /** Of findAndModify only. */
  readonly sort?: CompiledSort | undefined;
};

/** One update statement. `onWrite` is told of each document before and after, for findAndModify. */
export type UpdateStatement = {
  execute(place: number, progress: Progress, deadline: number): StatementState;
  readonly search: Finder['search'];
};

export type UpdateOptions = {
  readonly target: WriteTarget;
  readonly collection: Collection;
  readonly finding: Omit<FinderOptions, 'wanted' | 'collection' | 'view'>;
  readonly onWrite?: (before: Doc | undefined, after: Doc) => void;
};

/** @throws {StoreError} For what the filter or the update cannot mean. */
export function updateStatement(request: UpdateRequest, options: UpdateOptions): UpdateStatement {
  const { target, collection, finding } = options;
  const { sort, hint, isMany, arrayFilters } = request;
  const filter = compileFilter(request.filter);
  const update = compileUpdate(request.update, { arrayFilters });
  if (isMany && update.kind === 'replacement') {
    throw new StoreError(
      9,
      'FailedToParse',
      'multi update is not supported for replacement-style update',
    );
  }
  const wanted = { filter, sort, hint, isMany };
  const finder = createFinder({ ...finding, collection, view: target.view, wanted });
  let matched = 0;

  const writeOne = (match: Match, progress: Progress) => {
    const matchedIndex = update.isPositional ? filter.matchedIndex(match.doc) : undefined;
    const after = update.apply(match.doc, { isInsert: false, now: new Date(), matchedIndex });
    if (after !== match.doc) {
      target.update(collection, match, prepare(collection, match.idKey, after));
      progress.nModified++;
    }
    options.onWrite?.(match.doc, after);
    finder.advance();
    matched++;
    progress.n++;
  };

  return {
    search: finder.search,
    execute(place, progress, deadline) {
      for (;;) {
        const match = finder.next(deadline);
        if (match === 'search') return 'search';
        if (match === 'none') break;
        writeOne(match, progress);
        if (isMany && performance.now() > deadline) return 'again';
      }
      if (matched === 0 && request.isUpsert) upsert(request, update, options, place, progress);
      return 'done';
    },
  };
}

function upsert(
  request: UpdateRequest,
  update: CompiledUpdate,
  { target, collection, onWrite }: UpdateOptions,
  place: number,
  progress: Progress,
): void {
  const seed = seedFromFilter(request.filter);
  const doc = withIdFirst(update.apply(seed, { isInsert: true, now: new Date() }));
  const idKey = idKeyOf(doc);
  target.insert(collection, idKey, prepare(collection, idKey, doc));
  onWrite?.(undefined, doc);
  progress.n++;
  progress.upserted.push({ index: place, _id: doc.get('_id') ?? null });
}
