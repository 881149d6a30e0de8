import { afterAll, beforeAll, beforeEach, expect, it } from '@jest/globals';
import { STAFF, startCards, type Cards } from './cards-harness.ts';
import { done, givenCard, type TestCard } from './cards-people.ts';

let cards: Cards;
let held: readonly TestCard[];

beforeAll(async () => {
  cards = await startCards();
  held = [await givenCard(cards), await givenCard(cards), await givenCard(cards)];
});
beforeEach(() => void cards.takeReads());
afterAll(async () => cards[Symbol.asyncDispose]());

const ABSENT = '9724330240000000017';

it('gives cards in the order asked, null where there is none, with one read for each relation', async () => {
  const numbers = [held[2]?.number, ABSENT, held[0]?.number, held[2]?.number];
  const query =
    'query ($n: [CardNumber!]!) { cards(numbers: $n) { number holder { id cards { number } } } }';
  const { data } = await cards.ask(STAFF, query, { n: numbers });
  const seen = (card: TestCard | undefined) => ({
    number: card?.number,
    holder: { id: card?.holder.id, cards: [{ number: card?.number }] },
  });
  expect(data).toEqual({ cards: [seen(held[2]), null, seen(held[0]), seen(held[2])] });
  expect(cards.takeReads()).toEqual(['cards', 'cardholders', 'cards']);
});

it('reads the cards of all entities at once', async () => {
  const representations = held.map(({ id }) => ({ __typename: 'Card', id }));
  const query = `query ($r: [_Any!]!) { _entities(representations: $r) { ... on Card {
    number version isUsable municipalLibraryNumber regionalLibraryNumber } } }`;
  const { data } = await cards.ask(STAFF, query, { r: representations });
  expect(data).toMatchObject({ _entities: held.map(({ number }) => ({ number, isUsable: true })) });
  expect(cards.takeReads()).toEqual(['cards']);
});

it('refuses more than 100 cards before it reads any', async () => {
  const query = 'query ($n: [CardNumber!]!) { cards(numbers: $n) { id } }';
  const { errors } = await cards.ask(STAFF, query, { n: Array(101).fill(ABSENT) });
  expect(errors).toMatchObject([{ extensions: { code: 'BAD_USER_INPUT' } }]);
  expect(cards.takeReads()).toEqual([]);
});

it('fails the cards of others one by one for a citizen', async () => {
  const [own, others] = held;
  const query = 'query ($n: [CardNumber!]!) { cards(numbers: $n) { number } }';
  const numbers = [others?.number, own?.number, ABSENT];
  const { data, errors } = await cards.ask(own?.viewer ?? STAFF, query, { n: numbers });
  expect(data).toEqual({ cards: [null, { number: own?.number }, null] });
  expect(errors?.map(({ path, message }) => [path?.join('.'), message])).toEqual([
    ['cards.0', 'You may not see or do this.'],
    ['cards.2', 'You may not see or do this.'],
  ]);
});

it('shows a citizen themselves, with all cards', async () => {
  const [own] = held;
  const query =
    '{ me { id displayName cards { number links { system } } ... on Person { givenName } } }';
  expect(await cards.ask(own?.viewer ?? STAFF, query)).toEqual({
    data: {
      me: {
        id: own?.holder.id,
        displayName: 'Ana Núñez García',
        cards: [{ number: own?.number, links: [] }],
        givenName: 'Ana',
      },
    },
  });
});

it('shows within one request what an earlier change of it did', async () => {
  const { number, viewer } = await givenCard(cards);
  const change = (field: string, reason = '') =>
    `${field}(input: { idempotencyKey: "in-one-${field}-1", number: "${number}" ${reason} })`;
  const { data } = await cards.ask(
    viewer,
    `mutation { a: ${change('blockCard', 'reason: DAMAGED')} { ... on CardBlocked { card { version } } }
      b: ${change('reportLost')} { ... on CardReportedLost { card { version } } } }`,
  );
  expect(data).toEqual({ a: { card: { version: 3 } }, b: { card: { version: 4 } } });
  await done(cards, STAFF, ['cancelCard', { number }]);
});
