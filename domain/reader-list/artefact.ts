import type { CityDay } from '../city-day.ts';
import type { GroupId } from './group.ts';

/**
 * What a signed artefact is: a whole list or a change of one, of who is let in (`allow`, one list for
 * each rulebook that is in force or about to be) or of who is refused whatever else is known (`deny`).
 */
export type ArtefactKind = 'allow-snapshot' | 'allow-delta' | 'deny-snapshot' | 'deny-delta';

/** Which list of a group: the rulebook's version, or `deny`. */
export type ListName = 'deny' | `rulebook-${number}`;

/** The signed part of an artefact. Layout in bytes: `codec.ts`. */
export type ArtefactHeader = {
  readonly kind: ArtefactKind;
  /** The first 8 bytes of the SHA-256 of the public key that signed, in hexadecimal. */
  readonly issuer: string;
  /** The group it is for, and nobody else. */
  readonly audience: GroupId;
  /** Of the group's key. */
  readonly epoch: number;
  /** Version of the rulebook; 0 for a deny list. */
  readonly rulebook: number;
  /** Of this list (group and name), 1 or more, never used twice. */
  readonly sequence: number;
  /** The sequence that a delta is applied to; 0 for a snapshot. */
  readonly baseSequence: number;
  readonly issuedAt: Date;
  /** From then on a list lets nobody in anew; what holds instead is `ListTerms.whenStale`. A deny list stays in force. */
  readonly notAfter: Date;
  /** From when an allow list holds by the reader's clock; the group's one with the latest such instant that has come is in force. */
  readonly effectiveAt: Date;
  /** True for a list that was taken back before it came into force: it is forgotten. Such a snapshot has no entries. */
  readonly isWithdrawn: boolean;
  /** In the list once this is applied. */
  readonly entryCount: number;
  /** In the body: entries of a snapshot, changes of a delta. */
  readonly changeCount: number;
  /** Root of the hash tree of the list once this is applied, 32 bytes. */
  readonly digest: Uint8Array;
};

/** What an outcome code stands for in one list. */
export type ListCode = {
  /** 1 to 16,777,215, drawn anew for each group and rulebook; says nothing by itself. */
  readonly code: number;
  /** What is to be paid, whole cents from zero on; null in groups that are too small to tell. */
  readonly priceCents: number | null;
};

/** What a list says beside its entries; covered by the signature. Empty for a deny list. */
export type ListTerms = {
  readonly codes: readonly ListCode[];
  /** What a card that is not in the list gets, and a person without one: null when they are refused. */
  readonly unlisted: { readonly priceCents: number } | null;
  /** What a reader does while its list is stale. */
  readonly whenStale: 'open' | 'closed' | 'open-and-log';
};

/** One card in a list. */
export type ListEntry = {
  /** HMAC-SHA-256(group key, medium token) cut to 10 bytes. */
  readonly key: Uint8Array;
  /** 0 in a deny list. */
  readonly code: number;
  /** Last day on which it is so, rounded to a month's end; null for no end. */
  readonly until: CityDay | null;
};

/** One change of a list: what a card is from now on, or that it is not in the list any more. */
export type ListChange = {
  readonly key: Uint8Array;
  readonly entry: Omit<ListEntry, 'key'> | null;
};

/** What a reader says it has of one list; with it the hub knows what it needs. */
export type HeldList = {
  readonly name: ListName;
  readonly epoch: number;
  readonly sequence: number;
  /** Hexadecimal, 64 digits. */
  readonly digest: string;
};

/** The answer to artefacts, after OCPP 1.6 SendLocalList. */
export type ListAnswer = 'Accepted' | 'Failed' | 'NotSupported' | 'VersionMismatch';

/** Why an artefact was not kept; told to the hub, never shown to who taps. */
export type Refusal =
  | 'malformed'
  | 'unsupportedFormat'
  | 'unknownIssuer'
  | 'badSignature'
  | 'wrongAudience'
  | 'unknownEpoch'
  | 'expired'
  | 'fromTheFuture'
  | 'rollback'
  | 'gap'
  | 'tooFarAhead'
  | 'wrongDigest';
