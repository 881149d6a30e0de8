import { createLocalJWKSet, errors, type JWTVerifyGetKey } from 'jose';
import { z } from 'zod';
import { UpstreamUnavailableError } from '../../domain/errors.ts';
import { systemClock, type Clock } from '../clock.ts';
import type { Logger } from '../process/log.ts';

export type TokenKeysOptions = {
  /** Where the issuer publishes its keys (JWKS, RFC 7517). */
  readonly url: URL;
  readonly log: Logger;
  readonly clock?: Clock;
};

/** Keys are read again at this age, so that one which the issuer took back does not live on. */
const REFRESH_MS = 10 * 60_000;
/** An unknown key id asks the issuer at most this often, however many forged tokens come. */
const ASK_AGAIN_MS = 60_000;
/** While no keys are known at all, nobody can sign in, so asking is more urgent. */
const FIRST_ASK_AGAIN_MS = 5_000;
const FETCH_TIMEOUT_MS = 5_000;
const LARGEST_BYTES = 256 * 1024;

const keySet = z.object({
  keys: z.array(z.looseObject({ kty: z.string().min(1) })).min(1),
});

type KeySet = ReturnType<typeof createLocalJWKSet>;

/**
 * The issuer's keys as jose asks for them. Known keys go on while the issuer is down.
 *
 * @throws {UpstreamUnavailableError} From the returned function: no keys were ever read.
 */
export function createTokenKeys({
  url,
  log,
  clock = systemClock,
}: TokenKeysOptions): JWTVerifyGetKey {
  let known: KeySet | null = null;
  let readAt = 0;
  let askedAt = Number.NEGATIVE_INFINITY;
  let asking: Promise<void> | null = null;

  const ask = async (): Promise<void> => {
    try {
      known = await fetchKeys(url);
      readAt = clock.now().getTime();
    } catch (error) {
      const reason = toReason(error);
      log.warn({ reason }, 'token keys cannot be read');
    }
    asking = null;
  };
  const askUnlessAsked = async (intervalMs: number): Promise<void> => {
    const now = clock.now().getTime();
    if (asking === null && now - askedAt >= intervalMs) {
      askedAt = now;
      asking = ask();
    }
    await asking;
  };

  return async (header, token) => {
    if (known === null) await askUnlessAsked(FIRST_ASK_AGAIN_MS);
    if (known === null) throw new UpstreamUnavailableError('identity', 'no token keys are known');
    if (clock.now().getTime() - readAt > REFRESH_MS) void askUnlessAsked(ASK_AGAIN_MS);
    try {
      return await known(header, token);
    } catch (error) {
      if (!(error instanceof errors.JWKSNoMatchingKey)) throw error;
    }
    await askUnlessAsked(ASK_AGAIN_MS);
    return known(header, token);
  };
}

/** fetch says only that it failed; why is in the cause. */
function toReason(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  return error.cause === undefined ? error.message : `${error.message}: ${toReason(error.cause)}`;
}

async function fetchKeys(url: URL): Promise<KeySet> {
  const answer = await fetch(url, {
    headers: { accept: 'application/jwk-set+json, application/json' },
    redirect: 'error',
    signal: AbortSignal.timeout(FETCH_TIMEOUT_MS),
  });
  if (!answer.ok) throw new Error(`HTTP ${answer.status}`);
  const text = await answer.text();
  if (text.length > LARGEST_BYTES) throw new Error(`more than ${LARGEST_BYTES} bytes`);
  return createLocalJWKSet(keySet.parse(JSON.parse(text)));
}
