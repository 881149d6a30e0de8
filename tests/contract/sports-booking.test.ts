import { randomUUID } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from '@jest/globals';
import type { SportsClient } from '../../connectors/sports/client.ts';
import type { Slot, SlotToBook } from '../../connectors/sports/port.ts';
import { parseLinkedAccount } from '../../domain/linked-account.ts';
import type { SportsSystem } from '../../simulators/sports/start-sports.ts';
import { fault } from '../support/regional-library.ts';
import {
  createClientOf,
  findSlot,
  NOON,
  startSports,
  valuesOf,
  walk,
} from './support/sports-system.ts';

const ANA = parseLinkedAccount('00000001');

let sports: SportsSystem;
let client: SportsClient;
beforeEach(async () => {
  sports = await startSports();
  client = createClientOf(sports, { guard: { timeoutMs: 2_000 } });
});
afterEach(async () => {
  await client[Symbol.asyncDispose]();
  await sports[Symbol.asyncDispose]();
});

function toBook({ id, offerId }: Slot, more: Partial<SlotToBook> = {}): SlotToBook {
  return {
    orderId: randomUUID(),
    slotId: id,
    offerId: offerId ?? '',
    member: ANA,
    places: 1,
    ...more,
  };
}

const now = async (slot: Slot): Promise<Slot | undefined> =>
  (await valuesOf(client, 'slots')).find(({ id }) => id === slot.id);

it('books a place, which is one less in the feed from then on', async () => {
  const slot = await findSlot(client);
  const { next } = await walk(client, 'slots');
  const booking = toBook(slot);
  expect(await client.putOrder(booking)).toEqual({ kind: 'booked', orderId: booking.orderId });
  const { items } = await walk(client, 'slots', next);
  expect(items).toMatchObject([
    { value: { value: { id: slot.id, freePlaces: slot.freePlaces - 1 } } },
  ]);
  expect(await client.fetchOrderStatus(booking.orderId)).toBe('confirmed');
});

it('books places for a school at once, and gives all of them back', async () => {
  const hall = await findSlot(client, ({ freePlaces }) => freePlaces > 8);
  const booking = toBook(hall, { places: 8 });
  expect(await client.putOrder(booking)).toMatchObject({ kind: 'booked' });
  expect((await now(hall))?.freePlaces).toBe(hall.freePlaces - 8);
  expect(await client.cancelOrder(booking.orderId)).toEqual({ kind: 'cancelled' });
  expect((await now(hall))?.freePlaces).toBe(hall.freePlaces);
});

it('is told that a slot is full, or that it has too few places left', async () => {
  const one = await findSlot(
    client,
    ({ freePlaces, offerId }) => freePlaces === 1 && offerId !== null,
  );
  expect(await client.putOrder(toBook(one, { places: 2 }))).toEqual({ kind: 'full' });
  expect(await client.putOrder(toBook(one))).toMatchObject({ kind: 'booked' });
  expect(await client.putOrder(toBook(one))).toEqual({ kind: 'full' });
});

it.each([
  ['an unknown slot', { slotId: 'https://deportes.example/api/slots/0-20990101T08' }],
  ['an unknown offer', { offerId: 'https://deportes.example/api/offers/none' }],
  ['no place at all', { places: 0 }],
  ['half a place', { places: 0.5 }],
])('is refused %s', async (_what, more) => {
  const slot = await findSlot(client);
  expect(await client.putOrder(toBook(slot, more))).toEqual({ kind: 'refused' });
  expect(sports.calls()).not.toHaveProperty('PUT /orders/{id}');
});

it('books nothing that has to be paid before', async () => {
  const slots = await valuesOf(client, 'slots');
  const prepaid = slots.find(
    ({ facilityId, freePlaces }) => facilityId.endsWith('/14') && freePlaces > 0,
  );
  expect(prepaid).toMatchObject({ offerId: null, priceCents: 4_800 });
  const offerId = 'https://deportes.example/api/facility-uses/14#/offers/1';
  const booking = toBook(prepaid as Slot, { offerId });
  expect(await client.putOrder(booking)).toEqual({ kind: 'refused' });
});

it.each(['close', 'hang'] as const)(
  'finds out what became of an order whose answer was lost to %s, which was made once',
  async (kind) => {
    const slot = await findSlot(
      client,
      ({ freePlaces, offerId }) => freePlaces === 1 && offerId !== null,
    );
    const booking = toBook(slot);
    await sports.putFault({ ...fault(kind, 1), operation: 'PUT /orders/{id}' });
    expect(await client.putOrder(booking)).toEqual({ kind: 'unknown' });
    expect(await client.fetchOrderStatus(booking.orderId)).toBe('confirmed');
    // The slot is full by now: of this very order.
    expect(await client.putOrder(booking)).toEqual({ kind: 'booked', orderId: booking.orderId });
    expect((await now(slot))?.freePlaces).toBe(0);
    expect(await client.putOrder(toBook(slot))).toEqual({ kind: 'full' });
  },
);

it('does not take another order of the same id for its own', async () => {
  const slot = await findSlot(client);
  const booking = toBook(slot);
  await client.putOrder(booking);
  const other = await findSlot(
    client,
    ({ id, freePlaces, offerId }) => id !== slot.id && freePlaces > 0 && offerId !== null,
  );
  await client.cancelOrder(booking.orderId);
  const second = { ...toBook(other), orderId: booking.orderId };
  expect(await client.putOrder(second)).toEqual({ kind: 'refused' });
});

it('cancels twice with one effect, and what nobody booked not at all', async () => {
  const slot = await findSlot(client);
  const booking = toBook(slot);
  await client.putOrder(booking);
  expect(await client.cancelOrder(booking.orderId)).toEqual({ kind: 'cancelled' });
  expect(await client.cancelOrder(booking.orderId)).toEqual({ kind: 'cancelled' });
  expect(await client.cancelOrder(randomUUID())).toEqual({ kind: 'refused' });
  expect(sports.calls()).toMatchObject({ 'PATCH /orders/{id}': 1 });
});

it('does not know whether it cancelled when the answer is lost, and finds out', async () => {
  const booking = toBook(await findSlot(client));
  await client.putOrder(booking);
  await sports.putFault({ ...fault('close', 1), operation: 'PATCH /orders/{id}' });
  expect(await client.cancelOrder(booking.orderId)).toEqual({ kind: 'unknown' });
  expect(await client.fetchOrderStatus(booking.orderId)).toBe('cancelledByCustomer');
});

it('may not cancel two hours before', async () => {
  const soon = (await valuesOf(client, 'slots')).find(
    ({ startsAt, freePlaces, offerId }) =>
      startsAt > NOON.now() &&
      startsAt.getTime() < NOON.now().getTime() + 7_200_000 &&
      freePlaces > 0 &&
      offerId !== null,
  );
  const booking = toBook(soon as Slot);
  expect(await client.putOrder(booking)).toMatchObject({ kind: 'booked' });
  expect(await client.cancelOrder(booking.orderId)).toEqual({ kind: 'refused' });
});

it('hears of an order in the feed once it changed', async () => {
  const [mine, theirs] = [toBook(await findSlot(client)), toBook(await findSlot(client))];
  await client.putOrder(mine);
  const { items: none, next } = await walk(client, 'orders');
  expect(none).toEqual([]);
  const second = { ...theirs, slotId: (await findSlot(client)).id };
  await client.putOrder(second);
  sports.cancelBySeller(second.orderId);
  await client.cancelOrder(mine.orderId);
  const { items } = await walk(client, 'orders', next);
  expect(items.map(({ id, value }) => [id, value])).toEqual([
    [second.orderId, { value: { orderId: second.orderId, state: 'cancelledBySeller' } }],
    [mine.orderId, { value: { orderId: mine.orderId, state: 'cancelledByCustomer' } }],
  ]);
});

it('tells who books nothing but the number of the member', async () => {
  const asked: unknown[] = [];
  const seen = globalThis.fetch;
  globalThis.fetch = (url, init) => {
    if (typeof init?.body === 'string') asked.push(JSON.parse(init.body));
    return seen(url, init);
  };
  try {
    await client.putOrder(toBook(await findSlot(client)));
  } finally {
    globalThis.fetch = seen;
  }
  const customer = { '@type': 'Person', identifier: ANA, email: `${ANA}@members.invalid` };
  expect(asked).toMatchObject([{ '@type': 'OrderQuote' }, { customer }, { customer }]);
  expect(asked[0]).not.toHaveProperty('customer');
});

it('keeps its orders and the numbers of its changes over a new start', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'sports-'));
  const journalPath = join(folder, 'sports.jsonl');
  try {
    const first = await startSports({ journalPath });
    const before = createClientOf(first);
    const booking = toBook(await findSlot(before));
    await before.putOrder(booking);
    const told = (await walk(before, 'slots')).items;
    await first[Symbol.asyncDispose]();
    await using second = await startSports({ journalPath });
    await using after = createClientOf(second);
    expect((await walk(after, 'slots')).items).toEqual(told);
    expect(await after.fetchOrderStatus(booking.orderId)).toBe('confirmed');
  } finally {
    await rm(folder, { recursive: true });
  }
});
