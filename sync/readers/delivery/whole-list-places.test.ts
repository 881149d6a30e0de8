import { expect, it } from '@jest/globals';
import { beforeLarge, createWholeListPlaces } from './whole-list-places.ts';

const LARGE = [new Uint8Array(1024 * 1024)];
const { signal } = new AbortController();

/** One place, which somebody has until it is given back. */
function oneTaken() {
  const places = createWholeListPlaces(1);
  const { promise, resolve } = Promise.withResolvers<string>();
  const taken = places.send(LARGE, false, () => promise, { signal });
  return { places, giveBack: () => (resolve('first'), taken) };
}

it('parts what is small from the whole list that comes after it', () => {
  const [deny, delta] = [new Uint8Array(300), new Uint8Array(400)];
  const list = new Uint8Array(4 * 1024 * 1024);
  expect(beforeLarge([deny, delta, list, delta])).toEqual([deny, delta]);
  expect(beforeLarge([list, delta]).length).toBe(2);
  expect(beforeLarge([deny, delta])).toEqual([deny, delta]);
});

it('lets who waits for a place look again when there is news, and sends nothing old', async () => {
  const { places, giveBack } = oneTaken();
  const news = new AbortController();
  const waiting = places.send(LARGE, false, async () => 'old', { signal, news: news.signal });
  news.abort();
  // In the same turn: the place must not be given to who has just left.
  const given = giveBack();
  expect([await waiting, await given]).toEqual([null, 'first']);
  expect(await places.send(LARGE, false, async () => 'next', { signal })).toBe('next');
});

it('gives a place on to who waits, and none to who was stopped', async () => {
  const { places, giveBack } = oneTaken();
  const stop = new AbortController();
  const stopped = places.send(LARGE, false, async () => 'stopped', { signal: stop.signal });
  const waiting = places.send(LARGE, false, async () => 'waited', { signal });
  stop.abort(new Error('the hub stops'));
  await expect(stopped).rejects.toThrow('the hub stops');
  await giveBack();
  expect(await waiting).toBe('waited');
});
