// Three small subgraphs over HTTP in a process of their own. Writes the supergraph to the file
// that it is told, then `Ready` on stdout.
import { writeFileSync } from 'node:fs';
import { composeServices } from '@apollo/composition';
import { buildSubgraphSchema } from '@apollo/subgraph';
import { execute, parse, type DocumentNode } from 'graphql';
import { readBody } from '../../platform/http/http-body.ts';
import { startHttpListener } from '../../platform/http/http-listener.ts';
import { createLog } from '../../platform/process/log.ts';

const LINK =
  'extend schema @link(url: "https://specs.apollo.dev/federation/v2.9", import: ["@key", "@requires", "@external"])';
const BODY_LIMIT_BYTES = 1024 * 1024;
const ITEMS = 20;

type Item = { readonly id: string };

const items: readonly Item[] = Array.from({ length: ITEMS }, (_, index) => ({ id: `i${index}` }));

const SUBGRAPHS = {
  catalogue: {
    sdl: `${LINK} type Query { item(id: ID!): Item  items: [Item!]! }
      type Item @key(fields: "id") { id: ID!  title: String!  weightGrams: Int! }`,
    resolvers: {
      Query: { item: (_: unknown, { id }: Item) => ({ id }), items: () => items },
      Item: { title: ({ id }: Item) => `Item ${id}`, weightGrams: () => 250 },
    },
  },
  prices: {
    sdl: `${LINK} type Item @key(fields: "id") {
        id: ID!  weightGrams: Int! @external
        priceCents: Int!  shippingCents: Int! @requires(fields: "weightGrams")
      }`,
    resolvers: {
      Item: {
        priceCents: () => 1_000,
        shippingCents: ({ weightGrams }: { readonly weightGrams: number }) => weightGrams * 2,
      },
    },
  },
  reviews: {
    sdl: `${LINK} type Item @key(fields: "id") { id: ID!  reviews: [Review!]! }
      type Review { stars: Int!  text: String! }`,
    resolvers: {
      Item: {
        reviews: () => [
          { stars: 5, text: 'Good.' },
          { stars: 3, text: 'Not so good.' },
        ],
      },
    },
  },
} as const;

const file = process.argv[2];
if (file === undefined) throw new Error('Usage: node bench/support/small-subgraphs.ts FILE');

const services = await Promise.all(
  Object.entries(SUBGRAPHS).map(async ([name, { sdl, resolvers }]) => {
    const typeDefs = parse(sdl);
    const url = await serve(buildSubgraphSchema([{ typeDefs, resolvers: { ...resolvers } }]));
    return { name, url, typeDefs };
  }),
);
const { supergraphSdl, errors } = composeServices(services);
if (supergraphSdl === undefined) throw new Error(errors?.join('\n'));
writeFileSync(file, supergraphSdl);
process.stdout.write('Ready\n');

async function serve(schema: ReturnType<typeof buildSubgraphSchema>): Promise<string> {
  const documents = new Map<string, DocumentNode>();
  const { origin } = await startHttpListener({
    host: '127.0.0.1',
    port: 0,
    drainMs: 100,
    log: createLog('silent'),
    async handler(request, response) {
      const body: unknown = JSON.parse(String(await readBody(request, BODY_LIMIT_BYTES)));
      // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- only gateways of the bench ask
      const { query, variables } = body as { query: string; variables?: Record<string, unknown> };
      const document = documents.get(query) ?? parse(query);
      documents.set(query, document);
      const answer = await execute({ schema, document, variableValues: variables });
      response.setHeader('content-type', 'application/json').end(JSON.stringify(answer));
    },
  });
  return `${origin}/graphql`;
}
