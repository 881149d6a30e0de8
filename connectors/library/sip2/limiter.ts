/** Runs tasks in the order given, a few at once. */
export type Limiter = <T>(task: () => Promise<T>) => Promise<T>;

/**
 * Keeps one large question from filling the guard's queue, which all questions share.
 *
 * @param limit Tasks at once, 1 or more.
 */
export function createLimiter(limit: number): Limiter {
  const waiting: (() => void)[] = [];
  let running = 0;

  return async (task) => {
    if (running >= limit) {
      await new Promise<void>((resolve) => {
        waiting.push(resolve);
      });
    } else {
      running += 1;
    }
    try {
      return await task();
    } finally {
      const next = waiting.shift();
      // The place passes from hand to hand, so that nobody slips in between.
      if (next === undefined) running -= 1;
      else next();
    }
  };
}
