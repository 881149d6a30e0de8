import { expect, it } from '@jest/globals';
import { parseLinkedAccount } from '../../domain/linked-account.ts';
import { ask } from '../support/koha.ts';
import {
  createClientOf,
  fault,
  openSockets,
  startLibrary,
  until,
} from '../support/regional-library.ts';

const ANA = parseLinkedAccount('R000000001');
const EVERYTHING = ask(ANA, 'loans', 'holds', 'charges');

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
  const failed = { error: expect.objectContaining({ code }) };
  expect(answers).toEqual([
    { account: ANA, mayBorrow: failed, loans: failed, holds: failed, charges: failed },
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
  const askAna = () => client.fetchAccounts([ask(ANA)]);
  await askAna();
  await library.putFault(fault(kind));
  // One success and three failures fill the window.
  for (let call = 0; call < 3; call += 1) await askAna();
  const calls = library.calls();
  expect(await askAna()).toMatchObject([
    { mayBorrow: { error: { message: 'regionalLibrary: breaker of patrons is open' } } },
  ]);
  expect(library.calls()).toEqual(calls);
  await library.putFault(fault('none'));
  await until(async () => 'value' in ((await askAna())[0]?.mayBorrow ?? {}));
});

it.each(KINDS)('after %s leaves no socket', async (kind) => {
  await until(() => openSockets() === 0);
  {
    await using library = await startLibrary();
    await using client = createClientOf(library);
    await library.putFault(fault(kind));
    await Promise.all([client.fetchAccounts([EVERYTHING]), client.fetchAccounts([ask(ANA)])]);
  }
  await until(() => openSockets() === 0);
  expect(openSockets()).toBe(0);
});

it('gives hanging sockets back while the fault still holds', async () => {
  await until(() => openSockets() === 0);
  await using library = await startLibrary();
  await library.putFault(fault('hang'));
  await using client = createClientOf(library);
  const asked = client.fetchAccounts([ask(ANA)]);
  await until(() => openSockets() > 0);
  await asked;
  // `fetch` opens a spare connection in place of a cut one and closes it after four idle seconds.
  await until(() => openSockets() === 0, 6_000);
  expect(library.calls()).toEqual({ 'POST /api/v1/oauth/token': 1 });
});

it('repeats a read whose connection was cut', async () => {
  await using library = await startLibrary();
  await using client = createClientOf(library);
  await client.fetchAccounts([ask(ANA)]);
  await library.putFault(fault('close', 1));
  expect(await client.fetchAccounts([ask(ANA)])).toMatchObject([{ mayBorrow: { value: true } }]);
  expect(library.calls()).toMatchObject({ 'GET /api/v1/patrons': 3 });
});

it('does not repeat what Koha cannot answer well', async () => {
  await using library = await startLibrary();
  await using client = createClientOf(library);
  await client.fetchAccounts([ask(ANA)]);
  await library.putFault(fault('malformed', 1));
  expect(await client.fetchAccounts([ask(ANA)])).toMatchObject([
    { mayBorrow: { error: { code: 'UPSTREAM_MALFORMED' } } },
  ]);
  expect(library.calls()).toMatchObject({ 'GET /api/v1/patrons': 2 });
});
