import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { afterAll, beforeAll, beforeEach, describe, expect, it, jest } from '@jest/globals';
import type { Redis } from 'ioredis';
import { createLastKnown, type LastKnownOptions } from '../../platform/stores/last-known.ts';
import { createSeal } from '../../platform/stores/seal.ts';
import { askLibrary, downLibrary, fakeLibrary, loan, NOON, silent } from './library-harness.ts';
import { startRedisChild, type RedisChild } from './redis-child.ts';

const HOUR_MS = 3_600_000;
const seal = createSeal(randomBytes(32));
let child: RedisChild;
let redis: Redis;

function start(options: Partial<LastKnownOptions> = {}) {
  const clock = { now: () => NOON };
  const limits = { maxAgeMs: 72 * HOUR_MS, maxEntries: 1_000 };
  return createLastKnown({ redis, seal, clock, log: silent, ...limits, ...options });
}

const key = (owner: string, part = 'library:loans', version = 1) => ({ owner, version, part });
const entry = (owner: string, value: unknown = [owner], asOf = NOON) => ({
  ...key(owner),
  asOf,
  value,
});

async function remembered(owners: readonly string[], options?: Partial<LastKnownOptions>) {
  const lastKnown = start(options);
  lastKnown.remember(owners.map((owner) => entry(owner)));
  await lastKnown.settled();
  return lastKnown;
}

// In a block of its own, so that the child is gone before the file is searched for leaks.
describe('last known values in Redis', () => {
  beforeAll(async () => {
    child = await startRedisChild();
    redis = await child.connect();
  });
  beforeEach(async () => {
    await redis.flushall();
  });
  afterAll(async () => {
    await child[Symbol.asyncDispose]();
  });

  it('gives back what was remembered, in the order asked, also to another process', async () => {
    await remembered(['ana', 'leo']);
    const another = start({ redis: await child.connect() });
    expect(
      await another.recall([key('leo'), key('rosa'), key('ana'), key('ana', 'holds')]),
    ).toEqual([{ asOf: NOON, value: ['leo'] }, null, { asOf: NOON, value: ['ana'] }, null]);
  });

  it('keeps one row for each owner, sealed and with a time to live', async () => {
    const lastKnown = start();
    lastKnown.remember([entry('ana', ['Nada']), { ...entry('ana'), part: 'library:holds' }]);
    await lastKnown.settled();
    const raw = await redis.hget('last-known:ana', 'library:loans');
    expect(await redis.hlen('last-known:ana')).toBe(2);
    expect(Buffer.from(raw ?? '', 'base64').includes('Nada')).toBe(false);
    expect(await redis.pttl('last-known:ana')).toBeGreaterThan(71 * HOUR_MS);
  });

  it('does not give a value of another version of its owner', async () => {
    const lastKnown = await remembered(['ana']);
    expect(await lastKnown.recall([key('ana', 'library:loans', 2)])).toEqual([null]);
  });

  it.each([
    [72, true],
    [72.001, false],
  ])('after %d hours it gives the value: %s', async (hours, isGiven) => {
    await remembered(['ana']);
    const later = new Date(NOON.getTime() + hours * HOUR_MS);
    const [value] = await start({ clock: { now: () => later } }).recall([key('ana')]);
    expect(value !== null).toBe(isGiven);
  });

  it('forgets one owner alone, also what is still on its way', async () => {
    const lastKnown = await remembered(['ana', 'leo']);
    lastKnown.remember([{ ...entry('ana'), part: 'library:holds' }]);
    await lastKnown.forget('ana', 3);
    await lastKnown.settled();
    expect(await redis.keys('last-known:*')).toEqual(['last-known:leo']);
    expect(await redis.zrange('last-known-index', '0', '-1')).toEqual(['leo']);
  });

  it('does not keep what was read before its owner changed, and comes too late', async () => {
    const lastKnown = await remembered(['ana']);
    await lastKnown.forget('ana', 4);
    lastKnown.remember([entry('ana'), entry('leo')]);
    await lastKnown.settled();
    expect(await redis.keys('last-known:*')).toEqual(['last-known:leo']);
    lastKnown.remember([{ ...entry('ana'), version: 4 }]);
    await lastKnown.settled();
    expect(await lastKnown.recall([key('ana', 'library:loans', 4)])).not.toEqual([null]);
  });

  it('keeps a bounded number of owners, the ones remembered last', async () => {
    let now = NOON.getTime();
    const lastKnown = start({ maxEntries: 2, clock: { now: () => new Date((now += 1)) } });
    for (const owner of ['ana', 'leo', 'rosa', 'ana', 'gym']) {
      lastKnown.remember([entry(owner)]);
      await lastKnown.settled();
    }
    expect((await redis.keys('last-known:*')).toSorted()).toEqual([
      'last-known:ana',
      'last-known:gym',
    ]);
    expect(await redis.zcard('last-known-index')).toBe(2);
  });

  it('does not open a value under another key, or moved to another owner', async () => {
    const lastKnown = await remembered(['ana']);
    const raw = (await redis.hget('last-known:ana', 'library:loans')) ?? '';
    await redis.hset('last-known:leo', 'library:loans', raw);
    expect(await lastKnown.recall([key('leo')])).toEqual([null]);
    const otherKey = start({ seal: createSeal(randomBytes(32)) });
    expect(await otherKey.recall([key('ana')])).toEqual([null]);
  });

  it('does not keep a value that is too long', async () => {
    const lastKnown = start();
    lastKnown.remember([entry('ana', 'x'.repeat(70_000)), entry('leo')]);
    await lastKnown.settled();
    expect(await redis.keys('last-known:*')).toEqual(['last-known:leo']);
  });

  it('makes one round trip for what is remembered in one turn, and one for a recall', async () => {
    const pipelines = jest.spyOn(redis, 'pipeline');
    const lastKnown = start();
    for (const owner of ['ana', 'leo', 'rosa']) lastKnown.remember([entry(owner)]);
    await lastKnown.settled();
    await lastKnown.recall([key('ana'), key('leo'), key('rosa')]);
    expect(pipelines).toHaveBeenCalledTimes(2);
    pipelines.mockRestore();
  });

  it('gives up after 150 ms on a Redis that hangs, and does not fail', async () => {
    const own = start({ redis: await child.connect() });
    child.signal('SIGSTOP');
    const begun = performance.now();
    own.remember([entry('ana')]);
    expect(await own.recall([key('ana')])).toEqual([null]);
    expect(performance.now() - begun).toBeLessThan(400);
    await expect(own.forget('ana', 3)).rejects.toThrow(/no answer in 150 ms/);
    child.signal('SIGCONT');
    await own.settled();
  });

  it('skips a Redis that is down at once, and says so when it should forget', async () => {
    const gone = await child.connect();
    gone.disconnect();
    await once(gone, 'end');
    const lastKnown = start({ redis: gone });
    lastKnown.remember([entry('ana')]);
    await lastKnown.settled();
    expect(await lastKnown.recall([key('ana')])).toEqual([null]);
    await expect(lastKnown.forget('ana', 3)).rejects.toThrow(/Redis is down/);
  });

  it('carries an answer of the library over to the day it is down', async () => {
    const lastKnown = start();
    const charge = { value: { id: '1', concept: 'Multa', amountCents: 150 } };
    const up = fakeLibrary('library', () => ({
      loans: { value: [loan('1', 'Nada')] },
      charges: { value: [charge] },
    }));
    const fields = 'mayBorrow loans { title dueOn } holds { id } charges { concept amountCents }';
    const live = await askLibrary({ library: up, lastKnown }, fields);
    await lastKnown.settled();
    const source = ' source { freshness }';
    const old = await askLibrary({ library: downLibrary('library'), lastKnown }, fields + source);
    expect(old).toEqual({
      library: { ...live.library, source: { freshness: 'LAST_KNOWN' } },
      errors: [],
    });
  });
});
