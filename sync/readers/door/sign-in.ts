import { createHash } from 'node:crypto';
import {
  ForbiddenError,
  UnauthenticatedError,
  UpstreamUnavailableError,
} from '../../../domain/errors.ts';
import { parseReaderId, type Reader, type ReaderId } from '../../../domain/reader-list/reader.ts';
import type { TokenVerifier } from '../../../platform/tokens/token.ts';

/** Bad tokens looked at in a moment, and how many more in each second after it: each costs a signature check. */
const BAD_TOKENS = { atOnce: 200, perSecond: 100 };
/** Tokens known to have been good, which are looked at however many bad ones come. */
const REMEMBERED = 10_000;

/** Which reader asks. */
export type ReaderSignIn = {
  /**
   * @param authorization The header `Authorization`.
   * @throws {UnauthenticatedError} None, or no good token.
   * @throws {ForbiddenError} Good, but not of a reader in service.
   * @throws {UpstreamUnavailableError} No token can be judged, or too many bad ones come.
   */
  readerOf(authorization: string | undefined): Promise<Reader>;
};

export type ReaderSignInOptions = {
  readonly tokens: TokenVerifier;
  readonly find: (id: ReaderId) => Promise<Reader | null>;
};

export function createReaderSignIn({ tokens, find }: ReaderSignInOptions): ReaderSignIn {
  const good = new Set<string>();
  const allowance = createAllowance();
  const verify = async (token: string) => {
    const mark = createHash('sha256').update(token).digest('base64');
    const isKnown = good.has(mark);
    if (!isKnown && !allowance.isLeft()) {
      throw new UpstreamUnavailableError('readers door', 'too many bad tokens');
    }
    try {
      const viewer = await tokens.verify(token);
      if (!isKnown && good.size >= REMEMBERED) good.delete(good.values().next().value ?? '');
      good.add(mark);
      return viewer;
    } catch (error) {
      good.delete(mark);
      if (error instanceof UnauthenticatedError) allowance.take();
      throw error;
    }
  };
  return {
    async readerOf(authorization = '') {
      const token = /^bearer +([\w.~+/=-]+)$/i.exec(authorization)?.[1];
      if (token === undefined) throw new UnauthenticatedError('no bearer token');
      const viewer = await verify(token);
      if (viewer.kind !== 'reader') throw new ForbiddenError('the token is not of a reader');
      const reader = await find(toReaderId(viewer.id));
      if (reader === null) throw new ForbiddenError('the reader is not in service');
      return reader;
    },
  };
}

function toReaderId(text: string): ReaderId {
  try {
    return parseReaderId(text);
  } catch (cause) {
    throw new ForbiddenError('the token names no reader', { cause });
  }
}

function createAllowance() {
  let left = BAD_TOKENS.atOnce;
  let countedAt = performance.now();
  const refill = (): void => {
    const now = performance.now();
    left = Math.min(BAD_TOKENS.atOnce, left + ((now - countedAt) / 1_000) * BAD_TOKENS.perSecond);
    countedAt = now;
  };
  return {
    isLeft() {
      refill();
      return left >= 1;
    },
    take() {
      left -= 1;
    },
  };
}
