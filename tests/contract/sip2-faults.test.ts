import { expect, it } from '@jest/globals';
import { until } from '../support/until.ts';
import {
  accountOf,
  ANA,
  ANA_ACCOUNT,
  ask,
  createClientOf,
  fault,
  RECORDS,
  startLibrary,
} from './support/sip2-library.ts';
import { startProxy } from './support/sip2-proxy.ts';

const EVERYTHING = ask(ANA_ACCOUNT, 'loans', 'holds', 'charges');
const FAULTS = [
  ['refuse', 'UPSTREAM_UNAVAILABLE'],
  ['hang', 'UPSTREAM_UNAVAILABLE'],
  ['slow', 'UPSTREAM_UNAVAILABLE'],
  ['error', 'UPSTREAM_UNAVAILABLE'],
  ['malformed', 'UPSTREAM_MALFORMED'],
  ['close', 'UPSTREAM_UNAVAILABLE'],
] as const;
const KINDS = FAULTS.map(([kind]) => kind);

it.each(FAULTS)('at %s answers in time with %s in every part', async (kind, code) => {
  await using library = await startLibrary();
  await using client = createClientOf(library);
  // Once while all is well, so that pooled connections meet the fault too.
  await client.fetchAccounts([EVERYTHING]);
  await library.putFault(fault(kind));
  const startedAtMs = performance.now();
  const answers = await client.fetchAccounts([EVERYTHING]);
  expect(performance.now() - startedAtMs).toBeLessThan(700);
  const part = { error: expect.objectContaining({ code }) };
  expect(answers).toEqual([
    { account: ANA_ACCOUNT, mayBorrow: part, loans: part, holds: part, charges: part },
  ]);
});

it.each(KINDS)('at %s from the start answers in time', async (kind) => {
  await using library = await startLibrary();
  await library.putFault(fault(kind));
  await using client = createClientOf(library);
  const startedAtMs = performance.now();
  const [ana] = await client.fetchAccounts([EVERYTHING]);
  expect(ana?.mayBorrow).toHaveProperty('error');
  expect(performance.now() - startedAtMs).toBeLessThan(700);
});

it.each(KINDS)('after %s opens the breaker, asks no more, and comes back', async (kind) => {
  await using library = await startLibrary();
  await using client = createClientOf(library, { guard: { timeoutMs: 150, retries: 0 } });
  const askAna = () => client.fetchAccounts([ask(ANA_ACCOUNT)]);
  await askAna();
  await library.putFault(fault(kind));
  // One success and three failures fill the window.
  for (let call = 0; call < 3; call += 1) await askAna();
  const calls = library.calls();
  expect(await askAna()).toMatchObject([
    { mayBorrow: { error: { message: 'library: breaker of 63 is open' } } },
  ]);
  expect([library.calls(), client.breakers()['63']]).toEqual([calls, 'open']);
  await library.putFault(fault('none'));
  await until(async () => 'value' in ((await askAna())[0]?.mayBorrow ?? {}));
  expect(client.breakers()['63']).toBe('closed');
});

it.each(KINDS)('after %s leaves no socket', async (kind) => {
  await using library = await startLibrary();
  await using client = createClientOf(library);
  await client.fetchAccounts([EVERYTHING]);
  await library.putFault(fault(kind));
  await Promise.all([client.fetchAccounts([EVERYTHING]), client.fetchAccounts([EVERYTHING])]);
  await until(() => client.connectionCount === 0);
  await until(async () => (await library.connections()) === 0);
  expect(client.connectionCount).toBe(0);
});

it.each(['error', 'malformed', 'close'] as const)(
  'does not show one passing %s to anybody',
  async (kind) => {
    await using library = await startLibrary();
    await using client = createClientOf(library);
    const before = await client.fetchAccounts([EVERYTHING]);
    await library.putFault(fault(kind, 1));
    expect(await client.fetchAccounts([EVERYTHING])).toEqual(before);
  },
);

it('answers late where the library is slow, but within the time', async () => {
  await using library = await startLibrary();
  await using client = createClientOf(library);
  const before = await client.fetchAccounts([EVERYTHING]);
  await library.putFault(fault('slow', null, 50));
  expect(await client.fetchAccounts([EVERYTHING])).toEqual(before);
});

it('keeps the lists that came when the titles do not', async () => {
  await using library = await startLibrary();
  await using proxy = await startProxy(library, { loses: { id: '17', by: 'silence' } });
  await using client = createClientOf(proxy);
  const [ana] = await client.fetchAccounts([ask(ANA_ACCOUNT, 'loans', 'charges')]);
  const failed = { error: expect.objectContaining({ code: 'UPSTREAM_UNAVAILABLE' }) };
  expect(ana?.mayBorrow).toEqual({ value: true });
  expect(ana?.loans).toEqual({ value: ANA.loans.map(() => failed) });
  expect(ana?.charges).toHaveProperty('value.length', ANA.charges.length);
});

it('gives up twenty hanging accounts in the time of one', async () => {
  await using library = await startLibrary();
  await using client = createClientOf(library);
  await library.putFault(fault('hang'));
  const asks = RECORDS.slice(0, 20).map((record) => ask(accountOf(record), 'loans', 'charges'));
  const startedAtMs = performance.now();
  const answers = await client.fetchAccounts(asks);
  expect(performance.now() - startedAtMs).toBeLessThan(700);
  expect(answers.filter(({ loans }) => loans !== null && 'error' in loans)).toHaveLength(20);
});
