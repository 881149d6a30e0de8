/** Runs one work after the other. What is urgent goes before everything that waits. */
export type WorkLane = {
  /** @throws What `work` threw. */
  run<Result>(
    work: () => Promise<Result>,
    options: { readonly isUrgent: boolean },
  ): Promise<Result>;
  /** Resolves when nothing runs or waits. */
  idle(): Promise<void>;
};

/**
 * So many urgent works may pass in a row while other work waits, which would starve else. Each may be a
 * hundred refusals that came together, so few are enough.
 */
const URGENT_IN_A_ROW = 2;

export function createWorkLane(): WorkLane {
  const urgent: (() => Promise<void>)[] = [];
  const others: (() => Promise<void>)[] = [];
  const idlers: (() => void)[] = [];
  let isRunning = false;
  let inARow = 0;
  const takeNext = (): (() => Promise<void>) | undefined => {
    const isOthersTurn = urgent.length === 0 || (others.length > 0 && inARow >= URGENT_IN_A_ROW);
    inARow = isOthersTurn ? 0 : inARow + 1;
    return isOthersTurn ? others.shift() : urgent.shift();
  };
  const goOn = async (): Promise<void> => {
    if (isRunning) return;
    isRunning = true;
    for (let next = takeNext(); next !== undefined; next = takeNext()) await next();
    isRunning = false;
    for (const tell of idlers.splice(0)) tell();
  };
  return {
    run<Result>(work: () => Promise<Result>, { isUrgent }: { readonly isUrgent: boolean }) {
      const { promise, resolve, reject } = Promise.withResolvers<Result>();
      // Never rejects: whoever asked for the work is told.
      (isUrgent ? urgent : others).push(() => work().then(resolve, reject));
      void goOn();
      return promise;
    },
    idle() {
      if (!isRunning) return Promise.resolve();
      return new Promise((resolve) => {
        idlers.push(resolve);
      });
    },
  };
}
