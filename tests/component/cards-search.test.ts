import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { parseChipUid, spellChip } from '../../domain/card/chip.ts';
import { STAFF, startCards, type Cards } from './cards-harness.ts';
import { done, givenCard, newPerson, type TestCard } from './cards-people.ts';

let cards: Cards;
let jose: TestCard;
let josefa: TestCard;

/** The same last four and three bytes, another first byte. */
const TWIN_CHIPS = ['04A1B2C3D4E580', '05A1B2C3D4E580'] as const;

beforeAll(async () => {
  cards = await startCards();
  const named = (givenName: string, familyName: string) => newPerson({ givenName, familyName });
  jose = await givenCard(cards, {
    person: named('José María', 'Núñez Li'),
    chipUid: TWIN_CHIPS[0],
  });
  josefa = await givenCard(cards, {
    person: named('Josefa', "O'Neill Nuñezaval"),
    chipUid: TWIN_CHIPS[1],
  });
});
afterAll(async () => cards[Symbol.asyncDispose]());

const SEARCH = `query ($name: String, $civilId: String, $number: CardNumber, $first: Int, $after: String) {
  searchCardholders(name: $name, civilId: $civilId, number: $number, first: $first, after: $after) {
    items { displayName } endCursor } }`;

async function search(variables: Record<string, unknown>) {
  const { data, errors } = await cards.ask(STAFF, SEARCH, variables);
  if (errors !== undefined) return errors[0]?.message;
  const page = data?.['searchCardholders'] as {
    readonly items: readonly { readonly displayName: string }[];
    readonly endCursor: string | null;
  };
  return { names: page.items.map(({ displayName }) => displayName), endCursor: page.endCursor };
}

const JOSE = 'José María Núñez Li';
const JOSEFA = "Josefa O'Neill Nuñezaval";

it.each([
  ['jos', [JOSE, JOSEFA]],
  ['JOSÉ', [JOSE, JOSEFA]],
  ['josef', [JOSEFA]],
  ['josefb', []],
  ['nunez', [JOSE, JOSEFA]],
  ['nunez mar', [JOSE]],
  ['nuñeza', [JOSEFA]],
  ['li', [JOSE]],
  ['l', []],
  ["o'neill", [JOSEFA]],
  ['nobody', []],
])('finds by the name %j', async (name, found) => {
  const result = await search({ name });
  expect(result).toEqual({ names: expect.arrayContaining(found), endCursor: null });
  expect(result).toMatchObject({ names: { length: found.length } });
});

it('finds by civil id in any spelling, and by number', async () => {
  const civilId = ` ${jose.civilId.replace(/^0+/, '').toLowerCase()} `;
  expect(await search({ civilId })).toEqual({ names: [JOSE], endCursor: null });
  expect(await search({ number: josefa.number })).toEqual({ names: [JOSEFA], endCursor: null });
  expect(await search({ civilId: '99999999R' })).toEqual({ names: [], endCursor: null });
});

it.each([
  [{}, /exactly one/],
  [{ name: 'ana', civilId: '00000001R' }, /exactly one/],
  [{ name: ' . ' }, /1 to 8 words/],
  [{ name: 'ana', first: 51 }, /1 to 50/],
  [{ civilId: '00000001A' }, /control character/],
])('refuses to search for %j', async (variables, message) => {
  expect(await search(variables)).toMatch(message);
});

it('pages through the holders it finds, each once', async () => {
  for (let n = 0; n < 7; n += 1) {
    const person = newPerson({ givenName: 'Zoraida', familyName: `Número${n}` });
    await done(cards, STAFF, ['issueCard', { person }]);
  }
  const seen: string[] = [];
  let after: string | null = null;
  do {
    const page = await search({ name: 'zora', first: 3, after });
    if (typeof page !== 'object') throw new Error(page);
    seen.push(...page.names);
    after = page.endCursor;
  } while (after !== null);
  expect(seen).toHaveLength(7);
  expect(new Set(seen).size).toBe(7);
});

async function byChip(uid: string, encoding: string) {
  const { data, errors } = await cards.ask(
    STAFF,
    'query ($uid: String!, $encoding: ChipEncoding!) { cardByChip(uid: $uid, encoding: $encoding) { number } }',
    { uid, encoding },
  );
  return errors?.[0]?.extensions?.['code'] ?? data?.['cardByChip'];
}

it.each([
  ['HEX_MSB', 'hexMSB'],
  ['HEX_LSB', 'hexLSB'],
  ['DEC_LE', 'decLE'],
  ['DEC_BE', 'decBE'],
  ['FIRST4', 'first4'],
] as const)('finds a card by its chip as a reader with %s sends it', async (name, encoding) => {
  const found = TWIN_CHIPS.map((chip) => byChip(spellChip(parseChipUid(chip), encoding), name));
  expect(await Promise.all(found)).toEqual([{ number: jose.number }, { number: josefa.number }]);
});

it.each([
  ['LAST4', 'last4'],
  ['WIEGAND26', 'wiegand26'],
] as const)(
  'refuses to guess between two cards that %s does not tell apart',
  async (name, encoding) => {
    const cut = spellChip(parseChipUid(TWIN_CHIPS[0]), encoding);
    expect(await byChip(cut, name)).toBe('CONFLICT');
  },
);

it('finds the one that is left when the other is cancelled', async () => {
  const [one, other] = ['06A1B2C3D4E5FF', '07A1B2C3D4E5FF'];
  const { number } = await givenCard(cards, { chipUid: one });
  const left = await givenCard(cards, { chipUid: other });
  expect(await byChip('C3D4E5FF', 'LAST4')).toBe('CONFLICT');
  await done(cards, STAFF, ['cancelCard', { number }]);
  expect(await byChip('C3D4E5FF', 'LAST4')).toEqual({ number: left.number });
  expect(await byChip(one, 'HEX_MSB')).toBeNull();
});

it('tells a citizen of their own chip only, and nothing of others', async () => {
  const query = '{ cardByChip(uid: "C3D4E580", encoding: LAST4) { number } }';
  expect(await cards.ask(jose.viewer, query)).toEqual({
    data: { cardByChip: { number: jose.number } },
  });
});

it('refuses a random identifier', async () => {
  expect(await byChip('08A1B2C3', 'HEX_MSB')).toBe('BAD_USER_INPUT');
});
