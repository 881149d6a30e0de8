import { connect } from 'node:net';
import { expect, it } from '@jest/globals';
import { startSmallCity, type SmallCityOptions } from '../federation/start-small-city.ts';

const JSON_TYPE = { 'content-type': 'application/json' };

type Sent = { method?: string; headers?: Record<string, string>; body?: string; search?: string };

/** What one request gets of a door of its own: status, headers, body as text and the first error. */
async function send(sent: Sent, options?: SmallCityOptions) {
  await using city = await startSmallCity('in-process', options);
  const { search = '', ...init } = sent;
  const answer = await fetch(city.url + search, init);
  const text = await answer.text();
  const body = (text.startsWith('{') ? JSON.parse(text) : {}) as {
    data?: unknown;
    errors?: readonly { message: string; extensions: { code: string } }[];
  };
  return {
    status: answer.status,
    headers: answer.headers,
    text,
    data: body.data,
    errors: body.errors ?? [],
    code: body.errors?.[0]?.extensions.code,
  };
}

function post(query: string, more: Partial<Sent> = {}): Sent {
  return { method: 'POST', headers: JSON_TYPE, body: JSON.stringify({ query }), ...more };
}

function get(query: string, headers: Record<string, string> = {}): Sent {
  return { search: `?query=${encodeURIComponent(query)}`, headers };
}

it.each<[string, number, Sent]>([
  ['a GET that any page could send', 400, get('{ whoAsks }')],
  ['a GET with a plain text type', 415, get('{ whoAsks }', { 'content-type': 'text/plain' })],
  [
    'a form',
    415,
    post('{ whoAsks }', { headers: { 'content-type': 'application/x-www-form-urlencoded' } }),
  ],
  [
    'a multipart form',
    415,
    post('{ whoAsks }', { headers: { 'content-type': 'multipart/form-data; boundary=x' } }),
  ],
  ['plain text', 415, post('{ whoAsks }', { headers: { 'content-type': 'text/plain' } })],
  [
    'UTF-7',
    415,
    post('{ whoAsks }', { headers: { 'content-type': 'application/json; charset=utf-7' } }),
  ],
  [
    'an old charset',
    415,
    post('{ whoAsks }', { headers: { 'content-type': 'application/json; charset=IBM500' } }),
  ],
  [
    'a compressed body',
    415,
    post('{ whoAsks }', { headers: { ...JSON_TYPE, 'content-encoding': 'gzip' } }),
  ],
  ['a mutation by GET', 405, get('mutation { block(id: "a") { id } }', JSON_TYPE)],
  [
    'several operations at once',
    400,
    post('', { body: '[{"query":"{ whoAsks }"},{"query":"{ whoAsks }"}]' }),
  ],
  ['no operation', 400, post('', { body: '{}' })],
  ['half a body', 400, post('', { body: '{"query":' })],
  ['a DELETE', 405, { method: 'DELETE' }],
  [
    'an answer type that is not given',
    406,
    post('{ whoAsks }', { headers: { ...JSON_TYPE, accept: 'text/csv' } }),
  ],
])('refuses %s with %i', async (_what, status, sent) => {
  expect(await send(sent)).toMatchObject({ status, code: 'BAD_USER_INPUT', data: undefined });
});

it.each<[string, string, object]>([
  ['a subscription', 'subscription { tick }', {}],
  ['a name that no operation has', 'query a { whoAsks }', { operationName: 'b' }],
  ['no name among several', 'query a { whoAsks } query b { whoAsks }', {}],
  ['a part that comes later', '{ cards { id ... @defer { number } } }', {}],
])('refuses %s as the mistake of who asks', async (_what, query, more) => {
  const answer = await send(post('', { body: JSON.stringify({ query, ...more }) }));
  expect(answer).toMatchObject({ status: 200, code: 'BAD_USER_INPUT', data: undefined });
});

it.each([
  ['JSON as its type', JSON_TYPE],
  ['a header that needs a preflight', { 'apollo-require-preflight': '1' }],
])('answers a GET with %s', async (_what, headers) => {
  expect(await send(get('{ whoAsks }', headers))).toMatchObject({
    status: 200,
    data: { whoAsks: 'nobody' },
  });
});

it('refuses a body of more than 256 KiB', async () => {
  const large = post(`{ whoAsks } #${'x'.repeat(256 * 1024)}`);
  expect(await send(large)).toMatchObject({ status: 413, code: 'BAD_USER_INPUT' });
});

it('refuses a body that grows beyond the limit without having said so', async () => {
  await using city = await startSmallCity('in-process');
  const { port } = new URL(city.url);
  const socket = connect(Number(port), '127.0.0.1');
  const received = Promise.withResolvers<string>();
  socket
    .setEncoding('utf8')
    .on('data', received.resolve)
    .on('error', () => {});
  socket.write(
    'POST /graphql HTTP/1.1\r\nhost: hub\r\ncontent-type: application/json\r\ntransfer-encoding: chunked\r\n\r\n',
  );
  for (let sent = 0; sent < 5; sent += 1) socket.write(`10000\r\n${'x'.repeat(0x10000)}\r\n`);
  expect(await received.promise).toMatch(/^HTTP\/1.1 413 /);
  socket.destroy();
});

it.each([
  ['one that is no token', 'Bearer abc'],
  ['an empty one', ''],
  ['another scheme', 'Basic YTpi'],
])('refuses %s in the authorization header with 401', async (_what, authorization) => {
  const answer = await send(post('{ whoAsks }', { headers: { ...JSON_TYPE, authorization } }));
  expect(answer).toMatchObject({
    status: 401,
    errors: [{ message: 'Sign in to ask this.', extensions: { code: 'UNAUTHENTICATED' } }],
  });
  expect(answer.headers.get('www-authenticate')).toMatch(/^Bearer/);
});

it('tells what graphql would have liked to read in development only', async () => {
  const misspelt = post('{ whoAsk }');
  const [production, development] = [
    await send(misspelt),
    await send(misspelt, { isDevelopment: true }),
  ];
  expect([production.errors[0]?.message, development.errors[0]?.message]).toEqual([
    'Cannot query field "whoAsk" on type "Query".',
    'Cannot query field "whoAsk" on type "Query". Did you mean "whoAsks"?',
  ]);
});

it('shows neither schema, nor trace, nor plan, nor stack in production', async () => {
  const headers = {
    ...JSON_TYPE,
    'apollo-query-plan-experimental': '1',
    'apollo-federation-include-trace': 'ftv1',
  };
  const schema = await send(post('{ __schema { types { name } } }', { headers }));
  const bug = await send(post('{ cards { library { account } } bug }', { headers }));
  expect([schema.data, schema.code]).toEqual([undefined, 'BAD_USER_INPUT']);
  expect(bug.text).not.toMatch(
    /extensions":\{"__|tracing|ftv1|stack|serviceName|\.ts|srv|QueryPlan/,
  );
});

it.each<[string, string]>([
  ['101 aliases', `{ ${Array.from({ length: 101 }, (_, i) => `a${i}: whoAsks`).join(' ')} }`],
  ['the same field 500 times', `{ ${'__typename '.repeat(500)} }`],
  ['fields 200 deep', `{ ${'cards { '.repeat(200)} id ${'}'.repeat(200)} }`],
  ['10,000 fragments in place', `{ ${'... { __typename } '.repeat(10_000)} }`],
  [
    'fragments that double twenty times',
    `{ cards { ...f0 } } ${Array.from({ length: 20 }, (_, i) => `fragment f${i} on Card { ...f${i + 1} ...f${i + 1} }`).join(' ')} fragment f20 on Card { id number }`,
  ],
])('refuses %s before anything is asked', async (_what, query) => {
  await using city = await startSmallCity('in-process');
  const started = performance.now();
  const { data, errors } = await city.ask(query);
  expect(performance.now() - started).toBeLessThan(500);
  expect([data, errors?.[0]?.extensions?.['code']]).toEqual([undefined, 'BAD_USER_INPUT']);
  expect(city.seen.contexts).toEqual([]);
});

it('survives a fragment inside itself', async () => {
  const answer = await send(post('{ cards { ...f } } fragment f on Card { id ...f }'));
  expect(answer.code).toBe('BAD_USER_INPUT');
});

it('tells the first mistakes of a document that is full of them', async () => {
  const { errors } = await send(post(`{ __typename ${'@aa'.repeat(10)} }`));
  expect(errors.length).toBeLessThan(10);
});

it.each<[string, string, SmallCityOptions, string | null]>([
  [
    'any of this machine in development',
    'http://localhost:5173',
    { isDevelopment: true },
    'http://localhost:5173',
  ],
  ['none of this machine in production', 'http://localhost:5173', {}, null],
  [
    'one that only looks like this machine',
    'http://localhost.example',
    { isDevelopment: true },
    null,
  ],
  [
    'one that is named',
    'https://city.example',
    { settings: { HUB_GATEWAY_ORIGINS: ['https://city.example'] } },
    'https://city.example',
  ],
  [
    'one that is not named',
    'https://evil.example',
    { settings: { HUB_GATEWAY_ORIGINS: ['https://city.example'] } },
    null,
  ],
])('lets web pages of an origin read: %s', async (_what, origin, options, allowed) => {
  const preflight = {
    method: 'OPTIONS',
    headers: { origin, 'access-control-request-method': 'POST' },
  };
  const { status, headers } = await send(preflight, options);
  expect([status, headers.get('access-control-allow-origin'), headers.get('vary')]).toEqual([
    204,
    allowed,
    'Origin',
  ]);
});
