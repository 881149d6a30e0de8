import { HubError, UpstreamMalformedError, UpstreamUnavailableError } from '../../domain/errors.ts';
import { systemClock, type Clock } from '../../platform/clock.ts';
import type { Guard } from '../../platform/guard.ts';
import { requestJson, wasNotExecuted, type LegacyAnswer } from '../../platform/http/legacy-http.ts';
import { parseExactJson } from './exact-json.ts';
import { SYSTEM, type SportsOperation } from './guard.ts';
import { createQuietTime } from './quiet-time.ts';

/** One request to the sports body. */
export type SportsCall = {
  readonly operation: SportsOperation;
  readonly method: 'GET' | 'PUT' | 'PATCH';
  readonly url: URL;
  readonly json?: unknown;
  /** Whether the body of a 500 says clearly what was not done; any other 500 is an outage. */
  readonly isRefusal?: (body: unknown) => boolean;
};

export type SportsWrite =
  { readonly kind: 'answer'; readonly answer: LegacyAnswer } | { readonly kind: 'unknown' };

/** Key, guard and failures; knows nothing of what is asked. */
export type SportsApi = {
  /**
   * @returns Statuses 200–299, 400–499 but for 429, and a 500 that is a refusal.
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

export function createSportsApi(options: SportsApiOptions): SportsApi {
  const { guard, clock = systemClock } = options;
  const quietTime = createQuietTime(clock);

  function run(call: SportsCall, signal: AbortSignal, onSend?: () => void): Promise<LegacyAnswer> {
    return guard.run(
      call.operation,
      async (inner) => {
        quietTime.assertOver();
        onSend?.();
        try {
          return await exchange(options, call, inner);
        } catch (error) {
          quietTime.note(error);
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

/** Source: Open Booking API 1.0 CR3, "Media types"; many serve feeds as plain JSON. */
const BOOKING_TYPE = 'application/vnd.openactive.booking+json; version=1';
const ACCEPT = `${BOOKING_TYPE}, application/vnd.openactive.rpde+json; version=1, application/json`;

async function exchange(
  { apiKey, apiKeyHeader }: SportsApiOptions,
  { method, url, json, isRefusal }: SportsCall,
  signal: AbortSignal,
): Promise<LegacyAnswer> {
  const answer = await requestJson({
    system: SYSTEM,
    method,
    url,
    headers: {
      Accept: ACCEPT,
      [apiKeyHeader]: apiKey,
      ...(json === undefined ? {} : { 'Content-Type': BOOKING_TYPE }),
    },
    ...(json === undefined ? {} : { body: { json } }),
    signal,
    parse: parseExactJson,
    handsBack: [500],
  });
  assertNoPage(answer);
  if (answer.status !== 500 || isRefusal?.(answer.body) === true) return answer;
  throw new UpstreamUnavailableError(SYSTEM, 'HTTP 500', { cause: { status: 500 } });
}

/** An expired key may be answered by the login page with status 200 (README, bad habit 1). */
function assertNoPage({ headers, status }: LegacyAnswer): void {
  const type = headers.get('content-type') ?? '';
  if (status < 400 && /^\s*(text\/html|application\/xhtml)/i.test(type)) {
    throw new UpstreamMalformedError(SYSTEM, 'a web page instead of an answer');
  }
}
