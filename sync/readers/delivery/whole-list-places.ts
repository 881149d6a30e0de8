import { bytesOf, type Batch } from './group-feed.ts';

/** Smaller batches need no place: they are what every moment brings. */
const LARGE_BYTES = 1024 * 1024;
/** An artefact of so many bytes is a whole list, or as good as one. */
const LARGE_ARTEFACT_BYTES = 256 * 1024;
/** A place is given on after so long even while its transfer goes on, so that slow readers hold up nobody for longer. */
const LONGEST_HOLD_MS = 5_000;

type Until = { readonly signal: AbortSignal; readonly news?: AbortSignal | undefined };

/** Bounds how many large batches are on their way at once, for the sake of memory alone. */
export type WholeListPlaces = {
  /**
   * @param isSuspect Its last try failed: it waits among its kind and takes no place from the others.
   * @param until.news Fires when the batch is not the newest any more.
   * @returns Null when that was so before its turn came: nothing was sent then.
   */
  send<Result>(
    batch: Batch,
    isSuspect: boolean,
    work: () => Promise<Result>,
    until: Until,
  ): Promise<Result | null>;
};

/** Of a large batch what comes before its first large artefact, such as the deny list; all of it where that comes first. */
export function beforeLarge(batch: Batch): Batch {
  if (bytesOf(batch) < LARGE_BYTES) return batch;
  const at = batch.findIndex(({ byteLength }) => byteLength >= LARGE_ARTEFACT_BYTES);
  return at > 0 ? batch.slice(0, at) : batch;
}

/** @param limit Places for readers that answer; a quarter more is for those that did not. */
export function createWholeListPlaces(limit: number): WholeListPlaces {
  const steady = createPlaces(limit);
  const suspect = createPlaces(Math.ceil(limit / 4));
  return {
    async send(batch, isSuspect, work, until) {
      if (bytesOf(batch) < LARGE_BYTES) return work();
      const places = isSuspect ? suspect : steady;
      if (!(await places.take(until))) return null;
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
    /** @returns False when there was news before a place. @throws The signal's reason. */
    async take({ signal, news }: Until): Promise<boolean> {
      signal.throwIfAborted();
      if (free > 0) {
        free -= 1;
        return true;
      }
      return news?.aborted === true ? false : waitIn(waiting, { signal, news });
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

/** Who leaves is out of the line at once: a place given to somebody who has left would be lost. */
async function waitIn(line: Set<() => void>, { signal, news }: Until): Promise<boolean> {
  const { promise, resolve, reject } = Promise.withResolvers<boolean>();
  const enter = (): void => resolve(true);
  const giveUp = (): void => {
    line.delete(enter);
    resolve(false);
  };
  const leave = (): void => {
    line.delete(enter);
    reject(signal.reason);
  };
  line.add(enter);
  signal.addEventListener('abort', leave, { once: true });
  news?.addEventListener('abort', giveUp, { once: true });
  try {
    return await promise;
  } finally {
    signal.removeEventListener('abort', leave);
    news?.removeEventListener('abort', giveUp);
  }
}
