import { importJWK, jwtVerify, SignJWT, type JWTPayload, type JWTVerifyGetKey } from 'jose';
import { z } from 'zod';
import { HubError, UnauthenticatedError } from '../../domain/errors.ts';
import type { Viewer } from '../../domain/viewer.ts';
import { systemClock, type Clock } from '../clock.ts';
import type { DevelopmentKey } from './development-key.ts';
import type { Logger } from '../process/log.ts';
import { createTokenKeys } from './token-keys.ts';

/** Asymmetric only: with HS256 in the list, the public key itself would sign. Source: RFC 8725, 3.1. */
const ALGORITHMS = ['EdDSA', 'Ed25519', 'ES256', 'RS256', 'PS256'];
/** How far the issuer's clock may be ahead of ours. Expiry is judged without it: over is over. */
const TOLERANCE_SECONDS = 30;
const LONGEST_TOKEN = 8 * 1024;
/** A token that was good is taken without looking again for this long, never beyond its own end. */
const GOOD_FOR_MS = 30_000;
/** Tokens that are remembered, those seen first forgotten first: at most 8 MiB of text. */
const REMEMBERED = 1_000;

const DEVELOPMENT_ISSUER = 'tessera-development';
const DEVELOPMENT_AUDIENCE = 'tessera';

const claims = z.object({
  /** Opaque; printable ASCII, since it travels in a header to the subgraphs. */
  sub: z.string().regex(/^[\x21-\x7e]{1,128}$/),
  role: z.enum(['citizen', 'staff', 'kiosk', 'merchant', 'reader']),
  exp: z.number(),
});

export type TokenVerifierOptions =
  | {
      readonly jwksUrl: URL;
      /** `iss` of the tokens. */
      readonly issuer: string;
      /** `aud` of the tokens, or one of them. */
      readonly audience: string;
      readonly log: Logger;
      readonly clock?: Clock;
    }
  | { readonly developmentKey: DevelopmentKey; readonly clock?: Clock };

/** Reads who asks from a signed token (JWT, RFC 7519). */
export type TokenVerifier = {
  /**
   * @param token The compact form, without `Bearer `.
   * @throws {UnauthenticatedError} Not signed by a known key with an allowed algorithm, expired, not
   *   valid yet, for another audience, of another issuer, or without the claims `sub` and `role`.
   *   The message says which, for the log; it is the same for the caller.
   * @throws {UpstreamUnavailableError} The issuer's keys were never read, so no token can be judged.
   */
  verify(token: string): Promise<Viewer>;
};

export function createTokenVerifier(options: TokenVerifierOptions): TokenVerifier {
  const { clock = systemClock } = options;
  const { issuer, audience, keyOf } = trusted(options);
  const remembered = new Map<string, GoodToken>();
  return {
    async verify(token) {
      if (token.length > LONGEST_TOKEN) throw new UnauthenticatedError('token is too long');
      const now = clock.now();
      const known = remembered.get(token);
      if (known !== undefined && now.getTime() < known.untilMs) return known.viewer;
      remembered.delete(token);
      const { payload } = await jwtVerify(token, keyOf, {
        algorithms: ALGORITHMS,
        issuer,
        audience,
        currentDate: now,
        clockTolerance: TOLERANCE_SECONDS,
        requiredClaims: ['exp', 'sub', 'role'],
      }).catch((error: unknown) => {
        if (error instanceof HubError) throw error;
        throw new UnauthenticatedError(reasonOf(error), { cause: error });
      });
      const good = toGoodToken(payload, now);
      if (remembered.size >= REMEMBERED) remembered.delete(remembered.keys().next().value ?? '');
      remembered.set(token, good);
      return good.viewer;
    },
  };
}

export type DevelopmentTokenRequest = {
  readonly key: DevelopmentKey;
  readonly kind: Exclude<Viewer['kind'], 'nobody'>;
  /** Opaque id of the person, device or partner. */
  readonly id: string;
  readonly expiresInSeconds: number;
  readonly clock?: Clock;
};

/** A token that a verifier with the same development key takes. */
export async function signDevelopmentToken({
  key,
  kind,
  id,
  expiresInSeconds,
  clock = systemClock,
}: DevelopmentTokenRequest): Promise<string> {
  const now = Math.floor(clock.now().getTime() / 1000);
  return new SignJWT({ role: kind })
    .setProtectedHeader({ alg: 'EdDSA', kid: key.kid, typ: 'JWT' })
    .setSubject(id)
    .setIssuer(DEVELOPMENT_ISSUER)
    .setAudience(DEVELOPMENT_AUDIENCE)
    .setIssuedAt(now)
    .setExpirationTime(now + expiresInSeconds)
    .sign(await importJWK(key, 'EdDSA'));
}

function trusted(options: TokenVerifierOptions): {
  readonly issuer: string;
  readonly audience: string;
  readonly keyOf: JWTVerifyGetKey;
} {
  if ('jwksUrl' in options) {
    const { jwksUrl: url, issuer, audience } = options;
    return { issuer, audience, keyOf: createTokenKeys({ ...options, url }) };
  }
  const { d: _secret, ...publicKey } = options.developmentKey;
  let imported: ReturnType<typeof importJWK> | undefined;
  return {
    issuer: DEVELOPMENT_ISSUER,
    audience: DEVELOPMENT_AUDIENCE,
    keyOf: () => (imported ??= importJWK(publicKey, 'EdDSA')),
  };
}

type GoodToken = { readonly viewer: Viewer; readonly untilMs: number };

function toGoodToken(payload: JWTPayload, now: Date): GoodToken {
  const parsed = claims.safeParse(payload);
  if (!parsed.success) throw new UnauthenticatedError('token has not the claims sub and role');
  const { sub, role, exp } = parsed.data;
  if (exp * 1000 <= now.getTime()) throw new UnauthenticatedError('token has expired');
  const untilMs = Math.min(exp * 1000, now.getTime() + GOOD_FOR_MS);
  return { viewer: { kind: role, id: sub }, untilMs };
}

/** jose's messages name claims and algorithms, never values. */
function reasonOf(error: unknown): string {
  return error instanceof Error ? error.message : 'token cannot be read';
}
