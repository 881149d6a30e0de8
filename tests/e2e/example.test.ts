import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { luhnDigit } from '../../simulators/city/numbers.ts';
import { startHubProcess, type HubProcess, type TokenKind } from '../support/hub-process.ts';
import { EXAMPLE, type ExampleCard } from './library-query.ts';

const ABSENT = `972433024999999999${luhnDigit('972433024999999999')}`;

let hub: HubProcess;
let ana: HubProcess['city']['cardholders'][number];

beforeAll(async () => {
  hub = await startHubProcess();
  const [first] = hub.city.cardholders;
  if (first === undefined) throw new Error('the city is empty');
  ana = first;
}, 90_000);
afterAll(async () => {
  await hub[Symbol.asyncDispose]();
});

async function cardAsSeenBy(kind: TokenKind, id: string) {
  const answer = await hub.ask(EXAMPLE, { n: ana.card.number }, await hub.token(kind, id));
  expect(answer.errors).toBeUndefined();
  return answer.data?.['card'] as ExampleCard;
}

/** What the two libraries know of Ana, as the city was made. */
function titlesOfAna(): string[] {
  return [ana.municipalLibrary, ana.regionalLibrary].flatMap(
    (record) => record?.loans.map(({ title }) => title) ?? [],
  );
}

it.each(['citizen', 'staff', 'kiosk'] as const)(
  'answers the example live from both libraries for a %s',
  async (kind) => {
    const card = await cardAsSeenBy(kind, kind === 'citizen' ? ana.id : `${kind}-1`);
    expect(card).toMatchObject({
      number: ana.card.number,
      status: 'ACTIVE',
      library: { mayBorrow: true, source: { freshness: 'LIVE' } },
    });
    expect(card.library?.loans.map((loan) => loan?.title)).toEqual(titlesOfAna());
    expect(card.library?.sources.map(({ system, freshness }) => [system, freshness])).toEqual([
      ['library', 'LIVE'],
      ['regionalLibrary', 'LIVE'],
    ]);
  },
);

it('gives charges in cents as both libraries have them', async () => {
  const card = await cardAsSeenBy('citizen', ana.id);
  const charges = [ana.municipalLibrary, ana.regionalLibrary].flatMap((r) => r?.charges ?? []);
  expect(card.library?.charges).toEqual(charges);
});

it.each([
  ['nobody', null, 'UNAUTHENTICATED'],
  ['another citizen', 'citizen', 'FORBIDDEN'],
  ['a merchant', 'merchant', 'FORBIDDEN'],
  ['a reader', 'reader', 'FORBIDDEN'],
] as const)('refuses %s alike whether or not the card exists', async (_who, kind, code) => {
  const token = kind === null ? null : await hub.token(kind, 'somebody-else');
  const [existing, absent] = await Promise.all(
    [ana.card.number, ABSENT].map((n) => hub.ask(EXAMPLE, { n }, token)),
  );
  expect(existing).toMatchObject({ data: { card: null }, errors: [{ extensions: { code } }] });
  expect(absent).toEqual(existing);
});

it('tells staff that a card is not there by null, without an error', async () => {
  const answer = await hub.ask(EXAMPLE, { n: ABSENT }, await hub.token('staff', 'staff-1'));
  expect(answer).toEqual({ data: { card: null } });
});

it.each(['123', `${ABSENT} `, ABSENT.replace('9999', '9899')])(
  'says what is wrong with the number %j',
  async (n) => {
    const answer = await hub.ask(EXAMPLE, { n }, await hub.token('staff', 'staff-1'));
    expect(answer.errors?.[0]?.extensions?.['code']).toBe('BAD_USER_INPUT');
    expect(answer.errors?.[0]?.message).toMatch(/card number/i);
  },
);

it('asks each library once for the twenty cards of a query, and no key twice', async () => {
  const holders = hub.city.cardholders.filter(({ regionalLibrary }) => regionalLibrary !== null);
  const numbers = holders.slice(0, 20).map(({ card }) => card.number);
  const before = await hub.calls();
  const { errors } = await hub.ask(
    'query($n: [CardNumber!]!) { cards(numbers: $n) { library { loans { title } holds { title } } } }',
    { n: numbers },
    await hub.token('staff', 'staff-1'),
  );
  const after = await hub.calls();
  expect(errors).toBeUndefined();
  const asked = Object.entries(after['regionalLibrary'] ?? {}).map(([operation, count]) => [
    operation,
    count - (before['regionalLibrary']?.[operation] ?? 0),
  ]);
  expect(Object.fromEntries(asked.filter(([, count]) => count !== 0))).toEqual({
    'GET /api/v1/patrons': 1,
    'GET /api/v1/checkouts': 1,
    'GET /api/v1/holds': 1,
    'GET /api/v1/items': 1,
  });
});
