import type { IncomingMessage, ServerResponse } from 'node:http';
import { OperationTypeNode, type FormattedExecutionResult } from 'graphql';
import { HubError, UnauthenticatedError } from '../domain/errors.ts';
import type { HttpHandler } from '../platform/http/http-listener.ts';
import type { Logger } from '../platform/process/log.ts';
import type { Asking } from './asking.ts';
import type { CorsHeaders } from './cors.ts';
import { startDeadline } from './deadline.ts';
import type { Engine, Operation } from './engine.ts';
import { internalError, type ErrorFormatter } from './errors.ts';
import type { Explorer } from './explorer.ts';
import type { OperationReader } from './http-operation.ts';
import type { OperationCheck } from './limits.ts';
import { chooseAnswerType, prefersHtml, type AnswerType } from './media-type.ts';
import { RefusedError } from './refused.ts';
import type { ViewerReader } from './viewer-reader.ts';

export type DoorOptions = {
  readonly engine: Engine;
  readonly readOperation: OperationReader;
  readonly readViewer: ViewerReader;
  readonly checkOperation: OperationCheck;
  readonly formatError: ErrorFormatter;
  readonly cors: CorsHeaders;
  /** Parts still missing; operations are refused and `/ready` is 503 until there are none. */
  readonly missing: () => readonly string[];
  /** null serves no explorer. */
  readonly explorer: Explorer | null;
  /** Lower-case names of headers that every subgraph gets as the client sent them. */
  readonly forwardedHeaders: readonly string[];
  /** For each request, from when its body is read. */
  readonly deadlineMs: number;
  readonly log: Logger;
};

/** GraphQL over HTTP at `/graphql`, `/live` and `/ready`, and in development the explorer. */
export function createDoor(options: DoorOptions): HttpHandler {
  const { cors, explorer, missing, log } = options;
  return async (request, response) => {
    const url = urlOf(request);
    response.setHeader('x-content-type-options', 'nosniff');
    if (url?.pathname === '/live') return sendJson(response, 200, { live: true });
    if (url?.pathname === '/ready') {
      const waiting = missing();
      return sendJson(response, waiting.length === 0 ? 200 : 503, {
        ready: waiting.length === 0,
        missing: waiting,
      });
    }
    if (url !== null && explorer?.serve(url.pathname, response) === true) return;
    if (url?.pathname !== '/graphql') {
      return sendJson(response, 404, { message: 'There is /graphql, /live and /ready.' });
    }
    for (const [name, value] of Object.entries(cors(request.headers))) {
      response.setHeader(name, value);
    }
    response.setHeader('cache-control', 'no-store');
    if (request.method === 'OPTIONS') return void response.writeHead(204).end();
    if (explorer !== null && isBrowser(request, url)) return explorer.servePage(response);
    try {
      await answer(request, response, url, options);
    } catch (error) {
      refuse(response, error, log);
    }
  };
}

async function answer(
  request: IncomingMessage,
  response: ServerResponse,
  url: URL,
  options: DoorOptions,
): Promise<void> {
  assertReady(options.missing());
  const type = chooseAnswerType(request.headers.accept);
  const operation = await options.readOperation(request, url);
  const viewer = await options.readViewer(request.headers.authorization);

  const checked = options.checkOperation(operation.query, operation.operationName);
  if ('error' in checked) {
    const { error } = checked;
    const formatted = { ...error.toJSON(), extensions: { code: 'BAD_REQUEST' } };
    return sendAnswer(response, type, { errors: [options.formatError(formatted, error)] });
  }
  if (request.method === 'GET' && checked.type !== OperationTypeNode.QUERY) {
    throw new RefusedError(405, 'A GET only asks: send a mutation with POST.', {
      headers: { allow: 'POST' },
    });
  }

  // What changes something is carried through even when nobody waits for the answer.
  const endsWith = checked.type === OperationTypeNode.QUERY ? response : null;
  using deadline = startDeadline(options.deadlineMs, endsWith);
  const asking: Asking = {
    viewer,
    requestKey: deadline,
    signal: deadline.signal,
    forwarded: pick(request, options.forwardedHeaders),
  };
  return sendAnswer(response, type, await execute(operation, asking, options));
}

async function execute(
  operation: Operation,
  asking: Asking,
  { engine, log }: DoorOptions,
): Promise<FormattedExecutionResult> {
  try {
    return await engine.execute(operation, asking);
  } catch (error) {
    return { errors: [internalError(error, log)] };
  }
}

function assertReady(missing: readonly string[]): void {
  if (missing.length === 0) return;
  throw new RefusedError(503, `The hub is not ready: still missing ${missing.join(', ')}.`, {
    code: 'UPSTREAM_UNAVAILABLE',
    headers: { 'retry-after': '1' },
  });
}

/**
 * The status says whether the operation was executed. A client that asked for plain JSON is told so
 * in the body only. Source: GraphQL over HTTP, working draft, "Status Codes".
 */
function sendAnswer(
  response: ServerResponse,
  type: AnswerType,
  { errors, data, extensions }: FormattedExecutionResult,
): void {
  const isBug = errors?.some((error) => error.extensions?.['code'] === 'INTERNAL') ?? false;
  const isPlain = data !== undefined || type === 'application/json';
  const status = isPlain && !(isBug && data === undefined) ? 200 : isBug ? 500 : 400;
  sendJson(response, status, { errors, data, extensions }, type);
}

function refuse(response: ServerResponse, error: unknown, log: Logger): void {
  if (error instanceof RefusedError) {
    const { status, message, code, headers } = error;
    return sendError(response, status, { message, extensions: { code } }, headers);
  }
  if (error instanceof HubError) {
    const isToken = error instanceof UnauthenticatedError;
    if (isToken) log.debug({ reason: error.message }, 'token refused');
    return sendError(
      response,
      isToken ? 401 : 503,
      { message: error.publicMessage, extensions: { code: error.code } },
      isToken ? { 'www-authenticate': 'Bearer error="invalid_token"' } : { 'retry-after': '5' },
    );
  }
  return sendError(response, 500, internalError(error, log), {});
}

function sendError(
  response: ServerResponse,
  status: number,
  error: object,
  headers: Readonly<Record<string, string>>,
): void {
  for (const [name, value] of Object.entries(headers)) response.setHeader(name, value);
  sendJson(response, status, { errors: [error] });
}

function sendJson(
  response: ServerResponse,
  status: number,
  value: unknown,
  type: AnswerType = 'application/json',
): void {
  // As text, which goes out together with the headers in one write.
  const text = JSON.stringify(value);
  const length = Buffer.byteLength(text);
  response
    .writeHead(status, { 'content-type': `${type}; charset=utf-8`, 'content-length': length })
    .end(text);
}

function isBrowser({ method, headers }: IncomingMessage, url: URL): boolean {
  return method === 'GET' && !url.searchParams.has('query') && prefersHtml(headers.accept);
}

function pick({ headers }: IncomingMessage, names: readonly string[]): Record<string, string> {
  return Object.fromEntries(
    names.flatMap((name) => {
      const value = headers[name];
      return typeof value === 'string' ? [[name, value] as const] : [];
    }),
  );
}

/** @returns null for a target that is no path, such as those sent to proxies. */
function urlOf({ url = '' }: IncomingMessage): URL | null {
  return url.startsWith('/') ? URL.parse(`http://hub${url}`) : null;
}
