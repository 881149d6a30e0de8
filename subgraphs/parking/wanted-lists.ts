import type { GraphQLResolveInfo } from 'graphql';
import type { PlateList } from '../../connectors/parking/port.ts';
import { selectedFields } from '../../platform/subgraph/selected-fields.ts';

/** The lists that one `Card.parking` of the query needs; none costs no call. */
export function wantedLists(info: GraphQLResolveInfo): ReadonlySet<PlateList> {
  const fields = selectedFields(info);
  const wanted = new Set<PlateList>();
  if (fields.has('rights')) wanted.add('rights');
  if (fields.has('sessions')) wanted.add('sessions');
  // A source is the source of something: with nothing else selected, of the rights.
  if (fields.has('source') && wanted.size === 0) wanted.add('rights');
  return wanted;
}
