import type { Redis } from 'ioredis';
import { createPushCaller } from '../../connectors/readers/push/client.ts';
import type { Reader, ReaderId } from '../../domain/reader-list/reader.ts';
import type { Lag } from '../../platform/stores/right-changes.ts';
import { systemClock } from '../../platform/clock.ts';
import { connectRedis } from '../../platform/stores/redis.ts';
import type { Delivery } from '../../sync/readers/delivery/delivery.ts';
import { deliverySettings } from '../../sync/readers/delivery/settings.ts';
import { startDelivery, type DeliveryOptions } from '../../sync/readers/delivery/start-delivery.ts';
import type {
  ReaderRegistry,
  ReaderStanding,
} from '../../sync/readers/registry/reader-registry.ts';
import type { WordLists } from './delivery-lists.ts';
import { silent } from './library-harness.ts';
import { startRedisChild, type RedisChild } from './redis-child.ts';

/** A registry in memory, to which readers are added as to a real one. */
export type OpenRegistry = Pick<
  ReaderRegistry,
  'all' | 'find' | 'findStandings' | 'saveStandings'
> & {
  readonly readers: Map<ReaderId, Reader>;
  readonly standings: Map<ReaderId, ReaderStanding>;
  replayAskedAt: Date | null;
};

export function createOpenRegistry(readers: readonly Reader[]): OpenRegistry {
  const kept = new Map(readers.map((reader) => [reader.id, reader]));
  const standings = new Map<ReaderId, ReaderStanding>();
  const registry: OpenRegistry = {
    readers: kept,
    standings,
    replayAskedAt: null,
    all: async () =>
      [...kept.values()].map((reader) => ({ reader, replayAskedAt: registry.replayAskedAt })),
    find: async (id) => kept.get(id) ?? null,
    findStandings: async () => [...standings.values()],
    async saveStandings(saved) {
      for (const standing of saved) standings.set(standing.readerId, standing);
    },
  };
  return registry;
}

export type Done = { readonly lags: readonly Lag[]; readonly upTo: number };

export type Delivering = AsyncDisposable & {
  readonly delivery: Delivery;
  readonly registry: OpenRegistry;
  readonly redis: Redis;
  readonly child: RedisChild;
  /** What was marked done, one after the other. */
  readonly done: readonly Done[];
};

/** Pauses and deadlines short enough for a test. */
export const QUICK = {
  HUB_READERS_FIRST_PAUSE_MS: '20',
  HUB_READERS_LONGEST_PAUSE_MS: '80',
  HUB_READERS_DEAD_FAILURES: '3',
  HUB_READERS_DEAD_MS: '100',
  HUB_READERS_MQTT_LAG_MS: '100',
  HUB_READERS_MQTT_ANSWER_MS: '300',
};

/** Delivery over real HTTP and Redis; lists, registry and right changes are in memory. */
export async function startDelivering(
  lists: WordLists,
  readers: readonly Reader[],
  more: Partial<DeliveryOptions> & { readonly environment?: Record<string, string> } = {},
): Promise<Delivering> {
  await using starting = new AsyncDisposableStack();
  const child = starting.use(await startRedisChild());
  const redis = await child.connect();
  const worker = starting.adopt(connectRedis(child.url, 'patient', silent), (one) =>
    one.disconnect(),
  );
  const registry = createOpenRegistry(readers);
  const done: Done[] = [];
  const delivery = starting.use(
    await startDelivery({
      lists,
      registry: registry as OpenRegistry & ReaderRegistry,
      rightChanges: {
        async markDone(lags, upTo) {
          done.push({ lags, upTo });
          return 0;
        },
      },
      caller: starting.use(createPushCaller({ timeoutMs: 500 })),
      connectBroker: null,
      controller: null,
      plainCards: async () => [],
      settings: deliverySettings.parse({ ...QUICK, ...more.environment }),
      redis: { producer: redis, worker },
      clock: systemClock,
      random: () => 0,
      log: silent,
      ...more,
    }),
  );
  const stack = starting.move();
  return {
    delivery,
    registry,
    redis,
    child,
    done,
    [Symbol.asyncDispose]: () => stack.disposeAsync(),
  };
}

/** How far everybody in all groups has come, as it was counted last. */
export function reachedOf({ done }: Delivering): number {
  const last = done.at(-1);
  return last === undefined ? 0 : Math.min(last.upTo, ...last.lags.map(({ ordinal }) => ordinal));
}
