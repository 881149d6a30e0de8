import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { connectRedis } from '../../platform/stores/redis.ts';
import type { Tell } from '../../sync/errand-work.ts';
import { until } from '../support/until.ts';
import { silent } from './library-harness.ts';
import { startRedisChild } from './redis-child.ts';
import { away, DONE, failing, startSync, type Sync } from './sync-harness.ts';

let sync: Sync;

beforeAll(async () => {
  sync = await startSync();
}, 30_000);
afterAll(async () => sync[Symbol.asyncDispose]());

/** Each test its own consumer, since errands stay. */
let consumers = 0;
const nextConsumer = () => `outage${(consumers += 1)}`;

it('does it again when the hub died between effect and mark', async () => {
  const consumer = nextConsumer();
  const { tell, asked } = failing();
  let dies = true;
  const markDone: typeof sync.errands.markDone = async (...done) => {
    if (dies) {
      dies = false;
      throw new Error('killed');
    }
    await sync.errands.markDone(...done);
  };
  const errands = {
    ...sync.errands,
    markDone,
    markFailed: () => Promise.reject(new Error('dead')),
  };
  const [id = ''] = await sync.write([{ cardId: 'died', consumer }]);
  await using _line = sync.line(consumer, tell, { errands, requeueMs: 300 });
  await sync.untilDone([id]);
  expect([asked, (await sync.get(id)).tries]).toEqual([[id, id], 0]);
});

it('finishes what Redis has forgotten', async () => {
  const consumer = nextConsumer();
  const ids = await sync.write(['a', 'b', 'c'].map((cardId) => ({ cardId, consumer })));
  const hang: Tell = (_errand, signal) =>
    new Promise((_resolve, reject) => signal.addEventListener('abort', () => reject(away())));
  {
    await using _hung = sync.line(consumer, hang, { concurrency: 1, requeueMs: 300 });
    await until(
      async () => (await sync.redis.keys(`bull:errands-${consumer}:errand-*`)).length > 2,
    );
    await sync.redis.flushall();
  }
  const { tell, asked } = failing();
  await using _line = sync.line(consumer, tell);
  await sync.untilDone(ids);
  expect(asked.toSorted()).toEqual(ids);
});

it('stops at once in the middle of a call that hangs, and counts no try for it', async () => {
  const consumer = nextConsumer();
  const [id = ''] = await sync.write([{ cardId: 'stopped', consumer }]);
  const { promise: called, resolve: isCalled } = Promise.withResolvers<void>();
  const line = sync.line(consumer, () => {
    isCalled();
    return new Promise(() => {});
  });
  await called;
  await line[Symbol.asyncDispose]();
  expect(await sync.get(id)).toMatchObject({ tries: 0, lastFailure: null, doneAt: null });
});

it('gives a call up that outlives its time, and gets its place back', async () => {
  const consumer = nextConsumer();
  let calls = 0;
  const tell: Tell = () => {
    calls += 1;
    return calls === 1 ? new Promise(() => {}) : Promise.resolve(DONE);
  };
  const [id = ''] = await sync.write([{ cardId: 'outlived', consumer }]);
  await using _line = sync.line(consumer, tell, { concurrency: 1, timeoutMs: 50 });
  await sync.untilDone([id]);
  expect((await sync.get(id)).tries).toBe(1);
});

it('stops within its time though Redis has stopped answering', async () => {
  const child = await startRedisChild();
  await using stack = new AsyncDisposableStack();
  stack.use(child);
  const producer = await child.connect();
  const worker = connectRedis(child.url, 'patient', silent);
  stack.defer(() => worker.disconnect());
  const consumer = nextConsumer();
  await sync.write([{ cardId: 'no-redis', consumer }]);
  const { promise: called, resolve: isCalled } = Promise.withResolvers<void>();
  const hang = () => {
    isCalled();
    return new Promise<never>(() => {});
  };
  const line = sync.line(consumer, hang, { producer, worker });
  await called;
  child.signal('SIGSTOP');
  const before = performance.now();
  await line[Symbol.asyncDispose]();
  expect(performance.now() - before).toBeLessThan(4_000);
}, 20_000);

it('tells each errand once though three processes move and work on them', async () => {
  const consumer = nextConsumer();
  const { tell, asked } = failing();
  const cards = Array.from({ length: 40 }, (_, place) => `shared-${place}`);
  await using stack = new AsyncDisposableStack();
  for (let process = 0; process < 3; process += 1) {
    stack.use(sync.line(consumer, tell, { intervalMs: 3 + process }));
  }
  const ids = await sync.write(cards.map((cardId) => ({ cardId, consumer })));
  const next = await sync.write(cards.map((cardId) => ({ cardId, consumer, version: 4 })));
  await sync.untilDone([...ids, ...next]);
  expect(asked.toSorted()).toEqual([...ids, ...next].toSorted());
});
