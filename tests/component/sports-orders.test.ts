import { expect, it } from '@jest/globals';
import { harvestFeed } from '../../subgraphs/sports/harvest-feed.ts';
import { orderUpdates } from '../../subgraphs/sports/order-updates.ts';
import { deleted, layFeed, updated } from './sports-fake-port.ts';
import { ANA_MEMBER, HOUR_MS, hours, NOON, useSports, type Sports } from './sports-harness.ts';

const start = useSports();

const ORDER = {
  orderId: '6f9619ff-8b86-4011-b42d-00c04fc964ff',
  facility: 'Pádel 1',
  startsAt: hours(3),
  endsAt: hours(4),
  places: 1,
  statedAt: NOON,
};

async function harvestOrders(sports: Sports): Promise<void> {
  const use = orderUpdates({ ...sports, bookings: sports.store.bookings });
  const addresses = { facilities: 'f', slots: 's', orders: 'o' };
  const { signal } = new AbortController();
  await harvestFeed(use, { ...sports, addresses, maxShrinkPercent: 20, signal });
}

it.each(['cancelledBySeller', 'cancelledByCustomer'] as const)(
  'follows the feed of orders: %s',
  async (state) => {
    await using sports = await start();
    const { bookings } = sports.store;
    const { orderId } = ORDER;
    await bookings.confirm(ORDER, ANA_MEMBER);
    const confirmed = updated(orderId, 1, { orderId, state: 'confirmed' as const });
    layFeed(sports.port, 'orders', [updated(orderId, 2, { orderId, state }), confirmed]);
    await harvestOrders(sports);
    expect(await bookings.findOf(orderId, ANA_MEMBER)).toMatchObject({ state });
  },
);

it('tells operators once of an order that the hub does not know', async () => {
  await using sports = await start();
  const item = updated('o-1', 1, { orderId: 'o-1', state: 'cancelledBySeller' as const });
  layFeed(sports.port, 'orders', [item]);
  await harvestOrders(sports);
  sports.now = new Date(NOON.getTime() + 8 * 24 * HOUR_MS);
  await harvestOrders(sports);
  const told = sports.lines.filter((line) => line.includes('orders that the hub does not know'));
  expect(told).toHaveLength(1);
});

it('takes an order that left its feed as no word on the booking', async () => {
  await using sports = await start();
  await sports.store.bookings.confirm(ORDER, ANA_MEMBER);
  layFeed(sports.port, 'orders', [deleted(ORDER.orderId, 5)]);
  await harvestOrders(sports);
  const booking = await sports.store.bookings.findOf(ORDER.orderId, ANA_MEMBER);
  expect(booking).toMatchObject({ state: 'confirmed' });
});
