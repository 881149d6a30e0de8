import type { Redis } from 'ioredis';
import { UpstreamUnavailableError } from '../../domain/errors.ts';
import type { KeyedHash } from '../../platform/stores/seal.ts';
import type { QuoteLimits } from './quote-limits.ts';

const HOUR_SECONDS = 3_600;

export type QuoteCounterOptions = {
  readonly redis: Redis;
  /** Hides the card's number, which stands in no key. */
  readonly hash: KeyedHash;
  /** Answers an hour for each card and kind of viewer; the hour begins with the first. */
  readonly perHour: number;
};

/** Counts in Redis, so that all processes count together; a wiped Redis begins anew. */
export function createQuoteCounter({
  redis,
  hash,
  perHour,
}: QuoteCounterOptions): QuoteLimits['take'] {
  return async (kind, number) => {
    const key = `quotes:${kind}:${hash('quote-count', number).slice(0, 32)}`;
    try {
      const [counted] =
        (await redis.multi().incr(key).expire(key, HOUR_SECONDS, 'NX').exec()) ?? [];
      const [failure, count] = counted ?? [new Error('no answer'), 0];
      if (failure !== null) throw failure;
      return Number(count) <= perHour;
    } catch (cause) {
      throw new UpstreamUnavailableError('redis', 'quotes cannot be counted', { cause });
    }
  };
}
