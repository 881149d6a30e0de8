import { randomUUID } from 'node:crypto';
import type { GraphQLFormattedError } from 'graphql';
import type { HubErrorCode } from '../domain/errors.ts';
import type { Logger } from '../platform/process/log.ts';
import {
  INTERNAL_MESSAGE,
  withoutNumbers,
  withoutSuggestion,
} from '../platform/subgraph/public-error.ts';

/** Rewrites one error of an answer for the client. `error` is what was thrown, as far as it is known. */
export type ErrorFormatter = (
  formatted: GraphQLFormattedError,
  error: unknown,
) => GraphQLFormattedError;

const CODES: ReadonlySet<unknown> = new Set<HubErrorCode>([
  'BAD_USER_INPUT',
  'UNAUTHENTICATED',
  'FORBIDDEN',
  'CONFLICT',
  'UPSTREAM_UNAVAILABLE',
  'UPSTREAM_REJECTED',
  'UPSTREAM_MALFORMED',
  'INTERNAL',
]);

/** Apollo's names for a request that is the caller's mistake. */
const CALLERS_MISTAKE: ReadonlySet<unknown> = new Set([
  'GRAPHQL_PARSE_FAILED',
  'GRAPHQL_VALIDATION_FAILED',
  'OPERATION_RESOLUTION_FAILURE',
  'BAD_REQUEST',
]);

/**
 * The door of the hub: eight codes and nothing that names a subgraph, a host or a line of code.
 * Subgraphs send errors in public form already, so their messages stay.
 *
 * @param isDevelopment Keeps graphql's suggestions, which describe the schema.
 */
export function createErrorMask({
  isDevelopment,
  log,
}: {
  readonly isDevelopment: boolean;
  readonly log: Logger;
}): ErrorFormatter {
  const shown = (message: string): string => (isDevelopment ? message : withoutSuggestion(message));
  return ({ message, path, locations, extensions }, error) => {
    const place = {
      ...(path === undefined ? {} : { path }),
      ...(locations === undefined ? {} : { locations }),
    };
    const code = extensions?.['code'];
    if (CALLERS_MISTAKE.has(code)) {
      return { message: shown(message), ...place, extensions: { code: 'BAD_USER_INPUT' } };
    }
    const reference = extensions?.['reference'];
    if (CODES.has(code) && (code !== 'INTERNAL' || typeof reference === 'string')) {
      const kept = typeof reference === 'string' ? { code, reference } : { code };
      return { message: shown(message), ...place, extensions: kept };
    }
    return { ...internalError(error ?? message, log), ...place };
  };
}

/** A bug, told to operators in full and to the client by a reference. */
export function internalError(thrown: unknown, log: Logger): GraphQLFormattedError {
  const reference = randomUUID();
  const stack = thrown instanceof Error ? (thrown.stack ?? thrown.message) : String(thrown);
  log.error({ reference, stack: withoutNumbers(stack) }, 'bug');
  return { message: INTERNAL_MESSAGE, extensions: { code: 'INTERNAL', reference } };
}

/**
 * For a gateway over other people's subgraphs: their messages, codes and extensions pass, without
 * the subgraph's name and stack.
 */
export function passErrors(formatted: GraphQLFormattedError): GraphQLFormattedError {
  const {
    serviceName: _name,
    stacktrace: _stack,
    exception: _old,
    ...extensions
  } = formatted.extensions ?? {};
  return { ...formatted, extensions };
}
