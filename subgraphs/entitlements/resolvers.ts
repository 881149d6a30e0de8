import { enrolmentCard, enrolmentMutations, enrolmentQueries } from './enrolment/resolvers.ts';
import { rulebookMutations, rulebookQueries, rulebookTypes } from './rulebooks/resolvers.ts';
import type { Resolvers } from './schema.generated.ts';
import { tariffMutations, tariffQueries, tariffTypes } from './tariff-resolvers.ts';

/** The tables of the parts of this subgraph, each in a file of its own. */
export const resolvers: Resolvers = {
  ...tariffTypes,
  ...rulebookTypes,
  Card: { ...tariffTypes.Card, ...enrolmentCard },
  Query: { ...tariffQueries, ...rulebookQueries, ...enrolmentQueries },
  Mutation: { ...tariffMutations, ...rulebookMutations, ...enrolmentMutations },
};
