import { expect, it } from '@jest/globals';
import { NOBODY, VIEWER_KINDS, type Viewer, type ViewerKind } from '../../domain/viewer.ts';
import { policy } from '../../subgraphs/transport/policy.ts';
import {
  ana,
  ANA_NUMBER,
  ANA_VIEWER,
  fakeTransport,
  startTransportPart,
  toRepresentation,
} from './transport-harness.ts';

const ABSENT_NUMBER = '9724330240000000025';

const OPERATIONS: Readonly<Record<keyof typeof policy, string>> = {
  'Query.stops': '{ told: stops { id } }',
  'Query.stop': '{ told: stop(id: "s1") { id } }',
  'Query.lines': '{ told: lines { id } }',
  'Card.transport':
    'query ($cards: [_Any!]!) { _entities(representations: $cards) { ... on Card { told: transport { state } } } }',
  'Mutation.topUp':
    'mutation ($input: TopUpInput!) { told: topUp(input: $input) { __typename ... on TopUpRefused { reason } } }',
};
// oxlint-disable-next-line typescript/no-unsafe-type-assertion -- the keys are what the type says
const NAMES = Object.keys(OPERATIONS) as (keyof typeof policy)[];
const CELLS = NAMES.flatMap((operation) =>
  VIEWER_KINDS.map((kind) => ({ operation, kind, permission: policy[operation][kind] })),
);

function viewerOf(kind: ViewerKind): Viewer {
  if (kind === 'nobody') return NOBODY;
  return kind === 'citizen' ? ANA_VIEWER : { kind, id: `${kind}-1` };
}

function ask(operation: keyof typeof policy, kind: ViewerKind, card = ANA_NUMBER) {
  const transport = fakeTransport();
  const input = { card, amountCents: 1_000, receipt: 'r', idempotencyKey: 'policy-0001' };
  const asked = startTransportPart({ transport })(
    OPERATIONS[operation],
    { input, cards: [toRepresentation(ana)] },
    viewerOf(kind),
  );
  return asked.then((answer) => ({ ...answer, transport }));
}

it.each(CELLS)('$operation by $kind: $permission', async ({ operation, kind, permission }) => {
  const { errors, transport } = await ask(operation, kind);
  const code = kind === 'nobody' ? 'UNAUTHENTICATED' : 'FORBIDDEN';
  const codes = errors.map((error) => error.split(' ').at(-1));
  const asked = transport.asked.length + transport.topUps.length;
  const isAsked = permission !== 'no' && !operation.startsWith('Query.');
  expect([codes, asked]).toEqual([permission === 'no' ? [code] : [], isAsked ? 1 : 0]);
});

it.each(VIEWER_KINDS.filter((kind) => policy['Mutation.topUp'][kind] === 'no'))(
  'refuses a top-up by %s in the same words for an absent card',
  async (kind) => {
    const existing = await ask('Mutation.topUp', kind);
    const absent = await ask('Mutation.topUp', kind, ABSENT_NUMBER);
    expect(existing.messages).toEqual([expect.any(String)]);
    expect(absent.messages).toEqual(existing.messages);
  },
);

it('tells a clerk that a card is unknown', async () => {
  const { data } = await ask('Mutation.topUp', 'staff', ABSENT_NUMBER);
  expect(data.told.reason).toBe('CARD_UNKNOWN');
});
