import type { HeldList, ListName } from '../../domain/reader-list/artefact.ts';
import type { GroupId, ReaderGroup } from '../../domain/reader-list/group.ts';

/** News of a group's lists. Told after they are durable. */
export type ListNews = {
  readonly group: GroupId;
  /** True when somebody is refused by them: nothing waits then. */
  readonly isUrgent: boolean;
};

/** The lists of every group as the hub keeps them. What is handed out is durable and signed. */
export type Lists = {
  readonly groups: readonly ReaderGroup[];
  /** The newest of each list of a group: what an up-to-date reader has. */
  heads(group: GroupId): Promise<readonly HeldList[]>;
  /**
   * What a reader needs that has this: deltas where they are kept, else snapshots, in the order in which
   * to apply them, the deny list's first. Empty when it is up to date. A list that is held with the head's
   * sequence and another digest, or of another epoch, is sent whole.
   *
   * @param options.isExact Whole lists are of the head's very sequence, at the cost of making them for
   *   this. Else one of a moment ago may come, with the deltas since: a reader that has lost a list and
   *   remembers a later sequence than that refuses it.
   */
  since(
    group: GroupId,
    held: readonly HeldList[],
    options?: { readonly isExact?: boolean },
  ): Promise<readonly Uint8Array[]>;
  /**
   * Takes lists past what a reader holds that refuses them: a later sequence than the head's, or the
   * same with another digest. It is so after the hub's store was restored from a backup, and readers
   * take nothing then before sequences have passed theirs. Does nothing for any other reader, and never
   * rejects: what fails is tried again at the next refusal.
   */
  overtake(group: GroupId, held: readonly HeldList[]): Promise<void>;
  /**
   * The last publication of which a reader that has this lacks nothing. One that has the heads lacks
   * nothing of any publication so far.
   */
  reached(group: GroupId, held: readonly HeldList[]): Promise<number>;
  /** @returns Disposing ends it. */
  onNews(listener: (news: ListNews) => void): Disposable;
};

/** Epochs of a group's key. Late uploads may be of an earlier one for ten days. */
export type GroupEpochs = { readonly present: number; readonly earlier: readonly number[] };

export type { HeldList, ListName };
