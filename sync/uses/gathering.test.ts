import { expect, it } from '@jest/globals';
import { createGathering } from './gathering.ts';

it('writes what comes meanwhile together', async () => {
  const groups: number[][] = [];
  const gates: (() => void)[] = [];
  const gather = createGathering<number>(async (items) => {
    groups.push([...items]);
    const { promise, resolve } = Promise.withResolvers<void>();
    gates.push(resolve);
    await promise;
  });
  const first = [gather(1), gather(2)];
  await new Promise(setImmediate);
  const rest = [3, 4, 5, 6].map(gather);
  await new Promise(setImmediate);
  while (gates.length > 0) {
    gates.shift()?.();
    await new Promise(setImmediate);
  }
  await Promise.all([...first, ...rest]);
  expect(groups.flat()).toEqual([1, 2, 3, 4, 5, 6]);
  expect(groups.length).toBeLessThan(6);
});

it('tells everybody in a group when it failed, and nobody else', async () => {
  const gather = createGathering<number>(async (items) => {
    await new Promise(setImmediate);
    if (items.includes(2)) throw new Error('no');
  });
  const outcomes = await Promise.allSettled([gather(1), gather(2)]);
  const later = await Promise.allSettled([gather(3)]);
  expect([...outcomes, ...later].map(({ status }) => status)).toEqual([
    'rejected',
    'rejected',
    'fulfilled',
  ]);
});
