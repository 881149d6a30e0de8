import {
  HubError,
  UpstreamMalformedError,
  UpstreamRejectedError,
  UpstreamUnavailableError,
} from '../../domain/errors.ts';
import { readBoundedBody } from './bounded-body.ts';

/** What suits a list of a few thousand rows; more is a mistake or an attack, not an answer. */
export const MAX_BODY_BYTES = 8 * 1024 * 1024;

export type LegacyBody =
  { readonly json: unknown } | { readonly form: Readonly<Record<string, string>> };

/** One request to a legacy system that speaks HTTP and JSON. */
export type LegacyRequest = {
  /** Short name for logs and metrics, never shown to citizens. */
  readonly system: string;
  readonly method: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE';
  readonly url: URL;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: LegacyBody;
  /** Ends the whole exchange, the reading of the body included. */
  readonly signal: AbortSignal;
  /** Largest body taken, after decompression; 8 MiB unless told. */
  readonly maxBytes?: number;
  /** Reads the body in place of `JSON.parse`, as where numbers beyond 2^53 must keep their digits; throws at what is not JSON. */
  readonly parse?: (text: string) => unknown;
  /** Statuses from 500 on that are handed back as refusals are, since their body says what was not done. */
  readonly handsBack?: readonly number[];
};

export type LegacyAnswer = {
  /** 200–299, 400–499 but for 429, or one of `handsBack`. */
  readonly status: number;
  readonly headers: Headers;
  /** Parsed JSON, its shape not checked; null when the body was empty, or was no JSON beside a 4xx. */
  readonly body: unknown;
};

/**
 * One exchange through global `fetch`, its failures named. A refusal (4xx) is handed back, since
 * only the connector knows what it means; `toRejection` makes an error of it.
 *
 * @throws {UpstreamUnavailableError} No complete answer before the signal fired, 429 or 5xx.
 * @throws {UpstreamMalformedError} A redirect, a body beyond `maxBytes`, or a 2xx that is not JSON.
 */
export async function requestJson(request: LegacyRequest): Promise<LegacyAnswer> {
  const { system } = request;
  const { status, headers, text } = await exchange(request);
  if (status === 429 || (status >= 500 && request.handsBack?.includes(status) !== true)) {
    const retryAfter = headers.get('retry-after');
    throw new UpstreamUnavailableError(system, `HTTP ${status}`, { cause: { status, retryAfter } });
  }
  if (status >= 300 && status < 400) {
    throw new UpstreamMalformedError(system, `HTTP ${status}: a redirect instead of an answer`);
  }
  return { status, headers, body: parseBody(request, status, text) };
}

/** The error that a refused request means when the connector knows nothing better. */
export function toRejection(
  system: string,
  { status }: { readonly status: number },
  reason: string,
): UpstreamRejectedError {
  return new UpstreamRejectedError(system, `HTTP ${status}: ${reason.slice(0, 200)}`);
}

/**
 * Whether the legacy system certainly did nothing: it was never reached, or it said so itself
 * (429, 503). After any other failure of a write, the write may have been done.
 */
export function wasNotExecuted(error: unknown): boolean {
  let cause = error;
  // Not `instanceof Object`: what `fetch` throws may be of another realm, as in Jest.
  for (; typeof cause === 'object' && cause !== null; cause = causeOf(cause)) {
    if ('status' in cause) return cause.status === 429 || cause.status === 503;
    if ('code' in cause && typeof cause.code === 'string' && NEVER_CONNECTED.has(cause.code)) {
      return true;
    }
  }
  return false;
}

/** A reset (ECONNRESET) is not among them: it may come after the request was taken. */
const NEVER_CONNECTED = new Set([
  'ECONNREFUSED',
  'ENOTFOUND',
  'EAI_AGAIN',
  'EHOSTUNREACH',
  'ENETUNREACH',
  'UND_ERR_CONNECT_TIMEOUT',
]);

function causeOf(error: object): unknown {
  return 'cause' in error ? error.cause : undefined;
}

async function exchange(request: LegacyRequest) {
  const { system, method, url, body, signal, maxBytes = MAX_BODY_BYTES } = request;
  const headers = { Accept: 'application/json', ...contentType(body), ...request.headers };
  try {
    const response = await fetch(url, {
      method,
      headers,
      signal,
      // A login page elsewhere must never be followed with a token in hand.
      redirect: 'manual',
      ...(body === undefined ? {} : { body: encode(body) }),
    });
    const bytes = await readBoundedBody(system, response, { maxBytes, signal });
    return { status: response.status, headers: response.headers, text: bytes.toString('utf8') };
  } catch (cause) {
    if (cause instanceof HubError) throw cause;
    throw new UpstreamUnavailableError(system, 'no complete answer', { cause });
  }
}

function contentType(body: LegacyBody | undefined): Record<string, string> {
  if (body === undefined) return {};
  return {
    'Content-Type': 'form' in body ? 'application/x-www-form-urlencoded' : 'application/json',
  };
}

function encode(body: LegacyBody): string {
  return 'form' in body ? new URLSearchParams(body.form).toString() : JSON.stringify(body.json);
}

function parseBody(
  { system, parse = JSON.parse }: LegacyRequest,
  status: number,
  text: string,
): unknown {
  if (text.trim() === '') return null;
  try {
    return parse(text);
  } catch {
    if (status >= 400) return null;
    // oxlint-disable-next-line preserve-caught-error -- it quotes the body, which may be about a person
    throw new UpstreamMalformedError(system, 'not JSON');
  }
}
