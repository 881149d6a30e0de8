import { afterEach, beforeEach, expect, it } from '@jest/globals';
import nock from 'nock';
import { pino } from 'pino';
import { createSportsClient, type SportsOptions } from '../../connectors/sports/client.ts';
import { parseLinkedAccount } from '../../domain/linked-account.ts';

const SPORTS = 'https://deportes.example';
const ORDER = '5c6d1f0a-9a52-4f0b-8c55-0d8c3ad3a001';
const TERM = 'https://openactive.io/';

const BOOKING = {
  orderId: ORDER,
  slotId: `${SPORTS}/slots/1`,
  offerId: `${SPORTS}/offers/1`,
  member: parseLinkedAccount('00000001'),
  places: 2,
};

beforeEach(() => nock.disableNetConnect());
afterEach(() => nock.enableNetConnect());

function createClient(options: Partial<SportsOptions> = {}) {
  return createSportsClient({
    baseUrl: SPORTS,
    apiKey: 'synthetic',
    sellerId: `${SPORTS}/organizations/1`,
    filesDir: null,
    log: pino({ level: 'silent' }),
    ...options,
    guard: { retries: 0, timeoutMs: 500 },
  });
}

const C1 = `/order-quote-templates/${ORDER}`;
const C2 = `/order-quotes/${ORDER}`;
const B = `/orders/${ORDER}`;

const quote = (more: object = {}, errors: readonly string[] = []) => ({
  '@type': 'OrderQuote',
  orderRequiresApproval: false,
  orderedItem: [0, 1].map((position) => ({
    '@type': 'OrderItem',
    position,
    ...(errors.length === 0 ? {} : { error: errors.map((name) => ({ '@type': name })) }),
  })),
  totalPaymentDue: {
    price: '8.70',
    priceCurrency: 'EUR',
    openBookingPrepayment: `${TERM}Unavailable`,
  },
  ...more,
});

const order = (status = 'OrderItemConfirmed') => ({
  '@type': 'Order',
  orderedItem: [0, 1].map((place) => ({
    '@id': `${SPORTS}${B}#/orderedItem/${place}`,
    orderItemStatus: `${TERM}${status}`,
  })),
});

const put = (path: string, status: number, body: nock.Body) =>
  nock(SPORTS).put(path).reply(status, body);
const putQuotes = () => {
  put(C1, 200, quote());
  put(C2, 200, quote());
};
const errorOf = (name: string) => ({ '@type': name });
const answerStatus = (status: number, body: nock.Body) => nock(SPORTS).get(B).reply(status, body);

it('quotes, quotes with the customer, and books at the price that was quoted', async () => {
  putQuotes();
  nock(SPORTS)
    .put(B, (body) => body.totalPaymentDue.price === 8.7 && body.orderedItem.length === 2)
    .reply(201, order());
  await using client = createClient();
  expect(await client.putOrder(BOOKING)).toEqual({ kind: 'booked', orderId: ORDER });
});

it.each([
  ['OpportunityIsFullError', 'full'],
  ['OpportunityHasInsufficientCapacityError', 'full'],
  ['OpportunityCapacityIsReservedByLeaseError', 'full'],
  ['OpportunityOfferPairNotBookableError', 'refused'],
])('takes %s against the items of a quote for %s', async (name, kind) => {
  put(C1, 409, quote({}, [name]));
  answerStatus(404, errorOf('UnknownOrderError'));
  await using client = createClient();
  expect(await client.putOrder(BOOKING)).toEqual({ kind });
});

it.each([
  ['wants approval', { orderRequiresApproval: true }],
  ['has to be paid before', { totalPaymentDue: { price: 5, prepayment: `${TERM}Required` } }],
  ['costs something and says no more', { totalPaymentDue: { price: 5 } }],
])('books nothing that %s', async (_what, more) => {
  put(C1, 200, quote(more));
  answerStatus(404, errorOf('UnknownOrderError'));
  await using client = createClient();
  expect(await client.putOrder(BOOKING)).toEqual({ kind: 'refused' });
});

it.each([
  [409, 'OpportunityHasInsufficientCapacityError', 'full'],
  [400, 'TotalPaymentDueMismatchError', 'refused'],
  [500, 'OrderCreationFailedError', 'refused'],
  [200, 'OpportunityIsFullError', 'full'],
])('takes %d with %s to an order for %s', async (status, name, kind) => {
  putQuotes();
  put(B, status, errorOf(name));
  answerStatus(404, errorOf('UnknownOrderError'));
  await using client = createClient();
  expect(await client.putOrder(BOOKING)).toEqual({ kind });
});

it('asks a quote why an order could not be processed', async () => {
  putQuotes();
  put(B, 409, errorOf('UnableToProcessOrderItemError'));
  put(C2, 409, quote({}, ['OpportunityIsFullError']));
  await using client = createClient();
  expect(await client.putOrder(BOOKING)).toEqual({ kind: 'full' });
});

it('takes a quote without a total for full when all its items are', async () => {
  put(C1, 409, quote({ totalPaymentDue: undefined }, ['OpportunityIsFullError']));
  answerStatus(404, errorOf('UnknownOrderError'));
  await using client = createClient();
  expect(await client.putOrder(BOOKING)).toEqual({ kind: 'full' });
});

it.each([
  [500, errorOf('InternalApplicationError')],
  [500, '<html>error</html>'],
  [502, ''],
  [200, '<html>login</html>'],
  [200, errorOf('InternalApplicationError')],
  [200, { '@type': 'Order' }],
  [201, ''],
])('does not know what became of an order answered by %d with %j', async (status, body) => {
  putQuotes();
  put(B, status, body);
  await using client = createClient();
  expect(await client.putOrder(BOOKING)).toEqual({ kind: 'unknown' });
});

it.each([
  [503, errorOf('TemporarilyUnableToCreateOrderError'), 'UPSTREAM_UNAVAILABLE'],
  [429, errorOf('TooManyRequestsError'), 'UPSTREAM_UNAVAILABLE'],
  [200, errorOf('TemporarilyUnableToCreateOrderError'), 'UPSTREAM_UNAVAILABLE'],
  [401, errorOf('InvalidAPITokenError'), 'UPSTREAM_REJECTED'],
  [500, errorOf('SellerNotFoundError'), 'UPSTREAM_REJECTED'],
  [404, '', 'UPSTREAM_REJECTED'],
])('throws at %d with %j to an order: nothing was booked', async (status, body, code) => {
  putQuotes();
  put(B, status, body);
  await using client = createClient();
  await expect(client.putOrder(BOOKING)).rejects.toMatchObject({ code });
});

it('finds an order of its own behind a quote that is full', async () => {
  put(C1, 409, quote({}, ['OpportunityIsFullError']));
  answerStatus(200, order());
  await using client = createClient();
  expect(await client.putOrder(BOOKING)).toEqual({ kind: 'booked', orderId: ORDER });
});

it('stays with a refusal where there is no order status', async () => {
  put(C1, 409, quote({}, ['OpportunityIsFullError']));
  answerStatus(404, errorOf('UnknownOrIncorrectEndpointError'));
  await using client = createClient();
  expect(await client.putOrder(BOOKING)).toEqual({ kind: 'full' });
});

it.each([
  [404, errorOf('UnknownOrderError'), 'absent'],
  [410, errorOf('GoneError'), 'absent'],
  [200, quote(), 'absent'],
  [200, order('CustomerAttended'), 'confirmed'],
  [200, order('SellerCancelled'), 'cancelledBySeller'],
])('reads %d with %j as %s', async (status, body, state) => {
  answerStatus(status, body);
  await using client = createClient();
  expect(await client.fetchOrderStatus(ORDER)).toBe(state);
});

it.each([
  [404, errorOf('UnknownOrIncorrectEndpointError'), 'UPSTREAM_REJECTED'],
  [404, '<html>not found</html>', 'UPSTREAM_REJECTED'],
  [200, order('Lost'), 'UPSTREAM_MALFORMED'],
  [500, errorOf('InternalApplicationError'), 'UPSTREAM_UNAVAILABLE'],
])('does not take %d with %j for an order that is not there', async (status, body, code) => {
  answerStatus(status, body);
  await using client = createClient();
  await expect(client.fetchOrderStatus(ORDER)).rejects.toMatchObject({ code });
});

it.each([
  [204, '', 'cancelled'],
  [400, errorOf('CancellationNotPermittedError'), 'refused'],
  [500, errorOf('InternalApplicationError'), 'unknown'],
  [200, errorOf('CancellationNotPermittedError'), 'refused'],
])('takes %d with %j to a cancellation for %s', async (status, body, kind) => {
  answerStatus(200, order());
  nock(SPORTS).patch(B).reply(status, body);
  await using client = createClient();
  expect(await client.cancelOrder(ORDER)).toEqual({ kind });
});

const facility = (provider: object) => ({
  state: 'updated',
  kind: 'FacilityUse',
  id: '1',
  modified: 1,
  data: {
    '@type': 'FacilityUse',
    '@id': `${SPORTS}/facility-uses/1`,
    name: 'Pista',
    location: { name: 'Centro' },
    provider,
  },
});
const answerFacilities = (...sellers: string[]) =>
  nock(SPORTS)
    .get('/rpde/facility-uses')
    .reply(200, {
      next: `${SPORTS}/rpde/facility-uses`,
      items: sellers.map((seller) => facility({ '@id': seller })),
    });

it('learns from the facilities, once, from whom it books', async () => {
  answerFacilities('https://seller.example/7', 'https://seller.example/7');
  nock(SPORTS)
    .put(C1, (body) => body.seller === 'https://seller.example/7')
    .twice()
    .reply(409, quote({}, ['OpportunityIsFullError']));
  nock(SPORTS).get(B).twice().reply(404, errorOf('UnknownOrderError'));
  await using client = createClient({ sellerId: null });
  expect(await client.putOrder(BOOKING)).toEqual({ kind: 'full' });
  expect(await client.putOrder(BOOKING)).toEqual({ kind: 'full' });
});

it('does not choose among several sellers', async () => {
  answerFacilities('https://seller.example/7', 'https://seller.example/8');
  await using client = createClient({ sellerId: null });
  await expect(client.putOrder(BOOKING)).rejects.toThrow('HUB_SPORTS_SELLER_ID');
});
