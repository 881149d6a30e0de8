import { expect, it } from '@jest/globals';
import { fault, openSockets, until } from '../support/regional-library.ts';
import { ANA, ask, AT_DESK, createClientOf, startOffice } from './support/tax-office.ts';

const EVERYTHING = ask(ANA, 'bills', 'subsidies');

const FAULTS = [
  ['refuse', 'UPSTREAM_UNAVAILABLE'],
  ['hang', 'UPSTREAM_UNAVAILABLE'],
  ['slow', 'UPSTREAM_UNAVAILABLE'],
  ['error', 'UPSTREAM_UNAVAILABLE'],
  ['malformed', 'UPSTREAM_MALFORMED'],
  ['close', 'UPSTREAM_UNAVAILABLE'],
] as const;
const KINDS = FAULTS.map(([kind]) => kind);

it.each(FAULTS)('at %s answers in time with %s in every list', async (kind, code) => {
  await using office = await startOffice();
  await using client = createClientOf(office);
  // Once while all is well, so that pooled connections meet the fault too.
  await client.fetchContributors([EVERYTHING], AT_DESK);
  await office.putFault(fault(kind));
  const startedAtMs = performance.now();
  const answers = await client.fetchContributors([EVERYTHING], AT_DESK);
  expect(performance.now() - startedAtMs).toBeLessThan(700);
  const failed = { error: expect.objectContaining({ code }) };
  expect(answers).toEqual([{ contributor: ANA, bills: failed, subsidies: failed }]);
});

it.each(KINDS)('at %s from the start answers in time, a hundred contributors too', async (kind) => {
  await using office = await startOffice();
  await office.putFault(fault(kind));
  await using client = createClientOf(office);
  const asks = Array.from({ length: 100 }, (_, place) =>
    ask(`C${String(place + 1).padStart(9, '0')}`, 'bills', 'subsidies'),
  );
  const startedAtMs = performance.now();
  const answers = await client.fetchContributors(asks, AT_DESK);
  expect(answers.every(({ bills }) => bills !== null && 'error' in bills)).toBe(true);
  expect(performance.now() - startedAtMs).toBeLessThan(1_000);
});

it.each(KINDS)('after %s opens the breaker, asks no more, and comes back', async (kind) => {
  await using office = await startOffice();
  await using client = createClientOf(office, { guard: { timeoutMs: 150, retries: 0 } });
  const askAna = () => client.fetchContributors([ask(ANA, 'bills')], AT_DESK);
  await askAna();
  await office.putFault(fault(kind));
  // One success and three failures fill the window.
  for (let call = 0; call < 3; call += 1) await askAna();
  const calls = office.calls();
  expect(await askAna()).toMatchObject([
    { bills: { error: { message: 'tax: breaker of ConsultarRecibos is open' } } },
  ]);
  expect(office.calls()).toEqual(calls);
  expect(client.breakers()).toMatchObject({ ConsultarRecibos: 'open', ComunicarCobro: 'closed' });
  await office.putFault(fault('none'));
  await until(async () => 'value' in ((await askAna())[0]?.bills ?? {}));
});

it.each(KINDS)('after %s leaves no socket', async (kind) => {
  await until(() => openSockets() === 0);
  {
    await using office = await startOffice();
    await using client = createClientOf(office);
    await office.putFault(fault(kind));
    await client.fetchContributors([EVERYTHING], AT_DESK);
  }
  await until(() => openSockets() === 0);
  expect(openSockets()).toBe(0);
});

it('repeats a read whose connection was cut', async () => {
  await using office = await startOffice();
  await using client = createClientOf(office);
  await office.putFault(fault('close', 1));
  expect(await client.fetchContributors([ask(ANA, 'bills')], AT_DESK)).toMatchObject([
    { bills: { value: [{}, {}] } },
  ]);
  expect(office.calls()).toEqual({ ConsultarRecibos: 2 });
});

it('leaves the other list whole when one operation fails', async () => {
  await using office = await startOffice();
  await using client = createClientOf(office);
  await office.putFault({ ...fault('error'), operation: 'ConsultarBonificacion' });
  expect(await client.fetchContributors([EVERYTHING], AT_DESK)).toMatchObject([
    { bills: { value: [{}, {}] }, subsidies: { error: { code: 'UPSTREAM_UNAVAILABLE' } } },
  ]);
});

it("ends with the caller's signal, and with the client", async () => {
  await using office = await startOffice();
  await office.putFault(fault('hang'));
  await using client = createClientOf(office, { guard: { timeoutMs: 20_000 } });
  const leaving = new AbortController();
  const first = client.fetchContributors([EVERYTHING], AT_DESK, { signal: leaving.signal });
  await until(() => office.calls()['ConsultarRecibos'] === 1);
  leaving.abort();
  expect(await first).toMatchObject([{ bills: { error: { code: 'UPSTREAM_UNAVAILABLE' } } }]);
  const second = client.fetchContributors([EVERYTHING], AT_DESK);
  await client[Symbol.asyncDispose]();
  expect(await second).toMatchObject([{ bills: { error: { code: 'UPSTREAM_UNAVAILABLE' } } }]);
});
