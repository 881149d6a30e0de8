import { expect, it } from '@jest/globals';
import { arrange, inOrder } from './arrange.ts';

/** How often others could run while something was awaited. */
async function turnsDuring(work: () => Promise<unknown>): Promise<number> {
  let turns = 0;
  let isOver = false;
  const turn = (): void => {
    turns += 1;
    if (!isOver) setImmediate(turn);
  };
  setImmediate(turn);
  await work();
  isOver = true;
  return turns;
}

it('puts rows together by group, in order, rows that compare alike as they came', async () => {
  const seconds = [3, 1, 2, 1, 0];
  const compare = (one: number, other: number) => (seconds[one] ?? 0) - (seconds[other] ?? 0);
  const { order, firstOf } = await arrange(Int32Array.of(1, 1, 0, 1, 3), 4, compare);
  expect([[...order], [...firstOf]]).toEqual([
    [2, 1, 3, 0, 4],
    [0, 1, 4, 4, 5],
  ]);
  expect([...(await inOrder(Int32Array.of(9, 8, 7, 6, 5), order))]).toEqual([7, 8, 6, 9, 5]);
});

it('lets others run while it goes through many rows', async () => {
  const groups = new Int32Array(500_000).map((_, row) => row % 100_000);
  const order = groups.map((_, row) => row);
  expect(await turnsDuring(() => inOrder(groups, order))).toBeGreaterThan(4);
  expect(await turnsDuring(() => arrange(groups, 100_000, () => 0))).toBeGreaterThan(20);
});
