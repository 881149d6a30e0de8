import type { ReaderReport } from '../../../connectors/readers/port.ts';
import type { Reader, ReaderId } from '../../../domain/reader-list/reader.ts';
import type { HeldList } from '../lists-port.ts';
import type { ReaderStanding } from '../registry/reader-registry.ts';
import type { Batch } from './group-feed.ts';
import type { ReconciliationCounts } from './reconcile-round.ts';

/** What delivery knows of a reader at this moment. */
export type ReaderState = ReaderStanding & {
  /** For how long there has been something that the reader has not, in milliseconds; 0 when it has everything. */
  readonly lagMs: number;
};

export type PollOptions = {
  /** How long to wait for news, in milliseconds; 0 answers at once. */
  readonly waitMs: number;
  /** Fires when nobody waits for the answer any more. */
  readonly signal: AbortSignal;
};

/** Brings the lists of their group to all readers, each at its own pace. */
export type Delivery = {
  /** A reader in service as of about two seconds ago, or asked of the registry. */
  find(id: ReaderId): Promise<Reader | null>;
  /** A reader has told what it has, by itself or by the broker. One that is not in service is left out. */
  heard(report: ReaderReport): void;
  /** A reader has shown that it is there: it is tried at once if it was given up for a while. */
  contact(id: ReaderId): void;
  /**
   * What a reader lacks that asks by itself, as soon as there is something.
   *
   * @returns Empty when nothing came in time, when the signal fired, or when the same reader asked again.
   */
  poll(id: ReaderId, held: readonly HeldList[], options: PollOptions): Promise<Batch>;
  /** Tries readers at once and asks what they have. @param ids Null for all. @returns How many. */
  replay(ids: readonly ReaderId[] | null): number;
  /** Asks every reader what it has, and sends whole lists where that is not what it should be. */
  reconcile(): Promise<ReconciliationCounts>;
  /** Takes up at once what changed in the registry; happens by itself about every two seconds. */
  refresh(): Promise<void>;
  /** Null for one that is not in service. */
  state(id: ReaderId): ReaderState | null;
  states(): readonly ReaderState[];
};
