import { afterAll, beforeAll, beforeEach, expect, it } from '@jest/globals';
import { KIOSK, NOON, STAFF, startCards, type Answer, type Cards } from './cards-harness.ts';
import { done, eventsOf, givenCard, mutate, newPerson, nextKey } from './cards-people.ts';

let cards: Cards;

beforeAll(async () => {
  cards = await startCards();
});
beforeEach(() => {
  cards.now = NOON;
});
afterAll(async () => cards[Symbol.asyncDispose]());

/** Without what is hidden from clients: that is told as it stands now. */
function shown(answer: Answer): string {
  const hidden = /^(?:version|isUsable|(?:municipal|regional)LibraryNumber)$/;
  return JSON.stringify(answer, (name, value: unknown) => (hidden.test(name) ? undefined : value));
}

it('gives the first result byte for byte when the card has moved on, also after a restart', async () => {
  const { id, number, viewer } = await givenCard(cards);
  const block = ['blockCard', { number, reason: 'DAMAGED', idempotencyKey: nextKey() }] as const;
  const first = shown(await mutate(cards, viewer, [...block]));
  await done(cards, STAFF, ['unblockCard', { number }]);
  await done(cards, STAFF, ['replaceCard', { number }]);
  cards.now = new Date('2027-03-02T10:59:59Z');
  await cards.reconnect();
  expect(shown(await mutate(cards, viewer, [...block]))).toBe(first);
  expect(first).toContain('"status":"BLOCKED"');
  expect(
    (await eventsOf(cards, id)).filter((event) => event.endsWith('card.blocked')),
  ).toHaveLength(1);
});

it('opens nothing with an earlier result that the card no longer opens', async () => {
  const { number, viewer } = await givenCard(cards);
  const link = { number, system: 'LIBRARY', account: 'M-replayed', proof: { pin: '1' } };
  const wish = ['linkAccount', { ...link, idempotencyKey: nextKey() }] as const;
  const powers = { isUsable: true, municipalLibraryNumber: 'M-replayed', version: 3 };
  expect((await done(cards, viewer, [...wish])).card).toMatchObject(powers);
  await done(cards, STAFF, ['unlinkAccount', { number, system: 'LIBRARY' }]);
  await done(cards, STAFF, ['blockCard', { number, reason: 'DAMAGED' }]);
  expect((await done(cards, viewer, [...wish])).card).toMatchObject({
    status: 'ACTIVE',
    links: [{ accountEnding: 'ayed' }],
    isUsable: false,
    municipalLibraryNumber: null,
    version: 5,
  });
});

it('has one effect for two and for twenty at once, all told the same', async () => {
  const wish = ['issueCard', { person: newPerson(), idempotencyKey: nextKey() }] as const;
  const answers = await Promise.all(
    Array.from({ length: 20 }, () => mutate(cards, STAFF, [...wish])),
  );
  const [first = '', ...others] = answers.map((answer) => JSON.stringify(answer));
  expect(first).toContain('CardIssued');
  expect(new Set([first, ...others]).size).toBe(1);
});

it('gives a refusal again too, although the card would now allow the move', async () => {
  const { number } = await givenCard(cards, { isActive: false });
  const unblock = ['unblockCard', { number, idempotencyKey: nextKey() }] as const;
  const first = await mutate(cards, STAFF, [...unblock]);
  await done(cards, STAFF, ['blockCard', { number, reason: 'DAMAGED' }]);
  expect(await mutate(cards, STAFF, [...unblock])).toEqual(first);
});

it('refuses a key that was used for another input or operation', async () => {
  const { number, viewer } = await givenCard(cards);
  const idempotencyKey = nextKey();
  await done(cards, viewer, ['blockCard', { number, reason: 'DAMAGED', idempotencyKey }]);
  const wishes = [
    ['blockCard', { number, reason: 'HOLDER_REQUEST', idempotencyKey }],
    ['reportLost', { number, idempotencyKey }],
  ] as const;
  for (const [field, input] of wishes) {
    expect(await mutate(cards, viewer, [field, input])).toMatchObject({
      errors: [{ extensions: { code: 'CONFLICT' } }],
    });
  }
});

it('keeps the keys of two viewers apart', async () => {
  const { number } = await givenCard(cards);
  const idempotencyKey = nextKey();
  await done(cards, STAFF, ['blockCard', { number, reason: 'DAMAGED', idempotencyKey }]);
  const { card } = await done(cards, KIOSK, ['reportLost', { number, idempotencyKey }]);
  expect(card).toMatchObject({ status: 'LOST' });
});

it('forgets a key after 24 hours', async () => {
  const { number } = await givenCard(cards);
  const block = ['blockCard', { number, reason: 'DAMAGED', idempotencyKey: nextKey() }] as const;
  await done(cards, STAFF, [...block]);
  cards.now = new Date(NOON.getTime() + 24 * 60 * 60 * 1000);
  expect(await mutate(cards, STAFF, [...block])).toMatchObject({
    data: { result: { reason: 'WRONG_STATUS' } },
  });
});

it.each(['short', 'x'.repeat(129), 'with\nline break'])('refuses the key %j', async (key) => {
  const wish = ['issueCard', { person: newPerson(), idempotencyKey: key }] as const;
  expect(await mutate(cards, STAFF, [...wish])).toMatchObject({
    errors: [{ message: expect.stringMatching(/idempotency key/) }],
  });
});

it('lets two different moves of one card at once have one winner', async () => {
  const { id, number, viewer } = await givenCard(cards);
  const answers = await Promise.all([
    mutate(cards, viewer, ['blockCard', { number, reason: 'HOLDER_REQUEST' }]),
    mutate(cards, STAFF, ['blockCard', { number, reason: 'DAMAGED' }]),
  ]);
  const text = JSON.stringify(answers);
  expect([text.match(/CardBlocked/g)?.length, text.match(/WRONG_STATUS/g)?.length]).toEqual([1, 1]);
  expect(await eventsOf(cards, id)).toHaveLength(3);
});
