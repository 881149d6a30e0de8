import { composeServices } from '@apollo/composition';
import { GraphQLError, parse } from 'graphql';
import { InvalidInputError, UpstreamUnavailableError } from '../../domain/errors.ts';
import type { Logger } from '../../platform/process/log.ts';
import { createSubgraphExecutor } from '../../platform/subgraph/subgraph-executor.ts';
import { subgraphSchema } from '../../platform/subgraph/subgraph-schema.ts';
import type { Subgraph, SubgraphRequest } from '../../platform/subgraph/subgraph.ts';

/** What the subgraphs of the small city saw, for tests to look at. */
export type Seen = { readonly contexts: string[]; readonly asked: string[] };

type Context = { readonly request: SubgraphRequest; readonly seen: Seen };
type CardRef = { readonly id: string; readonly account?: string | null };

const CARDS = `
  extend schema @link(url: "https://specs.apollo.dev/federation/v2.9", import: ["@key", "@inaccessible"])
  scalar CardNumber
  type Query { card(number: CardNumber!): Card  cards: [Card!]!  whoAsks: String!  hang: String  bug: String }
  type Mutation { block(id: ID!): Card  fail: Card }
  type Card @key(fields: "id") { id: ID!  number: String!  account: String @inaccessible }
`;

const LIBRARY = `
  extend schema @link(url: "https://specs.apollo.dev/federation/v2.9", import: ["@key", "@requires", "@external"])
  type Card @key(fields: "id") {
    id: ID!
    account: String @external
    library: Library @requires(fields: "account")
  }
  type Library { account: String!  loans: [Loan]!  debtCents: Int! }
  type Loan { title: String! }
`;

const PARKING = `
  extend schema @link(url: "https://specs.apollo.dev/federation/v2.9", import: ["@key"])
  type Card @key(fields: "id") { id: ID!  permits(zone: Zone): [String!] }
  enum Zone { CENTRE BEACH }
`;

const NUMBERS: Readonly<Record<string, string>> = { a: '1111', b: '2222', c: '3333' };

const cardsResolvers = {
  Query: {
    card: (_: unknown, { number }: { number: string }) => {
      if (!/^\d{4}$/.test(number)) throw new InvalidInputError('A card number is four digits.');
      return Object.keys(NUMBERS)
        .filter((id) => NUMBERS[id] === number)
        .map((id) => ({ id }))[0];
    },
    cards: () => [{ id: 'a' }, { id: 'b' }, { id: 'c' }],
    whoAsks: (_: unknown, __: unknown, { request: { viewer } }: Context) =>
      'id' in viewer ? `${viewer.kind} ${viewer.id}` : viewer.kind,
    hang: () => new Promise(() => {}),
    bug: () => {
      throw new TypeError('secret place at /srv/hub');
    },
  },
  Mutation: {
    block: (_: unknown, { id }: { id: string }) => ({ id }),
    fail: () => {
      throw new GraphQLError('thrown without a name');
    },
  },
  Card: {
    __resolveReference: (card: CardRef) => card,
    number: ({ id }: CardRef) => NUMBERS[id],
    // Card c has no account in the library.
    account: ({ id }: CardRef) => (id === 'c' ? null : `L-${id}`),
  },
};

const libraryResolvers = {
  Card: {
    __resolveReference: (card: CardRef, { seen }: Context) => {
      seen.asked.push(card.id);
      return card;
    },
    library: ({ account }: CardRef) => (account == null ? null : { account }),
  },
  Library: {
    loans: ({ account }: { account: string }) => [{ title: `Book of ${account}` }, { account }],
    debtCents: ({ account }: { account: string }) => {
      if (account === 'L-b') throw new UpstreamUnavailableError('library', 'socket closed');
      return 150;
    },
  },
  Loan: {
    title: ({ title }: { title?: string }) => {
      if (title !== undefined) return title;
      throw new UpstreamUnavailableError('regionalLibrary', 'timed out');
    },
  },
};

const parkingResolvers = {
  Card: { permits: ({ id }: CardRef) => (id === 'a' ? ['CENTRE'] : []) },
};

/** Cards with inaccessible accounts, a library that needs them, and parking beside it. */
const SMALL_CITY = {
  cards: { sdl: CARDS, resolvers: cardsResolvers },
  library: { sdl: LIBRARY, resolvers: libraryResolvers },
  parking: { sdl: PARKING, resolvers: parkingResolvers },
} as const;

export type SmallCityName = keyof typeof SMALL_CITY;
export const SMALL_CITY_NAMES: readonly SmallCityName[] = ['cards', 'library', 'parking'];

/** @param urls Where each subgraph is; placeholders for subgraphs of this process. */
export function smallSupergraph(urls: Partial<Record<SmallCityName, string>> = {}): string {
  const { supergraphSdl, errors } = composeServices(
    SMALL_CITY_NAMES.map((name) => ({
      name,
      url: urls[name] ?? `http://${name}.invalid/graphql`,
      typeDefs: parse(SMALL_CITY[name].sdl),
    })),
  );
  if (supergraphSdl === undefined) throw new Error(errors?.join('\n'));
  return supergraphSdl;
}

export function smallSubgraph(name: SmallCityName, seen: Seen, log: Logger): Subgraph {
  const { sdl, resolvers } = SMALL_CITY[name];
  return createSubgraphExecutor({
    name,
    schema: subgraphSchema(parse(sdl), resolvers),
    createContext: (request): Context => {
      seen.contexts.push(name);
      return { request, seen };
    },
    log,
  });
}
