import type { Redis } from 'ioredis';
import type { Logger } from 'pino';
import type { Clock } from '../clock.ts';
import type { Seal } from './seal.ts';

/** How long an answer may wait for Redis: what it would add is worth less than the answer in time. */
const PATIENCE_MS = 150;
/** Values waiting for the next round trip; more are dropped, since a later request brings them again. */
const MAX_WAITING = 5_000;
/** Round trips under way; a Redis that accepts and does not answer must not collect them. */
const MAX_UNDER_WAY = 8;
/** A longer value (as JSON) is not kept: two hundred loans are about 20 KiB. */
const MAX_VALUE_CHARS = 65_536;

const HASH = 'last-known:';
const INDEX = 'last-known-index';
/** From which version of an owner on values are kept, written when older ones were forgotten. */
const SINCE = 'last-known-since:';
/** No request is under way for longer, so that what it read before is no longer on its way. */
const SINCE_MS = 60_000;

/** Writes fields and values (from `ARGV[4]` on) unless their owner has moved on since they were read. */
const KEEP = `
if tonumber(redis.call('GET', KEYS[2]) or '0') > tonumber(ARGV[1]) then return end
redis.call('HSET', KEYS[1], unpack(ARGV, 4))
redis.call('PEXPIRE', KEYS[1], ARGV[2])
redis.call('ZADD', KEYS[3], ARGV[3], string.sub(KEYS[1], ${HASH.length + 1}))`;

/**
 * Drops index rows whose hash has expired, then the owners that were remembered longest ago,
 * hash and row, until `ARGV[2]` are left. At most a thousand at a time, so that a lowered bound
 * does not hold Redis up.
 */
const TRIM = `
redis.call('ZREMRANGEBYSCORE', KEYS[1], '-inf', ARGV[1])
local excess = math.min(redis.call('ZCARD', KEYS[1]) - tonumber(ARGV[2]), 1000)
if excess > 0 then
  for _, owner in ipairs(redis.call('ZRANGE', KEYS[1], 0, excess - 1)) do
    redis.call('DEL', '${HASH}' .. owner)
  end
  redis.call('ZREMRANGEBYRANK', KEYS[1], 0, excess - 1)
end`;

/** Names one value: whose it is, for which state of the owner it was true, and which part of it. */
export type LastKnownKey = {
  /** Opaque; it stands in clear text in Redis. */
  readonly owner: string;
  /** A value of another version of its owner is not given. */
  readonly version: number;
  /** `library:loans`, …; unique within the owner. */
  readonly part: string;
};

export type LastKnownValue = {
  /** When its system said so. */
  readonly asOf: Date;
  /** Plain JSON, as it was given to `remember`; check its shape, an older release may have written it. */
  readonly value: unknown;
};

export type LastKnown = {
  /**
   * Keeps what systems said, for the day they are silent. Returns at once; values given within one
   * turn of the event loop go out in one round trip. Silent when Redis is down or slow.
   */
  remember(entries: readonly (LastKnownKey & LastKnownValue)[]): void;
  /**
   * One round trip for all keys. Never rejects.
   *
   * @returns In the order of the keys; null where nothing is kept, it is too old or of another
   *   version, or Redis gave no answer within 150 ms.
   */
  recall(keys: readonly LastKnownKey[]): Promise<readonly (LastKnownValue | null)[]>;
  /**
   * Deletes all that is kept of one owner, and for a minute keeps nothing that was read of a version
   * before this one.
   *
   * @throws {Error} Redis did not do it within 150 ms; a queue's worker tries again.
   */
  forget(owner: string, version: number): Promise<void>;
  /** Resolves when everything given to `remember` is written or given up. */
  settled(): Promise<void>;
};

export type LastKnownOptions = {
  /** With `enableOfflineQueue: false` (`connectRedis` in its `failFast` manner). */
  readonly redis: Redis;
  readonly seal: Seal;
  /** Older values are neither kept nor given. */
  readonly maxAgeMs: number;
  /** Owners kept; beyond it those remembered longest ago go first. */
  readonly maxEntries: number;
  readonly clock: Clock;
  readonly log: Logger;
};

/**
 * Last known values in Redis: a hash for each owner with a time to live, its fields sealed for
 * this owner and part, and a sorted set of owners by time, which bounds their number.
 */
export function createLastKnown(options: LastKnownOptions): LastKnown {
  const { redis, log } = options;
  const waiting: (LastKnownKey & LastKnownValue)[] = [];
  const underWay = new Set<Promise<void>>();
  let scheduled: NodeJS.Immediate | null = null;

  function flush(): void {
    if (scheduled !== null) clearImmediate(scheduled);
    scheduled = null;
    const entries = waiting.splice(0);
    if (entries.length === 0 || redis.status !== 'ready' || underWay.size >= MAX_UNDER_WAY) return;
    const round = write(entries, options)
      .catch((error: unknown) => log.debug({ err: error }, 'last known values were not kept'))
      .finally(() => underWay.delete(round));
    underWay.add(round);
  }

  return {
    remember(entries) {
      waiting.push(...entries.slice(0, MAX_WAITING - waiting.length));
      scheduled ??= setImmediate(flush);
    },
    async recall(keys) {
      const nothing = keys.map(() => null);
      if (keys.length === 0 || redis.status !== 'ready') return nothing;
      try {
        return await within(PATIENCE_MS, read(keys, options));
      } catch (error) {
        log.debug({ err: error }, 'last known values were not read');
        return nothing;
      }
    },
    async forget(owner, version) {
      const others = waiting.filter((entry) => entry.owner !== owner);
      waiting.splice(0, waiting.length, ...others);
      if (redis.status !== 'ready') throw new Error('Redis is down: last known values stay.');
      // What is under way on this connection runs before this, so it is deleted too.
      const rounds = redis
        .pipeline()
        .set(`${SINCE}${owner}`, version, 'PX', SINCE_MS)
        .del(`${HASH}${owner}`)
        .zrem(INDEX, owner)
        .exec();
      assertDone(await within(PATIENCE_MS, rounds));
    },
    async settled() {
      flush();
      await Promise.all(underWay);
    },
  };
}

async function write(
  entries: readonly (LastKnownKey & LastKnownValue)[],
  { redis, seal, maxAgeMs, maxEntries, clock }: LastKnownOptions,
): Promise<void> {
  const now = clock.now().getTime();
  const pipeline = redis.pipeline();
  const groups = Map.groupBy(entries, ({ owner, version }) => `${owner} ${version}`);
  for (const ofOwner of groups.values()) {
    const fields = ofOwner.flatMap(({ owner, version, part, asOf, value }) => {
      const text = JSON.stringify({ version, asOf: asOf.getTime(), value });
      return text.length > MAX_VALUE_CHARS ? [] : [part, seal.seal(text, sealContext(owner, part))];
    });
    const [first] = ofOwner;
    if (first === undefined || fields.length === 0) continue;
    const { owner, version } = first;
    const keys = [`${HASH}${owner}`, `${SINCE}${owner}`, INDEX];
    pipeline.eval(KEEP, keys.length, ...keys, version, maxAgeMs, now, ...fields);
  }
  pipeline.pexpire(INDEX, maxAgeMs);
  pipeline.eval(TRIM, 1, INDEX, now - maxAgeMs, maxEntries);
  assertDone(await pipeline.exec());
}

async function read(
  keys: readonly LastKnownKey[],
  options: LastKnownOptions,
): Promise<readonly (LastKnownValue | null)[]> {
  const groups = [...Map.groupBy(keys, ({ owner }) => owner)];
  const pipeline = options.redis.pipeline();
  for (const [owner, wanted] of groups) {
    pipeline.hmget(`${HASH}${owner}`, ...wanted.map(({ part }) => part));
  }
  const replies = assertDone(await pipeline.exec());
  const found = new Map<LastKnownKey, LastKnownValue | null>();
  for (const [place, [, wanted]] of groups.entries()) {
    const reply = replies[place];
    const sealed: readonly unknown[] = Array.isArray(reply) ? reply : [];
    for (const [at, key] of wanted.entries()) found.set(key, openValue(key, sealed[at], options));
  }
  return keys.map((key) => found.get(key) ?? null);
}

/** A value that does not open (another seal key, a changed row) is as good as none. */
function openValue(
  { owner, version, part }: LastKnownKey,
  sealed: unknown,
  { seal, maxAgeMs, clock, log }: LastKnownOptions,
): LastKnownValue | null {
  if (typeof sealed !== 'string') return null;
  try {
    const kept: unknown = JSON.parse(seal.open(sealed, sealContext(owner, part)));
    if (!isKept(kept) || kept.version !== version) return null;
    if (clock.now().getTime() - kept.asOf > maxAgeMs) return null;
    return { asOf: new Date(kept.asOf), value: kept.value };
  } catch (error) {
    log.warn({ err: error, part }, 'a last known value does not open');
    return null;
  }
}

type Kept = { readonly version: number; readonly asOf: number; readonly value: unknown };

function isKept(value: unknown): value is Kept {
  return (
    typeof value === 'object' &&
    value !== null &&
    'version' in value &&
    typeof value.version === 'number' &&
    'asOf' in value &&
    typeof value.asOf === 'number' &&
    'value' in value
  );
}

function sealContext(owner: string, part: string): string {
  return `last-known:${owner}:${part}`;
}

/** A pipeline resolves even when its commands failed. */
function assertDone(replies: readonly [Error | null, unknown][] | null): readonly unknown[] {
  if (replies === null) throw new Error('Redis dropped the round trip.');
  return replies.map(([error, reply]) => {
    if (error !== null) throw error;
    return reply;
  });
}

function within<T>(ms: number, work: Promise<T>): Promise<T> {
  const { promise, reject } = Promise.withResolvers<never>();
  const timer = setTimeout(() => reject(new Error(`Redis gives no answer in ${ms} ms.`)), ms);
  return Promise.race([work, promise]).finally(() => clearTimeout(timer));
}
