import { expect, it, jest } from '@jest/globals';
import { groupedLoader, valueLoader } from './keyed-loader.ts';

type Row = { readonly of: string; readonly n: number };
const keyOf = ({ of }: Row) => of;

it('asks once for the keys of one tick, each key once', async () => {
  const fetchMany = jest.fn(async (_keys: readonly string[]): Promise<Row[]> => []);
  const loader = groupedLoader(fetchMany, keyOf);
  await Promise.all([loader.load('a'), loader.load('b'), loader.load('a')]);
  expect(fetchMany.mock.calls).toEqual([[['a', 'b']]]);
});

it('groups rows by key, in the order they came', async () => {
  const rows = [
    { of: 'b', n: 1 },
    { of: 'a', n: 2 },
    { of: 'b', n: 3 },
  ];
  const loader = groupedLoader(async (_keys: readonly string[]) => rows, keyOf);
  expect(await loader.loadMany(['b', 'c'])).toEqual([[rows[0], rows[2]], []]);
});

it('gives one row or null for each key, whatever the order of rows', async () => {
  const rows = [
    { of: 'b', n: 1 },
    { of: 'a', n: 2 },
  ];
  const loader = valueLoader(async (_keys: readonly string[]) => rows, keyOf);
  expect(await loader.loadMany(['a', 'c', 'b'])).toEqual([rows[1], null, rows[0]]);
});

it('never asks for more than a batch at once', async () => {
  const fetchMany = jest.fn(async (_keys: readonly string[]): Promise<Row[]> => []);
  await valueLoader(fetchMany, keyOf, 2).loadMany(['a', 'b', 'c']);
  expect(fetchMany.mock.calls).toEqual([[['a', 'b']], [['c']]]);
});
