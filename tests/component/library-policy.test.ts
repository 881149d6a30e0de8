import { expect, it } from '@jest/globals';
import { VIEWER_KINDS, type Viewer } from '../../domain/viewer.ts';
import { policy } from '../../subgraphs/library/policy.ts';
import {
  ANA_NUMBER,
  ANA_VIEWER,
  askLibrary,
  fakeLibrary,
  loan,
  startLibraryPart,
  toPaths,
} from './library-harness.ts';

const ABSENT_NUMBER = '9724330240000000025';
const key = { idempotencyKey: 'policy-0001' };
const OPERATIONS = {
  'Mutation.renewLoan': {
    source:
      'mutation ($input: RenewLoanInput!) { told: renewLoan(input: $input) { ... on RenewalRefused { reason } } }',
    input: { ...key, loanId: 'library:1' },
  },
  'Mutation.renewAllLoans': {
    source:
      'mutation ($input: RenewAllLoansInput!) { told: renewAllLoans(input: $input) { ... on RenewalRefused { reason } } }',
    input: key,
  },
  'Mutation.payLibraryCharge': {
    source:
      'mutation ($input: PayLibraryChargeInput!) { told: payLibraryCharge(input: $input) { ... on PaymentRefused { reason } } }',
    input: { ...key, chargeId: 'library:1', amountCents: 100, receipt: 'r-1' },
  },
} as const;
type Operation = keyof typeof OPERATIONS;

function viewerOf(kind: Viewer['kind']): Viewer {
  if (kind === 'nobody') return { kind };
  return kind === 'citizen' ? ANA_VIEWER : { kind, id: `${kind}-1` };
}

async function codeFor(operation: Operation, viewer: Viewer, card: string) {
  const library = fakeLibrary('library', () => ({ loans: { value: [loan('1', 'Nada')] } }));
  const { source, input } = OPERATIONS[operation];
  const ask = startLibraryPart({ library });
  const { errors } = await ask(source, { input: { ...input, card } }, viewer);
  return toPaths(errors).join() || 'allowed';
}

const CELLS = (Object.keys(OPERATIONS) as Operation[]).flatMap((operation) =>
  VIEWER_KINDS.map((kind) => ({ operation, kind, permission: policy[operation][kind] })),
);

it.each(CELLS)('$operation by $kind: $permission', async ({ operation, kind, permission }) => {
  const code = kind === 'nobody' ? 'UNAUTHENTICATED' : 'FORBIDDEN';
  const expected = permission === 'no' ? `told ${code}` : 'allowed';
  expect(await codeFor(operation, viewerOf(kind), ANA_NUMBER)).toBe(expected);
});

it.each(CELLS.filter(({ kind, permission }) => kind !== 'nobody' && permission !== 'yes'))(
  '$operation by $kind: one code for an absent card',
  async ({ operation, kind }) => {
    expect(await codeFor(operation, viewerOf(kind), ABSENT_NUMBER)).toBe('told FORBIDDEN');
  },
);

it.each(Object.values(OPERATIONS))(
  'tells a clerk that a card is unknown: $source',
  async (asked) => {
    const ask = startLibraryPart({});
    const { data } = await ask(asked.source, { input: { ...asked.input, card: ABSENT_NUMBER } });
    expect(data).toEqual({ told: { reason: 'CARD_UNKNOWN' } });
  },
);

it.each(['Mutation.renewLoan', 'Mutation.renewAllLoans'] as const)(
  "%s refuses a citizen another's card in the words for an absent one",
  async (operation) => {
    const { source, input } = OPERATIONS[operation];
    const ask = startLibraryPart({});
    const messages = [];
    for (const card of [ANA_NUMBER, ABSENT_NUMBER]) {
      const leo: Viewer = { kind: 'citizen', id: 'leo' };
      const { errors } = await ask(source, { input: { ...input, card } }, leo);
      messages.push(errors?.[0]?.message);
    }
    expect(messages[0]).toMatch(/refused/);
    expect(messages[1]).toBe(messages[0]);
  },
);

it.each(VIEWER_KINDS.map((kind) => ({ kind, permission: policy['Card.library'][kind] })))(
  'Card.library by $kind: $permission',
  async ({ kind, permission }) => {
    const code = kind === 'nobody' ? 'UNAUTHENTICATED' : 'FORBIDDEN';
    const { library, errors } = await askLibrary({}, 'mayBorrow', { viewer: viewerOf(kind) });
    const refused = { library: null, errors: [`_entities.0.library ${code}`] };
    expect({ library, errors }).toEqual(
      permission === 'no' ? refused : { library: { mayBorrow: true }, errors: [] },
    );
  },
);
