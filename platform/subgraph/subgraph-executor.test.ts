import { expect, it } from '@jest/globals';
import { GraphQLScalarType, Kind, parse, type GraphQLScalarLiteralParser } from 'graphql';
import { InvalidInputError, UpstreamMalformedError } from '../../domain/errors.ts';
import { NOBODY, type Viewer } from '../../domain/viewer.ts';
import { createLog } from '../process/log.ts';
import { createSubgraphExecutor } from './subgraph-executor.ts';
import { subgraphSchema } from './subgraph-schema.ts';

const SDL =
  'scalar Even type Query { echo(even: Even, many: [Int!]): Int  broken: Int  bug: Int  who: Int }';

function refuse(): never {
  throw new InvalidInputError('Only even numbers.');
}

const literal: GraphQLScalarLiteralParser<number> = (node) =>
  node.kind === Kind.INT && Number(node.value) % 2 === 0 ? Number(node.value) : refuse();

const resolvers = {
  Even: new GraphQLScalarType<number, number>({
    name: 'Even',
    parseValue: (value) => (Number(value) % 2 === 0 ? Number(value) : refuse()),
    parseLiteral: literal,
  }),
  Query: {
    echo: (_: unknown, { even }: { even: number }) => even,
    broken: () => Promise.reject(new UpstreamMalformedError('tax', 'card 9724330240000000017')),
    bug: () => {
      throw new Error('card 9724330240000000017 of ana@city.example is odd');
    },
    who: (_: unknown, __: unknown, context: { made: number }) => context.made,
  },
};

function start() {
  const lines: Record<string, unknown>[] = [];
  const write = (line: string) => void lines.push(JSON.parse(line) as Record<string, unknown>);
  let made = 0;
  const subgraph = createSubgraphExecutor({
    name: 'numbers',
    schema: subgraphSchema(parse(SDL), resolvers),
    createContext: () => ({ made: (made += 1) }),
    log: createLog('debug', { write }),
  });
  const ask = async (
    query: string,
    {
      variables,
      viewer = NOBODY,
      requestKey = {},
    }: { variables?: Record<string, unknown>; viewer?: Viewer; requestKey?: object } = {},
  ) => {
    const result = await subgraph.execute({ query, variables, viewer, requestKey });
    return JSON.parse(JSON.stringify(result)) as unknown;
  };
  return { ask, lines };
}

it.each<[string, string, Record<string, unknown>]>([
  ['a literal', '{ echo(even: 3) }', {}],
  ['a variable', 'query ($n: Even) { echo(even: $n) }', { n: 3 }],
])('tells what a scalar says of %s, without a log line', async (_what, query, variables) => {
  const { ask, lines } = start();
  expect(await ask(query, { variables })).toEqual({
    errors: [{ message: 'Only even numbers.', extensions: { code: 'BAD_USER_INPUT' } }],
  });
  expect(lines).toEqual([]);
});

it('tells a value of the wrong type as a mistake in the input', async () => {
  const { ask } = start();
  const query = 'query ($many: [Int!]) { echo(many: $many) }';
  expect(await ask(query, { variables: { many: ['x'] } })).toMatchObject({
    errors: [{ extensions: { code: 'BAD_USER_INPUT' } }],
  });
});

it('logs a bug with its stack, and neither numbers nor addresses of people', async () => {
  const { ask, lines } = start();
  expect(await ask('{ bug }')).toMatchObject({
    errors: [{ path: ['bug'], extensions: { code: 'INTERNAL' } }],
  });
  expect(lines).toEqual([
    expect.objectContaining({
      msg: 'bug',
      subgraph: 'numbers',
      field: 'bug',
      stack: expect.stringMatching(/card \[number\] of \[address\] is odd\n +at /),
    }),
  ]);
});

it('tells operators about an answer that cannot be read', async () => {
  const { ask, lines } = start();
  expect(await ask('{ broken }')).toEqual({
    data: { broken: null },
    errors: [
      {
        message: 'This service sent an answer we could not read.',
        path: ['broken'],
        extensions: { code: 'UPSTREAM_MALFORMED' },
      },
    ],
  });
  expect(lines).toMatchObject([{ level: 50, reason: 'tax: card [number]' }]);
});

it('takes a document that does not fit the schema for a bug of ours', async () => {
  const { ask, lines } = start();
  expect(await ask('{ nothing }')).toMatchObject({
    errors: [{ extensions: { code: 'INTERNAL' } }],
  });
  expect(lines).toHaveLength(1);
});

it('makes a context for each request, and another when its viewer changes', async () => {
  const { ask } = start();
  const requestKey = {};
  const staff: Viewer = { kind: 'staff', id: 'desk-7' };
  const answers = [
    await ask('{ who }', { requestKey }),
    await ask('{ who }', { requestKey }),
    await ask('{ who }', { requestKey, viewer: staff }),
    await ask('{ who }'),
  ];
  expect(answers).toEqual([1, 1, 2, 3].map((who) => ({ data: { who } })));
});

it('tells an outage of the store as one that passes, not as a bug', async () => {
  class MongoNetworkError extends Error {
    override readonly name = 'MongoNetworkError';
  }
  const { execute } = createSubgraphExecutor({
    name: 'cards',
    schema: subgraphSchema(parse('type Query { me: String }'), {}),
    createContext: () => {
      throw new MongoNetworkError('connection 3 to /run/store.sock closed');
    },
    log: createLog('silent'),
  });
  const { errors } = await execute({ query: '{ me }', viewer: NOBODY, requestKey: {} });
  expect(errors?.map(({ extensions }) => extensions)).toEqual([{ code: 'UPSTREAM_UNAVAILABLE' }]);
});
