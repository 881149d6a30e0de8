import type { GraphQLResolveInfo } from 'graphql';
import type { LibraryList } from '../../connectors/library/port.ts';
import { selectedFields } from '../../platform/subgraph/selected-fields.ts';

const LISTS: readonly LibraryList[] = ['loans', 'holds', 'charges'];

/** What a system says of a borrower, each part fresh or stale by itself. */
export type Part = LibraryList | 'mayBorrow';

/** The parts that one `Card.library` of the query needs of each linked system; none costs no call. */
export type WantedParts = ReadonlySet<Part>;

/**
 * @param isUsable False for a card that may not borrow whatever the library says, so that the
 *   library is not asked for it.
 */
export function wantedParts(info: GraphQLResolveInfo, isUsable: boolean): WantedParts {
  const fields = selectedFields(info);
  const wanted = new Set<Part>(LISTS.filter((list) => fields.has(list)));
  if (fields.has('mayBorrow') && isUsable) wanted.add('mayBorrow');
  // A source is the source of something: with nothing else selected, of the plainest answer there is.
  const asksSource = fields.has('source') || fields.has('sources');
  if (asksSource && wanted.size === 0) wanted.add('mayBorrow');
  return wanted;
}

export function isList(part: Part): part is LibraryList {
  return part !== 'mayBorrow';
}
