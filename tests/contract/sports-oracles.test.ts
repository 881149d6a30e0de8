import { afterAll, beforeAll, expect, it } from '@jest/globals';
import type { SportsSystem } from '../../simulators/sports/start-sports.ts';
import { checkFeed, checkModel } from './support/sports-oracles.ts';
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
  readonly items: readonly { readonly state: string; readonly data?: unknown }[];
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
    expect(await checkModel(things, 'BookableRPDEFeed')).toEqual([]);
  },
  60_000,
);

it('is shown to find what is wrong', async () => {
  const [page] = await itemsOf('/rpde/slots');
  const data = page?.items[0]?.data as object;
  expect(await checkModel({ ...data, remainingUses: '3' }, 'RPDEFeed')).not.toEqual([]);
});
