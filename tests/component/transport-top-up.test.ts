import { expect, it } from '@jest/globals';
import type { TopUpOutcome, TransportPort } from '../../connectors/transport/port.ts';
import {
  UpstreamMalformedError,
  UpstreamRejectedError,
  UpstreamUnavailableError,
} from '../../domain/errors.ts';
import type { CardRef } from '../../subgraphs/transport/card-ref.ts';
import {
  ana,
  ANA_NUMBER,
  fakeTransport,
  inMemoryLastKnown,
  KIOSK,
  STAFF,
  startTransportPart,
  type Hub,
} from './transport-harness.ts';

const TOP_UP = `mutation ($input: TopUpInput!) { topUp(input: $input) { __typename
  ... on TopUpPending { amountCents receipt message } ... on TopUpRefused { reason message } } }`;
const input = {
  card: ANA_NUMBER,
  amountCents: 2_000,
  receipt: 'K7-2026/118',
  idempotencyKey: 'top-up-0001',
};
const sent = { account: 'T-ana', amountCents: 2_000, operationId: 'operation-1' };

async function topUp(ask: ReturnType<typeof startTransportPart>, change = {}, viewer = STAFF) {
  const { data, errors } = await ask(TOP_UP, { input: { ...input, ...change } }, viewer);
  return errors.length > 0 ? errors.join() : data.topUp;
}

/** The outcome of one attempt, as `__typename`, or its reason, or the error. */
async function outcomeOf(ask: ReturnType<typeof startTransportPart>, change = {}) {
  const told = await topUp(ask, change);
  return typeof told === 'string' ? told : (told.reason ?? told.__typename);
}

/** A back office that answers each top-up with the next of these. */
function answering(...outcomes: readonly (() => Promise<TopUpOutcome>)[]) {
  let at = 0;
  const postTopUp: TransportPort['postTopUp'] = () =>
    outcomes[at++]?.() ?? Promise.reject(new Error('one top-up too many'));
  return fakeTransport({ postTopUp });
}

const taken = () => Promise.resolve<TopUpOutcome>({ kind: 'pendingActivation' });
const lost = () => Promise.resolve<TopUpOutcome>({ kind: 'unknown' });
const no = () => Promise.resolve<TopUpOutcome>({ kind: 'refused' });
const notSent = () => Promise.reject(new UpstreamUnavailableError('transport', 'refused'));
const notLetIn = () => Promise.reject(new UpstreamRejectedError('transport', 'no'));

it.each([STAFF, KIOSK])(
  'adds money for $kind and says that it is not on the card yet',
  async (viewer) => {
    const transport = fakeTransport();
    const told = await topUp(startTransportPart({ transport }), {}, viewer);
    expect(told).toMatchObject({
      __typename: 'TopUpPending',
      amountCents: 2_000,
      receipt: input.receipt,
    });
    expect(told.message).toMatch(/not on the card yet.*validator/);
    expect(transport.topUps).toEqual([sent]);
  },
);

it('adds money once for a key, also for two at once', async () => {
  const transport = fakeTransport();
  const ask = startTransportPart({ transport });
  const [one, other] = await Promise.all([topUp(ask), topUp(ask)]);
  expect([other, await topUp(ask)]).toEqual([one, one]);
  expect(transport.topUps).toEqual([sent]);
});

it('forgets what was remembered of the card', async () => {
  const lastKnown = inMemoryLastKnown();
  await topUp(startTransportPart({ lastKnown }));
  expect(lastKnown.forgotten).toEqual([ana.id]);
});

it.each<[string, object, Partial<Hub>]>([
  ['AMOUNT_TOO_LOW', { amountCents: 499 }, {}],
  ['AMOUNT_TOO_LOW', { amountCents: -500 }, {}],
  ['AMOUNT_TOO_HIGH', { amountCents: 10_001 }, {}],
  ['CARD_UNKNOWN', { card: '9724330240000000025' }, {}],
  ['CARD_NOT_USABLE', {}, { cardOf: () => Promise.resolve({ ...ana, isUsable: false }) }],
  ['NOT_LINKED', {}, { cardOf: () => Promise.resolve({ ...ana, transportCardNumber: null }) }],
  ['topUp BAD_USER_INPUT', { receipt: '' }, {}],
  ['topUp BAD_USER_INPUT', { receipt: 'x'.repeat(41) }, {}],
  ['topUp BAD_USER_INPUT', { card: '123' }, {}],
])('answers %s to %j and sends nothing', async (expected, change, hub) => {
  const transport = fakeTransport();
  expect(await outcomeOf(startTransportPart({ transport, ...hub }), change)).toBe(expected);
  expect(transport.topUps).toEqual([]);
});

it('says between which amounts a top-up may be', async () => {
  const told = await topUp(startTransportPart(), { amountCents: 10 });
  expect(told.message).toBe('A top-up is from 5.00 € to 100.00 €.');
});

it.each<[string, () => Promise<TopUpOutcome>]>([
  ['TRANSPORT_REFUSED', no],
  ['TRANSPORT_REFUSED', notLetIn],
  ['OutcomeUnknown', lost],
  ['OutcomeUnknown', () => Promise.reject(new UpstreamMalformedError('transport', 'HTML'))],
  ['topUp UPSTREAM_UNAVAILABLE', notSent],
])('answers %s', async (expected, answer) => {
  expect(await outcomeOf(startTransportPart({ transport: answering(answer) }))).toBe(expected);
});

it('leaves the key free when nothing was sent', async () => {
  const transport = answering(notSent, taken);
  const ask = startTransportPart({ transport });
  await topUp(ask);
  expect(await outcomeOf(ask)).toBe('TopUpPending');
});

it.each([
  ['TopUpPending', taken],
  ['TRANSPORT_REFUSED', no],
  ['OutcomeUnknown', lost],
  ['OutcomeUnknown', notSent],
  // Of the request that was lost it says nothing.
  ['OutcomeUnknown', notLetIn],
])('sends a lost top-up again under its id: %s', async (expected, second) => {
  const transport = answering(lost, second);
  const ask = startTransportPart({ transport });
  expect(await outcomeOf(ask)).toBe('OutcomeUnknown');
  expect(await outcomeOf(ask)).toBe(expected);
  expect(transport.topUps).toEqual([sent, sent]);
});

it('keeps asking under one id until it knows, and then gives that result again', async () => {
  const transport = answering(lost, notSent, lost, taken);
  const ask = startTransportPart({ transport });
  const told = [];
  for (let attempt = 0; attempt < 5; attempt += 1) told.push(await outcomeOf(ask));
  const unknown = 'OutcomeUnknown';
  expect(told).toEqual([unknown, unknown, unknown, 'TopUpPending', 'TopUpPending']);
  expect(transport.topUps).toEqual([sent, sent, sent, sent]);
});

it('does not wait longer than the deadline for an answer, and finds out later', async () => {
  const transport = answering(() => new Promise<never>(() => {}), taken);
  const ask = startTransportPart({ transport, deadlineMs: 30 });
  expect(await outcomeOf(ask)).toBe('OutcomeUnknown');
  expect(await outcomeOf(ask)).toBe('TopUpPending');
});

it.each<[string, Partial<CardRef> | null, string]>([
  ['is gone', null, 'OutcomeUnknown'],
  ['is blocked', { isUsable: false }, 'TopUpPending'],
  ['has lost its transport card', { transportCardNumber: null }, 'OutcomeUnknown'],
  ['has another transport card', { transportCardNumber: 'T-other' }, 'OutcomeUnknown'],
])('answers for a lost top-up of a card that %s since: %#', async (_what, change, expected) => {
  let card: CardRef | null = ana;
  const transport = answering(lost, taken);
  const ask = startTransportPart({ transport, cardOf: () => Promise.resolve(card) });
  await topUp(ask);
  card = change && { ...ana, ...change };
  expect(await outcomeOf(ask)).toBe(expected);
  expect(new Set(transport.topUps.map(({ account }) => account))).toEqual(new Set(['T-ana']));
});
