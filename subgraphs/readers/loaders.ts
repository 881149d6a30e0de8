import type { GroupId } from '../../domain/reader-list/group.ts';
import type { GroupList, GroupLists, GroupStanding, ReaderRegistry } from './ports.ts';

/** What a request asks for once, however many groups it shows. */
export type Loaders = {
  /** Of groups that have a reader. */
  standingsByGroup(): Promise<ReadonlyMap<GroupId, GroupStanding>>;
  listsByGroup(): Promise<ReadonlyMap<GroupId, readonly GroupList[]>>;
};

export type LoaderOptions = {
  readonly registry: Pick<ReaderRegistry, 'countByGroup'>;
  readonly groupLists: Pick<GroupLists, 'all'>;
};

/** For one request. */
export function createLoaders({ registry, groupLists }: LoaderOptions): Loaders {
  return {
    standingsByGroup: once(async () => {
      const standings = await registry.countByGroup();
      return new Map(standings.map((standing) => [standing.group, standing]));
    }),
    listsByGroup: once(async () => Map.groupBy(await groupLists.all(), ({ group }) => group)),
  };
}

function once<Result>(ask: () => Promise<Result>): () => Promise<Result> {
  let asked: Promise<Result> | undefined;
  return () => (asked ??= ask());
}
