/**
 * Shares the event loop among long pieces of work. Each piece works for a slice and then
 * waits for its next turn; one piece a turn, so that however many there are, a short
 * request in between waits for one slice only.
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

export function createPacer(): Pacer {
  const waiting: (() => void)[] = [];

  function next(): void {
    waiting.shift()?.();
    if (waiting.length > 0) setImmediate(next);
  }

  const deadline = () => performance.now() + SLICE_MS;
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
      return () => {
        if (performance.now() < end) return undefined;
        return renew();
      };
    },
  };
}
