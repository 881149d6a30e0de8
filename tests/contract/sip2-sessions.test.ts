import { expect, it } from '@jest/globals';
import { pino } from 'pino';
import { until } from '../support/until.ts';
import { ANA, ANA_ACCOUNT, ask, createClientOf, startLibrary } from './support/sip2-library.ts';
import { startProxy } from './support/sip2-proxy.ts';
import { HANG_UP, SILENCE, signed, sequenceOf, startServer } from './support/sip2-server.ts';
import { makeCertificate } from './support/sip2-certificate.ts';

const AT = '20261121    093000';
const EVERYTHING = ask(ANA_ACCOUNT, 'loans', 'holds', 'charges');
const STATUS_ONLY = ask(ANA_ACCOUNT);
const FINE = `64${' '.repeat(14)}008${AT}${'0'.repeat(24)}AOGIJON|AA${ANA_ACCOUNT}|AENúñez|BLY|`;
const BORROWS = [
  { account: ANA_ACCOUNT, mayBorrow: { value: true }, loans: null, holds: null, charges: null },
];
const failed = (code: string) => [{ mayBorrow: { error: { code } } }];

it('gives the same answer in pieces of one byte', async () => {
  await using library = await startLibrary();
  await using proxy = await startProxy(library, { isSliced: true });
  await using whole = createClientOf(library);
  await using sliced = createClientOf(proxy, { guard: { timeoutMs: 10_000 } });
  expect(await sliced.fetchAccounts([EVERYTHING])).toEqual(await whole.fetchAccounts([EVERYTHING]));
});

it('speaks through TLS to a server whose certificate is right', async () => {
  const tls = makeCertificate('library.example.org');
  await using library = await startLibrary();
  await using proxy = await startProxy(library, { tls });
  const trusting = { ca: tls.cert, serverName: 'library.example.org' };
  await using client = createClientOf(proxy, { tls: trusting });
  expect(await client.fetchAccounts([STATUS_ONLY])).toEqual(BORROWS);
});

it.each([
  ['signed by nobody it trusts', { ca: null, serverName: 'library.example.org' }],
  ['of another name', { serverName: 'other.example.org' }],
])('does not log in where the certificate is %s', async (_, settings) => {
  const certificate = makeCertificate('library.example.org');
  await using library = await startLibrary();
  await using proxy = await startProxy(library, { tls: certificate });
  await using client = createClientOf(proxy, { tls: { ca: certificate.cert, ...settings } });
  expect(await client.fetchAccounts([STATUS_ONLY])).toMatchObject(failed('UPSTREAM_UNAVAILABLE'));
  expect(proxy.lines).toEqual([]);
});

it('opens no more connections than it may', async () => {
  await using server = await startServer(() => FINE);
  await using client = createClientOf(server, { connections: 3 });
  await Promise.all(Array.from({ length: 20 }, () => client.fetchAccounts([EVERYTHING])));
  expect([server.accepted(), server.mostOpen(), client.connectionCount]).toEqual([3, 3, 3]);
});

it('logs in again behind the back of the caller when idle connections have died', async () => {
  await using library = await startLibrary({ rules: { clientTimeoutMs: 40 } });
  await using client = createClientOf(library, { guard: { retries: 0 } });
  const first = await client.fetchAccounts([EVERYTHING]);
  await until(async () => (await library.connections()) === 0);
  expect(await client.fetchAccounts([EVERYTHING])).toEqual(first);
});

it('asks again on a connection of its own when the one it was given turns out dead', async () => {
  await using server = await startServer((_, turn) => (turn === 2 ? HANG_UP : FINE));
  await using client = createClientOf(server, { connections: 1, guard: { retries: 0 } });
  await client.fetchAccounts([STATUS_ONLY]);
  expect(await client.fetchAccounts([STATUS_ONLY])).toEqual(BORROWS);
  expect(server.accepted()).toBe(2);
});

it('keeps an idle connection alive by a status message', async () => {
  await using library = await startLibrary({ rules: { clientTimeoutMs: 200 } });
  await using client = createClientOf(library, { connections: 1, keepAliveMs: 20 });
  await client.fetchAccounts([STATUS_ONLY]);
  await until(() => (library.calls()['99'] ?? 0) > 5);
  expect(library.calls()).toMatchObject({ '63': 1, '93': 1 });
});

it.each([
  ['the number that the server names', '005', 6],
  ['three where it names none', '   ', 4],
  ['three where it means none', '999', 4],
])('sends a message again as often as asked, up to %s', async (_, retries, times) => {
  const status = `98YYYYNN100${retries}${AT}2.00AOGIJON|`;
  await using server = await startServer(() => Buffer.from('96\r'), { status });
  await using client = createClientOf(server, { guard: { retries: 0 } });
  expect(await client.fetchAccounts([STATUS_ONLY])).toMatchObject(failed('UPSTREAM_UNAVAILABLE'));
  const asked = server.received.filter((line) => line.startsWith('63'));
  expect(asked).toEqual(Array.from({ length: times }, () => asked[0]));
});

it('is served by a server that wants a message twice', async () => {
  await using server = await startServer((_, turn) =>
    turn === 1 ? Buffer.from('96AZFEF6\r') : FINE,
  );
  await using client = createClientOf(server);
  expect(await client.fetchAccounts([STATUS_ONLY])).toEqual(BORROWS);
});

const garble = (line: string) =>
  Buffer.from(signed(FINE, sequenceOf(line)).toString('latin1').replace('BLY', 'BLN'), 'latin1');

it('asks once for a garbled answer again', async () => {
  await using server = await startServer((line, turn) =>
    turn === 1 ? garble(line) : signed(FINE, '2'),
  );
  await using client = createClientOf(server);
  expect(await client.fetchAccounts([STATUS_ONLY])).toEqual(BORROWS);
  expect(server.received.map((line) => line.slice(0, 2))).toEqual(['93', '99', '63', '97']);
});

it('connects anew when the answer is garbled again, and then calls it unreadable', async () => {
  await using server = await startServer((line) =>
    garble(line.startsWith('97') ? 'AY2AZ0000' : line),
  );
  await using client = createClientOf(server);
  expect(await client.fetchAccounts([STATUS_ONLY])).toMatchObject(failed('UPSTREAM_MALFORMED'));
  const ids = server.received.map((line) => line.slice(0, 2));
  expect(ids).toEqual(['93', '99', '63', '97', '93', '99', '63', '97']);
});

it.each([
  ['warn', 'takes', BORROWS],
  ['off', 'does not look at', BORROWS],
] as const)('at %s %s a wrong checksum', async (checksums, _, answer) => {
  const said: string[] = [];
  const log = pino({}, { write: (text) => said.push(text) });
  await using server = await startServer(() => Buffer.from(`${FINE}AY7AZ0000\r`));
  await using client = createClientOf(server, { institution: { checksums }, log });
  expect(await client.fetchAccounts([STATUS_ONLY])).toEqual(answer);
  expect(said.join('').includes('in spite of its checksum')).toBe(checksums === 'warn');
  expect(server.received.every((line) => line.includes('AZ'))).toBe(checksums === 'warn');
});

it.each(['bytes', 'codePoints'] as const)(
  'takes names with ñ from a server that adds up %s',
  async (checksumOf) => {
    await using library = await startLibrary({ rules: { checksumOf } });
    await using client = createClientOf(library);
    const [ana] = await client.fetchAccounts([EVERYTHING]);
    expect(ana?.loans).toHaveProperty('value.length', ANA.loans.length);
    expect(library.calls()).not.toHaveProperty('97');
  },
);

it.each(['latin1', 'utf8'] as const)('reads titles written in %s', async (encoding) => {
  await using library = await startLibrary({ rules: { encoding } });
  await using client = createClientOf(library);
  const [ana] = await client.fetchAccounts([ask(ANA_ACCOUNT, 'loans')]);
  const titles = ANA.loans.map(({ title }) =>
    expect.objectContaining({ value: expect.objectContaining({ title }) }),
  );
  expect(ana?.loans).toEqual({ value: titles });
});

it('never takes an answer that nobody asked for', async () => {
  await using server = await startServer((line) =>
    Buffer.concat([signed(FINE, sequenceOf(line)), signed(FINE, '3')]),
  );
  await using client = createClientOf(server, { connections: 1 });
  await client.fetchAccounts([STATUS_ONLY]);
  await until(() => server.open() === 0);
  expect(await client.fetchAccounts([STATUS_ONLY])).toEqual(BORROWS);
  expect(server.accepted()).toBe(2);
});

it.each([
  ['about another borrower', FINE.replace(ANA_ACCOUNT, '0000000000002')],
  ['of another kind', `36Y${AT}`],
  ['of more than 64 KiB', `64${'0'.repeat(70_000)}`],
  ['that is none', '<html>'],
])('refuses an answer %s', async (_, reply) => {
  await using server = await startServer(() => reply);
  await using client = createClientOf(server);
  expect(await client.fetchAccounts([STATUS_ONLY])).toMatchObject(failed('UPSTREAM_MALFORMED'));
});

it.each([
  ['refuses the login', { user: 'hub', password: 'wrong', location: null }],
  ['is off line', undefined],
])('is an outage when the library %s', async (_, credentials) => {
  const status = `98NYYYNN100005${AT}2.00AOGIJON|`;
  await using server = await startServer(() => FINE, { status });
  await using library = await startLibrary();
  await using client = createClientOf(credentials === undefined ? server : library, {
    ...(credentials === undefined ? {} : { credentials }),
  });
  expect(await client.fetchAccounts([STATUS_ONLY])).toMatchObject(failed('UPSTREAM_UNAVAILABLE'));
});

it('gives a call up when its caller does, and the connection with it', async () => {
  await using server = await startServer(() => SILENCE);
  await using client = createClientOf(server, { guard: { timeoutMs: 10_000 } });
  const caller = new AbortController();
  const call = client.fetchAccounts([STATUS_ONLY], { signal: caller.signal });
  await until(() => server.received.length === 3);
  caller.abort();
  expect(await call).toMatchObject(failed('UPSTREAM_UNAVAILABLE'));
  await until(() => server.open() === 0);
  expect(client.connectionCount).toBe(0);
});

it('does not hold it against the library when callers give up', async () => {
  await using server = await startServer(() => SILENCE);
  await using client = createClientOf(server);
  for (let call = 0; call < 6; call += 1) {
    const caller = new AbortController();
    const answer = client.fetchAccounts([STATUS_ONLY], { signal: caller.signal });
    await until(() => server.received.length === 3 * (call + 1));
    caller.abort();
    await answer;
  }
  expect(client.breakers()['63']).toBe('closed');
});

it('closes its connections and ends what is under way when it is disposed of', async () => {
  await using server = await startServer(() => SILENCE);
  const client = createClientOf(server, { guard: { timeoutMs: 10_000, retries: 0 } });
  const call = client.fetchAccounts([STATUS_ONLY]);
  await until(() => server.received.length === 3);
  await client[Symbol.asyncDispose]();
  expect(await call).toMatchObject(failed('UPSTREAM_UNAVAILABLE'));
  expect(await client.fetchAccounts([STATUS_ONLY])).toMatchObject(failed('UPSTREAM_UNAVAILABLE'));
  await until(() => server.open() === 0);
  expect(server.accepted()).toBe(1);
});
