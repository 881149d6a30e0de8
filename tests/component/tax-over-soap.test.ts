import { afterEach, beforeEach, expect, it } from '@jest/globals';
import type { TaxClient } from '../../connectors/tax/client.ts';
import type { FaultKind } from '../../simulators/simulator.ts';
import type { TaxSystem } from '../../simulators/tax/start-tax.ts';
import { until } from '../support/until.ts';
import {
  ANA as ANA_CONTRIBUTOR,
  CONTRIBUTORS,
  createClientOf,
  startOffice,
} from '../contract/support/tax-office.ts';
import {
  ana,
  ANA_NUMBER,
  askTax,
  inMemoryLastKnown,
  startTaxPart,
  twenty,
  type Hub,
} from './tax-harness.ts';

const FIELDS = `bills { id concept amountCents reference dueOn state }
  subsidies { billId } source { freshness }`;
const PAY = `mutation ($input: PayBillInput!) { payBill(input: $input) { __typename
  ... on BillPaid { billId } ... on BillPaymentRefused { reason } } }`;
const access = { purpose: 'COLLECTION', consent: 'GIVEN' };

let stack: AsyncDisposableStack;
let office: TaxSystem;
let taxOffice: TaxClient;

beforeEach(async () => {
  stack = new AsyncDisposableStack();
  office = stack.use(await startOffice());
  // Breakers have tests of their own; here each call has to reach the tax office.
  const guard = { timeoutMs: 700, breakerMinimumCalls: 1_000, breakerWindow: 1_000 };
  taxOffice = stack.use(createClientOf(office, { guard }));
});
afterEach(() => stack.disposeAsync());

function put(kind: FaultKind, operation: string | null = null, times: number | null = null) {
  return office.putFault({ kind, ms: 5_000, times, operation });
}

function anaHub(hub: Hub = {}): Hub {
  const card = { ...ana, taxContributorNumber: ANA_CONTRIBUTOR };
  return { taxOffice, cardOf: () => Promise.resolve(card), ...hub };
}

type PaidBill = { readonly id: string; readonly amountCents: number; readonly state: string };

/** Unpaid bills of the city's people, each with the contributor it belongs to. */
async function unpaidBills(count: number) {
  const found: { readonly contributor: string; readonly bill: PaidBill }[] = [];
  for (const contributor of CONTRIBUTORS) {
    const cards = [{ ...ana, taxContributorNumber: contributor }];
    const { tax } = await askTax({ taxOffice }, 'bills { id amountCents state }', { cards });
    const bills: readonly (PaidBill | null)[] = tax.bills;
    const bill = bills.find((each) => each?.state === 'PENDING' && each.amountCents > 0);
    if (bill) found.push({ contributor, bill });
    if (found.length === count) return found;
  }
  throw new Error(`the city has ${found.length} unpaid bills only`);
}

it.each<[FaultKind, number]>([
  ['close', 30],
  ['hang', 4],
])('has one effect for a payment whose answer is lost: %s', async (kind, rounds) => {
  for (const [round, { contributor, bill }] of (await unpaidBills(rounds)).entries()) {
    const card = { ...ana, taxContributorNumber: contributor };
    const ask = startTaxPart({ taxOffice, cardOf: () => Promise.resolve(card) });
    const payment = { paymentNumber: `NRC${kind.toUpperCase()}${round}`, paidOn: '2026-11-21' };
    const wish = { card: ANA_NUMBER, billId: bill.id, amountCents: bill.amountCents };
    const input = { ...wish, ...payment, access, idempotencyKey: `round-${round}` };
    await put(kind, 'ComunicarCobro', 1);
    const told = [];
    for (let at = 0; at < 3; at += 1) told.push((await ask(PAY, { input })).data.payBill);
    const paid = { __typename: 'BillPaid', billId: bill.id };
    expect(told).toEqual([{ __typename: 'OutcomeUnknown' }, paid, paid]);
    const recorded = office.payments().filter(({ billId }) => billId === bill.id);
    expect(recorded.map(({ nrc }) => nrc)).toEqual([payment.paymentNumber]);
  }
});

it('says which bill or number it is when another payment came first', async () => {
  const [first, second] = await unpaidBills(2);
  const pay = async (each: typeof first, paymentNumber: string) => {
    const card = { ...ana, taxContributorNumber: each?.contributor ?? null };
    const ask = startTaxPart({ taxOffice, cardOf: () => Promise.resolve(card) });
    const wish = { card: ANA_NUMBER, billId: each?.bill.id, amountCents: each?.bill.amountCents };
    const input = { ...wish, paymentNumber, paidOn: '2026-11-21', access };
    const told = await ask(PAY, { input: { ...input, idempotencyKey: `key-${paymentNumber}` } });
    return told.data.payBill.reason ?? told.data.payBill.__typename;
  };
  // Both have read the bill as open when the first is recorded.
  const atOnce = await Promise.all([pay(first, 'NRC1'), pay(first, 'NRC2')]);
  expect(new Set(atOnce)).toEqual(new Set(['BILL_PAID_BEFORE', 'BillPaid']));
  const used = office.payments()[0]?.nrc ?? '';
  expect(await pay(second, used)).toBe('PAYMENT_NUMBER_USED');
});

it('asks the tax office once for each list of twenty contributors', async () => {
  const cards = twenty.map((card, at) => ({
    ...card,
    taxContributorNumber: CONTRIBUTORS[at] ?? null,
  }));
  const { errors } = await askTax({ taxOffice }, FIELDS, { cards });
  const { ConsultarRecibos: bills, ConsultarBonificacion: subsidies } = office.calls();
  expect([errors, bills, subsidies]).toEqual([[], 20, 20]);
});

it('tells the tax office who asks and why, with every request', async () => {
  const cards = [{ ...ana, taxContributorNumber: ANA_CONTRIBUTOR }];
  await askTax({ taxOffice }, 'bills { paymentDocument { barcode } }', { cards });
  const told = office.accesses();
  const why = { purpose: 'ATENCION_CIUDADANA', consent: 'Si', user: 'clerk-1' };
  expect(told.map(({ operation }) => operation)).toEqual([
    'ConsultarRecibos',
    ...told.slice(1).map(() => 'ObtenerDocumentoPago'),
  ]);
  expect(told.length).toBeGreaterThan(1);
  expect(told).toEqual(told.map((each) => ({ ...each, ...why })));
});

it.each<FaultKind>(['refuse', 'hang', 'slow', 'error', 'malformed', 'close'])(
  'tells what was said last during the fault %s, and live values after it',
  async (kind) => {
    const lastKnown = inMemoryLastKnown();
    const card = { ...ana, taxContributorNumber: ANA_CONTRIBUTOR };
    const ask = () => askTax(anaHub({ lastKnown }), FIELDS, { cards: [card] });
    const live = await ask();
    await put(kind);
    const startedAt = performance.now();
    const during = await ask();
    expect(performance.now() - startedAt).toBeLessThan(1_700);
    await put('none');
    expect(during).toEqual({
      ...live,
      tax: { ...live.tax, source: { freshness: 'LAST_KNOWN' } },
    });
    await until(async () => (await ask()).tax.source.freshness === 'LIVE');
    expect(await ask()).toEqual(live);
  },
);
