import type { ListName } from '../../domain/reader-list/artefact.ts';
import type { GroupId, ReaderGroup } from '../../domain/reader-list/group.ts';
import type { ReaderRegistry } from './registry/reader-registry.ts';

/** Reader groups whose readers have a list, by its name. */
export type GroupsReady = (name: ListName) => Promise<readonly GroupId[]>;

export type GroupsReadyOptions = {
  readonly groups: readonly Pick<ReaderGroup, 'id'>[];
  readonly registry: Pick<ReaderRegistry, 'all' | 'findStandings'>;
  /** Groups that have the list at all. */
  readonly groupsWith: (name: ListName) => Promise<ReadonlySet<GroupId>>;
};

/**
 * A group is ready when the list was made for it and every reader in service has it, by what each said
 * last. A reader that is dead, or was never heard of, keeps nobody waiting.
 */
export function createGroupsReady(options: GroupsReadyOptions): GroupsReady {
  const { groups, registry, groupsWith } = options;
  return async (name) => {
    const [made, members, standings] = await Promise.all([
      groupsWith(name),
      registry.all(),
      registry.findStandings(),
    ]);
    const standingOf = new Map(standings.map((standing) => [standing.readerId, standing]));
    const waiting = new Set<GroupId>();
    for (const { reader } of members) {
      const standing = standingOf.get(reader.id);
      if (standing === undefined || standing.contactAt === null) continue;
      const hasIt = standing.held.some((list) => list.name === name);
      if (standing.deadSince === null && !hasIt) waiting.add(reader.group);
    }
    return groups.map(({ id }) => id).filter((id) => made.has(id) && !waiting.has(id));
  };
}
