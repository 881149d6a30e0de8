import { expect, it } from '@jest/globals';
import { createLimiter } from './limiter.ts';

it('runs no more than so many at once, in the order given, and all of them', async () => {
  const limit = createLimiter(2);
  const begun: number[] = [];
  let running = 0;
  let most = 0;
  const task = async (place: number): Promise<number> => {
    begun.push(place);
    most = Math.max(most, (running += 1));
    await new Promise(setImmediate);
    running -= 1;
    return place;
  };
  const places = [0, 1, 2, 3, 4];
  expect(await Promise.all(places.map((place) => limit(() => task(place))))).toEqual(places);
  expect({ begun, most }).toEqual({ begun: places, most: 2 });
});

it('gives the place of a failed task to the next one', async () => {
  const limit = createLimiter(1);
  const failed = limit(() => Promise.reject(new Error('no')));
  const next = limit(() => Promise.resolve('yes'));
  await expect(failed).rejects.toThrow('no');
  expect(await next).toBe('yes');
});
