import { expect, it } from '@jest/globals';
import { UpstreamMalformedError } from '../../domain/errors.ts';
import {
  ANA_VIEWER,
  askTax,
  bill,
  downTaxOffice,
  fakeTaxOffice,
  inMemoryAudit,
  inMemoryLastKnown,
  paymentDocument,
} from './tax-harness.ts';

const FIELDS =
  'bills { id paymentDocument { issuer reference identification amountCents dueOn barcode } }';
const threeBills = () => ({
  bills: { value: [bill('b1'), bill('b2', { state: 'overdue' }), bill('b3', { state: 'paid' })] },
});

it('tells the payment document of a bill', async () => {
  const { tax } = await askTax({}, FIELDS);
  expect(tax.bills[0].paymentDocument).toEqual({
    issuer: '330243',
    reference: '000001234591',
    identification: '1001266305',
    amountCents: 6_320,
    dueOn: '2026-12-05',
    barcode: '905213302430000012345911001266305000063200',
  });
});

it('asks for each document that is selected once, and for none of a paid bill', async () => {
  const taxOffice = fakeTaxOffice({ tell: threeBills });
  const twice = 'bills { a: paymentDocument { barcode } b: paymentDocument { issuer } }';
  const { tax, errors } = await askTax({ taxOffice }, twice, { viewer: ANA_VIEWER, access: '' });
  expect(taxOffice.documents).toEqual(['C-ana b1 ownInformation', 'C-ana b2 ownInformation']);
  expect([tax.bills[2], errors]).toEqual([{ a: null, b: null }, []]);
});

it('asks for a few documents at once, so that one query leaves places for others', async () => {
  let [underWay, most, asked] = [0, 0, 0];
  const taxOffice = fakeTaxOffice({
    tell: () => ({ bills: { value: Array.from({ length: 30 }, (_, at) => bill(`b${at}`)) } }),
    async fetchPaymentDocument({ billId }) {
      most = Math.max(most, (underWay += 1));
      await new Promise((resolve) => setImmediate(resolve));
      [underWay, asked] = [underWay - 1, asked + 1];
      return paymentDocument(billId);
    },
  });
  const { errors } = await askTax({ taxOffice }, FIELDS);
  expect([errors, asked, most]).toEqual([[], 30, 8]);
});

it('asks for no document when none is selected', async () => {
  const taxOffice = fakeTaxOffice({ tell: threeBills });
  await askTax({ taxOffice }, 'bills { id }');
  expect(taxOffice.documents).toEqual([]);
});

it('writes bills and documents down as one access', async () => {
  const audit = inMemoryAudit();
  await askTax({ taxOffice: fakeTaxOffice({ tell: threeBills }), audit }, FIELDS);
  expect(audit.entries.length).toBe(1);
});

it("leaves bills alone when one's document cannot be told", async () => {
  const wrong = new UpstreamMalformedError('tax', 'wrong barcode');
  const taxOffice = fakeTaxOffice({
    tell: threeBills,
    fetchPaymentDocument: ({ billId }) =>
      billId === 'b1' ? Promise.reject(wrong) : Promise.resolve(paymentDocument(billId)),
  });
  const { tax, errors } = await askTax({ taxOffice }, FIELDS);
  expect(tax.bills.map((each: { readonly id: string }) => each.id)).toEqual(['b1', 'b2', 'b3']);
  expect(errors).toEqual(['bills.0.paymentDocument UPSTREAM_MALFORMED']);
});

it('tells a document live or not at all', async () => {
  const lastKnown = inMemoryLastKnown();
  await askTax({ lastKnown }, FIELDS);
  const down = {
    ...downTaxOffice(),
    fetchPaymentDocument: () => new Promise<never>(() => {}),
  };
  const asked = await askTax({ taxOffice: down, lastKnown, deadlineMs: 20 }, FIELDS);
  expect(asked).toMatchObject({
    tax: { bills: [{ id: 'b1', paymentDocument: null }] },
    errors: ['bills.0.paymentDocument UPSTREAM_UNAVAILABLE'],
  });
});
