import { bytesOf, type Batch } from './group-feed.ts';

/** Smaller batches need no place: they are what every moment brings. */
const LARGE_BYTES = 1024 * 1024;
/** A place is given on after so long even while its transfer goes on, so that slow readers hold up nobody for longer. */
const LONGEST_HOLD_MS = 5_000;

/** Bounds how many large batches are on their way at once, for the sake of memory alone. */
export type WholeListPlaces = {
  /** @param isSuspect Its last try failed: it waits among its kind and takes no place from the others. */
  send<Result>(
    batch: Batch,
    isSuspect: boolean,
    work: () => Promise<Result>,
    signal: AbortSignal,
  ): Promise<Result>;
};

/** @param limit Places for readers that answer; a quarter more is for those that did not. */
export function createWholeListPlaces(limit: number): WholeListPlaces {
  const steady = createPlaces(limit);
  const suspect = createPlaces(Math.ceil(limit / 4));
  return {
    async send(batch, isSuspect, work, signal) {
      if (bytesOf(batch) < LARGE_BYTES) return work();
      const places = isSuspect ? suspect : steady;
      await places.take(signal);
      let isHeld = true;
      const giveBack = (): void => {
        if (isHeld) places.giveBack();
        isHeld = false;
      };
      const timer = setTimeout(giveBack, LONGEST_HOLD_MS);
      try {
        return await work();
      } finally {
        clearTimeout(timer);
        giveBack();
      }
    },
  };
}

function createPlaces(limit: number) {
  let free = limit;
  const waiting = new Set<() => void>();
  return {
    async take(signal: AbortSignal): Promise<void> {
      signal.throwIfAborted();
      if (free > 0) {
        free -= 1;
        return;
      }
      const { promise, resolve, reject } = Promise.withResolvers<void>();
      const leave = (): void => {
        waiting.delete(resolve);
        reject(signal.reason);
      };
      waiting.add(resolve);
      signal.addEventListener('abort', leave, { once: true });
      await promise;
      signal.removeEventListener('abort', leave);
    },
    giveBack(): void {
      const [next] = waiting;
      if (next === undefined) {
        free += 1;
        return;
      }
      waiting.delete(next);
      next();
    },
  };
}
