import { Queue, type ConnectionOptions } from 'bullmq';
import type { Clock } from '../../platform/clock.ts';
import type { RightChanges } from '../../platform/stores/right-changes.ts';
import type { BuildRow, BuildStore } from '../readers/build-store.ts';
import { READER_DEAD_LETTERS } from '../readers/delivery/dead-letters.ts';
import type { ListStore } from '../readers/list-store.ts';
import { READER_LISTS, READER_LISTS_URGENT } from '../readers/reader-list-queue.ts';
import type { RulebooksForLists } from '../readers/rights-port.ts';

const QUEUES = [READER_LISTS_URGENT, READER_LISTS, READER_DEAD_LETTERS] as const;

/** Later than any row. */
const END_OF_TIME = new Date(8_640_000_000_000_000);

export type PipelineOptions = {
  readonly rightChanges: Pick<RightChanges, 'countByState' | 'findDue'>;
  readonly listStore: Pick<ListStore, 'findHeads' | 'findOrdinal' | 'findSteps'>;
  readonly builds: Pick<BuildStore, 'findRunning' | 'findByRulebook'>;
  readonly rulebooks: RulebooksForLists;
  /** Fails fast: a question must not wait for Redis to come back. */
  readonly redis: ConnectionOptions;
  readonly clock: Clock;
};

/** How changes of rights are on their way to the readers, for operators. Disposing closes the queues, not the connection. */
export function createPipeline({
  rightChanges,
  listStore,
  builds,
  rulebooks,
  redis,
  clock,
}: PipelineOptions) {
  const queues = QUEUES.map((name) => new Queue(name, { connection: redis }));
  for (const queue of queues) {
    queue.on('error', () => {
      // Told once by the connection (platform/stores/redis.ts).
    });
  }
  return {
    async changes() {
      const [counts, [oldest]] = await Promise.all([
        rightChanges.countByState(),
        rightChanges.findDue(END_OF_TIME, 1),
      ]);
      return { ...counts, oldestAt: oldest?.at ?? null };
    },
    queues: () => Promise.all(queues.map(countQueue)),
    async lastPublication() {
      const [number, heads] = await Promise.all([listStore.findOrdinal(), listStore.findHeads()]);
      const last = heads.toSorted((a, b) => b.ordinal - a.ordinal)[0];
      if (last === undefined) return null;
      const [step] = await listStore.findSteps(last.group, last.name, last.sequence - 1);
      return step === undefined ? null : { number, at: step.at };
    },
    async builds(): Promise<readonly BuildRow[]> {
      const [running, live] = await Promise.all([
        builds.findRunning(),
        rulebooks.live(clock.now()),
      ]);
      const newest = await Promise.all(live.map(({ version }) => builds.findByRulebook(version)));
      const all = [...running, ...newest.filter((row) => row !== null)];
      return [...new Map(all.map((row) => [row.id, row])).values()];
    },
    async [Symbol.asyncDispose]() {
      await Promise.all(queues.map((queue) => queue.close()));
    },
  };
}

async function countQueue(queue: Queue) {
  const {
    waiting = 0,
    active = 0,
    delayed = 0,
    failed = 0,
  } = await queue.getJobCounts('waiting', 'active', 'delayed', 'failed');
  return { name: queue.name, waiting, active, delayed, failed };
}
