import { expect, it } from '@jest/globals';
import { createGatherer, type Later } from './gather.ts';

/** Timers that run only when the test says how late it is. */
function createFakeTime() {
  let now = 0;
  const timers = new Set<{ readonly at: number; readonly run: () => void }>();
  const later: Later = (ms, then) => {
    const timer = { at: now + ms, run: then };
    timers.add(timer);
    return { [Symbol.dispose]: () => void timers.delete(timer) };
  };
  return {
    later,
    now: () => now,
    async pass(ms: number) {
      const end = now + ms;
      for (;;) {
        const due = [...timers].toSorted((a, b) => a.at - b.at).find(({ at }) => at <= end);
        if (due === undefined) break;
        now = due.at;
        timers.delete(due);
        due.run();
      }
      now = end;
      await new Promise((resolve) => setImmediate(resolve));
    },
  };
}

function startGathering(publish: (changes: readonly string[]) => Promise<void> = async () => {}) {
  const time = createFakeTime();
  const published: { readonly at: number; readonly what: string }[] = [];
  const gatherer = createGatherer<string>({
    ...time,
    quietMs: 100,
    maxMs: 400,
    publish: async (changes) => {
      published.push({ at: time.now(), what: changes.join('+') });
      await publish(changes);
    },
  });
  const add = (change: string, isUrgent = false) => {
    const told = gatherer.add(change, { isUrgent });
    told.catch(() => {});
    return told;
  };
  return { time, published, add, gatherer };
}

it('publishes together what comes within the quiet window', async () => {
  const { time, published, add } = startGathering();
  const first = add('a');
  await time.pass(99);
  const second = add('b');
  await time.pass(100);
  await Promise.all([first, second]);
  expect(published).toEqual([{ at: 199, what: 'a+b' }]);
});

it('lets no change wait longer than the longest window, however many come', async () => {
  const { time, published, add } = startGathering();
  for (let index = 0; index < 12; index += 1) {
    void add(`${index}`);
    await time.pass(50);
  }
  expect(published[0]).toEqual({ at: 400, what: '0+1+2+3+4+5+6+7' });
});

it('publishes what is urgent at once and leaves the window open', async () => {
  const { time, published, add } = startGathering();
  void add('a');
  await time.pass(10);
  await add('blocked', true);
  await time.pass(90);
  expect(published).toEqual([
    { at: 10, what: 'blocked' },
    { at: 100, what: 'a' },
  ]);
});

it('publishes together what becomes urgent while something urgent is published', async () => {
  const { promise: isDone, resolve: finish } = Promise.withResolvers<void>();
  const { published, add } = startGathering(() => isDone);
  const all = [add('x', true), add('y', true), add('z', true)];
  finish();
  await Promise.all(all);
  expect(published.map(({ what }) => what)).toEqual(['x', 'y+z']);
});

it('resolves a change only when its publication is durable', async () => {
  const { promise: isDone, resolve: finish } = Promise.withResolvers<void>();
  const { time, add } = startGathering(() => isDone);
  let isTold = false;
  const told = add('a').then(() => (isTold = true));
  await time.pass(100);
  expect(isTold).toBe(false);
  finish();
  await told;
});

it('rejects every change of a publication that failed, and goes on', async () => {
  const { time, published, add } = startGathering(async ([first]) => {
    if (first === 'a') throw new Error('the store is away');
  });
  const failed = [add('a'), add('b')];
  await time.pass(100);
  for (const one of failed) await expect(one).rejects.toThrow('the store is away');
  const next = add('c');
  await time.pass(100);
  await next;
  expect(published.map(({ what }) => what)).toEqual(['a+b', 'c']);
});

it('rejects what waits when it is disposed', async () => {
  const { time, published, add, gatherer } = startGathering();
  const told = add('a');
  gatherer[Symbol.dispose]();
  await expect(told).rejects.toThrow('will be published later');
  await time.pass(1_000);
  expect(published).toEqual([]);
});

it('publishes what comes during a publication together after it, however many windows that were', async () => {
  const { promise: first, resolve: firstIsDone } = Promise.withResolvers<void>();
  const waits = [first];
  const { time, published, add } = startGathering(async () => waits.shift());
  const told = [add('a')];
  await time.pass(100);
  for (const change of ['b', 'c', 'd']) {
    told.push(add(change));
    await time.pass(500);
  }
  expect(published.map(({ what }) => what)).toEqual(['a']);
  firstIsDone();
  await Promise.all(told);
  expect(published.map(({ what }) => what)).toEqual(['a', 'b+c+d']);
});
