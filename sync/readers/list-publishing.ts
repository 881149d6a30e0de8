import type { Redis } from 'ioredis';
import type { Connection } from 'mongoose';
import type { z } from 'zod';
import type { GroupId, ReaderGroup } from '../../domain/reader-list/group.ts';
import type { Clock } from '../../platform/clock.ts';
import type { Logger } from '../../platform/process/log.ts';
import type { ReaderKeys } from '../../platform/reader-keys.ts';
import { createCollections } from '../../platform/stores/mongo.ts';
import type { RightChanges } from '../../platform/stores/right-changes.ts';
import { buildHere, buildInThread } from './build-runner.ts';
import { createBuildStore } from './build-store.mongo.ts';
import type { BuildStore } from './build-store.ts';
import { openListMemory } from './list-memory.ts';
import { createListStore } from './list-store.mongo.ts';
import type { ListStore } from './list-store.ts';
import { startListRounds } from './list-upkeep-rounds.ts';
import type { GroupEpochs, Lists } from './lists-port.ts';
import { createLists, createNewsDesk } from './lists.ts';
import type { PressDeps } from './press.ts';
import { startPublishJobs } from './publish-jobs.ts';
import { createOvertake } from './overtake-lists.ts';
import { createPublisher, type Publisher } from './publisher.ts';
import type { Rights, RightsSource, RulebookForLists, RulebooksForLists } from './rights-port.ts';
import type { listSettings } from './settings.ts';
import { createWorkLane } from './work-lane.ts';

export type ListPublishingOptions = {
  readonly connection: Connection;
  /** By which a thread reaches the same store. */
  readonly mongoUri: string;
  /** `producer` fails fast, `worker` waits for Redis to come back and is this part's own. */
  readonly redis: { readonly producer: Redis; readonly worker: Redis };
  readonly rights: Rights;
  /** The same rights for a thread. */
  readonly rightsSource: RightsSource;
  readonly rulebooks: RulebooksForLists;
  readonly rightChanges: RightChanges;
  readonly keys: ReaderKeys;
  readonly groups: readonly ReaderGroup[];
  /** Of the city, IANA. */
  readonly zone: string;
  readonly settings: z.infer<typeof listSettings>;
  readonly clock: Clock;
  readonly log: Logger;
};

/** How far the lists of a rulebook are. */
export type ListProgress = {
  readonly cardsDone: number;
  readonly cardsTotal: number;
  /** In force or ready for their hour, and how many there will be. */
  readonly listsDone: number;
  readonly listsTotal: number;
};

export type ListPublishing = AsyncDisposable & {
  readonly lists: Lists;
  readonly publisher: Publisher;
  epochs(group: GroupId): Promise<GroupEpochs>;
  /** Changes a group's key, since one of its readers is lost: its lists are built anew and sent whole. */
  rotate(group: GroupId): Promise<void>;
  /** Null for a rulebook that has no lists and is not being built. */
  progress(rulebook: number): Promise<ListProgress | null>;
};

/** A list lets people in for so long after it was signed; it is signed anew every night. */
const VALID_MS = 72 * 60 * 60 * 1000;
const NIGHTLY_HOUR = 3;
const RELAY_MS = 50;
const REQUEUE_MS = 5_000;

/** A rulebook's lists stay so long after the next one holds, for readers whose clock is behind. */
const OVER_MS = 60 * 60 * 1000;

/**
 * Keeps the lists of every group: builds those that are missing, publishes what changes, and says what a
 * reader needs. Several processes may do this on one store.
 *
 * @throws {Error} The store does not answer.
 */
export async function startListPublishing(options: ListPublishingOptions): Promise<ListPublishing> {
  const { connection, rights, rightChanges, keys, groups, clock, zone, log } = options;
  const store = createListStore(connection);
  const builds = createBuildStore(connection);
  await createCollections(connection);
  const memory = await openListMemory(store, log);
  const lane = createWorkLane();
  const news = createNewsDesk();
  const { tellNews } = news;
  const kept = { store, memory, lane, tellNews, validMs: VALID_MS };
  const deps: PressDeps = { ...kept, rights, rightChanges, keys, groups, clock, zone, log };
  const publisher = createPublisher(deps);
  await using starting = new AsyncDisposableStack();
  starting.defer(() => lane.idle());
  starting.use(startRounds(options, { deps, builds }));
  starting.use(startJobs(options, publisher));
  // The first change shall not have to wait for it.
  memory.liveLists().catch((error: unknown) => log.warn({ err: error }, 'lists are loaded later'));
  const stack = starting.move();
  return {
    lists: createLists(deps, { onNews: news.onNews, overtake: createOvertake(deps) }),
    publisher,
    ...createEpochs(store, clock),
    progress: (rulebook) => progressOf({ deps, builds }, rulebook),
    [Symbol.asyncDispose]: () => stack.disposeAsync(),
  };
}

type Parts = { readonly deps: PressDeps; readonly builds: BuildStore };

function startRounds(options: ListPublishingOptions, { deps, builds }: Parts): AsyncDisposable {
  const { rights, rulebooks, mongoUri, clock } = options;
  let known: readonly RulebookForLists[] = [];
  const live = async () => {
    known = await rulebooks.live(new Date(clock.now().getTime() - OVER_MS));
    return known;
  };
  return startListRounds({
    deps,
    builds,
    live,
    here: buildHere({ rights, builds }),
    inThread: buildInThread({ mongoUri, rights: options.rightsSource }),
    nightlyHour: NIGHTLY_HOUR,
    about: (groupId, version) => {
      const group = options.groups.find(({ id }) => id === groupId);
      const rulebook = known.find((one) => one.version === version);
      const terms = group === undefined ? null : (rulebook?.terms(group) ?? null);
      return { effectiveAt: rulebook?.startsAt ?? new Date(0), terms };
    },
  });
}

function startJobs(options: ListPublishingOptions, publisher: Publisher): AsyncDisposable {
  const { rightChanges, redis, clock, log, settings } = options;
  return startPublishJobs({
    publisher,
    rightChanges,
    redis,
    clock,
    log,
    quietMs: settings.HUB_GATHER_QUIET_MS,
    maxMs: settings.HUB_GATHER_MAX_MS,
    relayMs: RELAY_MS,
    requeueMs: REQUEUE_MS,
  });
}

function createEpochs(store: ListStore, clock: Clock): Pick<ListPublishing, 'epochs' | 'rotate'> {
  return {
    async epochs(group) {
      const [row] = await store.findGroups([group]);
      const earlier = (row?.earlier ?? []).filter(({ until }) => until > clock.now());
      return { present: row?.epoch ?? 1, earlier: earlier.map(({ epoch }) => epoch) };
    },
    rotate: (group) => store.askRotation(group),
  };
}

async function progressOf({ deps, builds }: Parts, rulebook: number): Promise<ListProgress | null> {
  const row = await builds.findByRulebook(rulebook);
  const heads = deps.memory.allHeads().filter((head) => head.rulebook === rulebook);
  const listsDone = heads.filter(({ state }) => state === 'live').length;
  if (row === null && listsDone === 0) return null;
  const isRunning = row?.state === 'running';
  const total = row?.total ?? 0;
  return {
    cardsDone: isRunning ? row.done : total,
    cardsTotal: total,
    listsDone,
    listsTotal: isRunning ? Math.max(listsDone, deps.groups.length) : listsDone,
  };
}
