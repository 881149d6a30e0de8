import type { ClientSession } from 'mongoose';
import type { CityDay } from '../../../domain/city-day.ts';

/** A rulebook as somebody published it. Only its state ever changes. */
export type PublishedRulebook = {
  /** Never used twice, not even after a cancellation. */
  readonly version: number;
  readonly startsOn: CityDay;
  /** The data as it was given, JSON. */
  readonly json: string;
  /** Who did, `staff:ID`; null for those that a city begins with. */
  readonly publishedBy: string | null;
  readonly publishedAt: Date;
  /** Cancelled is only what never came into force. */
  readonly state: 'published' | 'cancelled';
  readonly cancelledBy: string | null;
  readonly cancelledAt: Date | null;
};

/** What it takes to know which rulebooks matter, without their data. */
export type RulebookHead = Pick<PublishedRulebook, 'version' | 'startsOn' | 'state'>;

/** All rulebooks that were ever published, one row each. */
export type RulebookStore = {
  /** Everything, the earliest start first. */
  findAll(session?: ClientSession): Promise<readonly PublishedRulebook[]>;
  /** Without their data, the earliest start first. */
  findHeads(): Promise<readonly RulebookHead[]>;
  /** The data of these versions; one that is not there is left out. */
  findJson(versions: readonly number[]): Promise<ReadonlyMap<number, string>>;
  /**
   * Writes those that a city begins with, unless any rulebook is there. Safe to repeat, and at once by
   * two processes.
   */
  addFirst(rulebooks: readonly PublishedRulebook[]): Promise<void>;
  /**
   * Inside the caller's transaction. Of two that decide on rulebooks at once the second begins again and
   * sees what the first did.
   */
  add(session: ClientSession, rulebook: PublishedRulebook): Promise<void>;
  /** Inside the caller's transaction, as `add`. */
  cancel(
    session: ClientSession,
    version: number,
    by: { readonly cancelledBy: string; readonly cancelledAt: Date },
  ): Promise<void>;
};
