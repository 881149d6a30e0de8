import {
  HubError,
  UpstreamMalformedError,
  UpstreamRejectedError,
  UpstreamUnavailableError,
} from '../../domain/errors.ts';
import { SYSTEM } from './guard.ts';

/**
 * The same failure without what may hold a plate or the token: addresses, headers and pieces of
 * bodies stand in the causes that `fetch` and `JSON.parse` give. Of a cause only the HTTP status or
 * the socket's code is kept.
 */
export function withoutPersonalData(error: unknown): unknown {
  if (!(error instanceof HubError)) return error;
  const message = error.message.replace(`${SYSTEM}: `, '');
  if (error instanceof UpstreamUnavailableError) {
    return new UpstreamUnavailableError(SYSTEM, message, { cause: factsOf(error) });
  }
  if (error instanceof UpstreamMalformedError) return new UpstreamMalformedError(SYSTEM, message);
  if (error instanceof UpstreamRejectedError) return new UpstreamRejectedError(SYSTEM, message);
  return error;
}

type Facts = { readonly status: number } | { readonly code: string } | undefined;

function factsOf(error: Error): Facts {
  let { cause } = error;
  // Not `instanceof Object`: what `fetch` throws may be of another realm, as in Jest.
  for (; typeof cause === 'object' && cause !== null; cause = causeOf(cause)) {
    if ('status' in cause && typeof cause.status === 'number') return { status: cause.status };
    if ('code' in cause && typeof cause.code === 'string' && /^[A-Z_]{1,40}$/.test(cause.code)) {
      return { code: cause.code };
    }
  }
  return undefined;
}

function causeOf(error: object): unknown {
  return 'cause' in error ? error.cause : undefined;
}

/** The answer does not match the schema. @param what Names fields and never repeats a value. */
export function malformed(what: string): UpstreamMalformedError {
  return new UpstreamMalformedError(SYSTEM, what);
}
