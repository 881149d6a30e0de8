import { expect, it } from '@jest/globals';
import { parseCivilId } from '../../domain/card/civil-id.ts';
import { parseCityDay } from '../../domain/city-day.ts';
import { fault, openSockets, until } from '../support/regional-library.ts';
import {
  ANA,
  askFor,
  createClientOf,
  DOCUMENTED,
  FOR_TARIFFS,
  startOffice,
} from './support/census-office.ts';

const EVERYTHING = askFor(ANA, 'residency', 'identity', 'household');
const CHILD = { guardian: parseCivilId(ANA.civilId), birthDay: parseCityDay('2020-01-01') };

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
  await using office = await startOffice();
  await using client = createClientOf(office);
  // Once while all is well, so that pooled connections meet the fault too.
  await client.fetchPersons([EVERYTHING], FOR_TARIFFS);
  await office.putFault(fault(kind));
  const startedAtMs = performance.now();
  const answers = await client.fetchPersons([EVERYTHING], FOR_TARIFFS);
  const minors = await client.findMinors([CHILD], FOR_TARIFFS);
  expect(performance.now() - startedAtMs).toBeLessThan(1_200);
  const failed = { error: expect.objectContaining({ code }) };
  expect(answers).toEqual([{ residency: failed, identity: failed, household: failed }]);
  expect(minors).toEqual([failed]);
});

it.each(KINDS)('at %s from the start answers in time, a hundred persons too', async (kind) => {
  await using office = await startOffice();
  await office.putFault(fault(kind));
  await using client = createClientOf(office);
  const asks = DOCUMENTED.slice(0, 100).map((each) => askFor(each, 'residency', 'identity'));
  const startedAtMs = performance.now();
  const answers = await client.fetchPersons(asks, FOR_TARIFFS);
  expect(answers).toHaveLength(100);
  expect(answers.every(({ identity }) => identity !== null && 'error' in identity)).toBe(true);
  expect(performance.now() - startedAtMs).toBeLessThan(1_000);
});

it.each(KINDS)('after %s opens the breaker, asks no more, and comes back', async (kind) => {
  await using office = await startOffice();
  await using client = createClientOf(office, { guard: { timeoutMs: 150, retries: 0 } });
  const askAna = () => client.fetchPersons([askFor(ANA, 'identity')], FOR_TARIFFS);
  await askAna();
  await office.putFault(fault(kind));
  // One success and three failures fill the window.
  for (let call = 0; call < 3; call += 1) await askAna();
  const calls = office.calls();
  expect(await askAna()).toMatchObject([
    { identity: { error: { message: 'census: breaker of ConsultarDatosIdentidad is open' } } },
  ]);
  expect(office.calls()).toEqual(calls);
  const states = { ConsultarDatosIdentidad: 'open', ConsultarConvivencia: 'closed' };
  expect(client.breakers()).toMatchObject(states);
  await office.putFault(fault('none'));
  await until(async () => 'value' in ((await askAna())[0]?.identity ?? {}));
});

it.each(KINDS)('after %s leaves no socket', async (kind) => {
  await until(() => openSockets() === 0);
  {
    await using office = await startOffice();
    await using client = createClientOf(office);
    await office.putFault(fault(kind));
    await client.fetchPersons([EVERYTHING], FOR_TARIFFS);
  }
  await until(() => openSockets() === 0);
  expect(openSockets()).toBe(0);
});

it('repeats a read whose connection was cut', async () => {
  await using office = await startOffice();
  await using client = createClientOf(office);
  await office.putFault(fault('close', 1));
  expect(await client.fetchPersons([askFor(ANA, 'identity')], FOR_TARIFFS)).toMatchObject([
    { identity: { value: { birthDay: ANA.birthDate } } },
  ]);
  expect(office.calls()).toEqual({ ConsultarDatosIdentidad: 2 });
});

it('leaves the other parts whole when one operation fails', async () => {
  await using office = await startOffice();
  await using client = createClientOf(office);
  await office.putFault({ ...fault('error'), operation: 'ConsultarConvivencia' });
  expect(await client.fetchPersons([EVERYTHING], FOR_TARIFFS)).toMatchObject([
    {
      residency: { value: {} },
      identity: { value: {} },
      household: { error: { code: 'UPSTREAM_UNAVAILABLE' } },
    },
  ]);
});

it("ends with the caller's signal, and with the client", async () => {
  await using office = await startOffice();
  await office.putFault(fault('hang'));
  await using client = createClientOf(office, { guard: { timeoutMs: 20_000 } });
  const leaving = new AbortController();
  const { signal } = leaving;
  const first = client.fetchPersons([EVERYTHING], FOR_TARIFFS, { signal });
  await until(() => office.calls()['ConsultarDatosIdentidad'] === 1);
  leaving.abort();
  expect(await first).toMatchObject([{ identity: { error: { code: 'UPSTREAM_UNAVAILABLE' } } }]);
  const second = client.findMinors([CHILD], FOR_TARIFFS);
  await client[Symbol.asyncDispose]();
  expect(await second).toMatchObject([{ error: { code: 'UPSTREAM_UNAVAILABLE' } }]);
});
