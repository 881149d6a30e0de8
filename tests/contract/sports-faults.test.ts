import { randomUUID } from 'node:crypto';
import { connect } from 'node:net';
import { text } from 'node:stream/consumers';
import { expect, it } from '@jest/globals';
import type { SportsClient } from '../../connectors/sports/client.ts';
import { parseLinkedAccount } from '../../domain/linked-account.ts';
import { settle } from '../../domain/outcome.ts';
import { fault, openSockets, until } from '../support/regional-library.ts';
import { createClientOf, findSlot, startSports } from './support/sports-system.ts';

const FAULTS = [
  ['refuse', 'UPSTREAM_UNAVAILABLE'],
  ['hang', 'UPSTREAM_UNAVAILABLE'],
  ['slow', 'UPSTREAM_UNAVAILABLE'],
  ['error', 'UPSTREAM_UNAVAILABLE'],
  ['malformed', 'UPSTREAM_MALFORMED'],
  ['close', 'UPSTREAM_UNAVAILABLE'],
] as const;
const KINDS = FAULTS.map(([kind]) => kind);

const BOOKING = {
  orderId: randomUUID(),
  slotId: 'https://deportes.example/api/slots/0-20261125T10',
  offerId: 'https://deportes.example/api/facility-uses/1#/offers/1',
  member: parseLinkedAccount('00000001'),
  places: 1,
};

/** Every way to ask the sports body that has no folder. */
const ASKS: readonly (readonly [string, (client: SportsClient) => Promise<unknown>])[] = [
  ['the feed of facilities', (client) => client.fetchPage('facilities', null)],
  ['the feed of slots', (client) => client.fetchPage('slots', null)],
  ['the feed of orders', (client) => client.fetchPage('orders', null)],
  ['the status of an order', (client) => client.fetchOrderStatus(randomUUID())],
  ['a booking', (client) => client.putOrder(BOOKING)],
  ['a cancellation', (client) => client.cancelOrder(randomUUID())],
];

it.each(FAULTS)('at %s answers in time with %s, whatever was asked', async (kind, code) => {
  await using sports = await startSports();
  for (const [, ask] of ASKS) {
    await using client = createClientOf(sports);
    await sports.putFault(fault('none'));
    // Once while all is well, so that pooled connections meet the fault too.
    await client.fetchPage('facilities', null);
    await sports.putFault(fault(kind));
    const startedAtMs = performance.now();
    expect(await settle(ask(client))).toEqual({ error: expect.objectContaining({ code }) });
    expect(performance.now() - startedAtMs).toBeLessThan(700);
  }
});

it('outlives a path and a host that are none', async () => {
  await using sports = await startSports();
  const { hostname, port } = new URL(sports.address);
  for (const head of ['GET // HTTP/1.1\r\nHost: a', 'GET /rpde/slots HTTP/1.1\r\nHost: a%b']) {
    const socket = connect(Number(port), hostname);
    socket.write(`${head}\r\nConnection: close\r\n\r\n`);
    expect(await text(socket)).toMatch(/^HTTP\/1.1 40[34] /);
  }
  await using client = createClientOf(sports);
  expect((await client.fetchPage('facilities', null)).items.length).toBeGreaterThan(0);
});

it.each(KINDS)('after %s opens the breaker, asks no more, and comes back', async (kind) => {
  await using sports = await startSports();
  await using client = createClientOf(sports, { guard: { timeoutMs: 150, retries: 0 } });
  const ask = () => settle(client.fetchOrderStatus(BOOKING.orderId));
  expect(await ask()).toEqual({ value: 'absent' });
  await sports.putFault(fault(kind));
  // One success and three failures fill the window.
  for (let call = 0; call < 3; call += 1) await ask();
  const calls = sports.calls();
  expect(await ask()).toMatchObject({
    error: { message: 'sports: breaker of orderStatus is open' },
  });
  expect(sports.calls()).toEqual(calls);
  await sports.putFault(fault('none'));
  await until(async () => 'value' in (await ask()));
});

it.each(KINDS)('after %s leaves no socket', async (kind) => {
  await until(() => openSockets() === 0, 6_000);
  {
    await using sports = await startSports();
    await using client = createClientOf(sports);
    await sports.putFault(fault(kind));
    await Promise.all(ASKS.map(([, ask]) => settle(ask(client))));
  }
  await until(() => openSockets() === 0, 6_000);
  expect(openSockets()).toBe(0);
});

it('repeats a read whose connection was cut, and no order', async () => {
  await using sports = await startSports();
  await using client = createClientOf(sports, { guard: { timeoutMs: 2_000 } });
  const slot = await findSlot(client);
  await sports.putFault({ ...fault('close', 1), operation: 'PUT /order-quotes/{id}' });
  const booking = { ...BOOKING, slotId: slot.id, offerId: slot.offerId ?? '' };
  expect(await client.putOrder(booking)).toMatchObject({ kind: 'booked' });
  expect(sports.calls()).toMatchObject({
    'PUT /order-quotes/{id}': 2,
    'PUT /orders/{id}': 1,
  });
});

it('says no when the key is wrong', async () => {
  await using sports = await startSports();
  await using client = createClientOf(sports, { apiKey: 'another' });
  for (const [, ask] of ASKS.slice(2)) {
    expect(await settle(ask(client))).toMatchObject({ error: { code: 'UPSTREAM_REJECTED' } });
  }
});
