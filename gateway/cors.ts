import type { IncomingHttpHeaders } from 'node:http';

/** Headers that let a web page of another origin read the answer. */
export type CorsHeaders = (headers: IncomingHttpHeaders) => Readonly<Record<string, string>>;

const THIS_MACHINE = /^https?:\/\/(localhost|127\.0\.0\.1|\[::1\])(:\d+)?$/;
const PREFLIGHT_SECONDS = 600;

/**
 * Tokens travel in a header that no browser adds by itself, so no credentials are allowed.
 *
 * @param allowsThisMachine Also any origin on localhost, whatever its port.
 */
export function createCors({
  origins,
  allowsThisMachine,
}: {
  readonly origins: readonly string[];
  readonly allowsThisMachine: boolean;
}): CorsHeaders {
  const allowed = new Set(origins);
  return ({ origin, 'access-control-request-method': method }) => {
    const isAllowed =
      origin !== undefined &&
      (allowed.has(origin) || (allowsThisMachine && THIS_MACHINE.test(origin)));
    if (!isAllowed) return { vary: 'Origin' };
    return {
      vary: 'Origin',
      'access-control-allow-origin': origin,
      ...(method === undefined
        ? {}
        : {
            'access-control-allow-methods': 'GET, POST',
            'access-control-allow-headers':
              'authorization, content-type, apollo-require-preflight, x-apollo-operation-name',
            'access-control-max-age': String(PREFLIGHT_SECONDS),
          }),
    };
  };
}
