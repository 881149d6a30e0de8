import type { GroupId } from '../../../domain/reader-list/group.ts';
import type { ReaderId } from '../../../domain/reader-list/reader.ts';
import type { Lists } from '../lists-port.ts';
import type {
  ReaderRegistry,
  ReaderStanding,
  RegisteredReader,
} from '../registry/reader-registry.ts';
import type { Group } from './acknowledgements.ts';
import { createGroupFeed } from './group-feed.ts';
import { createGroupPublication } from './group-publication.ts';
import { createHeldClasses } from './held-classes.ts';
import { createReaderLine, type ReaderLine } from './reader-line.ts';
import { createMember, type Member, type MemberOptions } from './reader-member.ts';

/** A broker that was away is tried again soon: a whole group waits for it. */
const PUBLICATION_PAUSES = { firstMs: 250, longestMs: 2_000, refusedMs: 2_000 };

/** The readers in service with their groups. Disposing ends every line. */
export type Fleet = AsyncDisposable & {
  readonly groups: ReadonlyMap<GroupId, Group>;
  members(): Iterable<Member>;
  get(id: ReaderId): Member | undefined;
  /** Takes up what changed in the registry since the last time. */
  refresh(): Promise<void>;
  /** There is news of a group. */
  kick(group: GroupId): void;
  /** The broker is there: whatever waited for it goes on at once. */
  wakeBroker(): void;
};

export type FleetOptions = MemberOptions & {
  readonly lists: Lists;
  readonly registry: Pick<ReaderRegistry, 'all' | 'findStandings'>;
};

export async function createFleet(options: FleetOptions): Promise<Fleet> {
  const { lists, registry, clock } = options;
  const startedAtMs = clock.now().getTime();
  const groups = new Map(lists.groups.map(({ id }) => [id, openGroup(id, lists, startedAtMs)]));
  const known = new Map(
    (await registry.findStandings()).map((standing) => [standing.readerId, standing]),
  );
  const members = new Map<ReaderId, Member>();
  const publications = createPublications(groups, options);
  const byGroup = new Map<GroupId, Set<Member>>();
  const crew = { members, byGroup, groups, known, options };
  let replayedAtMs = startedAtMs;
  return {
    groups,
    members: () => members.values(),
    get: (id) => members.get(id),
    async refresh() {
      const registered = await registry.all();
      await takeUp(crew, registered);
      replayedAtMs = replayAsked(members, registered, replayedAtMs);
    },
    kick(group) {
      const own = byGroup.get(group) ?? [];
      let hasListeners = false;
      for (const member of own) {
        member.line?.kick();
        hasListeners ||= isListener(member);
      }
      if (hasListeners) publications.get(group)?.kick();
    },
    wakeBroker() {
      const listeners = [...members.values()].filter(isListener);
      for (const group of new Set(listeners.map((one) => one.group.id))) {
        publications.get(group)?.wake();
      }
      for (const member of listeners) replay(member);
    },
    async [Symbol.asyncDispose]() {
      const lines = [...members.values(), ...publications.values()];
      members.clear();
      await Promise.all(lines.map((line) => line[Symbol.asyncDispose]()));
    },
  };
}

function isListener({ ledger }: Member): boolean {
  return ledger.reader.way.kind === 'mqtt';
}

function openGroup(id: GroupId, lists: Lists, startedAtMs: number): Group {
  return {
    id,
    feed: createGroupFeed(id, lists),
    classes: createHeldClasses(startedAtMs),
    isChanged: true,
    reached: null,
  };
}

type Crew = {
  readonly members: Map<ReaderId, Member>;
  readonly byGroup: Map<GroupId, Set<Member>>;
  readonly groups: ReadonlyMap<GroupId, Group>;
  readonly known: Map<ReaderId, ReaderStanding>;
  readonly options: FleetOptions;
};

/** A reader that was moved, or is reached in another way, begins anew. */
async function takeUp(
  { members, byGroup, groups, known, options }: Crew,
  registered: readonly RegisteredReader[],
): Promise<void> {
  const wanted = new Map(registered.map(({ reader }) => [reader.id, reader]));
  const gone = [...members].filter(([id, { ledger }]) => {
    const reader = wanted.get(id);
    return reader === undefined || JSON.stringify(reader) !== JSON.stringify(ledger.reader);
  });
  for (const [id, member] of gone) {
    members.delete(id);
    byGroup.get(member.group.id)?.delete(member);
  }
  for (const [id, reader] of wanted) {
    const group = groups.get(reader.group);
    if (members.has(id) || group === undefined) continue;
    const member = createMember(reader, group, known.get(id), options);
    known.delete(id);
    members.set(id, member);
    byGroup.set(group.id, (byGroup.get(group.id) ?? new Set()).add(member));
    member.line?.kick();
  }
  await Promise.all(gone.map(([, member]) => member[Symbol.asyncDispose]()));
}

/** @returns Up to when requests have been followed. */
function replayAsked(
  members: ReadonlyMap<ReaderId, Member>,
  registered: readonly RegisteredReader[],
  followedMs: number,
): number {
  let latestMs = followedMs;
  for (const { reader, replayAskedAt } of registered) {
    const askedMs = replayAskedAt?.getTime() ?? 0;
    if (askedMs <= followedMs) continue;
    latestMs = Math.max(latestMs, askedMs);
    const member = members.get(reader.id);
    if (member !== undefined) replay(member);
  }
  return latestMs;
}

/** Asks a reader at once what it has, however often it failed. */
export function replay({ ledger, line }: Member): void {
  ledger.mustAsk = true;
  line?.wake();
}

function createPublications(
  groups: ReadonlyMap<GroupId, Group>,
  { ways, random, log }: FleetOptions,
): ReadonlyMap<GroupId, ReaderLine> {
  const { broker } = ways;
  if (broker === null) return new Map();
  const lineOf = ({ id, feed }: Group): ReaderLine => {
    let failures = 0;
    return createReaderLine({
      attempt: createGroupPublication(feed, broker),
      onGood: () => {
        failures = 0;
      },
      onFailure(error) {
        const reason = error instanceof Error ? error.message : String(error);
        if (failures === 0) log.warn({ group: id, reason }, 'a publication will be tried again');
        failures += 1;
        return failures;
      },
      pauses: PUBLICATION_PAUSES,
      random,
    });
  };
  return new Map([...groups.values()].map((group) => [group.id, lineOf(group)]));
}
