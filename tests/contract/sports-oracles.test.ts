import { afterAll, beforeAll, expect, it } from '@jest/globals';
import type { SportsSystem } from '../../simulators/sports/start-sports.ts';
import { checkFeed, checkModel, distinct } from './support/sports-oracles.ts';
import { startSports } from './support/sports-system.ts';

let sports: SportsSystem;
beforeAll(async () => {
  sports = await startSports();
});
afterAll(async () => {
  await sports[Symbol.asyncDispose]();
});

type Page = {
  readonly next: string;
  readonly items: readonly {
    readonly state: string;
    readonly data?: Readonly<Record<string, unknown>>;
  }[];
};

async function itemsOf(path: string) {
  const pages: Page[] = [];
  for (let url = `${sports.address}${path}`; ;) {
    const page = (await (await fetch(url, { headers: { connection: 'close' } })).json()) as Page;
    pages.push(page);
    if (page.items.length === 0) return pages;
    url = page.next;
  }
}

it.each([
  ['/rpde/slots', 9],
  ['/rpde/facility-uses', 2],
])('satisfies the checker of feeds in %s, without a warning', async (path, atLeast) => {
  const { pages, findings } = await checkFeed(`${sports.address}${path}`);
  expect(findings).toEqual([]);
  expect(pages).toBeGreaterThanOrEqual(atLeast);
});

it('has three full pages of slots, deleted ones among them', async () => {
  const pages = await itemsOf('/rpde/slots');
  expect(pages.filter(({ items }) => items.length === 500).length).toBeGreaterThanOrEqual(3);
  const states = new Set(pages.flatMap(({ items }) => items.map(({ state }) => state)));
  expect(states).toEqual(new Set(['updated', 'deleted']));
});

it.each(['/rpde/slots', '/rpde/facility-uses'])(
  'satisfies the checker of models with every item of %s',
  async (path) => {
    const items = (await itemsOf(path)).flatMap((page) => page.items);
    const things = items.flatMap(({ data }) => (data === undefined ? [] : [data]));
    expect(things.length).toBeGreaterThan(10);
    expect(new Set(things.map((thing) => thing['@id'])).size).toBe(things.length);
    expect(await checkModel(distinct(things), 'BookableRPDEFeed')).toEqual([]);
  },
  60_000,
);

it('leaves no slot unchecked that is unlike the others', async () => {
  const [page] = await itemsOf('/rpde/slots');
  const good = page?.items.flatMap(({ data = [] }) => data)[0] as Readonly<Record<string, unknown>>;
  const later = { ...good, '@id': `${String(good['@id'])}1` };
  const bad = [
    { ...later, startDate: '2026-11-31T09:00:00+01:00' },
    { ...later, endDate: good['startDate'] },
    { ...later, '@id': 7 },
    { ...later, remainingUses: '3' },
  ];
  expect(distinct([good, later, ...bad])).toEqual([later, ...bad]);
});

it('is shown to find what is wrong', async () => {
  const [page] = await itemsOf('/rpde/slots');
  const data = page?.items[0]?.data as object;
  expect(await checkModel({ ...data, remainingUses: '3' }, 'RPDEFeed')).not.toEqual([]);
});
