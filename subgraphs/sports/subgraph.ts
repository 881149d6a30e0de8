import { readFileSync } from 'node:fs';
import { parse, type GraphQLSchema } from 'graphql';
import { subgraphSchema } from '../../platform/subgraph/subgraph-schema.ts';
import type { SubgraphRequest } from '../../platform/subgraph/subgraph.ts';
import { createContext, type Context, type SportsDeps } from './context.ts';
import { resolvers } from './resolvers.ts';

export const typeDefs = parse(readFileSync(new URL('schema.graphql', import.meta.url), 'utf8'));
export const schema = subgraphSchema(typeDefs, resolvers);

export type SportsSubgraph = {
  readonly schema: GraphQLSchema;
  /** One for each client request; the deadline of its calls to the booking system begins with it. */
  readonly createContext: (request: Pick<SubgraphRequest, 'viewer' | 'signal'>) => Context;
};

/** The sports part of the graph over what was harvested; does not listen, nor harvest. */
export function createSportsSubgraph(deps: SportsDeps): SportsSubgraph {
  return { schema, createContext: (request) => createContext(deps, request) };
}
