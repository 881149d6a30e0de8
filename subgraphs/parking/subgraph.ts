import { readFileSync } from 'node:fs';
import { parse, type GraphQLSchema } from 'graphql';
import { subgraphSchema } from '../../platform/subgraph/subgraph-schema.ts';
import type { SubgraphRequest } from '../../platform/subgraph/subgraph.ts';
import { createContext, type Context, type ParkingDeps } from './context.ts';
import { resolvers } from './resolvers.ts';
import { createZones } from './zones.ts';

export const typeDefs = parse(readFileSync(new URL('schema.graphql', import.meta.url), 'utf8'));
export const schema = subgraphSchema(typeDefs, resolvers);

export type ParkingSubgraph = {
  readonly schema: GraphQLSchema;
  /** One for each client request; the deadline of its calls to the parking system begins with it. */
  readonly createContext: (request: Pick<SubgraphRequest, 'viewer' | 'signal'>) => Context;
};

/** The parking part of the graph over the parking rights system; does not listen. */
export function createParkingSubgraph(deps: ParkingDeps): ParkingSubgraph {
  const shared = { ...deps, zones: createZones(deps) };
  return { schema, createContext: (request) => createContext(shared, request) };
}
