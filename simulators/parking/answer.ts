import type { IncomingHttpHeaders } from 'node:http';

/** One request, read to its end. */
export type ApiRequest = {
  readonly method: string;
  /** Below `/v1`. */
  readonly path: string;
  readonly query: URLSearchParams;
  readonly headers: IncomingHttpHeaders;
  readonly body: string;
};

export type ApiAnswer = { readonly status: number; readonly json: unknown };

/** `ResponseStatus` of a change that was carried out. */
export const done = (status: 200 | 201): ApiAnswer => ({ status, json: { status: 'ok' } });

/** `ResponseStatus` of an error under its own HTTP status. */
export const failed = (code: number, message: string): ApiAnswer => ({
  status: code,
  json: { status: 'error', code, message },
});

/** The same error with a 200, as beside a POST: the schema describes no other status there. */
export const inBody = ({ json }: ApiAnswer): ApiAnswer => ({ status: 200, json });

export const DUPLICATE: ApiAnswer = failed(409, 'Duplicate identifier');

export const OUTDATED: ApiAnswer = failed(409, 'Outdated version number provided');
export const MISSING: ApiAnswer = failed(400, 'Missing required attributes');
export const NOT_FOUND: ApiAnswer = failed(404, 'Not found');

/** Null for what is no JSON. */
export function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}
