import { afterEach, beforeEach, expect, it } from '@jest/globals';
import { born } from '../support/tariff-holders.ts';
import {
  citizen,
  key,
  KIOSK,
  NUMBERS,
  STAFF,
  startEntitlements,
  type Entitlements,
} from './entitlements-harness.ts';

let hub: Entitlements;

beforeEach(async () => {
  hub = await startEntitlements('2025-08-01');
  await hub.add('ana', [born('1985-05-05')]);
  await hub.add('gym', [], 'organisation');
});
afterEach(async () => hub[Symbol.asyncDispose]());

const RECORD = `mutation ($input: RecordFactInput!) { recordFact(input: $input) { __typename
  ... on FactRecorded { fact { id kind class source firstOn lastOn } changedServices }
  ... on EntitlementRefused { reason } } }`;
const WITHDRAW = `mutation ($input: WithdrawFactInput!) { withdrawFact(input: $input) { __typename
  ... on FactWithdrawn { fact { withdrawnAt } changedServices }
  ... on EntitlementRefused { reason } } }`;
const QUOTE = `query ($card: CardNumber!) { quote(card: $card, service: "urban-bus") {
  ... on Quote { id priceCents } } }`;

const jobless = {
  ...{ idempotencyKey: key(1), card: NUMBERS.ana, kind: 'EMPLOYMENT', class: 'unemployed' },
  ...{ consentedOn: '2025-07-30', evidencedOn: '2025-07-31', lastOn: '2025-10-31' },
};

async function price(): Promise<number> {
  return (await hub.ask(QUOTE, { card: NUMBERS.ana }, STAFF)).data.quote.priceCents;
}

it('makes a price follow from a fact at once, and tells readers in the same transaction', async () => {
  const { data, errors } = await hub.ask(RECORD, { input: jobless }, STAFF);
  expect([errors, data.recordFact.__typename, data.recordFact.changedServices]).toEqual([
    [],
    'FactRecorded',
    ['urban-bus'],
  ]);
  expect([await price(), await hub.told()]).toEqual([0, ['card-ana 2 urban-bus']]);
});

it('does it once for a key', async () => {
  const first = await hub.ask(RECORD, { input: jobless }, STAFF);
  const again = await hub.ask(RECORD, { input: jobless }, STAFF);
  expect(again).toEqual(first);
  expect([(await hub.rightsOf('ana'))?.version, await hub.told()]).toEqual([
    2,
    ['card-ana 2 urban-bus'],
  ]);
});

it('makes no version of a fact that changes nothing', async () => {
  const residency = { idempotencyKey: key(2), card: NUMBERS.ana, kind: 'RESIDENCY' };
  const input = { ...residency, class: 'non-resident', evidencedOn: '2025-08-01' };
  const { data } = await hub.ask(RECORD, { input }, STAFF);
  expect(data.recordFact.changedServices).toEqual([]);
  expect([(await hub.rightsOf('ana'))?.version, await hub.told()]).toEqual([1, []]);
});

it('gives the old price back when a fact is withdrawn, once', async () => {
  const { data } = await hub.ask(RECORD, { input: jobless }, STAFF);
  const factId = data.recordFact.fact.id;
  const withdraw = (count: number) =>
    hub.ask(WITHDRAW, { input: { idempotencyKey: key(count), card: NUMBERS.ana, factId } }, STAFF);
  const first = await withdraw(3);
  hub.goTo('2025-08-02');
  const again = await withdraw(4);
  expect(first.data.withdrawFact.changedServices).toEqual(['urban-bus']);
  expect(again.data.withdrawFact.fact).toEqual(first.data.withdrawFact.fact);
  expect([await price(), (await hub.rightsOf('ana'))?.version]).toEqual([75, 3]);
});

it.each<[string, object, RegExp]>([
  ['no consent', { consentedOn: null }, /only with the holder's consent/],
  ['no such class', { class: 'rich' }, /The classes of employment are employed, unemployed/],
  ['a last day before the first', { lastOn: '2025-07-01' }, /is before the first/],
  ['evidence of tomorrow', { evidencedOn: '2025-08-02' }, /The evidence lies after today/],
  ['a birth date without a day', { kind: 'BIRTH_DATE' }, /has `bornOn`/],
])('says what is wrong with a fact: %s', async (_what, change, sentence) => {
  const { errors, messages } = await hub.ask(RECORD, { input: { ...jobless, ...change } }, STAFF);
  expect([errors, messages]).toEqual([
    ['recordFact BAD_USER_INPUT'],
    [expect.stringMatching(sentence)],
  ]);
});

it.each<[string, object, string]>([
  ['an unknown card', { card: NUMBERS.absent }, 'CARD_UNKNOWN'],
  ['an organisation', { card: NUMBERS.gym }, 'NOT_A_PERSON'],
])('refuses a fact about %s', async (_what, change, reason) => {
  const { data } = await hub.ask(RECORD, { input: { ...jobless, ...change } }, STAFF);
  expect(data.recordFact).toEqual({ __typename: 'EntitlementRefused', reason });
});

it.each([['a citizen', citizen('ana')] as const, ['a kiosk', KIOSK] as const])(
  'lets %s record nothing',
  async (_who, viewer) => {
    const { errors } = await hub.ask(RECORD, { input: jobless }, viewer);
    expect(errors).toEqual(['recordFact FORBIDDEN']);
  },
);

const FACTS = `query ($card: CardNumber!, $access: FactAccessInput) {
  facts(card: $card, access: $access) { facts { kind class bornOn source } passes { id } } }`;

it('shows holders what is recorded of them and by whom, and writes down who looked', async () => {
  await hub.ask(RECORD, { input: jobless }, STAFF);
  const { data } = await hub.ask(FACTS, { card: NUMBERS.ana }, citizen('ana'));
  expect(data.facts.facts).toEqual([
    { kind: 'EMPLOYMENT', class: 'unemployed', bornOn: null, source: 'STAFF' },
    { kind: 'BIRTH_DATE', class: null, bornOn: '1985-05-05', source: 'CENSUS' },
  ]);
  const ask = { cardId: 'card-ana', operations: ['Query.facts'], first: 5, after: null };
  const { entries } = await hub.audit.findByCard(ask);
  expect(entries.map(({ viewerId, purpose }) => `${viewerId} ${purpose}`)).toEqual([
    'ana ownInformation',
  ]);
});

it.each([
  ['a kiosk', KIOSK, undefined, 'FORBIDDEN'],
  ['another citizen', citizen('leo'), undefined, 'FORBIDDEN'],
  ['staff without a purpose', STAFF, undefined, 'BAD_USER_INPUT'],
] as const)('shows no facts to %s', async (_who, viewer, access, code) => {
  const { errors } = await hub.ask(FACTS, { card: NUMBERS.ana, access }, viewer);
  expect(errors).toEqual([`facts ${code}`]);
});

it('keeps nothing readable of a holder', async () => {
  await hub.ask(RECORD, { input: jobless }, STAFF);
  const rows = await hub.connection.collection('tariffHolders').find().toArray();
  expect(JSON.stringify(rows)).not.toMatch(/unemployed|employment|1985|birth/);
  expect(rows.length).toBe(2);
});

const EXPLAIN = `query ($id: ID!) { explainQuote(id: $id, access: { purpose: APPEAL }) {
  rulebook rules facts { kind } pass { service } priceCents isReproduced hindrance } }`;

it('tells staff why, and the same quote again after its fact was withdrawn', async () => {
  const { data } = await hub.ask(RECORD, { input: jobless }, STAFF);
  const { id } = (await hub.ask(QUOTE, { card: NUMBERS.ana }, STAFF)).data.quote;
  hub.goTo('2025-12-01');
  const factId = data.recordFact.fact.id;
  const input = { idempotencyKey: key(5), card: NUMBERS.ana, factId };
  await hub.ask(WITHDRAW, { input }, STAFF);
  const explained = await hub.ask(EXPLAIN, { id }, STAFF);
  expect(explained.data.explainQuote).toEqual({
    ...{ rulebook: 2, rules: ['bus-unemployed'], facts: [{ kind: 'EMPLOYMENT' }], pass: null },
    ...{ priceCents: 0, isReproduced: true, hindrance: null },
  });
});

it('says what stands in the way when facts of a quote are gone', async () => {
  await hub.ask(RECORD, { input: jobless }, STAFF);
  const { id } = (await hub.ask(QUOTE, { card: NUMBERS.ana }, STAFF)).data.quote;
  await hub.connection.collection('tariffHolders').deleteMany({});
  const { data } = await hub.ask(EXPLAIN, { id }, STAFF);
  expect(data.explainQuote).toMatchObject({
    isReproduced: false,
    hindrance: expect.stringMatching(/^The fact .* is not there any more/),
  });
});

it('tells why to nobody but staff', async () => {
  const { id } = (await hub.ask(QUOTE, { card: NUMBERS.ana }, STAFF)).data.quote;
  const { errors } = await hub.ask(EXPLAIN, { id }, citizen('ana'));
  expect(errors).toEqual(['explainQuote FORBIDDEN']);
});
