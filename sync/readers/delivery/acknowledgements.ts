import type { GroupId } from '../../../domain/reader-list/group.ts';
import type { Clock } from '../../../platform/clock.ts';
import type { Lag, RightChanges } from '../../../platform/stores/right-changes.ts';
import type { Lists } from '../lists-port.ts';
import type { GroupFeed } from './group-feed.ts';
import type { HeldClasses } from './held-classes.ts';

export type Group = {
  readonly id: GroupId;
  readonly feed: GroupFeed;
  readonly classes: HeldClasses;
  /** Something was published or reported since it was looked at. */
  isChanged: boolean;
  /** How far all of its readers have come; null while it has none. */
  reached: number | null;
};

export type AcknowledgementsOptions = {
  readonly groups: () => Iterable<Group>;
  readonly lists: Pick<Lists, 'reached'>;
  readonly rightChanges: Pick<RightChanges, 'markDone'>;
  readonly clock: Clock;
};

/**
 * One look at how far everybody has come, dead readers included. Only groups in which something happened
 * are looked at, and in them what is held counts once however many hold it; the store is written to only
 * after a step forward.
 */
export async function acknowledge(options: AcknowledgementsOptions): Promise<void> {
  const { groups, lists, rightChanges, clock } = options;
  const all = [...groups()];
  const changed = all.filter(({ isChanged }) => isChanged);
  if (changed.length === 0) return;
  for (const group of changed) group.isChanged = false;
  try {
    await Promise.all(changed.map((group) => measure(group, lists)));
    const lags: readonly Lag[] = all.flatMap(({ id, reached }) =>
      reached === null ? [] : { group: id, ordinal: reached },
    );
    const upTo = lags.reduce((most, { ordinal }) => Math.max(most, ordinal), 0);
    // Whoever has reached everything names no limit, and keeps nothing open.
    const limits = lags.filter(({ ordinal }) => ordinal < Number.MAX_SAFE_INTEGER);
    await rightChanges.markDone(limits, Math.min(upTo, Number.MAX_SAFE_INTEGER), clock.now());
  } catch (error) {
    for (const group of changed) group.isChanged = true;
    throw error;
  }
}

async function measure(group: Group, lists: Pick<Lists, 'reached'>): Promise<void> {
  group.classes.compare(await group.feed.heads());
  const classes = [...group.classes.all()];
  const reached = await Promise.all(classes.map(({ held }) => lists.reached(group.id, held)));
  group.reached = reached.length === 0 ? null : Math.min(...reached);
}
