import type { CardId } from '../../domain/card-id.ts';
import type { CityDay } from '../../domain/city-day.ts';
import type { GroupId } from '../../domain/reader-list/group.ts';
import type { Reader, ReaderId } from '../../domain/reader-list/reader.ts';

/** What is known of one reader, as of about a second ago. */
export type ReaderStanding = {
  readonly readerId: ReaderId;
  /** Its clock less ours, in milliseconds; null until it told its time. */
  readonly skewMs: number | null;
  /** When it was last heard of; null for never. */
  readonly contactAt: Date | null;
  /** Tries in a row that failed. */
  readonly failures: number;
  /** Since when it counts as dead; null while it does not. */
  readonly deadSince: Date | null;
  /** Of the last failure; a word for operators. */
  readonly code: string | null;
  /** From when there was something that it has not; null when it has everything. */
  readonly behindSince: Date | null;
  /** Steps of its lists that it has not. */
  readonly behindSteps: number;
};

export type ReaderWithStanding = {
  readonly reader: Reader;
  /** Null for one that nothing is known of yet. */
  readonly standing: ReaderStanding | null;
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
   * @throws {InvalidInputError} No such group, no such place in it, or an address that cannot be one.
   * @throws {ConflictError} A reader has or had the id.
   */
  add(readers: readonly Reader[], at: Date): Promise<void>;
  /** @returns False when it was not in service. */
  retire(id: ReaderId, at: Date): Promise<boolean>;
  /** Null for one that is not in service. */
  find(id: ReaderId): Promise<Reader | null>;
  /** Asks that readers be tried at once. @returns How many. */
  askReplay(ids: readonly ReaderId[] | null, at: Date): Promise<number>;
  /** In the order of the ids. @param page `first` 1 to 1,000. */
  page(page: {
    readonly group: GroupId | null;
    readonly after: ReaderId | null;
    readonly first: number;
  }): Promise<{ readonly readers: readonly ReaderWithStanding[]; readonly hasMore: boolean }>;
  /** Of every group that has a reader. */
  countByGroup(): Promise<readonly GroupStanding[]>;
};

/** One list of a group, the newest state of it. */
export type GroupList = {
  readonly group: GroupId;
  readonly name: string;
  readonly epoch: number;
  readonly sequence: number;
  readonly entries: number;
  /** Null when it is not kept any more. */
  readonly issuedAt: Date | null;
};

/** The lists of the groups, and their keys' epochs. */
export type GroupLists = {
  /** Of all groups, in force or about to be. */
  all(): Promise<readonly GroupList[]>;
  /** Of a group's present key, and of the one it is being given; null while it is not. */
  epochs(group: GroupId): Promise<{ readonly present: number; readonly next: number | null }>;
  /**
   * Begins to give a group the key after this epoch. Nothing is done when that has begun already, or when
   * the group is past it.
   */
  rotate(group: GroupId, epoch: number): Promise<void>;
};

export type CardUsesAsk = {
  readonly card: CardId;
  /** 1 or more. */
  readonly first: number;
  readonly after: string | null;
  /** City days, both included. */
  readonly from: CityDay | null;
  readonly until: CityDay | null;
};

export type CardUseFacts = {
  readonly at: Date;
  readonly service: string;
  readonly place: string;
  readonly isAdmitted: boolean;
};

/** What may be told of uses. Small numbers are left out already: they are null. */
export type UseReads = {
  /**
   * The latest first.
   *
   * @throws {InvalidInputError} `after` is not a cursor of this card's uses.
   */
  usesOf(ask: CardUsesAsk): Promise<{
    readonly items: readonly CardUseFacts[];
    readonly endCursor: string | null;
  }>;
  /** In the order of day, service and place. */
  counts(ask: {
    readonly service: string | null;
    readonly place: string | null;
    readonly from: CityDay;
    readonly until: CityDay;
  }): Promise<
    readonly {
      readonly service: string;
      readonly place: string;
      readonly day: CityDay;
      readonly admitted: number | null;
      readonly refused: number | null;
    }[]
  >;
  /** In the order of month, service, kind and class. Months as `YYYY-MM`, both included. */
  classes(ask: {
    readonly service: string | null;
    readonly kind: string | null;
    readonly from: string;
    readonly until: string;
  }): Promise<
    readonly {
      readonly service: string;
      readonly month: string;
      readonly kind: string;
      readonly class: string;
      readonly uses: number | null;
    }[]
  >;
};

export type QueueCounts = {
  readonly name: string;
  readonly waiting: number;
  readonly active: number;
  readonly delayed: number;
  readonly failed: number;
};

export type ListBuildFacts = {
  readonly kind: 'missing' | 'rotation' | 'nightly';
  readonly rulebooks: readonly number[];
  readonly done: number;
  readonly total: number;
  readonly startedAt: Date;
  readonly state: 'running' | 'done' | 'cancelled';
};

/** How changes of rights are on their way. */
export type Pipeline = {
  /** Counts of changes by how far they have come, and when the oldest that is in no list was made. */
  changes(): Promise<{
    readonly waiting: number;
    readonly queued: number;
    readonly published: number;
    readonly oldestAt: Date | null;
  }>;
  queues(): Promise<readonly QueueCounts[]>;
  lastPublication(): Promise<{ readonly number: number; readonly at: Date } | null>;
  /** Those under way, and the last ones. */
  builds(): Promise<readonly ListBuildFacts[]>;
};
