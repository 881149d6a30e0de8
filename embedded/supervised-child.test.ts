import { expect, it } from '@jest/globals';
import { createLog } from '../platform/process/log.ts';
import { identityOf, isAlive, type ProcessIdentity } from './process-identity.ts';
import { startSupervisedChild, type ChildSpec } from './supervised-child.ts';

/** Lives on whatever becomes of its parent, as redis-server does. */
const FOREVER = 'setInterval(() => {}, 1000)';

function spec(adopted: ProcessIdentity[], change: Partial<ChildSpec> = {}): ChildSpec {
  return {
    name: 'child',
    command: process.execPath,
    args: ['-e', FOREVER],
    whenReady: async () => {},
    adopt: (pid) => {
      const identity = identityOf(pid ?? 0);
      if (identity !== null) adopted.push(identity);
    },
    log: createLog('silent'),
    ...change,
  };
}

it('ends a child that was being started again', async () => {
  const adopted: ProcessIdentity[] = [];
  const again = Promise.withResolvers<void>();
  const child = await startSupervisedChild(
    spec(adopted, {
      // The second start never becomes ready.
      whenReady: async () => {
        if (adopted.length < 2) return;
        again.resolve();
        await new Promise(() => {});
      },
    }),
  );
  process.kill(adopted[0]?.pid ?? 0, 'SIGKILL');
  await again.promise;
  await child[Symbol.asyncDispose]();
  expect(adopted).toHaveLength(2);
  expect(adopted.filter(isAlive)).toEqual([]);
});

it('ends a first start that is given up', async () => {
  const adopted: ProcessIdentity[] = [];
  const stopping = new AbortController();
  const starting = startSupervisedChild(
    spec(adopted, { signal: stopping.signal, whenReady: () => new Promise(() => {}) }),
  );
  stopping.abort();
  await expect(starting).rejects.toThrow('The child ended while starting (SIGKILL).');
  expect(adopted.map(isAlive)).toEqual([false]);
});
