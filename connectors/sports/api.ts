import { HubError, UpstreamMalformedError, UpstreamUnavailableError } from '../../domain/errors.ts';
import { systemClock, type Clock } from '../../platform/clock.ts';
import type { Guard } from '../../platform/guard.ts';
import {
  requestJson,
  wasNotExecuted,
  type LegacyAnswer,
} from '../../platform/http/legacy-http.ts';
import { parseExactJson } from './exact-json.ts';
import { SYSTEM, type SportsOperation } from './guard.ts';

/** One request to the sports body. */
export type SportsCall = {
  readonly operation: SportsOperation;
  readonly method: 'GET' | 'PUT' | 'PATCH';
  readonly url: URL;
  readonly json?: unknown;
};

export type SportsWrite =
  { readonly kind: 'answer'; readonly answer: LegacyAnswer } | { readonly kind: 'unknown' };

/** Key, guard and failures; knows nothing of what is asked. */
export type SportsApi = {
  /**
   * @returns Statuses 200–299, 400–499 but for 429, and 500 when its body says why.
   * @throws {UpstreamUnavailableError} | {UpstreamMalformedError} As `requestJson`; the latter also
   *   for a web page. After a 429 with Retry-After nothing is sent until that time is over.
   */
  send(call: SportsCall, signal: AbortSignal): Promise<LegacyAnswer>;
  /** As `send`, but a request that went out and whose answer was lost is `unknown`, not an error. */
  write(call: SportsCall, signal: AbortSignal): Promise<SportsWrite>;
};

export type SportsApiOptions = {
  readonly guard: Guard<SportsOperation>;
  readonly apiKey: string;
  readonly apiKeyHeader: string;
  readonly clock?: Clock;
};

/** Source: Open Booking API 1.0 CR3, "Media types"; feeds are served as plain JSON too. */
const BOOKING_TYPE = 'application/vnd.openactive.booking+json; version=1';
const ACCEPT = `${BOOKING_TYPE}, application/vnd.openactive.rpde+json; version=1, application/json`;

/** A longer wait than this is a mistake of the other side; it is asked again after it. */
const LONGEST_WAIT_SECONDS = 600;

export function createSportsApi(options: SportsApiOptions): SportsApi {
  const { guard, apiKey, apiKeyHeader, clock = systemClock } = options;
  let quietUntilMs = 0;

  async function exchange(call: SportsCall, signal: AbortSignal): Promise<LegacyAnswer> {
    const answer = await requestJson({
      system: SYSTEM,
      method: call.method,
      url: call.url,
      headers: {
        Accept: ACCEPT,
        [apiKeyHeader]: apiKey,
        ...(call.json === undefined ? {} : { 'Content-Type': BOOKING_TYPE }),
      },
      ...(call.json === undefined ? {} : { body: { json: call.json } }),
      signal,
      parse: parseExactJson,
      handsBack: [500],
    });
    assertNoPage(answer);
    if (answer.status !== 500 || answer.body !== null) return answer;
    throw new UpstreamUnavailableError(SYSTEM, 'HTTP 500', { cause: { status: 500 } });
  }

  function run(call: SportsCall, signal: AbortSignal, onSend?: () => void): Promise<LegacyAnswer> {
    return guard.run(
      call.operation,
      async (inner) => {
        if (clock.now().getTime() < quietUntilMs) {
          throw new UpstreamUnavailableError(SYSTEM, 'asked to be left alone for a while');
        }
        onSend?.();
        try {
          return await exchange(call, inner);
        } catch (error) {
          quietUntilMs = Math.max(quietUntilMs, clock.now().getTime() + waitOf(error) * 1_000);
          throw error;
        }
      },
      { signal },
    );
  }

  return {
    send: (call, signal) => run(call, signal),
    async write(call, signal) {
      let isSent = false;
      try {
        return { kind: 'answer', answer: await run(call, signal, () => (isSent = true)) };
      } catch (error) {
        if (!(error instanceof HubError) || !isSent || wasNotExecuted(error)) throw error;
        return { kind: 'unknown' };
      }
    },
  };
}

/** An expired key may be answered by the login page with status 200 (README, bad habit 1). */
function assertNoPage({ headers, status }: LegacyAnswer): void {
  const type = headers.get('content-type') ?? '';
  if (status < 400 && /^\s*(text\/html|application\/xhtml)/i.test(type)) {
    throw new UpstreamMalformedError(SYSTEM, 'a web page instead of an answer');
  }
}

/** Seconds to wait after a 429 that says so; other failures tell nothing. */
function waitOf(error: unknown): number {
  const cause: unknown = error instanceof HubError ? error.cause : null;
  if (!(cause instanceof Object) || !('retryAfter' in cause)) return 0;
  const seconds = /^\d{1,9}$/.exec(String(cause.retryAfter))?.[0] ?? '0';
  return Math.min(Number(seconds), LONGEST_WAIT_SECONDS);
}
