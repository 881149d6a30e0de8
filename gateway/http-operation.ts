import type { IncomingMessage } from 'node:http';
import { BodyRefusedError, readBody } from '../platform/http/http-body.ts';
import type { Operation } from './engine.ts';
import { assertJsonBody } from './media-type.ts';
import { RefusedError } from './refused.ts';

/** A page of another site cannot send these without asking first, so their presence shows that it is none. */
const PREFLIGHT_HEADERS = ['apollo-require-preflight', 'x-apollo-operation-name'];

const UTF_8 = new TextDecoder('utf-8', { fatal: true });

/** Nothing about the body is looked at before its length is known to be harmless. */
export type OperationReader = (request: IncomingMessage, url: URL) => Promise<Operation>;

/**
 * Reads the operation of a GET or POST. Source: GraphQL over HTTP, working draft, "Request".
 *
 * @throws {RefusedError} 400: no operation in it, or several; or a GET that any web page could
 *   send. 405: another method. 413: too long. 415: not JSON in UTF-8.
 */
export function createOperationReader({
  bodyLimitBytes,
  allowsSimpleGet,
}: {
  readonly bodyLimitBytes: number;
  /** Takes GET requests that any web page could make a browser send. */
  readonly allowsSimpleGet: boolean;
}): OperationReader {
  return async (request, url) => {
    if (request.method === 'POST') return readPost(request, bodyLimitBytes);
    if (request.method !== 'GET') {
      throw new RefusedError(405, 'Operations are sent with POST, queries also with GET.', {
        headers: { allow: 'GET, POST' },
      });
    }
    if (!allowsSimpleGet) assertNotForged(request);
    return readGet(url);
  };
}

async function readPost(request: IncomingMessage, bodyLimitBytes: number): Promise<Operation> {
  const { headers } = request;
  assertJsonBody(headers['content-type'], headers['content-encoding']);
  let bytes;
  try {
    bytes = await readBody(request, bodyLimitBytes);
  } catch (error) {
    if (!(error instanceof BodyRefusedError)) throw error;
    throw new RefusedError(error.status, error.message, { headers: { connection: 'close' } });
  }
  const body = parseBody(bytes);
  if (Array.isArray(body)) {
    throw new RefusedError(400, 'One operation is sent at a time: the body is an object.');
  }
  if (!isRecord(body)) throw new RefusedError(400, 'The body is a JSON object.');
  return toOperation(body);
}

function readGet(url: URL): Operation {
  const given: Record<string, unknown> = {};
  for (const name of ['query', 'operationName', 'variables', 'extensions']) {
    const [value, ...more] = url.searchParams.getAll(name);
    if (more.length > 0) throw new RefusedError(400, `${name} is given more than once.`);
    if (value === undefined) continue;
    const isJson = name === 'variables' || name === 'extensions';
    given[name] = isJson && value !== '' ? parseParameter(name, value) : value;
  }
  return toOperation(given);
}

function toOperation(given: Readonly<Record<string, unknown>>): Operation {
  const { query, operationName, variables, extensions } = given;
  const optionalText = (value: unknown): string | undefined => {
    if (value === undefined || value === null || value === '') return undefined;
    if (typeof value === 'string') return value;
    throw new RefusedError(400, 'operationName is text.');
  };
  const optionalObject = (name: string, value: unknown): Record<string, unknown> | undefined => {
    if (value === undefined || value === null || value === '') return undefined;
    if (isRecord(value)) return value;
    throw new RefusedError(400, `${name} is an object.`);
  };
  const checkedExtensions = optionalObject('extensions', extensions);
  if (typeof query !== 'string' || query === '') {
    // Clients that try a hash first look for this very word and then send the text.
    const isByHash = query === undefined && checkedExtensions?.['persistedQuery'] !== undefined;
    throw new RefusedError(
      400,
      isByHash ? 'PersistedQueryNotSupported' : 'query is missing: the text of the operation.',
    );
  }
  return {
    query,
    operationName: optionalText(operationName),
    variables: optionalObject('variables', variables),
  };
}

function assertNotForged({ headers }: IncomingMessage): void {
  const type = headers['content-type'];
  if (type !== undefined) {
    if (type.split(';')[0]?.trim().toLowerCase() === 'application/json') return;
    throw new RefusedError(415, 'A GET has no content type but application/json.');
  }
  if (PREFLIGHT_HEADERS.some((name) => (headers[name] ?? '') !== '')) return;
  throw new RefusedError(
    400,
    `A GET needs a header that other sites cannot send: content-type: application/json, or ${PREFLIGHT_HEADERS.join(' or ')} with any value.`,
  );
}

function parseBody(bytes: Buffer): unknown {
  try {
    return JSON.parse(UTF_8.decode(bytes));
  } catch {
    throw new RefusedError(400, 'The body is not JSON in UTF-8.');
  }
}

function parseParameter(name: string, text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    throw new RefusedError(400, `${name} is not JSON.`);
  }
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
