import { randomBytes } from 'node:crypto';
import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { createCity } from '../../simulators/city/city.ts';
import type { Cardholder } from '../../simulators/city/model.ts';
import { loadCardholders, type CardholderToLoad } from '../../subgraphs/cards/load.ts';
import { STAFF, startCards, type Cards } from './cards-harness.ts';
import { done } from './cards-people.ts';

let cards: Cards;

beforeAll(async () => {
  cards = await startCards();
});
afterAll(async () => cards[Symbol.asyncDispose]());

const VALID_FROM = new Date('2027-01-01T00:00:00Z');
const { cardholders } = createCity({ people: 1_000, madeOn: '2027-03-01', seed: 'load-test' });
const rows = cardholders.map(toRow);

function toRow({ id, card, ...holder }: Cardholder): CardholderToLoad {
  const { municipalLibrary, regionalLibrary, kind, givenName, familyName } = holder;
  return {
    holderId: id,
    kind,
    givenName,
    familyName,
    civilId: holder.civilId,
    birthDate: holder.birthDate,
    cardId: card.id,
    cardNumber: card.number,
    chipUid: card.chipUid,
    validFrom: VALID_FROM,
    validUntil: card.validDays === null ? null : new Date('2027-03-20T00:00:00Z'),
    municipalLibraryAccount: municipalLibrary?.account ?? null,
    regionalLibraryAccount: regionalLibrary?.account ?? null,
    sportsMember: holder.sports?.member ?? null,
    transportCard: holder.transport?.account ?? null,
    taxContributor: holder.tax?.contributor ?? null,
  };
}

async function load(some: Iterable<CardholderToLoad>): Promise<readonly number[]> {
  const progress: number[] = [];
  const random = randomBytes;
  const onProgress = (count: number) => void progress.push(count);
  await loadCardholders(
    { connection: cards.connection(), ...cards.secrets, random, onProgress },
    some,
  );
  return progress;
}

async function counts(): Promise<readonly (number | undefined)[]> {
  const { db } = cards.connection();
  const names = ['cards', 'cardholders', 'outbox'];
  return Promise.all(names.map(async (name) => db?.collection(name).countDocuments()));
}

it('loads what is missing after an interruption, and nothing twice', async () => {
  expect(await load(rows.slice(0, 300))).toEqual([300]);
  await cards
    .connection()
    .collection('cards')
    .deleteMany({ number: { $in: rows.slice(0, 20).map(({ cardNumber }) => cardNumber) } });
  expect(await load(rows)).toEqual([1_000]);
  await load(rows);
  expect(await counts()).toEqual([1_000, 1_000, 0]);
});

it('loads active cards that can be found by everything', async () => {
  const [first] = rows;
  const query = `query ($n: CardNumber!, $uid: String!, $civilId: String!) {
    card(number: $n) { status municipalLibraryNumber holder { id } }
    cardByChip(uid: $uid, encoding: HEX_MSB) { number }
    searchCardholders(civilId: $civilId) { items { id } } }`;
  const { cardNumber: n, chipUid: uid, civilId, holderId: id } = first ?? {};
  expect(await cards.ask(STAFF, query, { n, uid, civilId })).toEqual({
    data: {
      card: {
        status: 'ACTIVE',
        municipalLibraryNumber: first?.municipalLibraryAccount,
        holder: { id },
      },
      cardByChip: { number: n },
      searchCardholders: { items: [{ id }] },
    },
  });
});

it('lets loaded cards be changed like any other', async () => {
  const { card } = await done(cards, STAFF, ['replaceCard', { number: rows[0]?.cardNumber }]);
  expect(card).toMatchObject({
    status: 'ISSUED',
    municipalLibraryNumber: rows[0]?.municipalLibraryAccount,
  });
});

it('loads two cards with one chip, and then refuses to guess between them', async () => {
  const chipUid = 'E43AC9D2';
  const { cardholders: twins } = createCity({ people: 1_002, madeOn: '2027-03-01', seed: 'twins' });
  await load(twins.slice(-2).map((twin) => ({ ...toRow(twin), chipUid })));
  const query = '{ cardByChip(uid: "E43AC9D2", encoding: HEX_MSB) { number } }';
  expect(await cards.ask(STAFF, query)).toMatchObject({
    errors: [{ extensions: { code: 'CONFLICT' } }],
  });
});

it('says that two rows share what only one may have, and shows neither', async () => {
  const [first, second] = rows;
  if (first === undefined || second === undefined) throw new Error('no rows');
  const twin = { ...second, holderId: 'holder-twin', cardId: 'card-twin' };
  const failure = load([{ ...twin, cardNumber: '9724330240000000017' }]);
  await expect(failure).rejects.toThrow(/share a card number, a civil id or an account/);
  await expect(failure).rejects.not.toThrow(/holder-twin/);
});

it('has built the indexes when it is done', async () => {
  const explained = await cards.connection().collection('cards').find({ number: 'x' }).explain();
  expect(JSON.stringify(explained)).toContain('number_1');
  const names = (await cards.connection().collection('cardholders').indexes()).map(
    ({ name }) => name,
  );
  expect(names).toEqual(expect.arrayContaining(['civilIdKeys_1', 'nameKeys_1']));
});

it('says which row cannot be, without its civil id', async () => {
  const [first] = rows;
  if (first === undefined) throw new Error('no rows');
  const wrong = { ...first, holderId: 'holder-wrong', civilId: '00000001A' };
  await expect(load([wrong])).rejects.toThrow(/^(?!.*00000001A).*holder-wrong/);
});
