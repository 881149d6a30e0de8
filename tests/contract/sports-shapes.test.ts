import { randomUUID } from 'node:crypto';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { expect, it } from '@jest/globals';
import { pino } from 'pino';
import { z } from 'zod';
import {
  toCancellationRequest,
  toOrderRequest,
  toQuoteRequest,
  toQuoteTemplateRequest,
} from '../../connectors/sports/booking/requests.ts';
import { wireOrder, wireQuote } from '../../connectors/sports/booking/wire.ts';
import type { Feed } from '../../connectors/sports/port.ts';
import { toPage } from '../../connectors/sports/rpde/page.ts';
import { parseLinkedAccount } from '../../domain/linked-account.ts';
import { checkModel, checkOrdersPage } from './support/sports-oracles.ts';
import { API_KEY, createClientOf, findSlot, startSports } from './support/sports-system.ts';

const require = createRequire(import.meta.url);
const EXAMPLES = join(
  dirname(require.resolve('@openactive/data-models/package.json')),
  'versions/2.x/examples',
);
const example = (name: string): unknown => require(`${EXAMPLES}/${name}.json`);

const PARTIES = {
  brokerName: 'Tessera',
  sellerId: 'https://deportes.example/api/organizations/1',
  mailDomain: 'members.invalid',
};

const itemsOf = (feed: Feed, name: string) => {
  const body = example(name) as { readonly next: string };
  const asked = new URL(body.next);
  asked.search = '';
  return toPage({ feed, asked, body, log: pino({ level: 'silent' }) }).items;
};

it('reads the slot that the data models give as an example, without a price in euros', () => {
  expect(itemsOf('slots', 'slot_example_1')).toMatchObject([
    {
      kind: 'IndividualFacilityUse/Slot',
      modified: '44234351',
      value: { value: { freePlaces: 1, maximumPlaces: 1, priceCents: null, offerId: null } },
    },
  ]);
});

it('reads the facility that the data models give as an example, and the courts within it', () => {
  const items = itemsOf('facilities', 'facilityuse_example_1');
  const values = items.map(({ value }) =>
    value !== null && 'value' in value ? value.value : null,
  );
  expect(values).toMatchObject([
    { name: 'Outdoor Tennis', centre: 'Example Leisure Centre', kind: 'Tennis Court' },
    { name: 'Outdoor Tennis on Main Tennis Court 1' },
    { name: 'Outdoor Tennis on Main Tennis Court 2' },
  ]);
});

it('reads the orders feed that the data models give as an example, its `@id` for an `id`', () => {
  const body = example('booking_spec_examples/order_feed_example_1') as {
    readonly items: readonly { readonly '@id': string }[];
  };
  const items = body.items.map((item) => ({ ...item, id: item['@id'] }));
  const asked = new URL('https://example.com/api/orders-rpde');
  const log = pino({ level: 'silent' });
  expect(toPage({ feed: 'orders', asked, body: { ...body, items }, log }).items).toMatchObject([
    { value: { value: { state: 'confirmed' } } },
  ]);
});

it.each(['c1_response_example_1', 'c2_response_example_1', 'c1_response_example_2_error'])(
  'reads the quote %s',
  (name) => {
    expect(wireQuote.safeParse(example(`booking_spec_examples/${name}`)).success).toBe(true);
  },
);

it.each(['b_response_example_1', 'orderstatus_example_1'])('reads the order %s', (name) => {
  expect(wireOrder.safeParse(example(`booking_spec_examples/${name}`)).success).toBe(true);
});

it('sends requests that satisfy the checker of models', async () => {
  const slot = {
    orderId: randomUUID(),
    slotId: 'https://deportes.example/api/slots/0-20261125T10',
    offerId: 'https://deportes.example/api/facility-uses/1#/offers/1',
    member: parseLinkedAccount('00000001'),
    places: 2,
  };
  const due = { price: 21, priceCurrency: 'EUR' };
  const item = `https://deportes.example/api/orders/${slot.orderId}#/orderedItem/1`;
  expect([
    await checkModel(toQuoteTemplateRequest(PARTIES, slot), 'C1Request'),
    await checkModel(toQuoteRequest(PARTIES, slot), 'C2Request'),
    await checkModel(toOrderRequest(PARTIES, slot, due), 'BRequest'),
    await checkModel(toCancellationRequest([item]), 'OrderPatch'),
  ]).toEqual([[], [], [], []]);
});

it('gets answers from the simulator that satisfy it too', async () => {
  await using sports = await startSports();
  await using client = createClientOf(sports, { guard: { timeoutMs: 2_000 } });
  const { id: slotId, offerId } = await findSlot(client);
  const member = parseLinkedAccount('00000001');
  const slot = { orderId: randomUUID(), slotId, offerId: offerId ?? '', member, places: 1 };
  const headers = { 'X-API-Key': API_KEY, connection: 'close' };
  const ask = async (method: string, path: string, body?: object): Promise<unknown> => {
    const init = { method, headers, ...(body === undefined ? {} : { body: JSON.stringify(body) }) };
    return (await fetch(`${sports.address}/${path}/${slot.orderId}`, init)).json();
  };
  const template = toQuoteTemplateRequest(PARTIES, slot);
  const c1 = await ask('PUT', 'order-quote-templates', template);
  const c2 = await ask('PUT', 'order-quotes', toQuoteRequest(PARTIES, slot));
  const due = wireQuote.parse(c2).totalPaymentDue ?? { price: -1 };
  const order = toOrderRequest(PARTIES, slot, due);
  expect([
    await checkModel(c1, 'C1Response'),
    await checkModel(c2, 'C2Response'),
    await checkModel(await ask('PUT', 'orders', order), 'BResponse'),
    await checkModel(await ask('GET', 'orders'), 'OrderStatus'),
  ]).toEqual([[], [], [], []]);
  sports.cancelBySeller(slot.orderId);
  const feed = await checkOrdersPage(`${sports.address}/rpde/orders`, headers);
  expect(feed.findings).toEqual([]);
  const [item] = z
    .object({ items: z.array(z.object({ data: z.unknown() })) })
    .parse(feed.json).items;
  expect(await checkModel(item?.data, 'OrdersFeed')).toEqual([]);
});
