import type { Environment } from './environment.ts';

/** Returned by a step that has more to do: it is called again in a later turn. */
export const AGAIN: unique symbol = Symbol('again');

/**
 * One piece of a write, run inside a write turn. It may read and write, and must not wait.
 * It checks everything before its first write, so that an error leaves nothing behind. Long
 * work stops at `deadline` (as `performance.now()` counts) and answers AGAIN.
 */
export type WriteStep<Result> = (deadline: number) => Result | typeof AGAIN;

export type WriteQueue = {
  /**
   * Runs the step in turn, and again while it answers AGAIN.
   *
   * @returns The step's result, when everything it wrote is on disk.
   * @throws What the step throws, if it had not begun to write.
   */
  run<Result>(step: WriteStep<Result>): Promise<Result>;
  /** Resolves when all that was queued before is done. */
  drained(): Promise<void>;
};

/** How long a turn may hold the event loop before it is committed. */
const TURN_MS = 12;
/** How long one step may take of a turn when others wait. */
const STEP_MS = 6;

type Job = {
  readonly step: WriteStep<unknown>;
  readonly resolve: (result: unknown) => void;
  readonly reject: (error: unknown) => void;
  /** Set in the turn in which the job ended. */
  outcome?: { readonly result: unknown } | { readonly error: unknown };
};

/**
 * The one writer. Everything that waits when a turn begins goes into that turn, up to a
 * time: writes that arrive while a turn is synced to disk form the next one, which is
 * what makes many small writers fast.
 *
 * A step that fails after it began to write, or a commit that fails, leaves memory and disk
 * disagreeing: `onBroken` must end the process, and the next start reads what is on disk.
 */
export function createWriteQueue(
  environment: Environment,
  onBroken: (error: unknown) => void,
): WriteQueue {
  let waiting: Job[] = [];
  let running: Promise<void> | undefined;

  async function runTurns(): Promise<void> {
    while (waiting.length > 0) {
      const ended: Job[] = [];
      try {
        await environment.write(() => {
          waiting = runTurn(environment, waiting, ended);
        });
      } catch (error) {
        for (const job of [...ended, ...waiting]) job.reject(error);
        waiting = [];
        onBroken(error);
        continue;
      }
      for (const job of ended) settle(job);
    }
    running = undefined;
  }

  return {
    run: (step) =>
      new Promise((resolve, reject) => {
        // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- the queue forgets the type
        waiting.push({ step, resolve: resolve as Job['resolve'], reject });
        running ??= runTurns();
      }),
    // A turn that ends finds what was queued meanwhile before it says that it is done.
    drained: () => running ?? Promise.resolve(),
  };
}

/** @returns The jobs left for the next turn, those not begun first. */
function runTurn(environment: Environment, jobs: readonly Job[], ended: Job[]): Job[] {
  const end = performance.now() + TURN_MS;
  const again: Job[] = [];
  let begun = 0;
  for (const job of jobs) {
    const now = performance.now();
    if (begun > 0 && now > end) break;
    begun++;
    const deadline = jobs.length === 1 ? end : Math.min(end, now + STEP_MS);
    const outcome = runStep(environment, job.step, deadline);
    if (outcome === AGAIN) again.push(job);
    else {
      job.outcome = outcome;
      ended.push(job);
    }
  }
  return [...jobs.slice(begun), ...again];
}

function runStep(
  environment: Environment,
  step: WriteStep<unknown>,
  deadline: number,
): NonNullable<Job['outcome']> | typeof AGAIN {
  const before = environment.writesSoFar();
  try {
    const result = step(deadline);
    return result === AGAIN ? AGAIN : { result };
  } catch (error) {
    if (environment.writesSoFar() !== before) throw error;
    return { error };
  }
}

function settle({ outcome, resolve, reject }: Job): void {
  if (outcome === undefined) return;
  if ('error' in outcome) reject(outcome.error);
  else resolve(outcome.result);
}
