import { pauseAfter, type Pauses } from '../../next-try.ts';

/**
 * One request to a reader and what follows from it. `settled`: there is nothing more to do until news.
 * `anew`: it was given nothing, so that nothing shows yet whether it keeps what it is given.
 *
 * @param news Fires when there is newer news: whatever only waits for its turn looks again.
 */
export type Attempt = (
  signal: AbortSignal,
  news: AbortSignal,
) => Promise<'settled' | 'again' | 'anew'>;

export type ReaderLineOptions = {
  readonly attempt: Attempt;
  /** After an attempt without failure. */
  readonly onGood: () => void;
  /** After one that failed. @returns How many in a row have failed by now. */
  readonly onFailure: (error: unknown) => number;
  readonly pauses: Pauses;
  /** 0 up to 1, for the pauses. */
  readonly random: () => number;
};

/**
 * The way to one reader. It is in one of four states:
 *
 * - `idle`: nothing to do as far as is known. News makes it busy.
 * - `busy`: one request is under way, never two. News meanwhile is remembered; the next request carries
 *   everything newer.
 * - `pausing`: the last request failed. News waits for the end of the pause, twice as long after each
 *   failure; contact from the reader's side ends the pause at once.
 * - `ended`: for good, what was under way is cut off.
 *
 * No line ever waits for another one.
 */
export type ReaderLine = AsyncDisposable & {
  /** There is news for the reader. */
  kick(): void;
  /** The reader is there: a pause ends. */
  wake(): void;
};

export function createReaderLine(options: ReaderLineOptions): ReaderLine {
  const { attempt, onGood, onFailure } = options;
  const stop = new AbortController();
  let state: 'idle' | 'busy' | 'pausing' | 'ended' = 'idle';
  let isAwake = false;
  let news = new AbortController();
  let timer: NodeJS.Timeout | undefined;
  let running: Promise<void> = Promise.resolve();

  const work = async (): Promise<void> => {
    try {
      for (;;) {
        isAwake = false;
        news = new AbortController();
        const outcome = await attempt(stop.signal, news.signal);
        if (stop.signal.aborted) return;
        if (outcome !== 'anew') onGood();
        if (outcome === 'settled' && !news.signal.aborted) break;
      }
      state = 'idle';
    } catch (error) {
      if (stop.signal.aborted) return;
      const failures = onFailure(error);
      state = 'pausing';
      // It came back while it was still waited for in vain: the shortest pause will do.
      timer = setTimeout(start, pauseMs(isAwake ? 1 : failures, options));
    }
  };
  function start(): void {
    state = 'busy';
    running = work();
  }
  return {
    kick() {
      news.abort();
      if (state === 'idle') start();
    },
    wake() {
      news.abort();
      isAwake = true;
      if (state === 'pausing') clearTimeout(timer);
      if (state === 'pausing' || state === 'idle') start();
    },
    async [Symbol.asyncDispose]() {
      state = 'ended';
      clearTimeout(timer);
      stop.abort();
      await running;
    },
  };
}

function pauseMs(
  failures: number,
  { pauses, random }: Pick<ReaderLineOptions, 'pauses' | 'random'>,
): number {
  return pauseAfter({ code: 'UPSTREAM_UNAVAILABLE', tries: failures - 1 }, random(), pauses);
}
