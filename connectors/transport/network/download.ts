import {
  HubError,
  UpstreamMalformedError,
  UpstreamRejectedError,
  UpstreamUnavailableError,
} from '../../../domain/errors.ts';
import { readBoundedBody } from '../../../platform/http/bounded-body.ts';
import { SYSTEM } from '../guard.ts';

export type DownloadAsk = {
  readonly url: URL;
  readonly signal: AbortSignal;
  readonly maxBytes: number;
  /** What the server said of the copy that is held; null when none is. */
  readonly held: Validators | null;
};

/** By which a server knows whether a copy is still good. */
export type Validators = { readonly etag: string | null; readonly lastModified: string | null };

export type DownloadedFile = {
  readonly kind: 'file';
  readonly bytes: Buffer;
  readonly validators: Validators;
};

export type Download = { readonly kind: 'unchanged' } | DownloadedFile;

/** Redirects followed at most: stores of open data like to send one on to their files. */
const MAX_REDIRECTS = 3;

/**
 * A file over HTTP, not sent again when the copy that is held is still good. Redirects are followed
 * a little: nothing secret travels with the request.
 *
 * @throws {UpstreamUnavailableError} No complete answer before the signal fired, 408, 429 or 5xx.
 * @throws {UpstreamRejectedError} Any other 4xx.
 * @throws {UpstreamMalformedError} Larger than allowed, redirects without end, or one away from TLS.
 */
export async function download(ask: DownloadAsk): Promise<Download> {
  let { url } = ask;
  for (let redirects = 0; redirects <= MAX_REDIRECTS; redirects += 1) {
    const answer = await request(ask, url);
    if (!(answer instanceof URL)) return answer;
    url = answer;
  }
  throw new UpstreamMalformedError(SYSTEM, 'a feed is redirected without end');
}

async function request(ask: DownloadAsk, url: URL): Promise<Download | URL> {
  const { signal, maxBytes, held } = ask;
  try {
    const headers = headersOf(held);
    const response = await fetch(url, { headers, signal, redirect: 'manual' });
    const { status } = response;
    if (status === 304 && held !== null) {
      await response.body?.cancel();
      return { kind: 'unchanged' };
    }
    if (status >= 300 && status < 400) {
      await response.body?.cancel();
      return nextOf(response, url);
    }
    if (status !== 200) {
      await response.body?.cancel();
      throw toError(status);
    }
    const bytes = await readBoundedBody(SYSTEM, response, { maxBytes, signal });
    const etag = response.headers.get('etag');
    const lastModified = response.headers.get('last-modified');
    return { kind: 'file', bytes, validators: { etag, lastModified } };
  } catch (cause) {
    if (cause instanceof HubError) throw cause;
    throw new UpstreamUnavailableError(SYSTEM, 'a feed was not sent completely', { cause });
  }
}

function headersOf(held: Validators | null): Record<string, string> {
  if (held === null) return {};
  // The tag alone counts where there is one: seconds are too coarse for files made by programs.
  if (held.etag !== null) return { 'If-None-Match': held.etag };
  return held.lastModified === null ? {} : { 'If-Modified-Since': held.lastModified };
}

function nextOf(response: Response, from: URL): URL {
  const location = response.headers.get('location');
  const next = location === null ? null : URL.parse(location, from);
  if (next === null || !/^https?:$/.test(next.protocol)) {
    throw new UpstreamMalformedError(SYSTEM, `HTTP ${response.status} for a feed, leading nowhere`);
  }
  if (from.protocol === 'https:' && next.protocol !== 'https:') {
    throw new UpstreamMalformedError(SYSTEM, 'a feed is redirected from TLS to clear text');
  }
  return next;
}

function toError(status: number): HubError {
  const cause = { status };
  return status === 408 || status === 429 || status >= 500
    ? new UpstreamUnavailableError(SYSTEM, `HTTP ${status} for a feed`, { cause })
    : new UpstreamRejectedError(SYSTEM, `HTTP ${status} for a feed`, { cause });
}
