import type { CityDay } from '../../domain/city-day.ts';
import type { HeldList } from '../../domain/reader-list/artefact.ts';
import type { GroupId } from '../../domain/reader-list/group.ts';
import type { ReaderReport } from '../../domain/reader-list/reader-report.ts';
import type { Reader, ReaderId } from '../../domain/reader-list/reader.ts';

export type { ReaderReport };

export type CallOptions = { readonly signal?: AbortSignal | undefined };

/** A reader that the hub calls. The same for every way on which that is so. */
export type ReaderCaller = {
  /**
   * Gives a reader artefacts to keep, in this order, and waits until they are verified and on disk.
   *
   * @param artefacts Each as `encodeArtefact` made it.
   * @throws {UpstreamUnavailableError} No complete answer in time.
   * @throws {UpstreamMalformedError} The answer is not one of a reader, or of another one.
   */
  send(
    reader: Reader,
    artefacts: readonly Uint8Array[],
    options?: CallOptions,
  ): Promise<ReaderReport>;

  /** What it has, as GetLocalListVersion does. Throws as `send` does. */
  ask(reader: Reader, options?: CallOptions): Promise<ReaderReport>;
};

/** Readers that hear of news by a broker. One publication reaches all of a group. */
export type ReaderBroker = {
  /**
   * To all readers of a group, with quality of service 1; never retained.
   *
   * @throws {UpstreamUnavailableError} The broker did not take it in time.
   */
  publish(group: GroupId, artefacts: readonly Uint8Array[]): Promise<void>;
  /** To one reader that asked, or of which it is known that it needs other artefacts than its group. */
  publishTo(reader: ReaderId, artefacts: readonly Uint8Array[]): Promise<void>;
  /** Replaces the group's retained manifest: the heads of its lists. Never the only proof of freshness. */
  publishManifest(group: GroupId, heads: readonly HeldList[]): Promise<void>;
};

/** What a broker's readers send back. */
export type BrokerEvents = {
  /** A reader has answered, or asks for what it lacks by telling what it has. */
  readonly onReport: (report: ReaderReport) => void;
  /** The broker is there, at first or again: it may have lost the manifests, and reports were missed. */
  readonly onConnected?: () => void;
};

/** One card as a weaker controller keeps it: readable, unsigned. */
export type PlainCard = {
  readonly cardId: string;
  /** What the controller reads from the card: 32 bits. */
  readonly number: number;
  readonly from: CityDay;
  readonly until: CityDay;
};

/** A controller whose list can be read back. See `connectors/readers/uhppote/README.md`. */
export type PlainListController = {
  /**
   * Makes the controller's list this one: reads what it has, writes the difference, reads again.
   *
   * @param cards At most 2,000.
   * @returns The digest of what was read back (hexadecimal), and how many cards were written or deleted.
   * @throws {InvalidInputError} Too many cards, or two active cards share a number; the sentence names both card ids.
   * @throws {UpstreamUnavailableError} The controller gives no answer.
   * @throws {UpstreamRejectedError} The controller did not take a card, or reads back something else.
   */
  replace(
    reader: Reader,
    cards: readonly PlainCard[],
    options?: CallOptions,
  ): Promise<{ readonly digest: string; readonly changes: number }>;
};
