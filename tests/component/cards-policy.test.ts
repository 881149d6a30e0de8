import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { VIEWER_KINDS, type Viewer, type ViewerKind } from '../../domain/viewer.ts';
import { policy, type Operation } from '../../subgraphs/cards/policy.ts';
import { startCards, type Answer, type Cards } from './cards-harness.ts';
import { givenCard, nextKey, type TestCard } from './cards-people.ts';

let cards: Cards;
let own: TestCard;
let foreign: TestCard;

/** A right number that no card has. */
const ABSENT = '9724330240000000017';

beforeAll(async () => {
  cards = await startCards();
  own = await givenCard(cards, { chipUid: '04AAAAAAAAAA01' });
  foreign = await givenCard(cards, { chipUid: '04BBBBBBBBBB02' });
});
afterAll(async () => cards[Symbol.asyncDispose]());

type Target = {
  readonly number: string;
  readonly id: string;
  readonly holderId: string;
  readonly chip: string;
};

const mutation = (field: string, more: (target: Target) => string) => (target: Target) =>
  `mutation { ${field}(input: { idempotencyKey: "${nextKey()}" ${more(target)} }) { __typename } }`;
const entity = (type: string, id: string) =>
  `{ _entities(representations: [{ __typename: "${type}", id: "${id}" }]) { __typename } }`;
const ofCard = ({ number }: Target) => `number: "${number}"`;

/** How each operation is asked about a card. */
const ASK: Readonly<Record<Operation, (target: Target) => string>> = {
  'Query.card': ({ number }) => `{ card(number: "${number}") { id } }`,
  'Query.cardByChip': ({ chip }) => `{ cardByChip(uid: "${chip}", encoding: HEX_MSB) { id } }`,
  'Query.me': () => '{ me { id } }',
  'Query.cards': ({ number }) => `{ cards(numbers: ["${number}"]) { id } }`,
  'Query.searchCardholders': () => '{ searchCardholders(name: "ana") { endCursor } }',
  'Query.linkProposals': () => '{ linkProposals { endCursor } }',
  'Card.revocations': ({ number }) => `{ card(number: "${number}") { revocations { state } } }`,
  'Entity.Card': ({ id }) => entity('Card', id),
  'Entity.Cardholder': ({ holderId }) => entity('Person', holderId),
  'Mutation.issueCard': mutation('issueCard', () => 'holderId: "nobody-here"'),
  'Mutation.activateCard': mutation('activateCard', ofCard),
  'Mutation.blockCard': mutation('blockCard', (target) => `${ofCard(target)} reason: DAMAGED`),
  'Mutation.unblockCard': mutation('unblockCard', ofCard),
  'Mutation.reportLost': mutation('reportLost', ofCard),
  'Mutation.replaceCard': mutation('replaceCard', ofCard),
  'Mutation.cancelCard': mutation('cancelCard', ofCard),
  'Mutation.linkAccount': mutation(
    'linkAccount',
    (target) => `${ofCard(target)} system: LIBRARY account: "M-1" proof: { pin: "1" }`,
  ),
  'Mutation.decideLinkProposal': mutation(
    'decideLinkProposal',
    () => 'proposalId: "none" decision: REJECT',
  ),
  'Mutation.unlinkAccount': mutation(
    'unlinkAccount',
    (target) => `${ofCard(target)} system: LIBRARY`,
  ),
};

function viewerOf(kind: ViewerKind): Viewer {
  if (kind === 'nobody') return { kind };
  return kind === 'citizen' ? own.viewer : { kind, id: `${kind}-1` };
}

function targets(): Readonly<Record<'own' | 'foreign' | 'absent', Target>> {
  return {
    own: { ...own, holderId: own.holder.id, chip: '04AAAAAAAAAA01' },
    foreign: { ...foreign, holderId: foreign.holder.id, chip: '04BBBBBBBBBB02' },
    absent: { number: ABSENT, id: 'card-absent', holderId: 'absent', chip: '04CCCCCCCCCC03' },
  };
}

function refusalOf({ errors }: Answer): readonly unknown[] {
  return (errors ?? []).map(({ message, extensions }) => [message, extensions?.['code']]);
}

const FORBIDDEN = [['You may not see or do this.', 'FORBIDDEN']];
const UNAUTHENTICATED = [['Sign in to ask this.', 'UNAUTHENTICATED']];

/** Operations that are about one card or holder, so that one can be another's or absent. */
const ABOUT_ONE = (operation: string) =>
  !/me$|search|linkProposals|issueCard|decide/.test(operation);

// oxlint-disable-next-line typescript/no-unsafe-type-assertion -- keys of the table
const OPERATIONS = Object.keys(policy) as Operation[];
const cells = OPERATIONS.flatMap((operation) =>
  VIEWER_KINDS.map((kind) => [operation, kind, policy[operation][kind]] as const),
);

/** Where there is no card that the viewer may see, there is no field of it to refuse. */
const IS_FIELD = (operation: string, kind: ViewerKind) =>
  operation.startsWith('Card.') && policy['Query.card'][kind] !== 'no';

it.each(
  cells.filter(([operation, kind, permission]) => permission === 'no' && IS_FIELD(operation, kind)),
)('%s refuses a %s who may see the card', async (operation, kind) => {
  const answer = await cards.ask(viewerOf(kind), ASK[operation](targets().own));
  expect(refusalOf(answer)).toEqual(FORBIDDEN);
});

it.each(
  cells.filter(
    ([operation, kind, permission]) => permission === 'no' && !IS_FIELD(operation, kind),
  ),
)('%s refuses a %s the same whether the card is there or not', async (operation, kind) => {
  const { own: there, absent } = targets();
  const refusals = [];
  for (const target of [there, absent]) {
    refusals.push(refusalOf(await cards.ask(viewerOf(kind), ASK[operation](target))));
  }
  const refusal = kind === 'nobody' ? UNAUTHENTICATED : FORBIDDEN;
  expect(refusals).toEqual([refusal, refusal]);
});

it.each(cells.filter(([, , permission]) => permission !== 'no'))(
  '%s is open to a %s: %s',
  async (operation, kind) => {
    const answer = await cards.ask(viewerOf(kind), ASK[operation](targets().own));
    expect(refusalOf(answer)).toEqual([]);
  },
);

it.each(cells.filter(([operation, , permission]) => permission === 'own' && ABOUT_ONE(operation)))(
  "%s refuses a %s another's card and an absent one alike",
  async (operation, kind) => {
    const { foreign: anothers, absent } = targets();
    const refusals = [];
    for (const target of [anothers, absent]) {
      refusals.push(refusalOf(await cards.ask(viewerOf(kind), ASK[operation](target))));
    }
    expect(refusals).toEqual([FORBIDDEN, FORBIDDEN]);
  },
);

it.each(VIEWER_KINDS)(
  'tells a %s that a number is malformed before anything else',
  async (kind) => {
    const query = 'query ($n: CardNumber!) { card(number: $n) { id } }';
    for (const n of ['9724', 9724330240000000, ['9724330240000000017'], { a: 1 }]) {
      const answer = await cards.ask(viewerOf(kind), query, { n });
      expect(refusalOf(answer)).toEqual([[expect.stringMatching(/card number/), 'BAD_USER_INPUT']]);
    }
  },
);

it('gives staff null for an absent card', async () => {
  const answer = await cards.ask(viewerOf('staff'), ASK['Query.card'](targets().absent));
  expect(answer).toEqual({ data: { card: null } });
});
