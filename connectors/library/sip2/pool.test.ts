import { expect, it } from '@jest/globals';
import { pino } from 'pino';
import { createFeatures } from './features.ts';
import { createPool, type PoolOptions } from './pool.ts';
import type { Session } from './session.ts';

const NEVER = new AbortController().signal;

type FakeSession = Session & { readonly name: number };

function createFakes() {
  const opened: FakeSession[] = [];
  const open = (): Promise<FakeSession> => {
    const gone = Promise.withResolvers<void>();
    let isOpen = true;
    const session: FakeSession = {
      name: opened.length,
      features: createFeatures(null),
      get isOpen() {
        return isOpen;
      },
      get end() {
        return isOpen ? null : 'closed';
      },
      closed: gone.promise,
      exchange: () => Promise.reject(new Error('nobody is there')),
      destroy() {
        isOpen = false;
        gone.resolve();
      },
    };
    opened.push(session);
    return Promise.resolve(session);
  };
  return { opened, open };
}

function poolOf(options: Partial<PoolOptions> & Pick<PoolOptions, 'open'>) {
  return createPool({
    size: 2,
    keepAliveMs: 60_000,
    ping: () => Promise.resolve(),
    pingTimeoutMs: 1_000,
    log: pino({ level: 'silent' }),
    ...options,
  });
}

it('serves callers in the order in which they came, with no more sessions than it may have', async () => {
  const { opened, open } = createFakes();
  await using pool = poolOf({ open });
  const served: number[] = [];
  await Promise.all(
    [0, 1, 2, 3, 4, 5].map(async (caller) => {
      const lease = await pool.acquire({ signal: NEVER });
      served.push(caller);
      await new Promise(setImmediate);
      lease.release();
    }),
  );
  expect([served, opened.length, pool.count]).toEqual([[0, 1, 2, 3, 4, 5], 2, 2]);
});

it('lends the session used last, and never one that has ended', async () => {
  const { opened, open } = createFakes();
  await using pool = poolOf({ open });
  const first = await pool.acquire({ signal: NEVER });
  const second = await pool.acquire({ signal: NEVER });
  first.release();
  second.release();
  const third = await pool.acquire({ signal: NEVER });
  expect([third.session, third.wasReused]).toEqual([second.session, true]);
  opened[0]?.destroy();
  const fourth = await pool.acquire({ signal: NEVER });
  expect([opened.length, fourth.wasReused]).toEqual([3, false]);
});

it('closes an idle session for a caller who wants one of its own', async () => {
  const { opened, open } = createFakes();
  await using pool = poolOf({ open, size: 1 });
  (await pool.acquire({ signal: NEVER })).release();
  const fresh = await pool.acquire({ signal: NEVER, isFresh: true });
  expect([fresh.wasReused, opened[0]?.isOpen, pool.count]).toEqual([false, false, 1]);
});

it('forgets a caller who gives up while waiting', async () => {
  const { open } = createFakes();
  await using pool = poolOf({ open, size: 1 });
  const busy = await pool.acquire({ signal: NEVER });
  const caller = new AbortController();
  const given = pool.acquire({ signal: caller.signal });
  const next = pool.acquire({ signal: NEVER });
  caller.abort();
  await expect(given).rejects.toMatchObject({ code: 'UPSTREAM_UNAVAILABLE' });
  busy.release();
  expect((await next).session).toBe(busy.session);
});

it('gives the place of a session that could not be opened to the next caller', async () => {
  const { open } = createFakes();
  const outcomes = [() => Promise.reject(new Error('refused')), open];
  await using pool = poolOf({ size: 1, open: () => outcomes.shift()?.() ?? open() });
  const first = pool.acquire({ signal: NEVER });
  const second = pool.acquire({ signal: NEVER });
  await expect(first).rejects.toThrow('refused');
  expect((await second).session.isOpen).toBe(true);
});

it('drops an idle session that does not answer', async () => {
  const { opened, open } = createFakes();
  const ping = () => Promise.reject(new Error('silence'));
  await using pool = poolOf({ open, keepAliveMs: 1, ping });
  (await pool.acquire({ signal: NEVER })).release();
  await opened[0]?.closed;
  expect([opened[0]?.isOpen, pool.count]).toEqual([false, 0]);
});

it('refuses callers and closes everything once it is disposed of', async () => {
  const { opened, open } = createFakes();
  const pool = poolOf({ open, size: 1 });
  await pool.acquire({ signal: NEVER });
  const waiting = pool.acquire({ signal: NEVER });
  const refusal = waiting.catch((error: unknown) => error);
  await pool[Symbol.asyncDispose]();
  expect(await refusal).toMatchObject({ message: 'library: the connection pool is closed' });
  await expect(pool.acquire({ signal: NEVER })).rejects.toThrow('the connection pool is closed');
  expect(opened.map(({ isOpen }) => isOpen)).toEqual([false]);
});
