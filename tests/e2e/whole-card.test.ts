import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { addDays, endOfCityDay, parseCityDay } from '../../domain/city-day.ts';
import { EXAMPLE_QUERY, hasEverything } from '../../welcome.ts';
import { startHubProcess, type Answer, type HubProcess } from '../support/hub-process.ts';
import { MANY_AS_STAFF, wholeCardOf, type WholeCard } from './whole-card.ts';

const ZONE = 'Europe/Madrid';

let hub: HubProcess;
let ana: HubProcess['city']['cardholders'][number];
let answer: Answer;
let card: WholeCard;

beforeAll(async () => {
  hub = await startHubProcess({ people: 200 });
  const first = hub.city.cardholders.find(hasEverything);
  if (first === undefined) throw new Error('nobody is known to every system');
  ana = first;
  const token = await hub.token('citizen', ana.id);
  answer = await hub.ask(EXAMPLE_QUERY, { n: ana.card.number }, token);
  card = wholeCardOf(answer);
}, 90_000);
afterAll(async () => {
  await hub[Symbol.asyncDispose]();
});

it('answers the whole example live from six systems for the holder', () => {
  expect(answer.errors).toBeUndefined();
  const parts = [card.library, card.sports, card.transport, card.parking, card.tax];
  expect(parts.map(({ source }) => source.freshness)).toEqual(parts.map(() => 'LIVE'));
  expect(card).toMatchObject({ number: ana.card.number, status: 'ACTIVE' });
});

it('ends a pass with its last day in the city', () => {
  const { madeOn } = hub.city.options;
  const ends = ana.sports?.passes.map(({ name, endsInDays }) => ({
    name,
    validUntil: endOfCityDay(addDays(parseCityDay(madeOn), endsInDays), ZONE).toISOString(),
  }));
  expect(card.sports.passes).toEqual(ends);
});

it('gives purses in cents and trips with the date of their balance', () => {
  const purses = ana.transport?.purses.map(({ unit, amount }) => ({
    amount,
    unit: unit === 'EUR_CENT' ? 'EUR_CENT' : 'TRIP',
    balanceAt: expect.stringMatching(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/),
  }));
  expect(card.transport.purses).toEqual(purses);
});

it('gives every right of the plates in force, and bills with a reference of twelve digits', () => {
  const inForce = ana.parking?.permits.filter(({ untilDay }) => untilDay === null || untilDay >= 0);
  expect(card.parking.rights).toHaveLength(inForce?.length ?? -1);
  expect(card.tax.bills.map((bill) => bill?.amountCents)).toEqual(
    ana.tax?.bills.map(({ grossCents, reduction }) => grossCents - (reduction?.cents ?? 0)),
  );
  expect(card.tax.bills.every((bill) => /^\d{12}$/.test(bill?.reference ?? ''))).toBe(true);
});

it('keeps taxes from a kiosk and shows it the rest', async () => {
  const token = await hub.token('kiosk', 'kiosk-1');
  const { data, errors } = await hub.ask(EXAMPLE_QUERY, { n: ana.card.number }, token);
  expect(errors?.map(({ path, extensions }) => [path, extensions?.['code']])).toEqual([
    [['card', 'tax'], 'FORBIDDEN'],
  ]);
  expect(data?.['card']).toMatchObject({ tax: null, transport: card.transport });
});

it('asks no system twice for the same key in a query for twenty cards, and sports not at all', async () => {
  const holders = hub.city.cardholders.slice(0, 20);
  const numbers = holders.map(({ card: { number } }) => number);
  const staff = await hub.token('staff', 'staff-1');
  // Zones and titles are remembered for a while: the first query brings them.
  await hub.ask(MANY_AS_STAFF, { n: numbers }, staff);
  const before = await hub.calls();
  // Every card twice: two aliases of the same question are one question.
  const { errors } = await hub.ask(MANY_AS_STAFF, { n: [...numbers, ...numbers] }, staff);
  const after = await hub.calls();
  expect(errors).toBeUndefined();
  const asked = (system: string) =>
    Object.fromEntries(
      Object.entries(after[system] ?? {})
        .map(([name, count]) => [name, count - (before[system]?.[name] ?? 0)] as const)
        .filter(([name, count]) => count > 0 && !name.includes('/rpde/') && !name.includes('gtfs')),
    );
  const count = (isKnown: (holder: (typeof holders)[number]) => unknown) =>
    holders.filter((holder) => isKnown(holder) !== null).length;
  expect({
    sports: asked('sports'),
    transport: asked('transport'),
    parking: asked('parking'),
    tax: asked('tax'),
  }).toEqual({
    sports: {},
    transport: { ConsultarTarjeta: count(({ transport }) => transport) },
    parking: { 'GET /v1/rights/assigned': 1 },
    tax: { ConsultarRecibos: count(({ tax }) => tax) },
  });
});
