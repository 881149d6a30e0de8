import { UpstreamUnavailableError } from '../../../domain/errors.ts';
import type { Clock } from '../../../platform/clock.ts';
import { SYSTEM } from './guard.ts';
import type { WireToken } from './wire.ts';

/** A token is renewed this long before it expires, or after nine tenths of a life under ten minutes. */
const EARLY_MS = 60_000;

/**
 * The access token of OAuth2's client credentials. It is none (at first, forgotten, or about to
 * expire), asked for (one request, for which everybody waits), or held. A failed request leaves none
 * and is told to all who waited; the next call asks again.
 */
export type TokenSource = {
  /** @throws {HubError} What asking for a token threw. */
  current(signal: AbortSignal): Promise<string>;
  /** Koha refused this token: it is asked for anew, unless a later one is held already. */
  forget(token: string): void;
};

export type TokenSourceOptions = {
  /** Must have its own deadline: it outlives the call that happened to need it first. */
  readonly fetchToken: () => Promise<WireToken>;
  readonly clock: Clock;
};

type Held = { readonly token: string; readonly staleAtMs: number };

export function createTokenSource({ fetchToken, clock }: TokenSourceOptions): TokenSource {
  let held: Held | null = null;
  let asked: Promise<string> | null = null;

  async function ask(): Promise<string> {
    try {
      // Counted from the asking, since Koha counts from its answer.
      const askedAtMs = clock.now().getTime();
      const { access_token: token, expires_in: seconds } = await fetchToken();
      const lifeMs = seconds * 1000;
      held = { token, staleAtMs: askedAtMs + lifeMs - Math.min(EARLY_MS, lifeMs / 10) };
      return token;
    } finally {
      asked = null;
    }
  }

  return {
    async current(signal) {
      if (held !== null && clock.now().getTime() < held.staleAtMs) return held.token;
      asked ??= ask();
      return waitFor(asked, signal);
    },
    forget(token) {
      if (held?.token === token) held = null;
    },
  };
}

async function waitFor(token: Promise<string>, signal: AbortSignal): Promise<string> {
  const { promise, reject } = Promise.withResolvers<never>();
  const stop = (): void => reject(new UpstreamUnavailableError(SYSTEM, 'no token in time'));
  if (signal.aborted) stop();
  signal.addEventListener('abort', stop, { once: true });
  try {
    return await Promise.race([token, promise]);
  } finally {
    signal.removeEventListener('abort', stop);
  }
}
