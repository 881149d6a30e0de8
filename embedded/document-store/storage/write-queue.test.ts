import { mkdtempSync, rmSync } from 'node:fs';
import { afterEach, beforeEach, expect, it, jest } from '@jest/globals';
import { openEnvironment, type Environment } from './environment.ts';
import { AGAIN, createWriteQueue, type WriteQueue } from './write-queue.ts';

let folder: string;
let environment: Environment;
let queue: WriteQueue;
const onBroken = jest.fn<(error: unknown) => void>();
beforeEach(() => {
  onBroken.mockClear();
  folder = mkdtempSync('/tmp/queue-');
  environment = openEnvironment(folder);
  queue = createWriteQueue(environment, onBroken);
});
afterEach(async () => {
  await environment[Symbol.asyncDispose]();
  rmSync(folder, { recursive: true });
});

const key = (text: string) => Buffer.from(text);
const read = (text: string) => environment.meta.get(key(text))?.toString();

it('answers when what was written can be read', async () => {
  const result = await queue.run(() => {
    environment.meta.put(key('a'), key('1'));
    return 'written';
  });
  expect([result, read('a')]).toEqual(['written', '1']);
});

it('runs a step again until it is done, and lets others pass in between', async () => {
  const order: string[] = [];
  const long = queue.run(() => {
    order.push('long');
    return order.length < 3 ? AGAIN : 'done';
  });
  const short = queue.run(() => order.push('short'));
  expect(await Promise.all([long, short])).toEqual(['done', 2]);
  expect(order).toEqual(['long', 'short', 'long']);
});

it('hands on the error of a step that has written nothing, and goes on', async () => {
  const failing = queue.run(() => {
    throw new Error('not so');
  });
  const writing = queue.run(() => environment.meta.put(key('a'), key('1')));
  await expect(failing).rejects.toThrow('not so');
  await writing;
  expect(onBroken).not.toHaveBeenCalled();
});

it('keeps nothing of a turn in which a step failed midway, and says that the store is broken', async () => {
  const good = queue.run(() => environment.meta.put(key('a'), key('1')));
  const bad = queue.run(() => {
    environment.meta.put(key('b'), key('1'));
    throw new Error('midway');
  });
  await expect(good).rejects.toThrow('midway');
  await expect(bad).rejects.toThrow('midway');
  expect([read('a'), read('b')]).toEqual([undefined, undefined]);
  expect(onBroken).toHaveBeenCalledTimes(1);
});

it('gathers what waits into one turn', async () => {
  const write = jest.spyOn(environment, 'write');
  await Promise.all(
    Array.from({ length: 100 }, (_none, n) =>
      queue.run(() => environment.meta.put(key(String(n)), key('1'))),
    ),
  );
  expect(write.mock.calls.length).toBeLessThan(10);
});
