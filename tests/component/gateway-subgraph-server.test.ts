import { expect, it } from '@jest/globals';
import { NOBODY } from '../../domain/viewer.ts';
import { createLog } from '../../platform/process/log.ts';
import { connectSubgraph } from '../../platform/subgraph/subgraph-client.ts';
import { startSubgraphServer } from '../../platform/subgraph/subgraph-server.ts';
import { createSubgraphSigner } from '../../platform/subgraph/subgraph-signature.ts';
import type { Subgraph } from '../../platform/subgraph/subgraph.ts';

const SECRET = Buffer.alloc(32, 3);
const BODY = JSON.stringify({ query: '{ account }' });
const log = createLog('silent');
const sign = createSubgraphSigner({ secret: SECRET, subgraph: 'cards' });

/** Answers with what it was asked. */
const subgraph: Subgraph = {
  name: 'cards',
  execute: ({ query, variables, viewer }) =>
    Promise.resolve({ data: { query, variables, viewer } }),
};

async function start(missing: readonly string[] = []) {
  const listens = { host: '127.0.0.1', port: 0, secret: SECRET, drainMs: 100, log };
  return startSubgraphServer({
    ...listens,
    subgraph,
    missing: () => missing,
    bodyLimitBytes: 1024,
  });
}

async function post(url: string, headers: Record<string, string>, body = BODY) {
  const answer = await fetch(url, { method: 'POST', headers, body });
  return { status: answer.status, body: await answer.json() };
}

it('answers the gateway and nobody else', async () => {
  await using server = await start();
  const signed = sign(BODY, NOBODY);
  const answers = [
    await post(server.url, {}),
    await post(server.url, { 'hub-viewer': '{"kind":"staff","id":"x"}' }),
    await post(server.url, signed),
    await post(server.url, signed),
  ];
  expect(answers.map(({ status }) => status)).toEqual([401, 401, 200, 401]);
});

it('refuses a body that is too long, and one that is no request', async () => {
  await using server = await start();
  const long = JSON.stringify({ query: 'x'.repeat(2000) });
  const empty = '{}';
  const answers = [
    await post(server.url, sign(long, NOBODY), long),
    await post(server.url, sign(empty, NOBODY), empty),
  ];
  expect(answers.map(({ status }) => status)).toEqual([413, 400]);
});

it('carries query, variables and viewer over HTTP', async () => {
  await using server = await start();
  await using client = connectSubgraph({ name: 'cards', url: new URL(server.url), secret: SECRET });
  const asked = {
    query: 'query ($__proto__: Int) { a }',
    variables: JSON.parse('{"__proto__":1}') as Record<string, unknown>,
    viewer: { kind: 'reader', id: 'pool-2' } as const,
  };
  const { data } = await client.execute({ ...asked, requestKey: {} });
  expect(JSON.stringify(data)).toBe(JSON.stringify(asked));
});

it('tells a wrong secret and a dead subgraph apart', async () => {
  const server = await start();
  const options = { name: 'cards', url: new URL(server.url) };
  await using stranger = connectSubgraph({ ...options, secret: Buffer.alloc(32) });
  await using client = connectSubgraph({ ...options, secret: SECRET });
  const asked = { query: '{ a }', viewer: NOBODY, requestKey: {} };
  await expect(stranger.execute(asked)).rejects.toThrow('cards: HTTP 401 without a GraphQL answer');
  await server[Symbol.asyncDispose]();
  await expect(client.execute(asked)).rejects.toThrow('cards: no answer (ECONNREFUSED)');
});

it('is ready once nothing is missing', async () => {
  await using waiting = await start(['data']);
  await using ready = await start();
  const answers = await Promise.all(
    [waiting, ready].map(async ({ url }) => {
      const answer = await fetch(new URL('/ready', url));
      return [answer.status, await answer.json()];
    }),
  );
  expect(answers).toEqual([
    [503, { missing: ['data'] }],
    [200, { missing: [] }],
  ]);
});
