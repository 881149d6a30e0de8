import { expect, it } from '@jest/globals';
import type { Bill, PaymentReportOutcome } from '../../connectors/tax/port.ts';
import {
  UpstreamMalformedError,
  UpstreamRejectedError,
  UpstreamUnavailableError,
} from '../../domain/errors.ts';
import type { CardRef } from '../../subgraphs/tax/card-ref.ts';
import {
  ABSENT_NUMBER,
  ana,
  ANA_NUMBER,
  bill,
  downTaxOffice,
  fakeTaxOffice,
  inMemoryAudit,
  inMemoryLastKnown,
  KIOSK,
  outage,
  STAFF,
  startTaxPart,
  type Hub,
} from './tax-harness.ts';

const PAY = `mutation ($input: PayBillInput!) { payBill(input: $input) { __typename
  ... on BillPaid { billId reference amountCents paymentNumber receipt }
  ... on BillPaymentRefused { reason } } }`;
const input = {
  card: ANA_NUMBER,
  billId: 'b1',
  amountCents: 6_320,
  paymentNumber: 'NRC0000000000000000001',
  receipt: 'K7-2026/118',
  paidOn: '2026-11-21',
  access: { purpose: 'COLLECTION', consent: 'GIVEN' },
  idempotencyKey: 'pay-bill-0001',
};
const PAID = {
  __typename: 'BillPaid',
  billId: 'b1',
  reference: '000001234591',
  amountCents: 6_320,
  paymentNumber: input.paymentNumber,
  receipt: 'K7-2026/118',
};
const ACCESS = { purpose: 'collection', consent: 'given', requestedBy: 'clerk-1' };
const payment = {
  contributor: 'C-ana',
  billId: 'b1',
  reference: '000001234591',
  amountCents: 6_320,
  paidOn: '2026-11-21',
  paymentNumber: input.paymentNumber,
};

async function pay(ask: ReturnType<typeof startTaxPart>, change = {}, viewer = STAFF) {
  const { data, errors } = await ask(PAY, { input: { ...input, ...change } }, viewer);
  return errors.length > 0 ? errors.join() : data.payBill;
}

/** The outcome of one attempt, as `__typename`, or its reason, or the error. */
async function outcomeOf(ask: ReturnType<typeof startTaxPart>, change = {}) {
  const told = await pay(ask, change);
  return typeof told === 'string' ? told : (told.reason ?? told.__typename);
}

type Answer = () => Promise<PaymentReportOutcome>;

/** A tax office with one bill, whose state `state` tells, that answers each payment with the next of these. */
function office(answers: readonly Answer[], state: () => Bill['state'] | 'gone' = () => 'pending') {
  let at = 0;
  const tell = () => {
    const now = state();
    return { bills: { value: now === 'gone' ? [] : [bill('b1', { state: now })] } };
  };
  const next = () => answers[at++]?.() ?? Promise.reject(new Error('one payment too many'));
  return fakeTaxOffice({ tell, pay: next });
}

const recorded: Answer = () => Promise.resolve({ kind: 'recorded' });
const before: Answer = () => Promise.resolve({ kind: 'recordedBefore' });
const no: Answer = () => Promise.resolve({ kind: 'refused' });
const lost: Answer = () => Promise.resolve({ kind: 'unknown' });
const notSent: Answer = () => Promise.reject(new UpstreamUnavailableError('tax', 'refused'));
const notLetIn: Answer = () => Promise.reject(new UpstreamRejectedError('tax', 'no'));

it('records a payment once for a key, also for two at once, under the reference of the bill', async () => {
  const taxOffice = office([recorded]);
  const ask = startTaxPart({ taxOffice });
  const [one, other] = await Promise.all([pay(ask), pay(ask)]);
  expect([one, other, await pay(ask)]).toEqual([PAID, PAID, PAID]);
  expect(taxOffice.payments).toEqual([{ payment, access: ACCESS }]);
});

it('records a payment at a kiosk, whose purpose is collection, without naming it', async () => {
  const [taxOffice, audit] = [office([recorded]), inMemoryAudit()];
  const ask = startTaxPart({ taxOffice, audit });
  expect(await pay(ask, { access: null, receipt: null }, KIOSK)).toEqual({
    ...PAID,
    receipt: null,
  });
  const access = { ...ACCESS, requestedBy: 'kiosk-1' };
  expect(taxOffice.payments).toEqual([{ payment, access }]);
  expect(audit.entries).toMatchObject([
    { viewerKind: 'kiosk', operation: 'Mutation.payBill', cardId: ana.id, purpose: 'collection' },
  ]);
});

it('forgets what was remembered of the card', async () => {
  const lastKnown = inMemoryLastKnown();
  await pay(startTaxPart({ lastKnown }));
  expect(lastKnown.forgotten).toEqual([ana.id]);
});

it.each<[string, object]>([
  ['BAD_USER_INPUT', { access: null }],
  ['BAD_USER_INPUT', { access: { purpose: 'OWN_INFORMATION', consent: 'GIVEN' } }],
  ['BAD_USER_INPUT', { amountCents: 0 }],
  ['BAD_USER_INPUT', { paymentNumber: '' }],
  ['BAD_USER_INPUT', { paymentNumber: 'nrc1' }],
  ['BAD_USER_INPUT', { paymentNumber: 'N'.repeat(23) }],
  ['BAD_USER_INPUT', { receipt: '' }],
  ['BAD_USER_INPUT', { paidOn: '2026-11-22' }],
  ['BAD_USER_INPUT', { paidOn: '2026-02-30' }],
  ['BAD_USER_INPUT', { billId: ' ' }],
  ['BAD_USER_INPUT', { card: '123' }],
])('answers %s to %j, and asks nobody', async (expected, change) => {
  const [taxOffice, audit] = [fakeTaxOffice(), inMemoryAudit()];
  expect(await pay(startTaxPart({ taxOffice, audit }), change)).toBe(`payBill ${expected}`);
  expect([taxOffice.asked, taxOffice.payments, audit.entries]).toEqual([[], [], []]);
});

it('refuses a kiosk that names another purpose', async () => {
  const access = { purpose: 'CITIZEN_ASSISTANCE', consent: 'GIVEN' };
  expect(await pay(startTaxPart(), { access }, KIOSK)).toBe('payBill BAD_USER_INPUT');
});

it('refuses staff without purpose in the same words for an absent card', async () => {
  const ask = startTaxPart();
  const texts = [];
  for (const card of [ANA_NUMBER, ABSENT_NUMBER]) {
    const { messages } = await ask(PAY, { input: { ...input, card, access: null } });
    texts.push(messages.join());
  }
  expect(texts[0]).toMatch(/name it/);
  expect(texts[1]).toBe(texts[0]);
});

it.each<[string, object, Partial<Hub>]>([
  ['CARD_UNKNOWN', { card: ABSENT_NUMBER }, {}],
  ['NOT_LINKED', {}, { cardOf: () => Promise.resolve({ ...ana, taxContributorNumber: null }) }],
  ['BILL_NOT_FOUND', { billId: 'b2' }, {}],
  ['AMOUNT_DIFFERS', { amountCents: 6_319 }, {}],
  ['AMOUNT_DIFFERS', { amountCents: 6_321 }, {}],
  ['BILL_PAID_BEFORE', {}, { taxOffice: office([], () => 'paid') }],
  ['payBill UPSTREAM_UNAVAILABLE', {}, { taxOffice: downTaxOffice() }],
  ['payBill UPSTREAM_UNAVAILABLE', {}, { audit: inMemoryAudit(() => true) }],
])('answers %s to %j and sends nothing', async (expected, change, hub) => {
  const taxOffice = hub.taxOffice ?? fakeTaxOffice();
  const payments: unknown[] = [];
  const watched = {
    ...taxOffice,
    postPayment: () => (payments.push('sent'), Promise.reject(new Error('nothing to pay'))),
  };
  expect(await outcomeOf(startTaxPart({ ...hub, taxOffice: watched }), change)).toBe(expected);
  expect(payments).toEqual([]);
});

it('does not take a bill for absent when one of the bills could not be read', async () => {
  const tell = () => ({ bills: { value: [outage(), bill('b2')] } });
  const ask = startTaxPart({ taxOffice: fakeTaxOffice({ tell }) });
  expect(await outcomeOf(ask)).toBe('payBill UPSTREAM_UNAVAILABLE');
  expect(await outcomeOf(ask, { billId: 'b2', idempotencyKey: 'another-key' })).toBe('BillPaid');
});

it.each<[string, Answer]>([
  ['TAX_OFFICE_REFUSED', no],
  ['TAX_OFFICE_REFUSED', notLetIn],
  ['OutcomeUnknown', lost],
  ['OutcomeUnknown', () => Promise.reject(new UpstreamMalformedError('tax', 'HTML'))],
  ['payBill UPSTREAM_UNAVAILABLE', notSent],
  ['PAYMENT_NUMBER_USED', before],
])('answers %s to a first attempt', async (expected, answer) => {
  expect(await outcomeOf(startTaxPart({ taxOffice: office([answer]) }))).toBe(expected);
});

it('leaves the key free when nothing was sent', async () => {
  const ask = startTaxPart({ taxOffice: office([notSent, recorded]) });
  await pay(ask);
  expect(await pay(ask)).toEqual(PAID);
});

it.each<[string, Answer, Bill['state'] | 'gone']>([
  ['BillPaid', recorded, 'paid'],
  ['BillPaid', before, 'paid'],
  ['BillPaid', before, 'gone'],
  ['OutcomeUnknown', before, 'pending'],
  ['TAX_OFFICE_REFUSED', no, 'pending'],
  ['OutcomeUnknown', lost, 'pending'],
  ['OutcomeUnknown', notSent, 'pending'],
  // Of the request that was lost it says nothing.
  ['OutcomeUnknown', notLetIn, 'pending'],
])('sends a lost payment again under its number: %s', async (expected, second, stateThen) => {
  let state: Bill['state'] | 'gone' = 'pending';
  const taxOffice = office([lost, second], () => state);
  const ask = startTaxPart({ taxOffice });
  expect(await outcomeOf(ask)).toBe('OutcomeUnknown');
  state = stateThen;
  expect(await outcomeOf(ask)).toBe(expected);
  expect(taxOffice.payments.map((each) => each.payment)).toEqual([payment, payment]);
});

it('asks on under one payment number until it knows, then gives that result again', async () => {
  let state: Bill['state'] = 'pending';
  const taxOffice = office([lost, notSent, before], () => state);
  const ask = startTaxPart({ taxOffice });
  const told = [await outcomeOf(ask), await outcomeOf(ask)];
  state = 'paid';
  told.push(await outcomeOf(ask), await outcomeOf(ask));
  expect(told).toEqual(['OutcomeUnknown', 'OutcomeUnknown', 'BillPaid', 'BillPaid']);
  expect(taxOffice.payments.length).toBe(3);
});

it('keeps an outcome unknown while it cannot be written down who asks for it', async () => {
  let isDown = false;
  const taxOffice = office([lost, recorded]);
  const ask = startTaxPart({ taxOffice, audit: inMemoryAudit(() => isDown) });
  await pay(ask);
  isDown = true;
  expect([await outcomeOf(ask), taxOffice.payments.length]).toEqual(['OutcomeUnknown', 1]);
  isDown = false;
  expect(await pay(ask)).toEqual(PAID);
});

it('writes down each attempt that asks the tax office', async () => {
  const audit = inMemoryAudit();
  const ask = startTaxPart({ taxOffice: office([lost, recorded]), audit });
  for (let attempt = 0; attempt < 3; attempt += 1) await pay(ask);
  expect(audit.entries.map(({ requestId }) => requestId)).toEqual(['request-1', 'request-2']);
});

it('does not wait longer than the deadline for an answer, and finds out later', async () => {
  const taxOffice = office([() => new Promise<never>(() => {}), recorded]);
  const ask = startTaxPart({ taxOffice, deadlineMs: 30 });
  expect(await outcomeOf(ask)).toBe('OutcomeUnknown');
  expect(await outcomeOf(ask)).toBe('BillPaid');
});

it.each<[string, CardRef | null]>([
  ['is gone', null],
  ['is not linked', { ...ana, taxContributorNumber: null }],
  ['is linked to another account', { ...ana, taxContributorNumber: 'C-other' }],
])('sends nothing again, and does not know, when the card %s since', async (_how, since) => {
  let card: CardRef | null = ana;
  const taxOffice = office([lost, recorded]);
  const ask = startTaxPart({ taxOffice, cardOf: () => Promise.resolve(card) });
  await pay(ask);
  card = since;
  expect([await outcomeOf(ask), taxOffice.payments.length]).toEqual(['OutcomeUnknown', 1]);
});
