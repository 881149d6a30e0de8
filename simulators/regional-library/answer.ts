import type { IncomingHttpHeaders } from 'node:http';

/** One request, read to its end. */
export type ApiRequest = {
  readonly method: string;
  /** Below `/api/v1`. */
  readonly path: string;
  readonly url: URL;
  readonly headers: IncomingHttpHeaders;
  readonly body: string;
};

export type ApiAnswer = {
  readonly status: number;
  readonly headers?: Readonly<Record<string, string>>;
  readonly json: unknown;
};

export const notFound = (what: string): ApiAnswer => ({
  status: 404,
  json: { error: `${what} not found`, error_code: 'not_found' },
});

export const badRequest = (error: string, errorCode?: string): ApiAnswer => ({
  status: 400,
  json: { error, ...(errorCode === undefined ? {} : { error_code: errorCode }) },
});

/** What the check of a request against the API's description answers. */
export const invalidBody = (path: string, message: string): ApiAnswer => ({
  status: 400,
  json: { errors: [{ path, message }], status: 400 },
});

export const INTERNAL_ERROR: ApiAnswer = {
  status: 500,
  json: {
    error: 'Something went wrong, check Koha logs for details.',
    error_code: 'internal_server_error',
  },
};

export const UNAUTHORIZED: ApiAnswer = { status: 401, json: { error: 'Authentication failure.' } };

/** The text of a header that may come once. */
export function headerOf({ headers }: ApiRequest, name: string): string | null {
  const value = headers[name];
  return typeof value === 'string' ? value : null;
}

/** Null for what is no JSON. */
export function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}
