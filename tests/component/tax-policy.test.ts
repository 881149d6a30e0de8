import { expect, it } from '@jest/globals';
import { NOBODY, VIEWER_KINDS, type Viewer, type ViewerKind } from '../../domain/viewer.ts';
import { policy } from '../../subgraphs/tax/policy.ts';
import {
  ABSENT_NUMBER,
  ana,
  ANA_NUMBER,
  ANA_VIEWER,
  entitiesQuery,
  fakeTaxOffice,
  inMemoryAudit,
  startTaxPart,
  toRepresentation,
} from './tax-harness.ts';

type Operation = keyof typeof policy;

const OPERATIONS: Readonly<Record<Operation, string>> = {
  'Card.tax': entitiesQuery('tax(access: $access) { bills { id } }').replace(
    '$cards: [_Any!]!',
    '$cards: [_Any!]!, $access: TaxAccessInput',
  ),
  'Query.taxAccesses':
    'query ($card: CardNumber!) { taxAccesses(card: $card) { items { viewerId } } }',
  'Mutation.payBill':
    'mutation ($input: PayBillInput!) { payBill(input: $input) { __typename ... on BillPaymentRefused { reason } } }',
};
// oxlint-disable-next-line typescript/no-unsafe-type-assertion -- the keys are what the type says
const NAMES = Object.keys(OPERATIONS) as Operation[];
const CELLS = NAMES.flatMap((operation) =>
  VIEWER_KINDS.map((kind) => ({ operation, kind, permission: policy[operation][kind] })),
);
const REFUSED = CELLS.filter(({ permission }) => permission === 'no');

function viewerOf(kind: ViewerKind): Viewer {
  if (kind === 'nobody') return NOBODY;
  return kind === 'citizen' ? ANA_VIEWER : { kind, id: `${kind}-1` };
}

async function ask(operation: Operation, kind: ViewerKind, card = ANA_NUMBER) {
  const [taxOffice, audit] = [fakeTaxOffice(), inMemoryAudit()];
  const access = kind === 'staff' ? { purpose: 'COLLECTION', consent: 'LEGAL_BASIS' } : null;
  const payment = { billId: 'b1', amountCents: 6_320, paymentNumber: 'N1', paidOn: '2026-11-21' };
  const input = { card, ...payment, access, idempotencyKey: 'policy-0001' };
  const variables = { input, card, access, cards: [toRepresentation(ana)] };
  const part = startTaxPart({ taxOffice, audit });
  const answer = await part(OPERATIONS[operation], variables, viewerOf(kind));
  return { ...answer, asked: taxOffice.asked.length, written: audit.entries.length };
}

it.each(CELLS)('$operation by $kind: $permission', async ({ operation, kind, permission }) => {
  const { errors, asked, written } = await ask(operation, kind);
  const code = kind === 'nobody' ? 'UNAUTHENTICATED' : 'FORBIDDEN';
  const isAsked = permission !== 'no' && operation !== 'Query.taxAccesses' ? 1 : 0;
  expect({ codes: errors.map((error) => error.split(' ').at(-1)), asked, written }).toEqual({
    codes: permission === 'no' ? [code] : [],
    asked: isAsked,
    written: isAsked,
  });
});

it.each(REFUSED.filter(({ operation }) => operation !== 'Card.tax'))(
  '$operation by $kind: the same words for an absent card',
  async ({ operation, kind }) => {
    const existing = await ask(operation, kind);
    const absent = await ask(operation, kind, ABSENT_NUMBER);
    expect(existing.messages).toEqual([expect.any(String)]);
    expect(absent.messages).toEqual(existing.messages);
  },
);

it('tells a clerk that a card is unknown', async () => {
  const { data, written } = await ask('Mutation.payBill', 'staff', ABSENT_NUMBER);
  expect([data.payBill.reason, written]).toEqual(['CARD_UNKNOWN', 0]);
});
