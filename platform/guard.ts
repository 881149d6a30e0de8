import {
  BrokenCircuitError,
  BulkheadRejectedError,
  CircuitState,
  CountBreaker,
  ExponentialBackoff,
  TaskCancelledError,
  TimeoutStrategy,
  bulkhead,
  circuitBreaker,
  handleWhen,
  noop,
  retry,
  timeout,
  wrap,
  type CircuitBreakerPolicy,
} from 'cockatiel';
import type { Logger } from 'pino';
import { HubError, UpstreamMalformedError, UpstreamUnavailableError } from '../domain/errors.ts';

/** Limits around the calls to one legacy system. Times in milliseconds. */
export type GuardSettings = {
  /** For one call from asking to answer, waiting for a place and repeats included. */
  readonly timeoutMs: number;
  /** Calls under way at once to the whole system. */
  readonly concurrency: number;
  /** Calls that may wait for a place; one more is refused at once. */
  readonly queue: number;
  /** How often a safe operation is repeated after a failure that may pass. */
  readonly retries: number;
  /** The breaker of an operation opens when this share of its last `breakerWindow` calls failed … */
  readonly breakerThreshold: number;
  readonly breakerWindow: number;
  /** … and at least so many were made. */
  readonly breakerMinimumCalls: number;
  /** An open breaker lets a probe through after this time. */
  readonly breakerOpenMs: number;
};

/**
 * What suits a legacy system behind a citizen's screen: an answer within two seconds for the whole
 * query leaves a second and a half for the call; five calls are enough to see that it is down, and a
 * probe every five seconds finds it well again long before anybody complains.
 */
export const DEFAULT_GUARD: GuardSettings = {
  timeoutMs: 1_500,
  concurrency: 8,
  queue: 1_000,
  retries: 1,
  breakerThreshold: 0.5,
  breakerWindow: 20,
  breakerMinimumCalls: 5,
  breakerOpenMs: 5_000,
};

/** Whether an operation may be sent twice: only reads may. */
export type OperationRule = { readonly isSafe: boolean };

export type BreakerState = 'closed' | 'open' | 'halfOpen';

export type Guard<Operation extends string> = {
  /**
   * Runs one call under deadline, breaker and limits of its operation. The breaker does not count what
   * a caller breaks off: a signal that fires with anything but a `TimeoutError` says nothing about the
   * system, nor does a call that has no time left before it begins.
   *
   * @param work Must end its socket work when the signal fires.
   * @throws {UpstreamUnavailableError} Deadline over, breaker open, no place left, or the signal had
   *   fired before.
   * @throws {HubError} What `work` threw.
   */
  run<T>(
    operation: Operation,
    work: (signal: AbortSignal) => Promise<T>,
    options?: { readonly signal?: AbortSignal | undefined },
  ): Promise<T>;
  /** State of each operation's breaker, for operators. */
  breakers(): Readonly<Record<Operation, BreakerState>>;
};

export type GuardOptions<Operation extends string> = {
  readonly system: string;
  readonly operations: Readonly<Record<Operation, OperationRule>>;
  readonly settings: GuardSettings;
  readonly log: Logger;
};

/** A breaker for each operation, so that one failing function of a system does not close the others. */
export function createGuard<Operation extends string>({
  system,
  operations,
  settings,
  log,
}: GuardOptions<Operation>): Guard<Operation> {
  const places = bulkhead(settings.concurrency, settings.queue);
  const deadline = timeout(settings.timeoutMs, {
    strategy: TimeoutStrategy.Aggressive,
    abortOnReturn: false,
  });
  const repeat = retry(handleWhen(mayPass), {
    maxAttempts: settings.retries,
    backoff: new ExponentialBackoff({ initialDelay: 50, maxDelay: 500 }),
  });
  const breakers = new Map<string, CircuitBreakerPolicy>();
  for (const operation of Object.keys(operations)) {
    breakers.set(operation, createBreaker({ system, operation, settings, log }));
  }

  return {
    async run(operation, work, { signal } = {}) {
      const breaker = breakers.get(operation);
      if (breaker === undefined) throw new Error(`${system}: no rule for operation ${operation}`);
      if (signal?.aborted) throw new UpstreamUnavailableError(system, 'no time was left');
      const again = operations[operation].isSafe ? repeat : noop;
      const policy = wrap(deadline, again, breaker, places);
      try {
        return await policy.execute(
          (context) => work(context.signal).catch((error) => rethrow(error, signal)),
          signal,
        );
      } catch (error) {
        throw toHubError(system, operation, error);
      }
    },
    breakers() {
      const states = [...breakers].map(([operation, { state }]) => [operation, toState(state)]);
      // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- one entry for each operation above
      return Object.fromEntries(states) as Record<Operation, BreakerState>;
    },
  };
}

type BreakerOptions = {
  readonly system: string;
  readonly operation: string;
  readonly settings: GuardSettings;
  readonly log: Logger;
};

function createBreaker({ system, operation, settings, log }: BreakerOptions): CircuitBreakerPolicy {
  const breaker = circuitBreaker(handleWhen(isUnwell), {
    halfOpenAfter: settings.breakerOpenMs,
    breaker: new CountBreaker({
      threshold: settings.breakerThreshold,
      size: Math.max(settings.breakerWindow, settings.breakerMinimumCalls),
      minimumNumberOfCalls: settings.breakerMinimumCalls,
    }),
  });
  breaker.onStateChange((state) => {
    log.warn({ system, operation, breaker: toState(state) }, 'breaker moved');
  });
  return breaker;
}

/** Hides a failure from the breaker. */
class CallerLeft extends Error {
  override readonly name = 'CallerLeft';
}

function rethrow(error: unknown, signal: AbortSignal | undefined): never {
  const hasLeft = signal?.aborted === true && !isTimeout(signal.reason);
  if (hasLeft && isUnwell(error)) throw new CallerLeft('the caller left', { cause: error });
  throw error;
}

function isTimeout(reason: unknown): boolean {
  return reason instanceof DOMException && reason.name === 'TimeoutError';
}

/** A system that does not answer, or answers rubbish, is unwell; one that says no is not. */
function isUnwell(error: unknown): boolean {
  return (
    error instanceof UpstreamUnavailableError ||
    error instanceof UpstreamMalformedError ||
    error instanceof TaskCancelledError
  );
}

function mayPass(error: unknown): boolean {
  return error instanceof HubError && error.retryable;
}

function toHubError(system: string, operation: string, cause: unknown): unknown {
  if (cause instanceof HubError) return cause;
  if (cause instanceof CallerLeft) return cause.cause;
  if (cause instanceof BrokenCircuitError) {
    return new UpstreamUnavailableError(system, `breaker of ${operation} is open`, { cause });
  }
  if (cause instanceof BulkheadRejectedError) {
    return new UpstreamUnavailableError(system, `too many calls are waiting`, { cause });
  }
  if (cause instanceof TaskCancelledError) {
    return new UpstreamUnavailableError(system, `${operation} took too long`, { cause });
  }
  return cause;
}

function toState(state: CircuitState): BreakerState {
  if (state === CircuitState.Closed) return 'closed';
  return state === CircuitState.HalfOpen ? 'halfOpen' : 'open';
}
