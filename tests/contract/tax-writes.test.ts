import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, it } from '@jest/globals';
import type { PaymentToReport, TaxPort } from '../../connectors/tax/port.ts';
import { parseCityDay } from '../../domain/city-day.ts';
import { fault, until } from '../support/regional-library.ts';
import {
  ANA,
  ask,
  AT_DESK,
  CONTRIBUTORS,
  createClientOf,
  startOffice,
  TODAY,
} from './support/tax-office.ts';

const COLLECTION = { ...AT_DESK, purpose: 'collection' } as const;

async function billsOf(client: TaxPort) {
  const [ana] = await client.fetchContributors([ask(ANA, 'bills')], AT_DESK);
  const bills = ana?.bills && 'value' in ana.bills ? ana.bills.value : [];
  return bills.flatMap((bill) => ('value' in bill ? [bill.value] : []));
}

/** A payment of the first bill, whole. */
async function paymentOf(client: TaxPort, nrc = 'NRC1'): Promise<PaymentToReport> {
  const [bill] = await billsOf(client);
  return {
    contributor: ANA,
    billId: bill?.id ?? '',
    reference: bill?.reference ?? '',
    amountCents: bill?.amountCents ?? 0,
    paidOn: TODAY,
    paymentNumber: nrc,
  };
}

it('records a payment once, however often its number is sent', async () => {
  await using office = await startOffice();
  await using client = createClientOf(office);
  const payment = await paymentOf(client);
  const { reference, amountCents: cents, billId } = payment;
  expect(await client.postPayment(payment, COLLECTION)).toEqual({ kind: 'recorded' });
  expect(await client.postPayment(payment, COLLECTION)).toEqual({ kind: 'recordedBefore' });
  expect(office.payments()).toEqual([{ nrc: 'NRC1', billId, reference, cents, paidOn: TODAY }]);
  expect(await billsOf(client)).toMatchObject([{ state: 'paid', reference }, { state: 'pending' }]);
});

it.each([
  ['the same number with another day', { paidOn: parseCityDay('2026-11-20') }, 'paymentNumberUsed'],
  ['a paid bill under another number', { paymentNumber: 'NRC2' }, 'billPaid'],
])('refuses %s', async (_what, more, reason) => {
  await using office = await startOffice();
  await using client = createClientOf(office);
  const payment = await paymentOf(client);
  await client.postPayment(payment, COLLECTION);
  const again = client.postPayment({ ...payment, ...more }, COLLECTION);
  expect(await again).toEqual({ kind: 'refused', reason });
  expect(office.payments()).toHaveLength(1);
});

it.each<[string, Partial<PaymentToReport>, object?]>([
  ['a cent too little', { amountCents: 124_509 }, { reason: 'amountDiffers' }],
  ['a reference that is none', { reference: '000000100100' }],
  ['another bill than the reference names', { billId: 'R000000001-02' }],
  ['another contributor', { contributor: CONTRIBUTORS[1] ?? ANA }],
  ['a day that has not come', { paidOn: parseCityDay('2026-11-22') }],
])('refuses %s for an open bill', async (_what, more, reason = {}) => {
  await using office = await startOffice();
  await using client = createClientOf(office);
  const payment = { ...(await paymentOf(client)), ...more };
  expect(await client.postPayment(payment, COLLECTION)).toEqual({ kind: 'refused', ...reason });
  expect(office.payments()).toEqual([]);
});

it.each([
  ['nothing', { amountCents: 0 }],
  ['part of a cent', { amountCents: 0.5 }],
  ['more than a document holds', { amountCents: 100_000_000 }],
  ['a number in small letters', { paymentNumber: 'nrc' }],
  ['a number that is too long', { paymentNumber: 'N'.repeat(23) }],
  ['a reference of eleven digits', { reference: '12345678901' }],
  ['a bill that breaks out of its field', { billId: '<NRC>X</NRC>' }],
])('does not even send %s', async (_what, more) => {
  await using office = await startOffice();
  await using client = createClientOf(office);
  const payment = { ...(await paymentOf(client)), ...more };
  expect(await client.postPayment(payment, COLLECTION)).toEqual({ kind: 'refused' });
  expect(office.calls()).toEqual({ ConsultarRecibos: 1 });
});

it('takes the amount that was owed on the day of the payment', async () => {
  let day = '2027-01-05';
  const clock = { now: () => new Date(`${day}T12:00:00Z`) };
  await using office = await startOffice({ clock });
  await using client = createClientOf(office, { clock });
  const payment = { ...(await paymentOf(client)), paidOn: parseCityDay(day) };
  // Reported when the surcharge has begun.
  day = '2027-01-08';
  const late = { ...payment, paidOn: parseCityDay(day) };
  expect(await client.postPayment(late, COLLECTION)).toEqual({ kind: 'refused' });
  expect(await client.postPayment(payment, COLLECTION)).toEqual({ kind: 'recorded' });
  expect(await billsOf(client)).toMatchObject([{ amountCents: 124_510, state: 'paid' }, {}]);
});

it('remembers payments when it is started anew', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'tax-'));
  const journalPath = join(folder, 'tax.jsonl');
  try {
    await using first = await startOffice({ journalPath });
    await using client = createClientOf(first);
    const payment = await paymentOf(client);
    await client.postPayment(payment, COLLECTION);
    await using second = await startOffice({ journalPath });
    await using another = createClientOf(second);
    expect(second.payments()).toEqual(first.payments());
    expect(await another.postPayment(payment, COLLECTION)).toEqual({ kind: 'recordedBefore' });
  } finally {
    rmSync(folder, { recursive: true });
  }
});

it.each(['close', 'hang', 'slow', 'error', 'malformed'] as const)(
  'does not know what became of a payment at the fault %s, sends it once, and finds it out by its number',
  async (kind) => {
    await using office = await startOffice();
    await using client = createClientOf(office, { guard: { retries: 3 } });
    const payment = await paymentOf(client);
    await office.putFault({ ...fault(kind), operation: 'ComunicarCobro' });
    expect(await client.postPayment(payment, COLLECTION)).toEqual({ kind: 'unknown' });
    expect(office.calls()['ComunicarCobro']).toBe(1);
    const wasDone = ['close', 'hang', 'slow'].includes(kind);
    expect(office.payments()).toHaveLength(wasDone ? 1 : 0);
    await office.putFault(fault('none'));
    // A pooled connection that the fault has cut may lose one answer more.
    const repeats: string[] = [];
    await until(async () => {
      repeats.push((await client.postPayment(payment, COLLECTION)).kind);
      return repeats.at(-1) !== 'unknown';
    });
    expect(repeats.at(-1)).toBe(wasDone ? 'recordedBefore' : 'recorded');
    expect(office.payments()).toHaveLength(1);
  },
);

const NEVER_OPEN = { breakerWindow: 1_000, breakerMinimumCalls: 1_000 };

it('has one effect for each of fifty numbers whose first answer was lost', async () => {
  await using office = await startOffice();
  await using client = createClientOf(office, { guard: NEVER_OPEN });
  const [bill] = await billsOf(client);
  const outcomes = new Set<string>();
  for (let round = 0; round < 50; round += 1) {
    const payment = await paymentOf(client, `NRC${round}`);
    await office.putFault({ ...fault('close', 1), operation: 'ComunicarCobro' });
    outcomes.add((await client.postPayment(payment, COLLECTION)).kind);
    outcomes.add((await client.postPayment(payment, COLLECTION)).kind);
  }
  expect(office.payments()).toMatchObject([{ nrc: 'NRC0', billId: bill?.id }]);
  expect([...outcomes].toSorted()).toEqual(['recordedBefore', 'refused', 'unknown']);
});

it('throws where the office cannot be reached, since nothing was sent', async () => {
  await using office = await startOffice();
  await using client = createClientOf(office);
  const payment = await paymentOf(client);
  await office.putFault(fault('refuse'));
  // A read notices that the pooled connection is cut: what went out over it would be unknown.
  expect(await billsOf(client)).toEqual([]);
  await expect(client.postPayment(payment, COLLECTION)).rejects.toMatchObject({
    code: 'UPSTREAM_UNAVAILABLE',
  });
});

it('throws when it is not let in, since nothing was done', async () => {
  await using office = await startOffice();
  await using client = createClientOf(office);
  await using stranger = createClientOf(office, { credentials: { user: 'hub', password: 'no' } });
  const payment = await paymentOf(client);
  await expect(stranger.postPayment(payment, COLLECTION)).rejects.toMatchObject({
    code: 'UPSTREAM_REJECTED',
  });
  expect(office.payments()).toEqual([]);
});
