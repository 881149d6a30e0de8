import { afterAll, beforeAll, beforeEach, expect, it } from '@jest/globals';
import { UpstreamRejectedError, UpstreamUnavailableError } from '../../domain/errors.ts';
import { NOON, STAFF, startCards, type Cards } from './cards-harness.ts';
import {
  BIRTH_DATE,
  done,
  eventsOf,
  givenCard,
  mutate,
  nextDni,
  nextKey,
  resultOf,
  type TestCard,
} from './cards-people.ts';

let cards: Cards;

beforeAll(async () => {
  cards = await startCards();
});
beforeEach(() => {
  cards.now = NOON;
  for (const owner of Object.values(cards.owners)) {
    owner.verdict = async () => 'confirmed';
    owner.asked.length = 0;
  }
});
afterAll(async () => cards[Symbol.asyncDispose]());

function linkOf({ number }: TestCard, account: string, proof: object = { pin: '1234' }) {
  return ['linkAccount', { number, system: 'LIBRARY', account, proof }] as [
    string,
    object & Record<string, unknown>,
  ];
}

it('links an account that the library confirms, and shows its ending alone', async () => {
  const ana = await givenCard(cards);
  const { card } = await done(cards, ana.viewer, linkOf(ana, '1234567890123'));
  const link = { system: 'LIBRARY', linkedAt: NOON.toISOString(), accountEnding: '0123' };
  expect(card).toMatchObject({
    links: [link],
    version: 3,
    municipalLibraryNumber: '1234567890123',
  });
  expect(cards.owners.library.asked).toEqual([
    { account: '1234567890123', proof: { kind: 'pin', pin: '1234' } },
  ]);
  expect(await eventsOf(cards, ana.id)).toContain('3 account.linked');
});

it('links by civil id and birth date when the hub knows them so too', async () => {
  const ana = await givenCard(cards);
  const { civilId } = ana;
  const proof = { civilId: ` ${civilId.toLowerCase()}`, birthDate: BIRTH_DATE };
  await done(cards, ana.viewer, linkOf(ana, 'M-by-id', proof));
  expect(cards.owners.library.asked).toEqual([
    { account: 'M-by-id', proof: { kind: 'civilId', civilId, birthDate: BIRTH_DATE } },
  ]);
});

it.each(['civilId', 'birthDate'])(
  'does not even ask the library when the %s is not that of the holder',
  async (wrong) => {
    const ana = await givenCard(cards);
    const right = { civilId: ana.civilId, birthDate: BIRTH_DATE };
    const proof = { ...right, [wrong]: wrong === 'civilId' ? nextDni() : '1985-04-13' };
    expect(await resultOf(cards, ana.viewer, linkOf(ana, 'M-wrong', proof))).toMatchObject({
      reason: 'PROOF_REFUSED',
    });
    expect(cards.owners.library.asked).toEqual([]);
  },
);

it('tells a wrong PIN and an unknown account alike', async () => {
  const ana = await givenCard(cards);
  cards.owners.library.verdict = async () => 'denied';
  const wrongPin = await resultOf(cards, ana.viewer, linkOf(ana, 'M-known'));
  cards.owners.library.verdict = () =>
    Promise.reject(new UpstreamRejectedError('library', 'unknown borrower'));
  expect(await resultOf(cards, ana.viewer, linkOf(ana, 'M-unknown'))).toEqual(wrongPin);
  expect(wrongPin).toMatchObject({ __typename: 'LinkRefused', reason: 'PROOF_REFUSED' });
});

it('allows five failed tries an hour, also over a restart and all at once', async () => {
  const ana = await givenCard(cards);
  cards.owners.library.verdict = async () => 'denied';
  const twice = [1, 2].map(() => resultOf(cards, ana.viewer, linkOf(ana, 'M-guess')));
  await Promise.all(twice);
  await cards.reconnect();
  const six = await Promise.all(
    Array.from({ length: 6 }, () => resultOf(cards, STAFF, linkOf(ana, 'M-guess'))),
  );
  const count = (reason: string) => JSON.stringify(six).split(reason).length - 1;
  expect([count('PROOF_REFUSED'), count('TOO_MANY_TRIES')]).toEqual([3, 3]);
  expect(cards.owners.library.asked).toHaveLength(5);

  cards.owners.library.verdict = async () => 'confirmed';
  cards.now = new Date(NOON.getTime() + 59 * 60 * 1000);
  const refused = { reason: 'TOO_MANY_TRIES' };
  expect(await resultOf(cards, ana.viewer, linkOf(ana, 'M-guess'))).toMatchObject(refused);
  cards.now = new Date(NOON.getTime() + 60 * 60 * 1000);
  await done(cards, ana.viewer, linkOf(ana, 'M-guess'));
});

it('does not count what succeeds or gets no answer, and lets the same key try again', async () => {
  const ana = await givenCard(cards);
  cards.owners.library.verdict = () =>
    Promise.reject(new UpstreamUnavailableError('library', 'down'));
  const [field, input] = linkOf(ana, 'M-later');
  const wish = [field, { ...input, idempotencyKey: nextKey() }] as const;
  for (let tries = 0; tries < 7; tries += 1) {
    expect(await mutate(cards, ana.viewer, [...wish])).toMatchObject({
      errors: [{ extensions: { code: 'UPSTREAM_UNAVAILABLE' } }],
    });
  }
  cards.owners.library.verdict = async () => 'confirmed';
  await done(cards, ana.viewer, [...wish]);
});

it('counts a try once when its process died and the same request comes again', async () => {
  const ana = await givenCard(cards);
  cards.owners.library.verdict = async () => 'denied';
  for (let tries = 0; tries < 4; tries += 1) await resultOf(cards, STAFF, linkOf(ana, 'M-died'));
  const { promise: asked, resolve: isAsked } = Promise.withResolvers<void>();
  cards.owners.library.verdict = () => {
    isAsked();
    return new Promise(() => {});
  };
  const [field, input] = linkOf(ana, 'M-died');
  const wish = [field, { ...input, idempotencyKey: nextKey() }] as const;
  void mutate(cards, STAFF, [...wish]);
  await asked;
  await cards.reconnect();
  cards.now = new Date(NOON.getTime() + 5_000);
  cards.owners.library.verdict = async () => 'confirmed';
  expect(await done(cards, STAFF, [...wish])).toMatchObject({ __typename: 'AccountLinked' });
});

it('gives an account to one card only, whoever comes first', async () => {
  const [ana, rosa] = [await givenCard(cards), await givenCard(cards)];
  const results = await Promise.all(
    [ana, rosa].map((one) => resultOf(cards, one.viewer, linkOf(one, 'M-shared'))),
  );
  const text = JSON.stringify(results);
  expect([/AccountLinked/.test(text), /ACCOUNT_TAKEN/.test(text)]).toEqual([true, true]);
});

it('takes an account from a card whose time is over', async () => {
  const old = await givenCard(cards, { validUntil: '2027-03-02T00:00:00Z' });
  await done(cards, old.viewer, linkOf(old, 'M-expired'));
  const { card } = await done(cards, STAFF, ['issueCard', { holderId: old.holder.id }]);
  await done(cards, STAFF, ['activateCard', { number: card.number }]);
  cards.now = new Date('2027-03-02T00:00:00Z');
  await done(cards, old.viewer, linkOf({ ...old, number: card.number }, 'M-expired'));
  expect(await eventsOf(cards, old.id)).toContain('4 account.unlinked');
});

it('links nothing to a card that is not in use, and a second account only after unlinking', async () => {
  const ana = await givenCard(cards, { isActive: false });
  const refused = { reason: 'CARD_NOT_IN_USE' };
  expect(await resultOf(cards, ana.viewer, linkOf(ana, 'M-one'))).toMatchObject(refused);
  await done(cards, ana.viewer, ['activateCard', { number: ana.number }]);
  await done(cards, ana.viewer, linkOf(ana, 'M-one'));
  const second = { reason: 'ALREADY_LINKED' };
  expect(await resultOf(cards, ana.viewer, linkOf(ana, 'M-two'))).toMatchObject(second);
  const unlink = ['unlinkAccount', { number: ana.number, system: 'LIBRARY' }] as const;
  const { card } = await done(cards, ana.viewer, [...unlink]);
  expect(card).toMatchObject({ links: [], municipalLibraryNumber: null, version: 4 });
  expect(await resultOf(cards, ana.viewer, [...unlink])).toMatchObject({ reason: 'NOT_LINKED' });
  await done(cards, ana.viewer, linkOf(ana, 'M-two'));
});

it.each([
  [{}],
  [{ pin: '1234', civilId: '00000001R' }],
  [{ civilId: '00000001R' }],
  [{ birthDate: BIRTH_DATE }],
  [{ pin: '12|AD34' }],
])('refuses the proof %j', async (proof) => {
  const ana = await givenCard(cards);
  expect(await mutate(cards, ana.viewer, linkOf(ana, 'M-proof', proof))).toMatchObject({
    errors: [{ extensions: { code: 'BAD_USER_INPUT' } }],
  });
});

const PROPOSALS = `query ($status: LinkProposalStatus, $first: Int, $after: String) {
  linkProposals(status: $status, first: $first, after: $after) {
    items { id account system proof status card { number } } endCursor } }`;

async function givenProposal(account: string): Promise<TestCard & { readonly proposalId: string }> {
  const card = await givenCard(cards);
  cards.owners.library.verdict = async () => 'cannotTell';
  const { proposalId } = await done(cards, card.viewer, linkOf(card, account));
  return { ...card, proposalId: String(proposalId) };
}

it('leaves to a clerk what the library cannot check, and links when the clerk accepts', async () => {
  const { id, number, proposalId } = await givenProposal('M-clerk');
  const { data } = await cards.ask(STAFF, PROPOSALS, { first: 50 });
  const shown = { id: proposalId, account: 'M-clerk', system: 'LIBRARY', proof: 'PIN' };
  expect(data).toMatchObject({
    linkProposals: {
      items: expect.arrayContaining([{ ...shown, status: 'OPEN', card: { number } }]),
    },
  });
  const decide = ['decideLinkProposal', { proposalId, decision: 'ACCEPT' }] as const;
  const decided = await done(cards, STAFF, [...decide]);
  expect(decided).toMatchObject({
    status: 'ACCEPTED',
    card: { municipalLibraryNumber: 'M-clerk' },
  });
  expect(await eventsOf(cards, id)).toContain('3 account.linked');
  const again = { reason: 'PROPOSAL_DECIDED' };
  expect(await resultOf(cards, STAFF, [...decide])).toMatchObject(again);
});

it('links nothing when the clerk rejects', async () => {
  const { id, proposalId } = await givenProposal('M-rejected');
  const wish = { proposalId, decision: 'REJECT' };
  expect(await done(cards, STAFF, ['decideLinkProposal', wish])).toMatchObject({
    status: 'REJECTED',
    card: { links: [], version: 2 },
  });
  expect(await eventsOf(cards, id)).toHaveLength(2);
});

it('keeps one open proposal for a card and system, the last one asked for', async () => {
  const ana = await givenProposal('M-first');
  const { proposalId } = await done(cards, ana.viewer, linkOf(ana, 'M-second'));
  expect(proposalId).toBe(ana.proposalId);
  const rows = cards.connection().collection('linkProposals').find({ cardId: ana.id });
  expect(await rows.toArray()).toHaveLength(1);
});

it('goes on with a proposal on the card that took the place of the first', async () => {
  const { number, proposalId } = await givenProposal('M-moved');
  const { card } = await done(cards, STAFF, ['replaceCard', { number }]);
  await done(cards, STAFF, ['activateCard', { number: card.number }]);
  const wish = { proposalId, decision: 'ACCEPT' };
  const decided = await done(cards, STAFF, ['decideLinkProposal', wish]);
  expect(decided.card).toMatchObject({ number: card.number, municipalLibraryNumber: 'M-moved' });
});

it('pages through proposals, the oldest first, each once', async () => {
  const ids: unknown[] = [];
  for (let n = 0; n < 3; n += 1) ids.push((await givenProposal(`M-page-${n}`)).proposalId);
  const seen: unknown[] = [];
  let after: unknown = null;
  do {
    const { data } = await cards.ask(STAFF, PROPOSALS, { status: 'OPEN', first: 2, after });
    const page = data?.['linkProposals'] as { items: { id: string }[]; endCursor: string | null };
    seen.push(...page.items.map(({ id }) => id));
    after = page.endCursor;
  } while (after !== null);
  expect(seen).toEqual(expect.arrayContaining(ids));
  expect(new Set(seen).size).toBe(seen.length);
});

it('asks the tax office, and leaves to a clerk what sports and transport cannot check', async () => {
  const ana = await givenCard(cards);
  const { number, civilId } = ana;
  const proof = { civilId, birthDate: BIRTH_DATE };
  const wishOf = (system: string) => ({ number, system, account: `N-${system}`, proof });
  const { card } = await done(cards, ana.viewer, ['linkAccount', wishOf('TAX')]);
  expect(card).toMatchObject({ links: [{ system: 'TAX', accountEnding: '-TAX' }] });
  expect(cards.owners.tax.asked).toMatchObject([{ account: 'N-TAX' }]);
  for (const system of ['SPORTS', 'TRANSPORT']) {
    expect(await done(cards, ana.viewer, ['linkAccount', wishOf(system)])).toMatchObject({
      __typename: 'LinkProposed',
    });
  }
});
