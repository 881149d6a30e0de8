import type { Connection } from 'mongoose';
import { until } from '../../tests/support/until.ts';
import type { Fleets } from './fleets.ts';
import type { PlannedReader } from './reader-plan.ts';

/** The newest of a list, as the hub keeps it. */
export type Head = {
  readonly group: string;
  readonly name: string;
  readonly rulebook: number;
  readonly sequence: number;
  readonly entryCount: number;
  readonly state: string;
};

export async function findHeads(connection: Connection): Promise<readonly Head[]> {
  return connection.collection<Head>('readerLists').find({ state: 'live' }).toArray();
}

/** Waits until every group has a deny list and the list of this rulebook. */
export async function untilBuilt(
  connection: Connection,
  { groups, rulebook, patienceMs }: { groups: number; rulebook: number; patienceMs: number },
): Promise<void> {
  const isBuilt = async (): Promise<boolean> => {
    const heads = await findHeads(connection);
    const built = heads.filter((head) => head.rulebook === rulebook || head.name === 'deny');
    const names = new Set(built.map(({ group, name }) => `${group}:${name}`));
    return names.size >= 2 * groups;
  };
  await until(isBuilt, { patienceMs, what: `the lists of rulebook ${rulebook}` });
}

/** Waits until every one of these readers has at least what the hub has now. */
export async function untilHeld(
  connection: Connection,
  { fleets, readers }: { readonly fleets: Fleets; readonly readers: readonly PlannedReader[] },
  patienceMs: number,
): Promise<void> {
  let lacking = readers;
  const heads = Map.groupBy(await findHeads(connection), ({ group }) => group);
  const hasAll = async (): Promise<boolean> => {
    const reports = new Map((await fleets.reports()).map((report) => [report.readerId, report]));
    lacking = readers.filter(({ id, group, way }) => {
      if (way === 'uhppote') return false;
      const held = reports.get(id)?.held ?? [];
      return (heads.get(group) ?? []).some(
        ({ name, sequence }) =>
          !held.some((list) => list.name === name && list.sequence >= sequence),
      );
    });
    return lacking.length === 0;
  };
  const what = (): string =>
    `${lacking.length} readers that lack lists, such as ${lacking[0]?.id ?? ''}`;
  await until(hasAll, { patienceMs, what });
}
