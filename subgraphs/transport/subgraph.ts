import { readFileSync } from 'node:fs';
import { parse, type GraphQLSchema } from 'graphql';
import { subgraphSchema } from '../../platform/subgraph/subgraph-schema.ts';
import type { SubgraphRequest } from '../../platform/subgraph/subgraph.ts';
import { createContext, type Context, type TransportDeps } from './context.ts';
import { resolvers } from './resolvers.ts';

export const typeDefs = parse(readFileSync(new URL('schema.graphql', import.meta.url), 'utf8'));
export const schema = subgraphSchema(typeDefs, resolvers);

export type TransportSubgraph = {
  readonly schema: GraphQLSchema;
  /** One for each client request; the deadline of its calls to the back office begins with it. */
  readonly createContext: (request: Pick<SubgraphRequest, 'viewer' | 'signal'>) => Context;
};

/** The transport part of the graph over a card back office and a network; does not listen. */
export function createTransportSubgraph(deps: TransportDeps): TransportSubgraph {
  return { schema, createContext: (request) => createContext(deps, request) };
}
