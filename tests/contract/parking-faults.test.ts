import { expect, it } from '@jest/globals';
import type { ParkingPort } from '../../connectors/parking/port.ts';
import { parsePlate } from '../../domain/plate.ts';
import type { FaultKind } from '../../simulators/simulator.ts';
import { openSockets, until } from '../support/regional-library.ts';
import {
  ANA,
  BOTH,
  createClientOf,
  fault,
  hoursLater,
  NOON_AT,
  plain,
  startParking,
  stayOf,
} from './support/parking-system.ts';

const FAULTS = [
  ['refuse', 'UPSTREAM_UNAVAILABLE'],
  ['hang', 'UPSTREAM_UNAVAILABLE'],
  ['slow', 'UPSTREAM_UNAVAILABLE'],
  ['error', 'UPSTREAM_UNAVAILABLE'],
  ['malformed', 'UPSTREAM_MALFORMED'],
  ['close', 'UPSTREAM_UNAVAILABLE'],
] as const;
const KINDS = FAULTS.map(([kind]) => kind);
/** The fault comes between request and answer. */
const LOST = ['close', 'hang', 'slow', 'error', 'malformed'] as const satisfies FaultKind[];
/** The request was carried out all the same. */
const CARRIED_OUT = ['close', 'hang', 'slow'] as const satisfies FaultKind[];

const START = 'POST /v1/sessions';
const CHANGE = 'PUT /v1/sessions/{id}';
const REVOCATION = 'PUT /v1/rights/assigned/{id}';

async function allOf(client: ParkingPort) {
  return plain(await client.fetchPlates([ANA], BOTH))[0];
}

it.each(FAULTS)('at %s answers in time with %s in every part', async (kind, code) => {
  await using parking = await startParking();
  await using client = createClientOf(parking);
  // Once while all is well, so that pooled connections meet the fault too.
  await allOf(client);
  await parking.putFault(fault(kind));
  const startedAtMs = performance.now();
  expect(await allOf(client)).toEqual({ plate: ANA, rights: code, sessions: code });
  expect(performance.now() - startedAtMs).toBeLessThan(700);
});

it.each(KINDS)('at %s from the start answers in time, whatever is asked', async (kind) => {
  await using parking = await startParking();
  await parking.putFault(fault(kind));
  await using client = createClientOf(parking);
  const startedAtMs = performance.now();
  const stay = stayOf(ANA);
  const ends = await Promise.allSettled([
    client.fetchZones(),
    client.fetchQuote(stay),
    client.postSession(stay),
    client.fetchSession(stay.id),
  ]);
  expect(ends.map(({ status }) => status)).toEqual(Array.from({ length: 4 }, () => 'rejected'));
  expect(await allOf(client)).toMatchObject({ rights: expect.stringMatching(/^UPSTREAM/) });
  expect(performance.now() - startedAtMs).toBeLessThan(1_300);
});

it.each(KINDS)('after %s opens the breaker, asks no more, and comes back', async (kind) => {
  await using parking = await startParking();
  await using client = createClientOf(parking, { guard: { timeoutMs: 150, retries: 0 } });
  await allOf(client);
  await parking.putFault(fault(kind));
  // One success and three failures fill the window.
  for (let call = 0; call < 3; call += 1) await allOf(client);
  const calls = parking.calls();
  const [answer] = await client.fetchPlates([ANA], BOTH);
  expect(answer?.rights).toMatchObject({
    error: { message: 'parking: breaker of rights is open' },
  });
  expect(parking.calls()).toEqual(calls);
  await parking.putFault(fault('none'));
  await until(async () => Array.isArray((await allOf(client))?.rights));
});

it.each(KINDS)('after %s leaves no socket', async (kind) => {
  await until(() => openSockets() === 0, 6_000);
  {
    await using parking = await startParking();
    await using client = createClientOf(parking);
    await parking.putFault(fault(kind));
    await Promise.all([allOf(client), allOf(client)]);
  }
  await until(() => openSockets() === 0);
  expect(openSockets()).toBe(0);
});

it('repeats a read whose connection was cut', async () => {
  await using parking = await startParking();
  await using client = createClientOf(parking);
  await allOf(client);
  await parking.putFault(fault('close', { times: 1, operation: 'GET /v1/rights/assigned' }));
  expect(await allOf(client)).toMatchObject({ rights: [{ kind: 'resident' }, { kind: 'access' }] });
  expect(parking.calls()).toMatchObject({ 'GET /v1/rights/assigned': 3 });
});

it('shows one list when the other hangs', async () => {
  await using parking = await startParking();
  await using client = createClientOf(parking);
  await allOf(client);
  await parking.putFault(fault('hang', { operation: 'GET /v1/sessions' }));
  expect(await allOf(client)).toMatchObject({
    rights: [{ kind: 'resident' }, { kind: 'access' }],
    sessions: 'UPSTREAM_UNAVAILABLE',
  });
});

it('holds on to names when they cannot be read again', async () => {
  let now = NOON_AT;
  await using parking = await startParking();
  await using client = createClientOf(parking, { clock: { now: () => now } });
  const before = await allOf(client);
  now = hoursLater(1);
  await parking.putFault(fault('hang', { operation: 'GET /v1/places' }));
  expect(await allOf(client)).toEqual(before);
});

it.each(LOST)('does not know what became of a start at %s, and finds it out', async (kind) => {
  await using parking = await startParking();
  await using client = createClientOf(parking, { guard: { retries: 3 } });
  await client.fetchZones();
  await parking.putFault(fault(kind, { operation: START, times: 1 }));
  const stay = stayOf(ANA);
  expect(await client.postSession(stay)).toEqual({ kind: 'unknown' });
  expect(parking.calls()).toMatchObject({ [START]: 1 });
  const again = await client.postSession(stay);
  expect(again).toMatchObject({ kind: 'done', session: { id: stay.id, version: 1 } });
  expect(await allOf(client)).toMatchObject({ sessions: [{ id: stay.id }] });
});

it('has one session for each of two hundred starts whose answers were lost', async () => {
  await using parking = await startParking();
  // Every second start fails.
  await using client = createClientOf(parking, { guard: { breakerThreshold: 0.9 } });
  await client.fetchZones();
  const plates = Array.from({ length: 200 }, (_, place) => parsePlate(`T${1000 + place}`, 'PT'));
  const stays = plates.map((plate) => stayOf(plate));
  for (const stay of stays) {
    await parking.putFault(fault('close', { operation: START, times: 1 }));
    expect(await client.postSession(stay)).toEqual({ kind: 'unknown' });
    expect(await client.postSession(stay)).toMatchObject({ kind: 'done', session: { version: 1 } });
  }
  expect(parking.calls()).toMatchObject({ [START]: 400 });
  expect(plain(await client.fetchPlates(plates, BOTH))).toMatchObject(
    stays.map(({ id, plate }) => ({ plate, sessions: [{ id, version: 1 }] })),
  );
}, 60_000);

it.each(CARRIED_OUT)('knows the change again whose answer was lost by %s', async (kind) => {
  await using parking = await startParking();
  await using client = createClientOf(parking);
  const started = await client.postSession(stayOf(ANA));
  if (started.kind !== 'done') throw new Error('not started');
  await parking.putFault(fault(kind, { operation: CHANGE, times: 2 }));
  const extend = () => client.extendSession(started.session, hoursLater(2));
  const stop = (session = started.session) => client.stopSession(session, hoursLater(0.5));
  expect(await extend()).toEqual({ kind: 'unknown' });
  const extended = await extend();
  expect(extended).toMatchObject({
    kind: 'done',
    session: { version: 2, paidUntil: hoursLater(2) },
  });
  if (extended.kind !== 'done') throw new Error('not extended');
  expect(await stop(extended.session)).toEqual({ kind: 'unknown' });
  expect(await stop(extended.session)).toMatchObject({ kind: 'done', session: { version: 3 } });
  expect(parking.calls()).toMatchObject({ [CHANGE]: 2 });
});

it.each(CARRIED_OUT)(
  'finds out that rights are taken back when that answer is lost by %s',
  async (kind) => {
    await using parking = await startParking();
    await using client = createClientOf(parking);
    await parking.putFault(fault(kind, { operation: REVOCATION }));
    expect(await client.revokeRights([ANA])).toBe(2);
    expect(parking.calls()).toMatchObject({ [REVOCATION]: 2 });
  },
);

it('takes nothing back that it cannot, says so, and can be asked again', async () => {
  await using parking = await startParking();
  await using client = createClientOf(parking, { guard: { timeoutMs: 150 } });
  await parking.putFault(fault('error', { operation: REVOCATION }));
  await expect(client.revokeRights([ANA])).rejects.toMatchObject({ code: 'UPSTREAM_UNAVAILABLE' });
  expect(await allOf(client)).toMatchObject({ rights: { length: 2 } });
  await parking.putFault(fault('none'));
  await until(() =>
    client.revokeRights([ANA]).then(
      () => true,
      () => false,
    ),
  );
  expect(await allOf(client)).toMatchObject({ rights: [] });
});

it('throws where the system cannot be reached, since nothing was sent', async () => {
  await using parking = await startParking();
  await using client = createClientOf(parking);
  await client.fetchZones();
  await parking.putFault(fault('refuse'));
  // A connection of the pool that was cut might have carried the request.
  await until(() => openSockets() === 0);
  await expect(client.postSession(stayOf(ANA))).rejects.toMatchObject({
    code: 'UPSTREAM_UNAVAILABLE',
  });
  expect(parking.calls()).not.toHaveProperty([START]);
});
