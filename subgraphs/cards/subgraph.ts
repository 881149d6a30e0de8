import { readFileSync } from 'node:fs';
import { parse, type GraphQLSchema } from 'graphql';
import type { Connection } from 'mongoose';
import type { KeyedHash, Seal } from '../../platform/stores/seal.ts';
import { subgraphSchema } from '../../platform/subgraph/subgraph-schema.ts';
import type { SubgraphRequest } from '../../platform/subgraph/subgraph.ts';
import { createContext, type Context, type Services } from './context.ts';
import { resolvers } from './resolvers.ts';
import { createCardsStore } from './store.mongo.ts';

const typeDefs = parse(readFileSync(new URL('schema.graphql', import.meta.url), 'utf8'));
const schema = subgraphSchema(typeDefs, resolvers);

export type CardsOptions = Omit<Services, 'store' | 'municipality'> & {
  /** Its models are made here; create their collections and indexes before the first request. */
  readonly connection: Connection;
  /** For names, identities, tokens and account numbers at rest. */
  readonly seal: Seal;
  /** For finding civil ids, names and account numbers; the same key for the life of the data. */
  readonly hash: KeyedHash;
  /** Five digits of the INE code, default 33024 (Gijón). */
  readonly municipality?: string;
};

export type CardsSubgraph = {
  readonly schema: GraphQLSchema;
  /** One for each client request: its loaders remember what it has read. */
  readonly createContext: (request: Pick<SubgraphRequest, 'viewer' | 'signal'>) => Context;
};

/** The card identity: cards, their holders and their links to legacy accounts. Does not listen. */
export function createCardsSubgraph({
  connection,
  seal,
  hash,
  municipality = '33024',
  ...services
}: CardsOptions): CardsSubgraph {
  const store = createCardsStore(connection, { seal, hash });
  const all: Services = { ...services, store, municipality };
  return { schema, createContext: (request) => createContext(all, request) };
}
