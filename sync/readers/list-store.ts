import type { ClientSession } from 'mongoose';
import type { CityDay } from '../../domain/city-day.ts';
import type { ListCode, ListName } from '../../domain/reader-list/artefact.ts';
import type { GroupId } from '../../domain/reader-list/group.ts';
import type { PairKey } from '../../domain/reader-list/pairs.ts';

/** What a card gets in a list (`published`) for what it has a right to (`natural`), as `price|until`. */
export type PairRow = readonly [natural: PairKey, published: PairKey];

/** What a list says beside its entries and codes; kept with the list so that it needs no rulebook. */
export type KeptTerms = {
  readonly unlisted: { readonly priceCents: number } | null;
  readonly whenStale: 'open' | 'closed' | 'open-and-log';
};

/**
 * The newest state of one list. It is `live` once it was built, `withdrawn` when its rulebook was
 * cancelled before its hour, and `retired` when its rulebook or group is over: then nobody is told of it
 * any more. A list that is being built has no head yet.
 */
export type ListHead = {
  readonly group: GroupId;
  readonly name: ListName;
  /** 0 for a deny list. */
  readonly rulebook: number;
  readonly epoch: number;
  readonly sequence: number;
  /** Hexadecimal, 64 digits. */
  readonly digest: string;
  readonly entryCount: number;
  readonly state: 'live' | 'withdrawn' | 'retired';
  readonly effectiveAt: Date;
  /** Null for a deny list. */
  readonly terms: KeptTerms | null;
  /** True for a group of fewer than 100 cards: its list says allow and nothing else. */
  readonly isSmall: boolean;
  readonly codes: readonly ListCode[];
  /** Codes that the list does not have any more. Readers are not told; uses may come late that have them. */
  readonly pastCodes: readonly ListCode[];
  /** When the list was last compared with the rights of every card: changes until then may have come into it so. */
  readonly builtAt: Date;
  /** Of this sequence. */
  readonly signedAt: Date;
  /** Of the publication that made this sequence. */
  readonly ordinal: number;
  /** Of the publication with which the list began: a reader that has nothing of it lacks nothing from before. */
  readonly firstOrdinal: number;
  /** The stored body from which, with the deltas after `sequence`, the list is loaded. */
  readonly snapshot: { readonly id: string; readonly sequence: number };
};

/** One sequence of a list: how it was reached from the one before. */
export type ListStep = {
  readonly group: GroupId;
  readonly name: ListName;
  readonly epoch: number;
  readonly sequence: number;
  readonly ordinal: number;
  /** The signed delta; null where the list was made anew, so that readers need it whole. */
  readonly delta: Uint8Array | null;
  readonly at: Date;
};

/** What is kept of a group beside its lists. No key. */
export type GroupRow = {
  readonly group: GroupId;
  /** Of the group's key, 1 or more. */
  readonly epoch: number;
  /** The epoch that its lists are being built for; null unless it is being rotated. */
  readonly nextEpoch: number | null;
  /** Epochs that late uploads may still be of, and until when. */
  readonly earlier: readonly { readonly epoch: number; readonly until: Date }[];
  /** The last day on which every list was compared with the rights. */
  readonly rebuiltOn: CityDay | null;
};

export type HeadChange = {
  /** As it shall be. Its `snapshot` is written only for a list that was made anew. */
  readonly head: ListHead;
  readonly isRemade: boolean;
  /** The sequence that it follows; null when there is no head yet. */
  readonly expected: number | null;
  /** Null when they stay as they are. */
  readonly pairs: readonly PairRow[] | null;
};

/** Thrown when somebody else has published meanwhile: read again, then decide again. */
export class ListsMovedError extends Error {
  override readonly name = 'ListsMovedError';
}

/** Where lists are kept. Holds neither group keys nor tokens. */
export type ListStore = {
  /** All of it or nothing; `work` may run more than once. */
  transact<Result>(work: (session: ClientSession) => Promise<Result>): Promise<Result>;
  /** Of the last publication; 0 before the first. */
  findOrdinal(): Promise<number>;
  /**
   * Takes the next ordinal: transactions that publish pass one after the other.
   *
   * @throws {ListsMovedError} The last publication is another one than `known`.
   */
  takeOrdinal(session: ClientSession, known: number): Promise<number>;
  findHeads(): Promise<readonly ListHead[]>;
  /** Heads that publications after this one have made. */
  findHeadsAfter(ordinal: number): Promise<readonly ListHead[]>;
  /** @throws {ListsMovedError} A list has another sequence than expected. */
  saveHeads(session: ClientSession, changes: readonly HeadChange[]): Promise<void>;
  findPairs(group: GroupId, name: ListName): Promise<readonly PairRow[]>;
  saveSteps(session: ClientSession, steps: readonly ListStep[]): Promise<void>;
  /** Sequences after `after`, the lowest first. */
  findSteps(group: GroupId, name: ListName, after: number): Promise<readonly ListStep[]>;
  /** Keeps the steps that loading needs, and of the others the newest `count` that are not older than `before`. */
  pruneSteps(
    head: ListHead,
    keep: { readonly count: number; readonly before: Date },
  ): Promise<void>;
  /** @returns The id of a body that no list refers to yet. */
  saveBody(body: Uint8Array, at: Date): Promise<string>;
  /** @throws {Error} A piece of it is missing. */
  getBody(id: string): Promise<Uint8Array>;
  /** From then on the list is loaded from this body. False, and nothing is done, when its epoch is over. */
  moveSnapshot(head: ListHead, snapshot: ListHead['snapshot']): Promise<boolean>;
  /** Deletes bodies written before this instant that no list refers to. */
  deleteStrayBodies(before: Date): Promise<void>;
  /** In the order of `groups`. One that has no row yet has epoch 1. */
  findGroups(groups: readonly GroupId[], session?: ClientSession): Promise<readonly GroupRow[]>;
  saveGroup(row: GroupRow, session?: ClientSession): Promise<void>;
  /** Asks that the group's key be changed to that of the next epoch; twice does no more than once. */
  askRotation(group: GroupId): Promise<void>;
};
