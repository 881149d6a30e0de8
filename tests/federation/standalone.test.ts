import { once } from 'node:events';
import { spawn } from 'node:child_process';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { connect } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { composeServices } from '@apollo/composition';
import { expect, it } from '@jest/globals';
import { GraphQLError, parse } from 'graphql';
import {
  startStandaloneGateway,
  type StandaloneGatewayOptions,
} from '../../gateway/standalone-gateway.ts';
import { startHttpListener } from '../../platform/http/http-listener.ts';
import { createLog } from '../../platform/process/log.ts';
import { startPlainSubgraph } from './plain-subgraph.ts';

const LINK =
  'extend schema @link(url: "https://specs.apollo.dev/federation/v2.9", import: ["@key", "@cost", "@listSize", "@authenticated", "@tag"])';
const SHOPS = `${LINK}
  type Query { shops: [Shop] @listSize(assumedSize: 3)  shout: String @cost(weight: 5) @tag(name: "loud") }
  type Shop @key(fields: "id") { id: ID! }
`;
const RATINGS = `${LINK} type Shop @key(fields: "id") { id: ID! stars: [Int] }`;

const shops = {
  Query: {
    shops: () => [{ id: '1' }, null, { id: '2' }],
    shout: () => {
      throw new GraphQLError('no voice', { extensions: { code: 'HOARSE', retryAfter: 3 } });
    },
  },
};
const ratings = {
  Shop: {
    stars: ({ id }: { id: string }) => (id === '1' ? [5, 'many', null] : [1]),
  },
};

function compose(parts: Readonly<Record<string, readonly [sdl: string, url: string]>>): string {
  const services = Object.entries(parts).map(([name, [sdl, url]]) => ({
    name,
    url,
    typeDefs: parse(sdl),
  }));
  const { supergraphSdl, errors } = composeServices(services);
  if (supergraphSdl === undefined) throw new Error(errors?.join('\n'));
  return supergraphSdl;
}

async function start(options: Partial<StandaloneGatewayOptions> = {}) {
  await using stack = new AsyncDisposableStack();
  const a = stack.use(await startPlainSubgraph(SHOPS, shops));
  const b = stack.use(await startPlainSubgraph(RATINGS, ratings));
  const gateway = stack.use(
    await startStandaloneGateway({
      supergraphSdl: compose({ shops: [SHOPS, `${a.origin}/x`], ratings: [RATINGS, b.origin] }),
      host: '127.0.0.1',
      port: 0,
      forwardedHeaders: [],
      log: createLog('silent'),
      ...options,
    }),
  );
  const owned = stack.move();
  const ask = async (query: string, headers: Record<string, string> = {}) => {
    const answer = await fetch(gateway.url, {
      method: 'POST',
      headers: { 'content-type': 'application/json', ...headers },
      body: JSON.stringify({ query }),
    });
    return answer.json();
  };
  return {
    ask,
    url: gateway.url,
    shops: a,
    ratings: b,
    [Symbol.asyncDispose]: () => owned.disposeAsync(),
  };
}

it('passes messages, codes and details of the subgraphs, each error at the path of the client', async () => {
  await using gateway = await start();
  expect(await gateway.ask('{ list: shops { id best: stars } shout }')).toEqual({
    data: {
      list: [{ id: '1', best: [5, null, null] }, null, { id: '2', best: [1] }],
      shout: null,
    },
    errors: [
      { message: 'no voice', path: ['shout'], extensions: { code: 'HOARSE', retryAfter: 3 } },
      expect.objectContaining({ path: ['list', 0, 'best', 1] }),
    ],
  });
});

it('forwards no header of the client unless it is named', async () => {
  await using gateway = await start({ forwardedHeaders: ['X-Trace'] });
  await gateway.ask('{ shops { stars } }', {
    authorization: 'Bearer x',
    'x-trace': 't-1',
    cookie: 'a=b',
  });
  const headers = [gateway.shops, gateway.ratings].map(({ received: [first] }) => first);
  expect(headers).toEqual([
    expect.objectContaining({ 'x-trace': 't-1' }),
    expect.objectContaining({ 'x-trace': 't-1' }),
  ]);
  expect(JSON.stringify(headers)).not.toMatch(/authorization|cookie/);
});

it.each([
  ['takes a GET of any page', [], 200],
  ['takes none when it passes headers on, which may be cookies', ['cookie'], 400],
])('%s', async (_what, forwardedHeaders, status) => {
  await using gateway = await start({ forwardedHeaders });
  const answer = await fetch(`${gateway.url}?query={__typename}`);
  await answer.text();
  expect(answer.status).toBe(status);
});

it('lets the schema be read', async () => {
  await using gateway = await start();
  expect(await gateway.ask('{ __type(name: "Shop") { name } }')).toEqual({
    data: { __type: { name: 'Shop' } },
  });
});

async function run(supergraph: string) {
  const folder = await mkdtemp(join(tmpdir(), 'gateway-'));
  const file = join(folder, 'supergraph.graphql');
  await writeFile(file, supergraph);
  const child = spawn(process.execPath, [
    'gateway/standalone.ts',
    '--supergraph',
    file,
    '--port',
    '0',
  ]);
  let said = '';
  for (const stream of [child.stdout, child.stderr]) {
    stream.setEncoding('utf8').on('data', (text: string) => void (said += text));
  }
  return {
    child,
    said: () => said,
    [Symbol.asyncDispose]: () => rm(folder, { recursive: true }),
  };
}

it('says what it does not enforce, serves, and stops when told to', async () => {
  await using gateway = await run(compose({ shops: [SHOPS, 'http://127.0.0.1:1/graphql'] }));
  while (!gateway.said().includes('Ready at')) await once(gateway.child.stdout, 'data');
  gateway.child.kill('SIGTERM');
  expect(await once(gateway.child, 'exit')).toEqual([0, null]);
  expect(gateway.said()).toMatch(
    /^Not enforced by this gateway: @cost, @listSize\.\nReady at http:\/\/127\.0\.0\.1:\d+\/graphql\n$/,
  );
});

const OUT_OF_REACH = `${LINK}
  type Query { node: Node }
  interface Node @key(fields: "id") { id: ID! }
`;
const NODES = `
  extend schema @link(url: "https://specs.apollo.dev/federation/v2.9", import: ["@key", "@interfaceObject"])
  type Node @interfaceObject @key(fields: "id", resolvable: false) { id: ID!  size: Int }
`;

it('says so when no subgraph can answer, rather than null', async () => {
  const supergraphSdl = compose({
    shops: [OUT_OF_REACH, 'http://127.0.0.1:1/graphql'],
    nodes: [NODES, 'http://127.0.0.1:1/graphql'],
  });
  await using gateway = await start({ supergraphSdl });
  expect(await gateway.ask('{ n: node { size } }')).toEqual({
    errors: [expect.objectContaining({ message: expect.stringMatching(/"node"/) })],
  });
});

it.each([
  ['too few', '{"data":{"_entities":[]}}'],
  ['none', '{"data":{}}'],
  ['something else', '{"data":{"_entities":"x"}}'],
  ['null and an error', '{"data":{"_entities":null},"errors":[{"message":"no"}]}'],
])('tells at each place that a subgraph sent %s instead of entities', async (_what, body) => {
  await using broken = await startHttpListener({
    host: '127.0.0.1',
    port: 0,
    drainMs: 100,
    log: createLog('silent'),
    handler: async (_request, response) => void response.end(body),
  });
  await using a = await startPlainSubgraph(SHOPS, shops);
  const supergraphSdl = compose({ shops: [SHOPS, a.origin], ratings: [RATINGS, broken.origin] });
  await using gateway = await start({ supergraphSdl });
  expect(await gateway.ask('{ shops { id stars } }')).toMatchObject({
    data: { shops: [{ id: '1', stars: null }, null, { id: '2', stars: null }] },
    errors: [{ path: ['shops', 0, 'stars'] }, { path: ['shops', 2, 'stars'] }],
  });
});

it('answers what comes over a kept connection while it stops', async () => {
  await using gateway = await start();
  const socket = connect(Number(new URL(gateway.url).port), '127.0.0.1').setEncoding('utf8');
  const get = 'GET /graphql?query={__typename} HTTP/1.1\r\nhost: a\r\n\r\n';
  socket.write(get);
  expect(await once(socket, 'data')).toEqual([expect.stringMatching(/keep-alive[^]*"Query"/)]);
  const stopped = gateway[Symbol.asyncDispose]();
  socket.write(get);
  expect(await once(socket, 'data')).toEqual([expect.stringMatching(/close[^]*"Query"/)]);
  await stopped;
});

it('does not load a supergraph that it cannot enforce', async () => {
  const guarded = SHOPS.replace('shout: String', 'shout: String @authenticated');
  await using gateway = await run(compose({ shops: [guarded, 'http://127.0.0.1:1/graphql'] }));
  expect(await once(gateway.child, 'exit')).toEqual([1, null]);
  expect(gateway.said()).toMatch(/^The supergraph uses @authenticated \(.*\), which .*\.\n$/);
});
