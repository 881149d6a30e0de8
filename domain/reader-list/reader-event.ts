/** What came of a tap. */
export type TapResult =
  /** Let in by the list, at the price of `code`. */
  | 'accepted'
  /** Let in as everybody is, without or with an unlisted card. */
  | 'acceptedUnlisted'
  /** Let in because the list was stale. */
  | 'acceptedStale'
  /** On the deny list. */
  | 'denied'
  /** Not in the list, and the service asks for a card. */
  | 'unlisted'
  /** The list was stale and the service is closed then. */
  | 'stale';

/** One tap as a reader writes it to its log and uploads it. Nothing that joins with another group. */
export type ReaderEvent = {
  /** Of this reader, 1 or more, without gaps. */
  readonly sequence: number;
  /** By the reader's clock, which the hub knows the offset of. */
  readonly at: Date;
  readonly result: TapResult;
  /** The 10 bytes by which the group knows the card, in hexadecimal, under the group key of `epoch`. */
  readonly cardKey: string;
  readonly epoch: number;
  /** The list that decided, 0 when none did. */
  readonly rulebook: number;
  readonly code: number;
};
