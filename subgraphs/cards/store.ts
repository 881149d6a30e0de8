import type { ClientSession } from 'mongoose';
import type { CardId } from '../../domain/card-id.ts';
import type { CardNumber } from '../../domain/card-number.ts';
import type { Card } from '../../domain/card/card.ts';
import type { Cardholder, CardholderId } from '../../domain/card/cardholder.ts';
import type { ChipReading } from '../../domain/card/chip.ts';
import type { CivilId } from '../../domain/card/civil-id.ts';
import type { MediumToken } from '../../domain/card/medium-token.ts';
import type { CityDay } from '../../domain/city-day.ts';
import type { LinkedAccount, LinkedSystem } from '../../domain/linked-account.ts';

/** What this subgraph keeps. Reads take a session where they decide what a transaction writes. */
export type CardsStore = {
  readonly cards: CardStore;
  readonly holders: HolderStore;
  readonly tries: LinkTries;
  readonly proposals: ProposalStore;
  /** All writes of `work` or none; it may be run again, so it has no other effect. */
  transact<Result>(work: (session: ClientSession) => Promise<Result>): Promise<Result>;
};

/** Rows come in any order; what is absent is simply missing. */
export type CardStore = {
  findByNumber(numbers: readonly CardNumber[], session?: ClientSession): Promise<readonly Card[]>;
  findById(ids: readonly CardId[], session?: ClientSession): Promise<readonly Card[]>;
  findByHolder(ids: readonly CardholderId[], session?: ClientSession): Promise<readonly Card[]>;
  /** Cards that have not been replaced or cancelled and whose chip fits; at most ten. */
  findByChip(reading: ChipReading, session?: ClientSession): Promise<readonly Card[]>;
  /** The one card that this account is linked to. */
  findByAccount(
    system: LinkedSystem,
    account: LinkedAccount,
    session: ClientSession,
  ): Promise<Card | null>;
  add(session: ClientSession, card: Card, token: MediumToken): Promise<void>;
  /**
   * Writes state and links of a changed card.
   *
   * @param card With the version after the change, one above what was read.
   * @throws {ConflictError} The card was changed since it was read.
   */
  save(session: ClientSession, card: Card): Promise<void>;
};

/** Who a holder is, beyond the name: sealed, compared, never handed out. */
export type Identity = {
  /** Null only for a child without document. */
  readonly civilId: CivilId | null;
  /** Null for an organisation. */
  readonly birthDay: CityDay | null;
};

export type HolderStore = {
  find(ids: readonly CardholderId[], session?: ClientSession): Promise<readonly Cardholder[]>;
  findIdByCivilId(civilId: CivilId, session?: ClientSession): Promise<CardholderId | null>;
  /** Whether both facts are those of the hub's own record. */
  hasIdentity(id: CardholderId, civilId: CivilId, birthDay: CityDay): Promise<boolean>;
  add(session: ClientSession, holder: Cardholder, identity: Identity): Promise<void>;
  /**
   * Holders of whose names each word is the beginning of one, in the order of their ids. A word of
   * fewer than three letters has to be a whole one.
   *
   * @param words 1 to 8, as `searchWords` gives them.
   */
  search(words: readonly string[], page: PageAsk): Promise<readonly Cardholder[]>;
};

/** @property after The last id of the page before, or null. */
export type PageAsk = { readonly first: number; readonly after: string | null };

export type ProposalStatus = 'open' | 'accepted' | 'rejected';

/** A link that waits for a clerk; at most one open for each card and system. */
export type LinkProposal = {
  readonly id: string;
  readonly cardId: CardId;
  readonly system: LinkedSystem;
  readonly account: LinkedAccount;
  readonly proof: 'pin' | 'civilId';
  readonly proposedAt: Date;
  readonly status: ProposalStatus;
  /** Staff's opaque id; null while open. */
  readonly decidedBy: string | null;
  readonly decidedAt: Date | null;
};

/** Failed tries to link an account to a card. */
export type LinkTries = {
  /**
   * Counts a try before it is made.
   *
   * @returns Its id, or null when five tries of the last hour have failed or are under way.
   */
  take(cardId: CardId, now: Date): Promise<string | null>;
  /** The try did not fail. */
  giveBack(cardId: CardId, tryId: string): Promise<void>;
};

export type ProposalStore = {
  /** Takes the place of an open one for the same card and system. @returns The id it is kept under. */
  propose(session: ClientSession, proposal: LinkProposal): Promise<string>;
  find(id: string, session: ClientSession): Promise<LinkProposal | null>;
  /**
   * Oldest first.
   *
   * @throws {InvalidInputError} `after` names no proposal.
   */
  findByStatus(status: ProposalStatus, page: PageAsk): Promise<readonly LinkProposal[]>;
  saveDecision(session: ClientSession, proposal: LinkProposal): Promise<void>;
  /** Open proposals of a replaced card go on for the card that took its place. */
  moveOpen(session: ClientSession, from: CardId, to: CardId): Promise<void>;
};
