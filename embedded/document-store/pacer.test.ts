import { setImmediate as nextTurn } from 'node:timers/promises';
import { expect, it } from '@jest/globals';
import { createPacer } from './pacer.ts';

it('gives twenty pieces that begin at once one slice together, and a little each', async () => {
  let time = 0;
  const pacer = createPacer(() => time);
  // Each works to its deadline before the next one begins.
  for (let piece = 0; piece < 20; piece++) time = pacer.deadline();
  expect(time).toBe(5 + 19 * 0.5);
  await nextTurn();
  expect(pacer.deadline() - time).toBe(5);
});

it('lets one waiting piece go on in each turn of the loop', async () => {
  const pacer = createPacer();
  let resumed = 0;
  for (let piece = 0; piece < 3; piece++) void pacer.turn().then(() => resumed++);
  const seen: number[] = [];
  for (let turn = 0; turn < 3; turn++) {
    await nextTurn();
    seen.push(resumed);
  }
  expect(seen).toEqual([1, 2, 3]);
});

it('gives every piece its turn', async () => {
  const pacer = createPacer();
  const order: string[] = [];
  const piece = async (name: string) => {
    for (let turn = 0; turn < 3; turn++) {
      await pacer.turn();
      order.push(name);
    }
  };
  await Promise.all([piece('a'), piece('b'), piece('c')]);
  expect(order).toEqual(['a', 'b', 'c', 'a', 'b', 'c', 'a', 'b', 'c']);
});

it('pauses code only when its slice is over, and then begins another', async () => {
  let time = 0;
  const pause = createPacer(() => time).pauser();
  const early = pause();
  time = 6;
  const late = pause();
  await late;
  expect([early, late instanceof Promise, pause()]).toEqual([undefined, true, undefined]);
});
