/**
 * Shares the event loop among long pieces of work. Each piece works for a slice and then
 * waits for its next turn; one waiting piece goes on in each turn of the loop, so that however
 * many there are, a short request in between waits for little more than one slice.
 */
export type Pacer = {
  /** When a slice that begins now has to end, as `performance.now()` counts. */
  deadline(): number;
  /** Waits for the next turn. */
  turn(): Promise<void>;
  /** For code that cannot keep a deadline itself: undefined while its slice lasts. */
  pauser(): () => Promise<void> | undefined;
};

const SLICE_MS = 5;
/** Of pieces that begin after the first slice of a turn is used up: twenty may come at once. */
const LEAST_MS = 0.5;

/** @param now Milliseconds that only go forward. */
export function createPacer(now: () => number = () => performance.now()): Pacer {
  const waiting: (() => void)[] = [];
  let turnEnd: number | undefined;

  const next = () => {
    waiting.shift()?.();
    if (waiting.length > 0) setImmediate(next);
  };

  const deadline = () => {
    const begin = now();
    if (turnEnd === undefined) {
      turnEnd = begin + SLICE_MS;
      setImmediate(() => (turnEnd = undefined));
    }
    return Math.max(turnEnd, begin + LEAST_MS);
  };

  const turn = () =>
    new Promise<void>((resolve) => {
      if (waiting.push(resolve) === 1) setImmediate(next);
    });

  return {
    deadline,
    turn,
    pauser() {
      let end = deadline();
      const renew = async () => {
        await turn();
        end = deadline();
      };
      return () => (now() < end ? undefined : renew());
    },
  };
}
