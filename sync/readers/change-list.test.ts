import { randomBytes } from 'node:crypto';
import { expect, it } from '@jest/globals';
import type { CityDay } from '../../domain/city-day.ts';
import { buildBody } from '../../domain/reader-list/build-list.ts';
import { parseGroupId } from '../../domain/reader-list/group.ts';
import { createListContent } from '../../domain/reader-list/list-content.ts';
import { changeAllowList, createCodes } from './change-list.ts';
import { countAfter, countPairs, type KeptList } from './kept-list.ts';
import type { ListHead } from './list-store.ts';

const CODE_KEY = randomBytes(32);

/** A list in which so many cards pay each price. */
function listOf(cards: ReadonlyMap<number, number>): KeptList {
  const codes = createCodes([], CODE_KEY);
  const entries = [...cards].flatMap(([priceCents, count]) =>
    Array.from({ length: count }, () => {
      return { key: randomBytes(10), code: codes.of(priceCents), until: null };
    }),
  );
  const content = createListContent(buildBody(entries));
  const now = new Date(0);
  const head: ListHead = {
    ...{ group: parseGroupId('pools'), name: 'rulebook-1', rulebook: 1, epoch: 1, sequence: 1 },
    ...{ digest: '', entryCount: content.count, state: 'live', effectiveAt: now, terms: null },
    ...{ isSmall: false, codes: codes.all(), pastCodes: [], ordinal: 1, firstOrdinal: 1 },
    ...{ builtAt: now, signedAt: now, snapshot: { id: '', sequence: 1 } },
  };
  return { head, content, pairs: new Map(), counts: countPairs(head, content) };
}

it('lifts nearly everybody onto a better pair at once, however long the list is', () => {
  const list = listOf(new Map([[75, 150_000]]));
  const wish = { key: randomBytes(10), outcome: { priceCents: 0, until: null } };
  const changed = changeAllowList(list, [wish], CODE_KEY);
  expect(changed?.changes.length).toBe(150_001);
  expect([...(changed?.list.counts ?? [])]).toEqual([['0|', 150_001]]);
});

it('counts pairs after changes as if it counted the whole list', () => {
  const list = listOf(new Map([[75, 300], [0, 200]])); // prettier-ignore
  const [first, second] = [...list.content.entries()];
  const until = '2027-03-31' as CityDay;
  const price = list.head.codes[0]?.code ?? 0;
  const changes = [
    { key: first?.key ?? randomBytes(10), entry: null },
    { key: second?.key ?? randomBytes(10), entry: { code: price, until } },
    { key: randomBytes(10), entry: { code: price, until: null } },
    { key: randomBytes(10), entry: null },
  ];
  const content = list.content.fork();
  content.prepare(changes).commit();
  const counted = countAfter(list, changes, list.head.codes);
  expect(new Map(counted)).toEqual(new Map(countPairs(list.head, content)));
});
