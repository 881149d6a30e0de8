import type { Resolvers } from './schema.generated.ts';
import { tariffMutations, tariffQueries, tariffTypes } from './tariff-resolvers.ts';

/** The tables of the parts of this subgraph, each in a file of its own. */
export const resolvers: Resolvers = {
  ...tariffTypes,
  Query: { ...tariffQueries },
  Mutation: { ...tariffMutations },
};
