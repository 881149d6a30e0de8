import { expect, it } from '@jest/globals';
import { UpstreamUnavailableError } from '../../domain/errors.ts';
import {
  ABSENT_NUMBER,
  ana,
  ANA_NUMBER,
  ANA_VIEWER,
  AT_THE_DESK,
  entitiesQuery,
  inMemoryAudit,
  KIOSK,
  NOON,
  STAFF,
  startTaxPart,
  toRepresentation,
  type Hub,
} from './tax-harness.ts';

const ACCESSES = `query ($card: CardNumber!, $first: Int, $after: String) {
  taxAccesses(card: $card, first: $first, after: $after) {
    items { at viewerKind viewerId operation purpose consent } endCursor } }`;
const PAY = 'mutation ($input: PayBillInput!) { payBill(input: $input) { __typename } }';

/** A hub where the holder, then a clerk, have looked, and a kiosk has recorded a payment. */
async function withAccesses(hub: Hub = {}) {
  const ask = startTaxPart({ audit: inMemoryAudit(), ...hub });
  const cards = [toRepresentation(ana)];
  await ask(entitiesQuery('tax { bills { id } }'), { cards }, ANA_VIEWER);
  await ask(entitiesQuery(`tax${AT_THE_DESK} { bills { id } }`), { cards }, STAFF);
  const payment = { billId: 'b1', amountCents: 6_320, paymentNumber: 'N1', paidOn: '2026-11-21' };
  const input = { card: ANA_NUMBER, ...payment, idempotencyKey: 'accesses-0001' };
  await ask(PAY, { input }, KIOSK);
  return ask;
}

const EXPECTED = [
  ['KIOSK', 'kiosk-1', 'PAYMENT', 'COLLECTION'],
  ['STAFF', 'clerk-1', 'READ', 'CITIZEN_ASSISTANCE'],
  ['HOLDER', 'ana', 'READ', 'OWN_INFORMATION'],
] as const;

it.each([
  [STAFF, true],
  [ANA_VIEWER, false],
])('tells %j who asked and why, the latest first; employees by id: %j', async (viewer, isNamed) => {
  const ask = await withAccesses();
  const { data } = await ask(ACCESSES, { card: ANA_NUMBER }, viewer);
  const items = EXPECTED.map(([viewerKind, id, operation, purpose]) => ({
    ...{ at: NOON.toISOString(), viewerKind, viewerId: isNamed ? id : null },
    ...{ operation, purpose, consent: 'GIVEN' },
  }));
  expect(data.taxAccesses).toEqual({ items, endCursor: null });
});

it('is null for staff when there is no such card', async () => {
  const { data, errors } = await startTaxPart()(ACCESSES, { card: ABSENT_NUMBER });
  expect([data, errors]).toEqual([{ taxAccesses: null }, []]);
});

it("refuses a citizen another's card in the words for an absent one", async () => {
  const ask = await withAccesses();
  const leo = { kind: 'citizen', id: 'leo' } as const;
  const existing = await ask(ACCESSES, { card: ANA_NUMBER }, leo);
  const absent = await ask(ACCESSES, { card: ABSENT_NUMBER }, leo);
  expect(existing.errors).toEqual(['taxAccesses FORBIDDEN']);
  expect(absent).toEqual(existing);
});

it.each([{ first: 0 }, { first: 51 }, { card: '1' }])('refuses %j', async (change) => {
  const { errors } = await startTaxPart()(ACCESSES, { card: ANA_NUMBER, ...change });
  expect(errors).toEqual(['taxAccesses BAD_USER_INPUT']);
});

it('passes on what the store says when it is away', async () => {
  const away = new UpstreamUnavailableError('document store', 'down');
  const audit = { ...inMemoryAudit(), findByCard: () => Promise.reject(away) };
  const { errors } = await startTaxPart({ audit })(ACCESSES, { card: ANA_NUMBER });
  expect(errors).toEqual(['taxAccesses UPSTREAM_UNAVAILABLE']);
});
