import { afterEach, beforeEach, expect, it } from '@jest/globals';
import nock from 'nock';
import { createSportsClient } from '../../connectors/sports/client.ts';
import { pino } from 'pino';
import type { Feed } from '../../connectors/sports/port.ts';

const SPORTS = 'https://deportes.example';
const SLOTS = `${SPORTS}/api/rpde/slots`;

beforeEach(() => nock.disableNetConnect());
afterEach(() => nock.enableNetConnect());

function createClient(guard: { readonly retries?: number } = {}) {
  return createSportsClient({
    baseUrl: `${SPORTS}/api`,
    apiKey: 'synthetic',
    filesDir: null,
    log: pino({ level: 'silent' }),
    guard: { retries: 0, ...guard },
  });
}

const SLOT = {
  '@context': 'https://openactive.io/',
  '@type': 'Slot',
  '@id': 'https://deportes.example/slots/1',
  facilityUse: 'https://deportes.example/facility-uses/1',
  startDate: '2026-11-21T18:00:00+01:00',
  duration: 'PT1H30M',
  remainingUses: 2,
  offers: [
    {
      '@type': 'Offer',
      '@id': 'https://deportes.example/offers/1',
      price: 4.35,
      priceCurrency: 'EUR',
      openBookingInAdvance: 'https://openactive.io/Required',
      openBookingPrepayment: 'https://openactive.io/Unavailable',
    },
  ],
};

const item = (data: object | undefined, more: object = {}) => ({
  state: 'updated',
  kind: 'FacilityUse/Slot',
  id: '1',
  modified: 7,
  ...(data === undefined ? {} : { data }),
  ...more,
});

const NEXT = `${SLOTS}?afterChangeNumber=7`;
const answer = (body: unknown, type = 'application/json') =>
  nock(SPORTS)
    .get('/api/rpde/slots')
    .matchHeader('x-api-key', 'synthetic')
    .reply(200, typeof body === 'string' ? body : JSON.stringify(body), { 'Content-Type': type });

async function fetchItems(items: readonly object[], feed: Feed = 'slots') {
  answer({ next: NEXT, items });
  await using client = createClient();
  return (await client.fetchPage(feed, null)).items;
}

it('reads a slot: its end by its duration, its price in cents', async () => {
  const value = {
    id: 'https://deportes.example/slots/1',
    facilityId: 'https://deportes.example/facility-uses/1',
    startsAt: new Date('2026-11-21T17:00:00Z'),
    endsAt: new Date('2026-11-21T18:30:00Z'),
    freePlaces: 2,
    maximumPlaces: null,
    priceCents: 435,
    offerId: 'https://deportes.example/offers/1',
  };
  expect(await fetchItems([item(SLOT)])).toEqual([
    { kind: 'FacilityUse/Slot', id: '1', modified: '7', value: { value } },
  ]);
});

const offer = (more: object) => ({ ...SLOT, offers: [{ ...SLOT.offers[0], ...more }] });

it.each([
  ['a price as text', offer({ price: '4.35' }), 'offers.0.price'],
  ['a negative price', offer({ price: -1 }), 'offers.0.price'],
  ['a price in parts of a cent', offer({ price: 4.355 }), 'no whole number of cents'],
  ['fewer places than none', { ...SLOT, remainingUses: -1 }, 'remainingUses'],
  ['local time without a zone', { ...SLOT, startDate: '2026-10-25T02:30:00' }, 'startDate'],
  ['an end before the start', { ...SLOT, endDate: '2026-11-21T17:00:00+01:00' }, 'end after'],
  ['no end at all', { ...SLOT, duration: undefined }, 'end after'],
  ['a length in months', { ...SLOT, duration: 'P1M' }, 'end after'],
  ['no facility', { ...SLOT, facilityUse: undefined }, 'facilityUse'],
  ['another type', { ...SLOT, '@type': 'ScheduledSession' }, '@type'],
])('fails a slot with %s alone, among others', async (_what, data, reason) => {
  const items = await fetchItems([item(data, { id: 'bad' }), item(SLOT)]);
  expect(items).toMatchObject([
    { id: 'bad', modified: '7', value: { error: { code: 'UPSTREAM_MALFORMED' } } },
    { id: '1', value: { value: { freePlaces: 2 } } },
  ]);
  expect(items[0]?.value).toMatchObject({ error: { message: expect.stringContaining(reason) } });
});

it('shows a slot without offers of its own, and not as one that can be booked', async () => {
  const items = await fetchItems([item({ ...SLOT, offers: undefined })]);
  const shown = { freePlaces: 2, priceCents: null, offerId: null };
  expect(items).toMatchObject([{ value: { value: shown } }]);
});

it.each([
  ['deleted, and yet with data', item(SLOT, { state: 'deleted' })],
  ['updated without data', item(undefined)],
  ['in no state that there is', item(SLOT, { state: 'changed' })],
])('fails an item that is %s', async (_what, one) => {
  expect(await fetchItems([one])).toMatchObject([{ value: { error: {} } }]);
});

it('tells a deletion, an item twice, and one id in two kinds, in the order of the page', async () => {
  const items = await fetchItems([
    item(undefined, { state: 'deleted', modified: 9 }),
    item(SLOT, { modified: 8 }),
    item(SLOT, { kind: 'IndividualFacilityUse/Slot', modified: 8 }),
  ]);
  expect(items.map(({ kind, modified, value }) => [kind, modified, value === null])).toEqual([
    ['FacilityUse/Slot', '9', true],
    ['FacilityUse/Slot', '8', false],
    ['IndividualFacilityUse/Slot', '8', false],
  ]);
});

it('keeps the digits of ids and change numbers beyond 2^53', async () => {
  const body = JSON.stringify({ next: NEXT, items: [item(SLOT)] });
  answer(
    body
      .replace('"modified":7', '"modified":9007199254740993')
      .replace('"id":"1"', '"id":9007199254740995'),
  );
  await using client = createClient();
  const { items } = await client.fetchPage('slots', null);
  expect(items).toMatchObject([{ id: '9007199254740995', modified: '9007199254740993' }]);
});

it('leaves out what has no name, but no page of nothing else', async () => {
  const nameless = { state: 'updated', data: SLOT };
  expect(await fetchItems([nameless, item(SLOT)])).toHaveLength(1);
  await expect(fetchItems([nameless, nameless])).rejects.toMatchObject({
    code: 'UPSTREAM_MALFORMED',
  });
});

it.each([
  ['next is relative', { next: '/api/rpde/slots?afterChangeNumber=7', items: [] }, 'no absolute'],
  [
    'next is on another host',
    { next: 'https://elsewhere.example/rpde', items: [] },
    'another host',
  ],
  [
    'next would send the key in the clear',
    { next: NEXT.replace('https', 'http'), items: [] },
    'host',
  ],
  ['it stands still', { next: SLOTS, items: [item(SLOT)] }, 'stands still'],
  ['it has no items', { next: NEXT }, 'no RPDE page'],
  ['it is a list', [], 'no RPDE page'],
])('takes no page if %s', async (_what, page, reason) => {
  answer(page);
  await using client = createClient();
  await expect(client.fetchPage('slots', null)).rejects.toMatchObject({
    code: 'UPSTREAM_MALFORMED',
    message: expect.stringContaining(reason),
  });
});

it('takes no page that leads backwards, by numbers however long', async () => {
  nock(SPORTS)
    .get('/api/rpde/slots?afterChangeNumber=9007199254740993')
    .reply(200, { next: `${SLOTS}?afterChangeNumber=9007199254740992`, items: [item(SLOT)] });
  await using client = createClient();
  const asked = client.fetchPage('slots', `${SLOTS}?afterChangeNumber=9007199254740993`);
  await expect(asked).rejects.toThrow('leads backwards');
});

it('takes no page with items whose next begins where it began itself', async () => {
  nock(SPORTS)
    .get('/api/rpde/slots?afterChangeNumber=7')
    .reply(200, { next: `${NEXT}&limit=500`, items: [item(SLOT)] });
  await using client = createClient();
  await expect(client.fetchPage('slots', NEXT)).rejects.toThrow('stands still');
});

it.each(['/rpde/slots', 'https://elsewhere.example/rpde/slots', 'nonsense'])(
  'does not go on at %s',
  async (next) => {
    await using client = createClient();
    await expect(client.fetchPage('slots', next)).rejects.toMatchObject({
      code: 'UPSTREAM_MALFORMED',
    });
  },
);

it('knows the last page by its leading to itself, not by being empty', async () => {
  await using client = createClient();
  answer({ next: NEXT, items: [] });
  expect(await client.fetchPage('slots', null)).toEqual({ items: [], next: NEXT, isLast: false });
  answer({ next: SLOTS, items: [] });
  expect(await client.fetchPage('slots', null)).toMatchObject({ next: SLOTS, isLast: true });
});

it.each([
  ['a login page', '<html>login</html>', 'text/html'],
  ['a page that says it is JSON', '<html>backup</html>', 'application/json'],
  ['JSON that says it is a page', '{"next":"x","items":[]}', 'text/html; charset=utf-8'],
])('takes %s with status 200 for a broken answer', async (_what, body, type) => {
  answer(body, type);
  await using client = createClient();
  await expect(client.fetchPage('slots', null)).rejects.toMatchObject({
    code: 'UPSTREAM_MALFORMED',
  });
});

it('leaves the system alone for as long as a 429 asks, and not for ever', async () => {
  let now = new Date('2026-11-21T12:00:00Z');
  nock(SPORTS).get('/api/rpde/slots').reply(429, {}, { 'Retry-After': '30' });
  await using client = createSportsClient({
    baseUrl: `${SPORTS}/api`,
    apiKey: 'synthetic',
    filesDir: null,
    clock: { now: () => now },
    log: pino({ level: 'silent' }),
  });
  await expect(client.fetchPage('slots', null)).rejects.toThrow('left alone');
  now = new Date('2026-11-21T12:00:29Z');
  await expect(client.fetchPage('slots', null)).rejects.toThrow('left alone');
  now = new Date('2026-11-21T12:00:30Z');
  answer({ next: SLOTS, items: [] });
  expect(await client.fetchPage('slots', null)).toMatchObject({ isLast: true });
});
