import { afterAll, beforeAll, beforeEach, expect, it } from '@jest/globals';
import type { Errand } from '../../platform/stores/errands.ts';
import { NOON, STAFF, startCards, type Cards } from './cards-harness.ts';
import { done, givenCard, mutate, nextKey, resultOf, type TestCard } from './cards-people.ts';

let cards: Cards;

beforeAll(async () => {
  cards = await startCards();
});
beforeEach(() => void (cards.now = NOON));
afterAll(async () => cards[Symbol.asyncDispose]());

const BLOCK = { reason: 'HOLDER_REQUEST' };

/** A card in use that is linked to this transport card. */
async function givenLinked(account: string): Promise<TestCard> {
  const card = await givenCard(cards);
  const { number } = card;
  const wish = { number, system: 'TRANSPORT', account, proof: { pin: '1234' } };
  const { proposalId } = await done(cards, card.viewer, ['linkAccount', wish]);
  await done(cards, STAFF, ['decideLinkProposal', { proposalId, decision: 'ACCEPT' }]);
  return card;
}

async function errandsOf({ id }: Pick<TestCard, 'id'>): Promise<readonly Errand[]> {
  const found = await cards.errands().findByCards([id]);
  return found.toSorted((a, b) => (a.id < b.id ? -1 : 1));
}

/** What is told to whom: `version type consumer`, and the secret. */
async function toldOf(card: Pick<TestCard, 'id'>): Promise<readonly unknown[]> {
  const found = await errandsOf(card);
  return Promise.all(
    found.map(async ({ id, version, type, consumer }) => [
      `${version} ${type} ${consumer}`,
      (await cards.errands().find(id))?.secret,
    ]),
  );
}

const REVOCATIONS = `revocations {
  system cause requestedAt state tries lastFailure lastFailedAt nextTryAt doneAt }`;

async function revocationsOf(number: string): Promise<unknown> {
  const query = `query ($n: CardNumber!) { card(number: $n) { ${REVOCATIONS} } }`;
  const { data } = await cards.ask(STAFF, query, { n: number });
  return (data?.['card'] as { readonly revocations: unknown } | undefined)?.revocations;
}

/** What the sync role does with the errands of a card. */
async function finish(card: TestCard, consumer: string, hadEffect = true): Promise<void> {
  for (const errand of await errandsOf(card)) {
    if (errand.consumer === consumer) {
      await cards.errands().markDone(errand.id, { at: NOON, hadEffect });
    }
  }
}

async function unblock({ number }: TestCard): Promise<unknown> {
  const { data, errors } = await cards.ask(
    STAFF,
    `mutation ($input: UnblockCardInput!) { unblockCard(input: $input) {
      ... on CardUnblocked { card { status } lasting { system state } message } } }`,
    { input: { number, idempotencyKey: nextKey() } },
  );
  return data?.['unblockCard'] ?? errors;
}

it.each([
  ['blockCard', 'card.blocked', BLOCK],
  ['reportLost', 'card.lost', {}],
  ['cancelCard', 'card.cancelled', {}],
])('%s tells transport of the linked account, and parking', async (field, type, more) => {
  const card = await givenLinked(`T-${field}`);
  await done(cards, STAFF, [field, { number: card.number, ...more }]);
  expect(await toldOf(card)).toEqual([
    [`4 ${type} parking`, null],
    [`4 ${type} transport`, `T-${field}`],
  ]);
});

it('tells parking alone of a card that transport does not know', async () => {
  const card = await givenCard(cards);
  await done(cards, card.viewer, ['blockCard', { number: card.number, ...BLOCK }]);
  expect(await toldOf(card)).toEqual([['3 card.blocked parking', null]]);
});

it('tells parking which card takes the place of another, and that is no revocation', async () => {
  const old = await givenLinked('T-replaced');
  const { card } = await done(cards, STAFF, ['replaceCard', { number: old.number }]);
  const [errand, ...others] = await errandsOf(old);
  expect([errand, others]).toMatchObject([
    { type: 'card.replaced', consumer: 'parking', otherCardId: card.id },
    [],
  ]);
  expect(await revocationsOf(old.number)).toEqual([]);
});

it('tells nobody of a change that is refused, or of one that stops nothing', async () => {
  const card = await givenLinked('T-refused');
  await done(cards, STAFF, ['blockCard', { number: card.number, ...BLOCK }]);
  const refused = await resultOf(cards, STAFF, ['blockCard', { number: card.number, ...BLOCK }]);
  await done(cards, STAFF, ['unblockCard', { number: card.number }]);
  await done(cards, STAFF, ['unlinkAccount', { number: card.number, system: 'TRANSPORT' }]);
  expect([refused, await errandsOf(card)]).toMatchObject([
    { reason: 'WRONG_STATUS' },
    [{ version: 4 }, { version: 4 }],
  ]);
});

it('shows staff how far each revocation is', async () => {
  const card = await givenLinked('T-shown');
  await done(cards, STAFF, ['blockCard', { number: card.number, ...BLOCK }]);
  await finish(card, 'parking');
  const [, transport] = await errandsOf(card);
  if (transport === undefined) throw new Error('transport is not told');
  const [at, dueAt] = [NOON, new Date(NOON.getTime() + 1_000)];
  const failure = { code: 'UPSTREAM_UNAVAILABLE', at, dueAt };
  await cards.errands().markFailed(transport, failure);
  const same = { cause: 'BLOCKED', requestedAt: NOON.toISOString() };
  const none = { tries: 0, lastFailure: null, lastFailedAt: null, nextTryAt: null };
  const failed = { tries: 1, lastFailure: failure.code, lastFailedAt: at.toISOString() };
  expect(await revocationsOf(card.number)).toEqual([
    {
      ...same,
      system: 'TRANSPORT',
      state: 'WAITING',
      ...failed,
      nextTryAt: dueAt.toISOString(),
      doneAt: null,
    },
    { ...same, system: 'PARKING', state: 'DONE', ...none, doneAt: NOON.toISOString() },
  ]);
});

it('shows staff that a system refused', async () => {
  const card = await givenLinked('T-unknown');
  await done(cards, STAFF, ['reportLost', { number: card.number }]);
  const failure = { code: 'UPSTREAM_REJECTED', at: NOON, dueAt: NOON };
  for (const errand of await errandsOf(card)) await cards.errands().markFailed(errand, failure);
  const refused = { cause: 'LOST', state: 'REFUSED', lastFailure: 'UPSTREAM_REJECTED' };
  expect(await revocationsOf(card.number)).toMatchObject([refused, refused]);
});

it('says what unblocking cannot undo, done or not', async () => {
  const card = await givenLinked('T-lasting');
  await done(cards, STAFF, ['blockCard', { number: card.number, ...BLOCK }]);
  await finish(card, 'transport');
  expect(await unblock(card)).toEqual({
    card: { status: 'ACTIVE' },
    lasting: [
      { system: 'TRANSPORT', state: 'DONE' },
      { system: 'PARKING', state: 'WAITING' },
    ],
    message: expect.stringMatching(/blocked the card for good.* Parking could not be told/),
  });
});

it('says that a system refused what it was to do, not that it will do it', async () => {
  const card = await givenLinked('T-said-no');
  await done(cards, STAFF, ['blockCard', { number: card.number, ...BLOCK }]);
  const failure = { code: 'UPSTREAM_REJECTED', at: NOON, dueAt: NOON };
  for (const errand of await errandsOf(card)) await cards.errands().markFailed(errand, failure);
  const { message } = (await unblock(card)) as { readonly message: string };
  expect(message).toMatch(/^Public transport refused the block.* Parking refused the block/);
  expect(message).not.toContain('will be');
});

it('says nothing of what there was nothing of', async () => {
  const card = await givenCard(cards);
  await done(cards, STAFF, ['blockCard', { number: card.number, ...BLOCK }]);
  await finish(card, 'parking', false);
  expect(await unblock(card)).toEqual({ card: { status: 'ACTIVE' }, lasting: [], message: null });
});

it('says of the last block alone what lasts', async () => {
  const card = await givenCard(cards);
  await done(cards, STAFF, ['blockCard', { number: card.number, ...BLOCK }]);
  await finish(card, 'parking');
  await unblock(card);
  cards.now = new Date(NOON.getTime() + 60_000);
  await done(cards, STAFF, ['blockCard', { number: card.number, ...BLOCK }]);
  const [, second] = await errandsOf(card);
  await cards.errands().markDone(second?.id ?? '', { at: NOON, hadEffect: false });
  expect(await unblock(card)).toMatchObject({ lasting: [], message: null });
});

it('gives the same bytes to a repeated block, however far its revocations are by then', async () => {
  const card = await givenLinked('T-same');
  const input = { number: card.number, ...BLOCK, idempotencyKey: nextKey() };
  const text = `mutation ($input: BlockCardInput!) { blockCard(input: $input) {
    ... on CardBlocked { card { ${REVOCATIONS} } } } }`;
  const first = await cards.ask(STAFF, text, { input });
  await finish(card, 'transport');
  await finish(card, 'parking');
  expect(await cards.ask(STAFF, text, { input })).toEqual(first);
  expect(JSON.stringify(first)).toContain('"state":"WAITING"');
});

it('reads the revocations of many cards at once', async () => {
  const held = [await givenCard(cards), await givenCard(cards), await givenCard(cards)];
  for (const { number } of held) await done(cards, STAFF, ['blockCard', { number, ...BLOCK }]);
  cards.takeReads();
  const query = `query ($n: [CardNumber!]!) { cards(numbers: $n) { ${REVOCATIONS} } }`;
  const { data } = await cards.ask(STAFF, query, { n: held.map(({ number }) => number) });
  expect(data).toMatchObject({ cards: held.map(() => ({ revocations: [{ state: 'WAITING' }] })) });
  expect(cards.takeReads()).toEqual(['cards', 'errands']);
});

it('keeps the account of an errand unreadable', async () => {
  const card = await givenLinked('T-4711-0815');
  await mutate(cards, STAFF, ['cancelCard', { number: card.number }]);
  const rows = await cards.connection().collection('errands').find({ cardId: card.id }).toArray();
  expect(rows).toHaveLength(2);
  expect(JSON.stringify(rows)).not.toContain('4711');
});
