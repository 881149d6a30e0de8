import type { z } from 'zod';
import {
  HubError,
  UpstreamMalformedError,
  type UpstreamRejectedError,
} from '../../../domain/errors.ts';
import type { Guard } from '../../../platform/guard.ts';
import {
  requestJson,
  toRejection,
  wasNotExecuted,
  type LegacyAnswer,
  type LegacyBody,
} from '../../../platform/http/legacy-http.ts';
import { SYSTEM, type KohaOperation } from './guard.ts';
import type { TokenSource } from './token.ts';
import { wireRefusal, type WireRefusal } from './wire.ts';

/** One request to Koha's REST API. */
export type KohaCall<T> = {
  readonly operation: KohaOperation;
  readonly method: 'GET' | 'POST';
  /** Below `/api/v1`. */
  readonly path: string;
  readonly query?: Readonly<Record<string, string>>;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: LegacyBody;
  /** Of a 2xx body. */
  readonly shape: z.ZodType<T>;
};

export type KohaReply<T> =
  | { readonly kind: 'ok'; readonly status: number; readonly headers: Headers; readonly value: T }
  | { readonly kind: 'refused'; readonly status: number; readonly refusal: WireRefusal };

export type WriteReply<T> = KohaReply<T> | { readonly kind: 'unknown' };

/** Koha's REST API with token, guard and shapes; knows nothing of what is asked. */
export type KohaApi = {
  /**
   * @throws {UpstreamUnavailableError} | {UpstreamMalformedError} As `requestJson`.
   * @throws {UpstreamRejectedError} Koha takes neither this token nor a fresh one.
   */
  send<T>(call: KohaCall<T>, signal: AbortSignal): Promise<KohaReply<T>>;
  /** As `send`, but a request that went out and whose answer was lost is `unknown`, not an error. */
  write<T>(call: KohaCall<T>, signal: AbortSignal): Promise<WriteReply<T>>;
};

export type KohaApiOptions = {
  /** `http(s)://host[:port][/prefix]`, without `/api/v1`. */
  readonly baseUrl: string;
  readonly guard: Guard<KohaOperation>;
  readonly tokens: TokenSource;
};

export function createKohaApi({ baseUrl, guard, tokens }: KohaApiOptions): KohaApi {
  async function attempt<T>(call: KohaCall<T>, token: string, options: Attempt) {
    return guard.run(
      call.operation,
      async (signal) => {
        options.onSend?.();
        const headers = { ...call.headers, Authorization: `Bearer ${token}` };
        return parseReply(
          await requestJson(toRequest(baseUrl, { ...call, headers }, signal)),
          call,
        );
      },
      { signal: options.signal },
    );
  }

  /** A 401 means that nothing was done, so that even a write may be sent again with a fresh token. */
  async function send<T>(call: KohaCall<T>, options: Attempt): Promise<KohaReply<T>> {
    const token = await tokens.current(options.signal);
    const reply = await attempt(call, token, options);
    if (!isUnauthorized(reply)) return reply;
    options.onUnauthorized?.();
    tokens.forget(token);
    const second = await attempt(call, await tokens.current(options.signal), options);
    if (isUnauthorized(second)) throw toError(second);
    return second;
  }

  return {
    send: (call, signal) => send(call, { signal }),
    async write(call, signal) {
      let isSent = false;
      try {
        return await send(call, {
          signal,
          onSend: () => (isSent = true),
          onUnauthorized: () => (isSent = false),
        });
      } catch (error) {
        if (!(error instanceof HubError) || !isSent || wasNotExecuted(error)) throw error;
        return { kind: 'unknown' };
      }
    },
  };
}

type Attempt = {
  readonly signal: AbortSignal;
  readonly onSend?: () => void;
  readonly onUnauthorized?: () => void;
};

type Refused = Extract<KohaReply<unknown>, { readonly kind: 'refused' }>;

/** The value of a reply in which only success was expected. */
export function valueOf<T>(reply: KohaReply<T>): T {
  if (reply.kind === 'refused') throw toError(reply);
  return reply.value;
}

/** The error of a refusal that means trouble, with Koha's reason. */
export function toError({ status, refusal }: Refused): UpstreamRejectedError {
  return toRejection(SYSTEM, { status }, refusal.error ?? 'no reason given');
}

/** Koha answers 403 both to a staff user without rights and to a thing that its rules forbid. */
export function lacksPermission({ refusal }: Refused): boolean {
  return refusal.required_permissions !== undefined;
}

export function toRequest<T>(baseUrl: string, call: KohaCall<T>, signal: AbortSignal) {
  const url = new URL(`${baseUrl.replace(/\/+$/, '')}/api/v1${call.path}`);
  for (const [name, value] of Object.entries(call.query ?? {})) url.searchParams.set(name, value);
  return {
    system: SYSTEM,
    method: call.method,
    url,
    signal,
    ...(call.headers === undefined ? {} : { headers: call.headers }),
    ...(call.body === undefined ? {} : { body: call.body }),
  };
}

export function parseReply<T>(answer: LegacyAnswer, call: KohaCall<T>): KohaReply<T> {
  const { status, headers, body } = answer;
  if (status >= 400) {
    return { kind: 'refused', status, refusal: wireRefusal.safeParse(body).data ?? {} };
  }
  const parsed = call.shape.safeParse(body);
  if (parsed.success) return { kind: 'ok', status, headers, value: parsed.data };
  // Paths of fields only: the values may be somebody's.
  const where = parsed.error.issues.map(({ path }) => path.join('.')).slice(0, 5);
  throw new UpstreamMalformedError(SYSTEM, `${call.operation}: unexpected ${where.join(', ')}`);
}

function isUnauthorized(reply: KohaReply<unknown>): reply is Refused {
  return reply.kind === 'refused' && reply.status === 401;
}
