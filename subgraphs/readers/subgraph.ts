import { readFileSync } from 'node:fs';
import { parse, type GraphQLSchema } from 'graphql';
import { subgraphSchema } from '../../platform/subgraph/subgraph-schema.ts';
import type { SubgraphRequest } from '../../platform/subgraph/subgraph.ts';
import { createContext, type Context, type ReadersDeps } from './context.ts';
import { resolvers } from './resolvers.ts';

export const typeDefs = parse(readFileSync(new URL('schema.graphql', import.meta.url), 'utf8'));
export const schema = subgraphSchema(typeDefs, resolvers);

export type ReadersSubgraph = {
  readonly schema: GraphQLSchema;
  /** One for each client request. */
  readonly createContext: (request: Pick<SubgraphRequest, 'viewer' | 'signal'>) => Context;
};

/** The part of the graph that tells of readers and uses; does not listen. */
export function createReadersSubgraph(deps: ReadersDeps): ReadersSubgraph {
  return { schema, createContext: (request) => createContext(deps, request) };
}
