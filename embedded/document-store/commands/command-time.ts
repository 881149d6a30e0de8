import { StoreError } from '../store-error.ts';

/** How long one command may take, as its `maxTimeMS` says. */
export type CommandTime = {
  /** @throws {StoreError} Code 50 MaxTimeMSExpired when the time is over. */
  readonly check: () => void;
  /** Waits for something that others bring about. @throws {StoreError} Code 50. */
  readonly waitFor: (event: Promise<void>) => Promise<void>;
};

/** @param maxTimeMs 0 for as long as it takes. */
export function createCommandTime(maxTimeMs: number): CommandTime {
  if (maxTimeMs === 0) return { check: () => undefined, waitFor: (event) => event };
  const end = performance.now() + maxTimeMs;
  return {
    check() {
      if (performance.now() > end) throw expired();
    },
    async waitFor(event) {
      const { promise, reject } = Promise.withResolvers<never>();
      const timer = setTimeout(() => reject(expired()), Math.max(0, end - performance.now()));
      try {
        await Promise.race([event, promise]);
      } finally {
        clearTimeout(timer);
      }
    },
  };
}

function expired(): StoreError {
  return new StoreError(50, 'MaxTimeMSExpired', 'operation exceeded time limit');
}
