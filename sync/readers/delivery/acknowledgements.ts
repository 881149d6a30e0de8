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
  /** How far all of its readers have come; null until that was counted. */
  reached: number | null;
};

export type AcknowledgementsOptions = {
  readonly groups: () => Iterable<Group>;
  readonly lists: Pick<Lists, 'reached'>;
  readonly rightChanges: Pick<RightChanges, 'markDone'>;
  readonly clock: Clock;
};

/** How far everybody has come, dead readers included. */
export type Acknowledgements = {
  /**
   * Looks at the groups in which something happened; in them, what is held counts once however many
   * hold it.
   */
  count(): Promise<void>;
  /** Marks the changes done that everybody has, when there was a step forward since the last time. */
  write(): Promise<void>;
};

/**
 * Every group is looked at so often though nothing is known to have happened in it: a change may have come
 * into its lists by a build, or by a publication of which nobody heard since the store went away.
 */
const RECOUNT_MS = 2_000;

export function createAcknowledgements(options: AcknowledgementsOptions): Acknowledgements {
  const { groups, lists, rightChanges, clock } = options;
  let isAhead = false;
  let countedAllAt = 0;
  return {
    async count() {
      const nowMs = clock.now().getTime();
      const isDue = Math.abs(nowMs - countedAllAt) >= RECOUNT_MS;
      const changed = [...groups()].filter(({ isChanged }) => isDue || isChanged);
      if (isDue) countedAllAt = nowMs;
      for (const group of changed) group.isChanged = false;
      try {
        await Promise.all(changed.map((group) => measure(group, lists)));
        isAhead ||= changed.length > 0;
      } catch (error) {
        for (const group of changed) group.isChanged = true;
        throw error;
      }
    },
    async write() {
      if (!isAhead) return;
      isAhead = false;
      const lags = [...groups()].map(({ id, reached }): Lag => ({
        group: id,
        ordinal: reached ?? 0,
      }));
      const upTo = Math.max(0, ...lags.map(({ ordinal }) => ordinal));
      try {
        await rightChanges.markDone(lags, upTo, clock.now());
      } catch (error) {
        isAhead = true;
        throw error;
      }
    },
  };
}

async function measure(group: Group, lists: Pick<Lists, 'reached'>): Promise<void> {
  const heads = await group.feed.heads();
  group.classes.compare(heads);
  const classes = [...group.classes.all()].map(({ held }) => held);
  // A group without readers has whatever was published.
  const asked = classes.length === 0 ? [heads] : classes;
  const reached = await Promise.all(asked.map((held) => lists.reached(group.id, held)));
  group.reached = Math.min(...reached);
}
