import { expect, it } from '@jest/globals';
import { VIEWER_KINDS, type Viewer } from '../../domain/viewer.ts';
import { policy } from '../../subgraphs/sports/policy.ts';
import { bookingsFile, passesFile } from './sports-fake-port.ts';
import {
  ABSENT_NUMBER,
  ana,
  ANA_NUMBER,
  ANA_VIEWER,
  hours,
  nextKey,
  NOON,
  toPaths,
  useSports,
} from './sports-harness.ts';

const start = useSports();

const OPERATIONS = {
  'Mutation.bookSlot': {
    source: 'mutation ($input: BookSlotInput!) { told: bookSlot(input: $input) { __typename } }',
    input: { slotId: 'none' },
  },
  'Mutation.cancelBooking': {
    source:
      'mutation ($input: CancelBookingInput!) { told: cancelBooking(input: $input) { __typename } }',
    input: { bookingId: 'none' },
  },
} as const;
type Operation = keyof typeof OPERATIONS;

function viewerOf(kind: Viewer['kind']): Viewer {
  if (kind === 'nobody') return { kind };
  return kind === 'citizen' ? ANA_VIEWER : { kind, id: `${kind}-1` };
}

async function refusalOf(operation: Operation, viewer: Viewer, card: string) {
  await using sports = await start();
  const { source, input } = OPERATIONS[operation];
  const whole = { ...input, card, idempotencyKey: nextKey() };
  const { errors = [] } = await sports.ask(source, { input: whole }, viewer);
  return { code: toPaths(errors).join() || 'allowed', message: errors[0]?.message };
}

const CELLS = (Object.keys(OPERATIONS) as Operation[]).flatMap((operation) =>
  VIEWER_KINDS.map((kind) => ({ operation, kind, permission: policy[operation][kind] })),
);

it.each(CELLS)('$operation by $kind: $permission', async ({ operation, kind, permission }) => {
  const refused = `told ${kind === 'nobody' ? 'UNAUTHENTICATED' : 'FORBIDDEN'}`;
  const { code } = await refusalOf(operation, viewerOf(kind), ANA_NUMBER);
  expect(code).toBe(permission === 'no' ? refused : 'allowed');
});

it.each(CELLS.filter(({ permission }) => permission === 'own'))(
  "$operation refuses a $kind another's card in the words for an absent one",
  async ({ operation, kind }) => {
    const viewer: Viewer = { kind, id: 'leo' };
    const others = await refusalOf(operation, viewer, ANA_NUMBER);
    expect(others.code).toBe('told FORBIDDEN');
    expect(await refusalOf(operation, viewer, ABSENT_NUMBER)).toEqual(others);
  },
);

it.each(VIEWER_KINDS)('tells a %s that a card number is malformed', async (kind) => {
  const { code } = await refusalOf('Mutation.bookSlot', viewerOf(kind), '1234');
  expect(code).toBe('told BAD_USER_INPUT');
});

it.each(VIEWER_KINDS.map((kind) => ({ kind, permission: policy['Card.sports'][kind] })))(
  'Card.sports by $kind: $permission',
  async ({ kind, permission }) => {
    await using sports = await start();
    const { nightly } = sports.store;
    const when = { madeAt: hours(-8) };
    await nightly.replace(passesFile([], when), null, NOON);
    await nightly.replace(bookingsFile([], when), null, NOON);
    const { id, isUsable, sportsMemberNumber } = ana;
    const cards = [{ __typename: 'Card', id, isUsable, sportsMemberNumber }];
    const query =
      'query ($cards: [_Any!]!) { _entities(representations: $cards) { ... on Card { sports { passes { name } } } } }';
    const { errors } = await sports.ask(query, { cards }, viewerOf(kind));
    const code = kind === 'nobody' ? 'UNAUTHENTICATED' : 'FORBIDDEN';
    expect(toPaths(errors)).toEqual(permission === 'no' ? [`_entities.0.sports ${code}`] : []);
  },
);
