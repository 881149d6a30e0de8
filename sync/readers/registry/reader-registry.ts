import type { HeldList } from '../../../domain/reader-list/artefact.ts';
import type { GroupId } from '../../../domain/reader-list/group.ts';
import type { Reader, ReaderId } from '../../../domain/reader-list/reader.ts';

/** A reader in service, and what was asked for it. */
export type RegisteredReader = {
  readonly reader: Reader;
  /** When somebody last asked that it be tried at once; null for never. */
  readonly replayAskedAt: Date | null;
};

/** What is known of one reader, as delivery had it about a second ago. */
export type ReaderStanding = {
  readonly readerId: ReaderId;
  readonly group: GroupId;
  readonly held: readonly HeldList[];
  /** Its clock less ours, in milliseconds; null until it told its time. */
  readonly skewMs: number | null;
  /** When it was last heard of; null for never. */
  readonly contactAt: Date | null;
  /** Tries in a row that failed. */
  readonly failures: number;
  readonly failingSince: Date | null;
  /** Since when it counts as dead; null while it does not. */
  readonly deadSince: Date | null;
  /** Of the last failure: a code of `domain/errors.ts`, a refusal of the reader's, `silent`, or without failure `sharedNumber`. */
  readonly code: string | null;
  /** From when there was something that it has not; null when it has everything. */
  readonly behindSince: Date | null;
  /** Steps of its lists that it has not; a list that it has not at all counts as one. */
  readonly behindSteps: number;
};

/** A reader with its standing; null for one that delivery has not written of yet. */
export type ReaderWithStanding = {
  readonly reader: Reader;
  readonly standing: ReaderStanding | null;
};

export type ReaderPage = {
  readonly readers: readonly ReaderWithStanding[];
  readonly hasMore: boolean;
};

export type GroupStanding = {
  readonly group: GroupId;
  readonly readers: number;
  readonly behind: number;
  readonly dead: number;
  /** From when the one that is furthest behind lacks something; null when none does. */
  readonly behindSince: Date | null;
};

/** Which readers there are, and what is known of each. */
export type ReaderRegistry = {
  /**
   * All or none.
   *
   * @throws {InvalidInputError} No such group, no such place in it, or an address that cannot be one.
   * @throws {ConflictError} A reader has or had one of the ids: uploads are told apart by them.
   */
  add(readers: readonly Reader[], at: Date): Promise<void>;
  /** @throws {InvalidInputError} No such reader in service, group or place. */
  move(id: ReaderId, to: Pick<Reader, 'group' | 'place'>): Promise<Reader>;
  /** Out of service for good; its token opens nothing any more. @returns False when it was not in service. */
  retire(id: ReaderId, at: Date): Promise<boolean>;
  find(id: ReaderId): Promise<Reader | null>;
  /** In the order of the ids. */
  findByGroup(group: GroupId): Promise<readonly Reader[]>;
  all(): Promise<readonly RegisteredReader[]>;
  /** Asks that readers be tried at once, whichever process delivers. @param ids Null for all. @returns How many. */
  askReplay(ids: readonly ReaderId[] | null, at: Date): Promise<number>;
  /** Overwrites what was known of each. */
  saveStandings(standings: readonly ReaderStanding[]): Promise<void>;
  findStandings(): Promise<readonly ReaderStanding[]>;
  /**
   * In the order of the ids.
   *
   * @param page `group` null for all; `after` the last id of the page before; `first` 1 to 1,000.
   */
  page(page: {
    readonly group: GroupId | null;
    readonly after: ReaderId | null;
    readonly first: number;
  }): Promise<ReaderPage>;
  /** Of every group that has a reader. */
  countByGroup(): Promise<readonly GroupStanding[]>;
};
