import { expect, it } from '@jest/globals';
import { rulebooksOfGijon } from '../../domain/tariff/rulebooks-of-gijon.ts';
import { parseGroupId } from '../../domain/reader-list/group.ts';
import { parseServiceCatalogue, type ServiceId } from '../../domain/tariff/service.ts';
import services from '../../domain/tariff/services.json' with { type: 'json' };
import { cancelRulebook } from '../../subgraphs/entitlements/rulebooks/cancel-rulebook.ts';
import { addFirstRulebooks } from '../../subgraphs/entitlements/rulebooks/first-rulebooks.ts';
import { publishRulebook } from '../../subgraphs/entitlements/rulebooks/publish-rulebook.ts';
import { createRulebookLists } from '../../subgraphs/entitlements/rulebooks/rulebook-lists.ts';
import { createRulebooks } from '../../subgraphs/entitlements/rulebooks/rulebooks.ts';
import {
  findDistribution,
  findRulebooks,
} from '../../subgraphs/entitlements/rulebooks/rulebook-row.ts';
import type { RulebooksForLists } from '../../sync/readers/rights-port.ts';
import {
  january,
  july,
  nextKey,
  rulebookText,
  useCities,
  ZONE,
  type City,
} from './rulebooks-harness.ts';

const startCity = useCities();

function publish({ context }: City, text: string, idempotencyKey = nextKey()) {
  return publishRulebook({ rulebook: text, idempotencyKey }, context);
}

function cancel({ context }: City, version: number) {
  return cancelRulebook({ version, idempotencyKey: nextKey() }, context);
}

async function mistakesOf(city: City, text: string): Promise<readonly string[]> {
  const told = await publish(city, text);
  return 'mistakes' in told ? told.mistakes.map(({ path }) => path) : [];
}

async function statesOf({ context }: City): Promise<readonly string[]> {
  return (await findRulebooks(context)).map(({ version, state }) => `${version} ${state}`);
}

it('begins with the rulebooks of the city, written once by however many processes', async () => {
  await using city = await startCity();
  const { rulebookStore, rulebooks } = city.context;
  await Promise.all([1, 2, 3].map(() => addFirstRulebooks(rulebookStore, city.context)));
  expect(await statesOf(city)).toEqual(['2 IN_FORCE', '1 ENDED']);
  expect(await rulebooks.published()).toEqual(rulebooksOfGijon);
});

it('publishes one row and shows how far its lists are', async () => {
  await using city = await startCity();
  city.progress.set(3, { done: 5, total: 9, groupsReady: 1, groupsTotal: 4 });
  const told = await publish(city, rulebookText());
  expect(told).toMatchObject({
    __typename: 'RulebookPublished',
    rulebook: { version: 3, state: 'SCHEDULED', startsAt: '2026-12-31T23:00:00.000Z' },
  });
  expect(await statesOf(city)).toEqual(['3 SCHEDULED', '2 IN_FORCE', '1 ENDED']);
  if (told.__typename !== 'RulebookPublished') throw new Error('it was refused');
  const distribution = { cardsDone: 5, cardsTotal: 9, groupsReady: 1, groupsTotal: 4 };
  expect(await findDistribution(told.rulebook, city.context)).toEqual(distribution);
});

it('keeps the rulebook byte for byte as it was given', async () => {
  await using city = await startCity();
  const text = JSON.stringify(JSON.parse(rulebookText()), null, 3);
  await publish(city, text);
  const [first] = await findRulebooks(city.context);
  expect([first?.content, first?.publishedBy]).toEqual([text, 'staff:clerk-1']);
});

it('publishes once for a key, and says so again', async () => {
  await using city = await startCity();
  const key = nextKey();
  const first = await publish(city, rulebookText(), key);
  expect(await publish(city, rulebookText(), key)).toEqual(first);
  expect(await statesOf(city)).toHaveLength(3);
});

it('tells every mistake with its path and keeps nothing', async () => {
  await using city = await startCity();
  const rules = [
    { ...july.rules[0], cents: -1 },
    { ...july.rules[1], services: ['trams'] },
  ];
  const text = rulebookText({ version: 2, startsOn: '2026-11-21', rules });
  expect((await mistakesOf(city, text)).toSorted()).toEqual([
    'rules[0].cents',
    'rules[1].services[0]',
    'startsOn',
    'version',
  ]);
  expect(await statesOf(city)).toHaveLength(2);
});

it.each([
  '',
  'null',
  '[]',
  '"2"',
  '{"version":',
  `{"version":3,"startsOn":${'9'.repeat(130_000)}}`,
])('refuses what is no rulebook: %#', async (text) => {
  await using city = await startCity();
  expect(await publish(city, text)).toMatchObject({ reason: 'MISTAKES' });
  expect(await statesOf(city)).toHaveLength(2);
});

it.each([
  ['a past day', { version: 4, startsOn: '2026-11-20' }, 'startsOn'],
  ['today', { version: 4, startsOn: '2026-11-21' }, 'startsOn'],
  ['the day of another', { version: 4 }, 'startsOn'],
  ['a version that was used', { startsOn: '2027-02-01' }, 'version'],
  ['a version of no reader', { version: 2 ** 32, startsOn: '2027-02-01' }, 'version'],
])('refuses %s', async (_what, changes, path) => {
  await using city = await startCity();
  await publish(city, rulebookText());
  expect(await mistakesOf(city, rulebookText(changes))).toEqual([path]);
});

it('takes tomorrow, by the clock of the city', async () => {
  await using city = await startCity();
  city.now = new Date('2026-11-21T23:30:00.000Z');
  expect(await mistakesOf(city, rulebookText({ startsOn: '2026-11-22' }))).toEqual(['startsOn']);
  expect(await mistakesOf(city, rulebookText({ startsOn: '2026-11-23' }))).toEqual([]);
});

it('lets one of many at once have a day', async () => {
  await using city = await startCity();
  const texts = [3, 4, 5, 6].map((version) => rulebookText({ version }));
  const told = await Promise.all(texts.map((text) => publish(city, text)));
  const names = told.map(({ __typename }) => __typename).toSorted();
  expect(names).toEqual(['RulebookPublished', ...Array<string>(3).fill('RulebookRefused')]);
  expect(await statesOf(city)).toHaveLength(3);
});

it('cancels before the first instant, and then no more', async () => {
  await using city = await startCity();
  await publish(city, rulebookText());
  await publish(city, rulebookText({ version: 4, startsOn: '2027-02-01' }));
  city.now = new Date('2026-12-31T22:59:59.999Z');
  expect(await cancel(city, 3)).toMatchObject({ rulebook: { state: 'CANCELLED' } });
  expect(await cancel(city, 3)).toMatchObject({ rulebook: { state: 'CANCELLED' } });
  city.now = new Date('2027-01-31T23:00:00.000Z');
  expect(await cancel(city, 4)).toMatchObject({ reason: 'BEGUN' });
  expect(await cancel(city, 5)).toMatchObject({ reason: 'UNKNOWN' });
  expect(await statesOf(city)).toEqual(['4 IN_FORCE', '3 CANCELLED', '2 ENDED', '1 ENDED']);
});

it('gives the day of a cancelled rulebook free, and its version to nobody', async () => {
  await using city = await startCity();
  await publish(city, rulebookText());
  await cancel(city, 3);
  expect(await mistakesOf(city, rulebookText())).toEqual(['version']);
  expect(await mistakesOf(city, rulebookText({ version: 4 }))).toEqual([]);
});

it('counts the one in force and those to come as live, at every instant', async () => {
  await using city = await startCity();
  await publish(city, rulebookText());
  const liveAt = async (instant: string) =>
    (await city.context.rulebooks.live(new Date(instant))).map(({ version }) => version);
  expect(await liveAt('2025-06-30T21:59:59.999Z')).toEqual([1, 2, 3]);
  expect(await liveAt('2025-06-30T22:00:00.000Z')).toEqual([2, 3]);
  expect(await liveAt('2026-12-31T23:00:00.000Z')).toEqual([3]);
  await expect(liveAt('2020-01-01T00:00:00.000Z')).rejects.toThrow('No rulebook is in force');
});

it('shows another process what was published and cancelled a moment ago', async () => {
  await using city = await startCity();
  const { rulebooks } = city.another().context;
  const live = async () => (await rulebooks.live(city.now)).map(({ version }) => version);
  expect(await live()).toEqual([2]);
  await publish(city, rulebookText());
  expect(await live()).toEqual([2, 3]);
  await cancel(city, 3);
  expect([await live(), (await rulebooks.find(3))?.version]).toEqual([[2], 3]);
});

it('tells reader lists what somebody without a card pays, and what a stale list means', async () => {
  await using city = await startCity();
  const lists: RulebooksForLists = createRulebookLists(city.context.rulebooks, ZONE);
  const [inForce] = await lists.live(city.now);
  const termsOf = (service: string) =>
    inForce?.terms({ id: parseGroupId('g'), service: service as ServiceId, places: [] });
  expect(inForce?.startsAt).toEqual(new Date('2025-06-30T22:00:00.000Z'));
  expect(['public-toilets', 'bike-rental', 'trams'].map(termsOf)).toEqual([
    { unlisted: { priceCents: 100 }, whenStale: 'open' },
    { unlisted: null, whenStale: 'closed' },
    null,
  ]);
});

it('takes a twenty-first service as data only', async () => {
  await using city = await startCity();
  const trams = { ...services.services[2], id: 'trams', nameEs: 'Tranvía', firstOn: '2027-01-01' };
  const catalogue = parseServiceCatalogue({
    ...services,
    services: [...services.services, trams],
  });
  const { rulebookStore } = city.context;
  const rulebooks = createRulebooks({ store: rulebookStore, catalogue, zone: ZONE });
  const context = { ...city.context, catalogue, rulebooks };
  const terms = { ...july.services, trams: january.services['urban-bus'] };
  const input = { rulebook: rulebookText({ services: terms }), idempotencyKey: nextKey() };
  expect(await publishRulebook(input, context)).toMatchObject({ __typename: 'RulebookPublished' });
  const [, coming] = await rulebooks.live(city.now);
  expect(coming?.terms.has('trams' as ServiceId)).toBe(true);
});

it.each(['citizen', 'kiosk', 'merchant', 'reader'] as const)('is not for a %s', async (kind) => {
  await using city = await startCity();
  const context = { ...city.context, viewer: { kind, id: 'someone' } };
  const input = { rulebook: rulebookText(), idempotencyKey: nextKey() };
  await expect(findRulebooks(context)).rejects.toMatchObject({ code: 'FORBIDDEN' });
  await expect(publishRulebook(input, context)).rejects.toMatchObject({ code: 'FORBIDDEN' });
  expect(await statesOf(city)).toHaveLength(2);
});
