import { UnauthenticatedError } from '../domain/errors.ts';
import { NOBODY, type Viewer } from '../domain/viewer.ts';
import type { TokenVerifier } from '../platform/tokens/token.ts';

/**
 * Who sent this request, from its `Authorization` header. No header is nobody; a bad one is refused
 * and not taken for nobody, so that an expired token is noticed.
 *
 * @throws {UnauthenticatedError} The header is no bearer token, or the token is not good.
 * @throws {UpstreamUnavailableError} No token can be judged now.
 */
export type ViewerReader = (authorization: string | undefined) => Promise<Viewer>;

export function createViewerReader(verifier: TokenVerifier): ViewerReader {
  return async (authorization) => {
    if (authorization === undefined) return NOBODY;
    const token = /^bearer +([\w.~+/=-]+)$/i.exec(authorization)?.[1];
    if (token === undefined) throw new UnauthenticatedError('no bearer token');
    return verifier.verify(token);
  };
}
