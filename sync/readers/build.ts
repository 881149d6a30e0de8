import { randomUUID } from 'node:crypto';
import { cityDayAt } from '../../domain/city-day.ts';
import type { ListName } from '../../domain/reader-list/artefact.ts';
import type { RunBuild } from './build-runner.ts';
import type { BuildRow, BuildStore } from './build-store.ts';
import { listId, type BuildTask, type GroupDraft, type GroupTask } from './draft-lists.ts';
import { installLists, type InstallOptions } from './install-lists.ts';
import type { PressDeps } from './press.ts';

/** Lists of one group that shall be built. @property epoch Of the group's key, for all of them. */
export type WantedGroup = {
  readonly group: GroupTask['group'];
  readonly epoch: number;
  readonly lists: readonly { readonly name: ListName; readonly rulebook: number }[];
};

export type Wanted = {
  readonly kind: BuildRow['kind'];
  /** 1 or more. */
  readonly groups: readonly WantedGroup[];
};

export type BuilderOptions = {
  readonly deps: PressDeps;
  readonly builds: BuildStore;
  /** For few cards, and for many. */
  readonly here: RunBuild;
  readonly inThread: RunBuild;
  readonly about: InstallOptions['about'];
};

/** Up to so many cards are built in this process. */
const FEW_CARDS = 5_000;

/** So many entries are gathered at once, 16 bytes each: the groups of a large city are built in turns. */
const MAX_ENTRIES = 12_000_000;

/** Cards between two points from which a killed build goes on. */
const CARDS_PER_PART = 50_000;

/** What is put into force together: one transaction stays under 1,000 rows and some ten milliseconds. */
const TOGETHER = { entries: 100_000, lists: 200 };

/** A build that is taken up later than that begins anew. */
const TAKE_UP_MS = 24 * 60 * 60 * 1000;
const LEASE_MS = 10_000;
const TELL_MS = 500;

/**
 * Builds lists and puts them into force, as many groups at once as memory allows. What an earlier
 * process had begun is taken up where it was saved.
 *
 * @returns False when another process is building these.
 * @throws {Error} The build failed or was aborted; what was saved of it is taken up by the next try.
 */
export async function build(
  options: BuilderOptions,
  wanted: Wanted,
  signal: AbortSignal,
): Promise<boolean> {
  const { deps } = options;
  const total = await deps.rights.count();
  const groups = firstGroups(wanted.groups, total);
  const row = await openRow(options, { kind: wanted.kind, groups }, total);
  if (row === null) return false;
  const task = toTask(options, { row, groups });
  const run = total <= FEW_CARDS ? options.here : options.inThread;
  const install = (drafts: readonly GroupDraft[]) =>
    installLists(deps, drafts, {
      builtAfter: row.startedOrdinal,
      day: task.day,
      isNightly: row.kind === 'nightly',
      about: options.about,
      signal,
    });
  await using telling = tellProgress(options, row);
  let waiting: GroupDraft[] = [];
  for await (const draft of run(task, { onProgress: telling.onProgress, signal })) {
    waiting.push(draft);
    if (!isEnough(waiting)) continue;
    await install(waiting);
    waiting = [];
  }
  if (waiting.length > 0) await install(waiting);
  await options.builds.finish(row.id, 'done');
  return true;
}

function firstGroups(groups: readonly WantedGroup[], cards: number): readonly WantedGroup[] {
  const first: WantedGroup[] = [];
  let entries = 0;
  for (const group of groups) {
    entries += cards * group.lists.filter(({ name }) => name !== 'deny').length;
    if (first.length > 0 && entries > MAX_ENTRIES) break;
    first.push(group);
  }
  return first;
}

/** The row of a build that was cut off and has all that is wanted, or another one. */
async function openRow(
  { deps, builds }: BuilderOptions,
  { kind, groups }: Wanted,
  total: number,
): Promise<BuildRow | null> {
  const now = deps.clock.now();
  const leaseUntil = new Date(now.getTime() + LEASE_MS);
  const lists = groups.flatMap((one) => one.lists.map(({ name }) => listId(one, name)));
  for (const row of await builds.findRunning()) {
    const isSame = row.kind === kind && lists.every((list) => row.lists.includes(list));
    const isFresh = now.getTime() - row.startedAt.getTime() < TAKE_UP_MS;
    if (!(await builds.claim(row.id, now, leaseUntil))) {
      if (isSame) return null;
      continue;
    }
    if (isSame && isFresh) return row;
    await builds.finish(row.id, 'cancelled');
  }
  const rulebooks = new Set(groups.flatMap((one) => one.lists.map(({ rulebook }) => rulebook)));
  const row: BuildRow = {
    id: randomUUID(),
    kind,
    lists,
    rulebooks: [...rulebooks].filter((rulebook) => rulebook > 0),
    done: 0,
    total,
    after: null,
    parts: 0,
    startedOrdinal: await deps.store.findOrdinal(),
    startedAt: now,
    state: 'running',
    leaseUntil,
  };
  await builds.add(row);
  return row;
}

function toTask(
  { deps: { keys, clock, zone } }: BuilderOptions,
  { row, groups }: { readonly row: BuildRow; readonly groups: readonly WantedGroup[] },
): BuildTask {
  return {
    id: row.id,
    groups: groups.map(({ group, epoch, lists }) => ({
      group,
      epoch,
      key: keys.groupKey(group.id, epoch),
      lists: lists.map(({ name, rulebook }) => {
        return { name, rulebook, codeKey: keys.codeKey(group.id, epoch, rulebook) };
      }),
    })),
    day: cityDayAt(clock.now(), zone),
    after: row.after,
    parts: row.parts,
    done: row.parts * CARDS_PER_PART,
    cardsPerPart: row.total <= CARDS_PER_PART ? null : CARDS_PER_PART,
  };
}

function isEnough(drafts: readonly GroupDraft[]): boolean {
  const lists = drafts.flatMap((draft) => draft.lists);
  const bytes = lists.reduce((sum, { body }) => sum + body.length, 0);
  return lists.length >= TOGETHER.lists || bytes >= TOGETHER.entries * 16;
}

/** Writes now and then how far it is, which keeps the lease as well, until it is disposed. */
function tellProgress({ deps, builds }: BuilderOptions, row: BuildRow) {
  let done = row.done;
  let writing = Promise.resolve();
  const timer = setInterval(() => {
    const leaseUntil = new Date(deps.clock.now().getTime() + LEASE_MS);
    writing = builds.tellDone(row.id, done, leaseUntil).catch((error: unknown) => {
      deps.log.warn({ err: error }, 'how far a build of reader lists is could not be written');
    });
  }, TELL_MS);
  return {
    onProgress(now: number) {
      done = now;
    },
    async [Symbol.asyncDispose]() {
      clearInterval(timer);
      await writing;
      await builds.tellDone(row.id, done, deps.clock.now()).catch(() => {});
    },
  };
}
