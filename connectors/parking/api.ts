import { z } from 'zod';
import { HubError, UpstreamRejectedError, UpstreamUnavailableError } from '../../domain/errors.ts';
import type { Guard } from '../../platform/guard.ts';
import { requestJson, wasNotExecuted, type LegacyAnswer } from '../../platform/http/legacy-http.ts';
import { malformed, withoutPersonalData } from './failure.ts';
import { SYSTEM, type ParkingOperation } from './guard.ts';

/** Parameters by name; a list is sent as one, with commas. */
export type Query = Readonly<Record<string, string | number | readonly string[]>>;

/** One request to the APDS server. */
export type ParkingCall = {
  readonly operation: ParkingOperation;
  readonly method: 'GET' | 'POST' | 'PUT';
  /** Below the version, such as `/sessions`. */
  readonly path: string;
  readonly query?: Query;
  readonly json?: unknown;
};

export type ParkingReply =
  | { readonly kind: 'ok'; readonly body: unknown }
  /** By its HTTP status, or by the code of an error that came as a 200. */
  | { readonly kind: 'refused'; readonly status: number };

export type WriteReply =
  /** Done, and said so. */
  { readonly kind: 'ok' } | Extract<ParkingReply, { kind: 'refused' }> | { kind: 'unknown' };

/** The APDS server with token, guard and its two ways of saying no; knows nothing of what is asked. */
export type ParkingApi = {
  /**
   * @throws {UpstreamUnavailableError} | {UpstreamMalformedError} As `requestJson`; the former also
   *   for an error of 429 or 5xx in the body.
   */
  send(call: ParkingCall, signal: AbortSignal): Promise<ParkingReply>;
  /** As `send`, but a request that went out and whose answer was lost or unreadable is `unknown`. */
  write(call: ParkingCall, signal: AbortSignal): Promise<WriteReply>;
};

export type ParkingApiOptions = {
  readonly baseUrl: string;
  readonly token: string;
  readonly tokenHeader: string;
  readonly guard: Guard<ParkingOperation>;
};

export function createParkingApi(options: ParkingApiOptions): ParkingApi {
  const { guard, baseUrl, token, tokenHeader } = options;

  async function exchange(call: ParkingCall, signal: AbortSignal): Promise<LegacyAnswer> {
    try {
      return await requestJson({
        system: SYSTEM,
        method: call.method,
        url: toUrl(baseUrl, call),
        headers: { [tokenHeader]: token },
        ...(call.json === undefined ? {} : { body: { json: call.json } }),
        signal,
      });
    } catch (error) {
      throw withoutPersonalData(error);
    }
  }

  function run(call: ParkingCall, signal: AbortSignal, onSend?: () => void): Promise<ParkingReply> {
    return guard.run(
      call.operation,
      async (inner) => {
        onSend?.();
        return toReply(await exchange(call, inner));
      },
      { signal },
    );
  }

  return {
    send: (call, signal) => run(call, signal),
    async write(call, signal) {
      let isSent = false;
      try {
        const reply = await run(call, signal, () => (isSent = true));
        return reply.kind === 'refused' || isAccepted(reply.body) ? reply : { kind: 'unknown' };
      } catch (error) {
        if (!(error instanceof HubError) || !isSent || wasNotExecuted(error)) throw error;
        return { kind: 'unknown' };
      }
    },
  };
}

/** The body of a reply in which only success was expected. */
export function bodyOf(reply: ParkingReply): unknown {
  if (reply.kind === 'refused') throw toRejection(reply.status);
  return reply.body;
}

/** Without the server's own words, which may repeat a plate. */
export function toRejection(status: number): UpstreamRejectedError {
  return new UpstreamRejectedError(SYSTEM, `HTTP ${status}`);
}

/** Whether the server refuses the hub itself, whatever it asks. */
export function isRefusalOfUs(status: number): boolean {
  return status === 401 || status === 403;
}

/** @throws {UpstreamMalformedError} Names the fields that are not as they should be. */
export function parseAs<T>(shape: z.ZodType<T>, body: unknown, what: string): T {
  const parsed = shape.safeParse(body);
  if (parsed.success) return parsed.data;
  // Paths of fields only: the values may be somebody's.
  const where = parsed.error.issues.map(({ path }) => path.join('.')).slice(0, 5);
  throw malformed(`${what}: unexpected ${where.join(', ')}`);
}

/** `ResponseStatus` of the APDS schema; only its error is looked at here. */
const wireError = z.object({ status: z.literal('error'), code: z.number().nullish() });

function toReply({ status, body }: LegacyAnswer): ParkingReply {
  if (status >= 400) return { kind: 'refused', status };
  const error = wireError.safeParse(body);
  if (!error.success) return { kind: 'ok', body };
  const code = error.data.code ?? 400;
  if (code === 429 || code >= 500) {
    throw new UpstreamUnavailableError(SYSTEM, `error ${code} with HTTP ${status}`, {
      cause: { status: code },
    });
  }
  return { kind: 'refused', status: code };
}

const wireAccepted = z.union([
  z.object({ status: z.literal('ok') }),
  // Some servers answer with the resource itself.
  z.object({ id: z.string(), version: z.number() }),
]);

/** An empty body beside a 2xx leaves nothing open; anything else that is no `ResponseStatus` does. */
function isAccepted(body: unknown): boolean {
  return body === null || wireAccepted.safeParse(body).success;
}

/** Lists keep their commas: `style: form, explode: false` of OpenAPI. */
export function toUrl(baseUrl: string, { path, query = {} }: Pick<ParkingCall, 'path' | 'query'>) {
  const url = new URL(`${baseUrl.replace(/\/+$/, '')}${path}`);
  url.search = Object.entries(query)
    .map(([name, value]) => {
      const values = typeof value === 'object' ? value : [String(value)];
      return `${encodeURIComponent(name)}=${values.map(encodeURIComponent).join(',')}`;
    })
    .join('&');
  return url;
}
