/** Runs work with the same key one after another in this process. */
export type OneAtATime = <Result>(key: string, work: () => Promise<Result>) => Promise<Result>;

/**
 * Saves the store from conflicts that end in repeating, and lets those who come first go first. Between
 * processes the store's transactions decide alone.
 */
export function createOneAtATime(): OneAtATime {
  const tails = new Map<string, Promise<unknown>>();
  return async (key, work) => {
    const before = tails.get(key);
    const running = (async () => {
      await before?.catch(() => {});
      return work();
    })();
    tails.set(key, running);
    try {
      return await running;
    } finally {
      if (tails.get(key) === running) tails.delete(key);
    }
  };
}
