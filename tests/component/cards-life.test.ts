import { afterAll, beforeAll, beforeEach, expect, it } from '@jest/globals';
import { KIOSK, NOON, STAFF, startCards, type Cards } from './cards-harness.ts';
import {
  done,
  eventsOf,
  givenCard,
  newPerson,
  nextDni,
  resultOf,
  statusOf,
} from './cards-people.ts';

let cards: Cards;

beforeAll(async () => {
  cards = await startCards();
});
beforeEach(() => {
  cards.now = NOON;
});
afterAll(async () => cards[Symbol.asyncDispose]());

it('issues a card to a new person, ready to be activated', async () => {
  const { card } = await done(cards, STAFF, ['issueCard', { person: newPerson() }]);
  const holder = {
    __typename: 'Person',
    id: expect.any(String),
    displayName: 'Ana Núñez García',
    kind: 'RESIDENT',
    cards: [{ number: card.number, status: 'ISSUED' }],
  };
  expect(card).toMatchObject({ status: 'ISSUED', version: 1, isUsable: false, holder, links: [] });
  expect(card).toMatchObject({ validFrom: NOON.toISOString(), validUntil: null });
  expect(card.number).toMatch(/^972433024\d{10}$/);
  expect(await eventsOf(cards, card.id)).toEqual(['1 card.issued']);
});

it('leads a card through its life, each change with its version and event', async () => {
  const { id, number, viewer } = await givenCard(cards);
  await done(cards, viewer, ['blockCard', { number, reason: 'HOLDER_REQUEST' }]);
  await done(cards, STAFF, ['unblockCard', { number }]);
  await done(cards, KIOSK, ['reportLost', { number }]);
  const { card } = await done(cards, STAFF, ['cancelCard', { number }]);
  expect(card).toMatchObject({ status: 'CANCELLED', version: 6, isUsable: false });
  expect(await eventsOf(cards, id)).toEqual([
    '1 card.issued',
    '2 card.activated',
    '3 card.blocked',
    '4 card.unblocked',
    '5 card.lost',
    '6 card.cancelled',
  ]);
});

it('refuses a move that the state does not allow, and changes nothing', async () => {
  const { id, number } = await givenCard(cards, { isActive: false });
  expect(await resultOf(cards, STAFF, ['unblockCard', { number }])).toEqual({
    __typename: 'CardRefused',
    reason: 'WRONG_STATUS',
    message: 'The card is issued, so it cannot be unblocked.',
  });
  expect(await eventsOf(cards, id)).toEqual(['1 card.issued']);
});

it('tells staff that there is no such card', async () => {
  const number = '9724330240000000017';
  expect(await resultOf(cards, STAFF, ['reportLost', { number }])).toMatchObject({
    reason: 'CARD_UNKNOWN',
  });
});

it('expires a card by the clock alone, for reading and for changes', async () => {
  const validUntil = '2027-03-02T00:00:00+01:00';
  const { number } = await givenCard(cards, { validUntil });
  expect(await statusOf(cards, number)).toEqual({ status: 'ACTIVE' });
  cards.now = new Date('2027-03-01T23:00:00Z');
  expect(await statusOf(cards, number)).toEqual({ status: 'EXPIRED' });
  const refused = { message: 'The card is expired, so it cannot be reported lost.' };
  expect(await resultOf(cards, STAFF, ['reportLost', { number }])).toMatchObject(refused);
});

it('replaces a card: another number, the same holder, the accounts moved, the old one dead', async () => {
  const old = await givenCard(cards, { chipUid: '04A1B2C3D4E580' });
  const account = { system: 'LIBRARY', account: 'M-replaced', proof: { pin: '1234' } };
  await done(cards, old.viewer, ['linkAccount', { number: old.number, ...account }]);
  await done(cards, STAFF, ['reportLost', { number: old.number }]);
  const wish = { number: old.number, chipUid: '04A1B2C3D4E581' };
  const { card, oldCard } = await done(cards, STAFF, ['replaceCard', wish]);
  expect(oldCard).toMatchObject({
    status: 'REPLACED',
    replacedBy: { number: card.number, status: 'ISSUED' },
    municipalLibraryNumber: null,
    version: 5,
  });
  expect(card).toMatchObject({ version: 1, municipalLibraryNumber: 'M-replaced' });
  expect(card.holder.id).toBe(old.holder.id);
  expect(card.number).not.toBe(old.number);
  expect([await eventsOf(cards, old.id), await eventsOf(cards, card.id)]).toEqual([
    expect.arrayContaining(['5 card.replaced']),
    ['1 card.issued'],
  ]);
});

it('gives a replacement a medium token of its own', async () => {
  const old = await givenCard(cards);
  await done(cards, STAFF, ['replaceCard', { number: old.number }]);
  const held = cards.connection().collection('cards').find({ holderId: old.holder.id });
  const tokens = (await held.toArray()).map((row) =>
    cards.secrets.seal.open(String(row['sealedToken']), `medium-token:${String(row._id)}`),
  );
  expect(tokens).toEqual([expect.stringMatching(/^[0-9a-f]{32}$/), expect.any(String)]);
  expect(new Set(tokens).size).toBe(2);
});

it('does not put an old chip into a new card', async () => {
  const chipUid = '04A1B2C3D4E590';
  const { number } = await givenCard(cards, { chipUid });
  const refused = { reason: 'CHIP_IN_USE' };
  expect(await resultOf(cards, STAFF, ['replaceCard', { number, chipUid }])).toMatchObject(refused);
  const wish = { person: newPerson(), chipUid };
  expect(await resultOf(cards, STAFF, ['issueCard', wish])).toMatchObject(refused);
});

it('replaces an expired card of a visitor only with an end that lies ahead', async () => {
  const person = newPerson({ isVisitor: true });
  const { number } = await givenCard(cards, { person, validUntil: '2027-03-05T00:00:00Z' });
  cards.now = new Date('2027-04-01T00:00:00Z');
  const ask = (validUntil: string | null) =>
    resultOf(cards, STAFF, ['replaceCard', { number, validUntil }]);
  expect(await ask(null)).toMatchObject({ reason: 'END_NEEDED' });
  expect(await ask('2027-03-31T00:00:00Z')).toMatchObject({ reason: 'END_PASSED' });
  expect(await ask('2027-05-01T00:00:00Z')).toMatchObject({
    __typename: 'CardReplaced',
    card: { validUntil: '2027-05-01T00:00:00.000Z' },
  });
});

it('unlinks the accounts of a cancelled card', async () => {
  const { number, viewer } = await givenCard(cards);
  const account = { system: 'LIBRARY', account: 'M-cancelled', proof: { pin: '1234' } };
  await done(cards, viewer, ['linkAccount', { number, ...account }]);
  const { card } = await done(cards, STAFF, ['cancelCard', { number }]);
  expect(card).toMatchObject({ status: 'CANCELLED', links: [], municipalLibraryNumber: null });
});

it('never makes two holders of one document, however it is spelled and even at once', async () => {
  const civilId = nextDni();
  const spellings = [civilId, civilId.replace(/^0+/, ''), `ES-${civilId.toLowerCase()}`];
  const results = await Promise.all(
    spellings.map((spelled) =>
      resultOf(cards, STAFF, ['issueCard', { person: newPerson({ civilId: spelled }) }]),
    ),
  );
  const kinds = results.map(
    (result) => JSON.stringify(result).match(/CardIssued|HOLDER_KNOWN/)?.[0],
  );
  expect(kinds.filter((kind) => kind === 'CardIssued')).toHaveLength(1);
  expect(kinds.filter((kind) => kind === 'HOLDER_KNOWN')).toHaveLength(2);
});

it('issues to a holder it knows, and shows all cards of the holder, the latest first', async () => {
  const first = await givenCard(cards);
  cards.now = new Date('2027-03-02T11:00:00Z');
  const { card } = await done(cards, STAFF, ['issueCard', { holderId: first.holder.id }]);
  expect(card.holder).toMatchObject({
    cards: [
      { number: card.number, status: 'ISSUED' },
      { number: first.number, status: 'ACTIVE' },
    ],
  });
});

it('gives a chip to one of two cards that are issued with it at once', async () => {
  const issue = () =>
    resultOf(cards, STAFF, ['issueCard', { person: newPerson(), chipUid: '04DDDDDDDDDD04' }]);
  const text = JSON.stringify(await Promise.all([issue(), issue(), issue()]));
  expect([text.match(/CardIssued/g)?.length, text.match(/CHIP_IN_USE/g)?.length]).toEqual([1, 2]);
});

it.each([
  [{ person: newPerson({ isVisitor: true }) }, 'END_NEEDED'],
  [{ person: newPerson(), validUntil: '2027-03-01T10:00:00Z' }, 'END_PASSED'],
  [{ holderId: 'nobody-here' }, 'HOLDER_UNKNOWN'],
])('refuses to issue for %j', async (input, reason) => {
  expect(await resultOf(cards, STAFF, ['issueCard', input])).toMatchObject({ reason });
});

it.each([
  [{}, /exactly one of holderId, person, organisation/],
  [{ person: newPerson({ civilId: '12345678A' }) }, /control character/],
  [{ person: newPerson({ civilId: null }) }, /14 or older/],
  [{ person: newPerson({ birthDate: '2027-03-02' }) }, /day of birth/],
  [{ person: newPerson({ birthDate: '2027-02-30' }) }, /calendar/],
  [{ person: newPerson({ civilId: 'B64717838' }) }, /CIF belongs to an organisation/],
  [{ organisation: { name: 'Norte', civilId: '12345678Z' } }, /needs a CIF/],
  [{ person: newPerson(), chipUid: '08A1B2C3' }, /random identifier/],
  [{ person: newPerson(), validUntil: '2027-03-02' }, /validUntil is an instant/],
  [{ person: newPerson(), validUntil: '2027-04-31T00:00:00Z' }, /calendar/],
  [{ person: newPerson(), validUntil: '9999-12-31T23:59:59-01:00' }, /validUntil is an instant/],
  [{ person: newPerson(), validUntil: '2027-04-30T00:00:61Z' }, /validUntil is an instant/],
  [{ person: newPerson({ givenName: ' ' }) }, /given name/],
])('tells what is wrong with %j', async (input, message) => {
  expect(await resultOf(cards, STAFF, ['issueCard', input])).toMatchObject({
    message: expect.stringMatching(message),
    extensions: { code: 'BAD_USER_INPUT' },
  });
});

it('issues to a child without document, a visitor with a passport and an organisation', async () => {
  const child = newPerson({ birthDate: '2015-06-01', civilId: null });
  const passport = { country: 'FRA', number: '12AB34567' };
  const visitor = newPerson({ isVisitor: true, civilId: null, passport });
  const gym = { name: 'Gimnasio del Norte', civilId: 'B00000034' };
  const wishes = [
    { person: child },
    { person: visitor, validUntil: '2027-03-09T00:00:00Z' },
    { organisation: gym },
  ];
  const kinds = [];
  for (const wish of wishes) {
    const { card } = await done(cards, STAFF, ['issueCard', wish]);
    kinds.push(card.holder);
  }
  expect(kinds).toMatchObject([
    { __typename: 'Person', kind: 'RESIDENT' },
    { __typename: 'Person', kind: 'VISITOR' },
    { __typename: 'Organisation', kind: 'ORGANISATION', displayName: 'Gimnasio del Norte' },
  ]);
});
