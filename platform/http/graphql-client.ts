import { GraphQLError, type ExecutionResult } from 'graphql';
import { Pool } from 'undici';
import {
  type HubError,
  UpstreamMalformedError,
  UpstreamUnavailableError,
} from '../../domain/errors.ts';
import { errorCode } from '../error-code.ts';

export type GraphQLClientOptions = {
  /** For messages: the name of the subgraph. */
  readonly name: string;
  readonly url: URL;
  /** Default 64: enough for one process, few enough not to drown a subgraph. */
  readonly connections?: number;
  /** Longest answer that is read, default 32 MiB. */
  readonly answerLimitBytes?: number;
  /** For requests without a deadline of their own, default 30 s. */
  readonly timeoutMs?: number;
};

/** Sends GraphQL requests over kept connections. Disposing closes them. */
export type GraphQLClient = AsyncDisposable & {
  /**
   * @param body The request as JSON text.
   * @param signal Ends the request at the deadline.
   * @returns The answer, whatever its HTTP status: errors of resolvers are part of it.
   * @throws {UpstreamUnavailableError} No connection, no answer in time, or HTTP 429 or 5xx
   *   without a GraphQL answer.
   * @throws {UpstreamMalformedError} The answer is no GraphQL answer or too long.
   */
  post(
    body: string,
    headers: Readonly<Record<string, string>>,
    signal: AbortSignal | undefined,
  ): Promise<ExecutionResult>;
};

const NO_MESSAGE = 'The subgraph gave an error without a message.';

export function createGraphQLClient({
  name,
  url,
  connections = 64,
  answerLimitBytes = 32 * 1024 * 1024,
  timeoutMs = 30_000,
}: GraphQLClientOptions): GraphQLClient {
  const pool = new Pool(url.origin, {
    connections,
    maxResponseSize: answerLimitBytes,
    headersTimeout: timeoutMs,
    bodyTimeout: timeoutMs,
    connectTimeout: Math.min(timeoutMs, 5_000),
  });
  const path = url.pathname + url.search;
  return {
    async post(body, headers, signal) {
      let status;
      let text;
      try {
        const answer = await pool.request({
          method: 'POST',
          path,
          body,
          headers: {
            accept: 'application/graphql-response+json, application/json;q=0.9',
            'content-type': 'application/json',
            ...headers,
          },
          signal: signal ?? null,
        });
        status = answer.statusCode;
        text = await answer.body.text();
      } catch (cause) {
        throw toHubError(name, cause);
      }
      return readAnswer(name, status, text);
    },
    [Symbol.asyncDispose]: () => pool.destroy(),
  };
}

/** Checked by hand and not copied: a schema library would drop a response key like `__proto__`. */
function readAnswer(name: string, status: number, text: string): ExecutionResult {
  const answer = parseJson(text);
  const data = isRecord(answer) ? answer['data'] : undefined;
  const errors = isRecord(answer) && Array.isArray(answer['errors']) ? answer['errors'] : [];
  if (isRecord(data)) {
    return errors.length === 0 ? { data } : { data, errors: errors.map(toGraphQLError) };
  }
  if (errors.length > 0) return { errors: errors.map(toGraphQLError) };
  if (status === 429 || status >= 500) throw new UpstreamUnavailableError(name, `HTTP ${status}`);
  throw new UpstreamMalformedError(name, `HTTP ${status} without a GraphQL answer`);
}

function toGraphQLError(error: unknown): GraphQLError {
  const { message, path, extensions } = isRecord(error) ? error : {};
  return new GraphQLError(typeof message === 'string' && message !== '' ? message : NO_MESSAGE, {
    path: isPath(path) ? path : null,
    extensions: isRecord(extensions) ? extensions : null,
  });
}

function isPath(path: unknown): path is readonly (string | number)[] {
  return (
    Array.isArray(path) && path.every((key) => typeof key === 'string' || typeof key === 'number')
  );
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function toHubError(name: string, cause: unknown): HubError {
  const code = errorCode(cause);
  if (code === 'UND_ERR_RES_EXCEEDED_MAX_SIZE') {
    return new UpstreamMalformedError(name, 'the answer is too long', { cause });
  }
  return new UpstreamUnavailableError(name, `no answer (${code ?? 'stopped'})`, { cause });
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}
