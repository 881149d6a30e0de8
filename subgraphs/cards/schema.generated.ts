/* oxlint-disable */
import type { GraphQLResolveInfo, GraphQLScalarType, GraphQLScalarTypeConfig } from 'graphql';
import type { CardView, HolderView, HolderView as PersonView, HolderView as OrganisationView } from './card-view.ts';
import type { CardShown } from './results.ts';
import type { RevocationFacts } from './revocation-view.ts';
import type { LinkProposalView } from './link-proposal-view.ts';
import type { Context } from './context.ts';
export type Maybe<T> = T | null;
export type InputMaybe<T> = Maybe<T>;
export type Omit<T, K extends keyof T> = Pick<T, Exclude<keyof T, K>>;
export type RequireFields<T, K extends keyof T> = Omit<T, K> & { [P in K]-?: NonNullable<T[P]> };
/** All built-in and custom scalars, mapped to their actual values */
export type Scalars = {
  ID: { input: string; output: string; }
  String: { input: string; output: string; }
  Boolean: { input: boolean; output: boolean; }
  Int: { input: number; output: number; }
  Float: { input: number; output: number; }
  /**
   * The nineteen digits printed on a card, as text: `9724`, five digits of the municipality, a serial of
   * nine digits, one check digit. No blanks. Anything else is BAD_USER_INPUT.
   */
  CardNumber: { input: unknown; output: string; }
  /** An instant in ISO 8601 with its offset, such as `2027-03-01T10:00:00Z`; answers are in UTC. */
  DateTime: { input: unknown; output: string; }
  /** A calendar day, `YYYY-MM-DD`, in the city's time zone. */
  Date: { input: unknown; output: string; }
  _FieldSet: { input: string; output: string; }
};

/** What can be asked about cards and the people and organisations that hold them. */
export type Query = {
  readonly __typename?: 'Query';
  /**
   * One card by its printed number. Null for staff and kiosks when there is none; a citizen who asks for
   * a card that is not their own, absent or not, gets FORBIDDEN.
   */
  readonly card?: Maybe<Card>;
  /**
   * The card whose chip a reader has just read. CONFLICT when the value fits more than one card in use, as
   * one that the reader cuts short may: then read the chip with another reader or ask for the number.
   */
  readonly cardByChip?: Maybe<Card>;
  /** The signed-in citizen, or the organisation they are signed in as. Other viewers get FORBIDDEN. */
  readonly me?: Maybe<Cardholder>;
  /**
   * Up to 100 cards, in the order asked; null where there is none. For a citizen each number that is not
   * their own is an error at its place.
   */
  readonly cards?: Maybe<ReadonlyArray<Maybe<Card>>>;
  /**
   * Staff only. Give exactly one of name, civil id and number. A name is the beginning of one or more
   * words; a word of fewer than three letters has to be a whole one. Accents and capitals do not matter.
   */
  readonly searchCardholders?: Maybe<CardholderPage>;
  /** Staff only. Links that a legacy system could not confirm and a clerk has to decide, oldest first. */
  readonly linkProposals?: Maybe<LinkProposalPage>;
};


/** What can be asked about cards and the people and organisations that hold them. */
export type QueryCardArgs = {
  number: Scalars['CardNumber']['input'];
};


/** What can be asked about cards and the people and organisations that hold them. */
export type QueryCardByChipArgs = {
  uid: Scalars['String']['input'];
  encoding: ChipEncoding;
};


/** What can be asked about cards and the people and organisations that hold them. */
export type QueryCardsArgs = {
  numbers: ReadonlyArray<Scalars['CardNumber']['input']>;
};


/** What can be asked about cards and the people and organisations that hold them. */
export type QuerySearchCardholdersArgs = {
  name?: InputMaybe<Scalars['String']['input']>;
  civilId?: InputMaybe<Scalars['String']['input']>;
  number?: InputMaybe<Scalars['CardNumber']['input']>;
  first?: InputMaybe<Scalars['Int']['input']>;
  after?: InputMaybe<Scalars['String']['input']>;
};


/** What can be asked about cards and the people and organisations that hold them. */
export type QueryLinkProposalsArgs = {
  status?: InputMaybe<LinkProposalStatus>;
  first?: InputMaybe<Scalars['Int']['input']>;
  after?: InputMaybe<Scalars['String']['input']>;
};

/**
 * What can be done with cards. Every input has an idempotency key: the same key with the same input gives
 * the first result again for 24 hours, and has no second effect; with another input it is CONFLICT. A
 * field is null when its request failed, and the error says why.
 */
export type Mutation = {
  readonly __typename?: 'Mutation';
  /** Makes a card for a new person or organisation, or for a holder the city knows. Staff only. */
  readonly issueCard?: Maybe<IssueCardResult>;
  /** Puts an issued card into use. By its holder or staff. */
  readonly activateCard?: Maybe<ActivateCardResult>;
  /**
   * Stops a card until staff unblocks it. Public transport and parking are told afterwards, and there it is
   * for good. By its holder, staff or a kiosk.
   */
  readonly blockCard?: Maybe<BlockCardResult>;
  /**
   * Puts a blocked card back into use. Public transport and parking cannot take a block back: what lasts
   * there is in the answer. Staff only.
   */
  readonly unblockCard?: Maybe<UnblockCardResult>;
  /** Stops a lost or stolen card for good; it can only be replaced or cancelled. By its holder, staff or a kiosk. */
  readonly reportLost?: Maybe<ReportLostResult>;
  /**
   * Gives the holder a new card with a number of its own; linked accounts move to it and the old card dies.
   * The new card has to be activated. Staff only.
   */
  readonly replaceCard?: Maybe<ReplaceCardResult>;
  /** Ends a card for good and unlinks its accounts. Staff only. */
  readonly cancelCard?: Maybe<CancelCardResult>;
  /**
   * Ties a holder's account in a legacy system to the card, once two facts agree. At most five failed tries
   * per card and hour. Where the legacy system cannot check the proof, a clerk decides. By the holder or staff.
   */
  readonly linkAccount?: Maybe<LinkAccountResult>;
  /** A clerk's word on a proposed link. Staff only. */
  readonly decideLinkProposal?: Maybe<DecideLinkProposalResult>;
  /** Unties an account from the card. By the holder or staff. */
  readonly unlinkAccount?: Maybe<UnlinkAccountResult>;
};


/**
 * What can be done with cards. Every input has an idempotency key: the same key with the same input gives
 * the first result again for 24 hours, and has no second effect; with another input it is CONFLICT. A
 * field is null when its request failed, and the error says why.
 */
export type MutationIssueCardArgs = {
  input: IssueCardInput;
};


/**
 * What can be done with cards. Every input has an idempotency key: the same key with the same input gives
 * the first result again for 24 hours, and has no second effect; with another input it is CONFLICT. A
 * field is null when its request failed, and the error says why.
 */
export type MutationActivateCardArgs = {
  input: ActivateCardInput;
};


/**
 * What can be done with cards. Every input has an idempotency key: the same key with the same input gives
 * the first result again for 24 hours, and has no second effect; with another input it is CONFLICT. A
 * field is null when its request failed, and the error says why.
 */
export type MutationBlockCardArgs = {
  input: BlockCardInput;
};


/**
 * What can be done with cards. Every input has an idempotency key: the same key with the same input gives
 * the first result again for 24 hours, and has no second effect; with another input it is CONFLICT. A
 * field is null when its request failed, and the error says why.
 */
export type MutationUnblockCardArgs = {
  input: UnblockCardInput;
};


/**
 * What can be done with cards. Every input has an idempotency key: the same key with the same input gives
 * the first result again for 24 hours, and has no second effect; with another input it is CONFLICT. A
 * field is null when its request failed, and the error says why.
 */
export type MutationReportLostArgs = {
  input: ReportLostInput;
};


/**
 * What can be done with cards. Every input has an idempotency key: the same key with the same input gives
 * the first result again for 24 hours, and has no second effect; with another input it is CONFLICT. A
 * field is null when its request failed, and the error says why.
 */
export type MutationReplaceCardArgs = {
  input: ReplaceCardInput;
};


/**
 * What can be done with cards. Every input has an idempotency key: the same key with the same input gives
 * the first result again for 24 hours, and has no second effect; with another input it is CONFLICT. A
 * field is null when its request failed, and the error says why.
 */
export type MutationCancelCardArgs = {
  input: CancelCardInput;
};


/**
 * What can be done with cards. Every input has an idempotency key: the same key with the same input gives
 * the first result again for 24 hours, and has no second effect; with another input it is CONFLICT. A
 * field is null when its request failed, and the error says why.
 */
export type MutationLinkAccountArgs = {
  input: LinkAccountInput;
};


/**
 * What can be done with cards. Every input has an idempotency key: the same key with the same input gives
 * the first result again for 24 hours, and has no second effect; with another input it is CONFLICT. A
 * field is null when its request failed, and the error says why.
 */
export type MutationDecideLinkProposalArgs = {
  input: DecideLinkProposalInput;
};


/**
 * What can be done with cards. Every input has an idempotency key: the same key with the same input gives
 * the first result again for 24 hours, and has no second effect; with another input it is CONFLICT. A
 * field is null when its request failed, and the error says why.
 */
export type MutationUnlinkAccountArgs = {
  input: UnlinkAccountInput;
};

/** The one card that opens every service of the city, tied to exactly one person or organisation. */
export type Card = {
  readonly __typename?: 'Card';
  /** Opaque; stays the same for the life of this card. */
  readonly id: Scalars['ID']['output'];
  /** Printed on the card. */
  readonly number: Scalars['CardNumber']['output'];
  /** Where the card is in its life, judged at the moment of the question. */
  readonly status: CardStatus;
  /** From this instant on the card counts. */
  readonly validFrom: Scalars['DateTime']['output'];
  /** At this instant the card expires; null for a card without end. */
  readonly validUntil?: Maybe<Scalars['DateTime']['output']>;
  /** Whose card it is; never changes. */
  readonly holder: Cardholder;
  /** The card that took this one's place; null unless the status is REPLACED. */
  readonly replacedBy?: Maybe<Card>;
  /** Accounts in the city's systems that this card opens. */
  readonly links: ReadonlyArray<AccountLink>;
  /**
   * Staff only: what public transport and parking have been told, or will be, of blocks, loss and
   * cancellation of this card; the latest first. Null for everybody else, with FORBIDDEN.
   */
  readonly revocations?: Maybe<ReadonlyArray<Revocation>>;
  /** Counts the changes of this card. */
  readonly version: Scalars['Int']['output'];
  /** True while the card is active and valid: only then may other parts of the hub keep what legacy systems said of its holder. */
  readonly isUsable: Scalars['Boolean']['output'];
  /** Number of the linked account at the municipal libraries. */
  readonly municipalLibraryNumber?: Maybe<Scalars['String']['output']>;
  /** Number of the linked account at the regional library. */
  readonly regionalLibraryNumber?: Maybe<Scalars['String']['output']>;
  /** Number of the linked membership at the sports body. */
  readonly sportsMemberNumber?: Maybe<Scalars['String']['output']>;
  /** Number of the linked card at the back office of public transport. */
  readonly transportCardNumber?: Maybe<Scalars['String']['output']>;
  /** Number of the linked contributor at the tax office. */
  readonly taxContributorNumber?: Maybe<Scalars['String']['output']>;
};

/** Where a card is in its life. */
export type CardStatus =
  /** Made and not yet handed over or activated. */
  | 'ISSUED'
  /** In use. */
  | 'ACTIVE'
  /** Stopped; staff may unblock it. */
  | 'BLOCKED'
  /** Reported lost or stolen; never comes back. */
  | 'LOST'
  /** Another card has taken its place; never comes back. */
  | 'REPLACED'
  /** Ended by the city; never comes back. */
  | 'CANCELLED'
  /** Its validity is over; it may be replaced. */
  | 'EXPIRED';

/** A holder's account in one legacy system, tied to a card. */
export type AccountLink = {
  readonly __typename?: 'AccountLink';
  /** Which system keeps the account. */
  readonly system: LinkedSystem;
  /** When the account was tied to the card or to the one it replaced. */
  readonly linkedAt: Scalars['DateTime']['output'];
  /** The last four characters of the account's number, for recognition. */
  readonly accountEnding: Scalars['String']['output'];
};

/**
 * That one system is told to stop what the card opens there: public transport blocks its card, parking
 * takes back the rights of the card's vehicles. It is tried until it is done, however long that takes.
 */
export type Revocation = {
  readonly __typename?: 'Revocation';
  /** Which system is told. */
  readonly system: RevocationSystem;
  /** What happened to the card. */
  readonly cause: RevocationCause;
  /** When it happened. */
  readonly requestedAt: Scalars['DateTime']['output'];
  /** How far it is. */
  readonly state: RevocationState;
  /** How often it has failed so far. */
  readonly tries: Scalars['Int']['output'];
  /** Code of the last failure, such as UPSTREAM_UNAVAILABLE; null when none has failed. */
  readonly lastFailure?: Maybe<Scalars['String']['output']>;
  /** When it failed last. */
  readonly lastFailedAt?: Maybe<Scalars['DateTime']['output']>;
  /** About when it is tried next; null once it is done. */
  readonly nextTryAt?: Maybe<Scalars['DateTime']['output']>;
  /** When the system confirmed it; null until then. */
  readonly doneAt?: Maybe<Scalars['DateTime']['output']>;
};

/** A system that goes on by itself until it is told that a card was stopped. */
export type RevocationSystem =
  /** The card back office of public transport; told only of cards that are linked there. */
  | 'TRANSPORT'
  /** The parking rights system. */
  | 'PARKING';

/** What happened to a card whose powers in other systems are taken back. */
export type RevocationCause =
  /** It was blocked. */
  | 'BLOCKED'
  /** It was reported lost. */
  | 'LOST'
  /** It was cancelled. */
  | 'CANCELLED';

/** How far a revocation is. */
export type RevocationState =
  /** The system has not been told yet, or gave no answer; it is tried again by itself. */
  | 'WAITING'
  /** The system has confirmed it, or there was nothing to take back. */
  | 'DONE'
  /** The system said no, for instance because it does not know the account: look into it. It is tried again every hour. */
  | 'REFUSED';

/** A legacy system that an account can be linked from. */
export type LinkedSystem =
  /** The municipal libraries. */
  | 'LIBRARY'
  /** The regional library. */
  | 'REGIONAL_LIBRARY'
  /** The municipal sports body. */
  | 'SPORTS'
  /** The card back office of public transport. */
  | 'TRANSPORT'
  /** The tax office. */
  | 'TAX';

/** A person or organisation that holds cards. Identity documents are never in an answer. */
export type Cardholder = {
  /** Opaque; the same for all cards of the holder. */
  readonly id: Scalars['ID']['output'];
  /** Full name of a person, or the organisation's name. */
  readonly displayName: Scalars['String']['output'];
  /** Resident, visitor or organisation. */
  readonly kind: CardholderKind;
  /** All cards the holder has had, the latest first. */
  readonly cards: ReadonlyArray<Card>;
};

/** A natural person: a resident, or a visitor whose cards end. */
export type Person = Cardholder & {
  readonly __typename?: 'Person';
  /** Opaque; the same for all cards of the person. */
  readonly id: Scalars['ID']['output'];
  /** Given and family names. */
  readonly displayName: Scalars['String']['output'];
  /** RESIDENT or VISITOR. */
  readonly kind: CardholderKind;
  /** All cards the person has had, the latest first. */
  readonly cards: ReadonlyArray<Card>;
  /** Given names. */
  readonly givenName: Scalars['String']['output'];
  /** Family names. */
  readonly familyName: Scalars['String']['output'];
};

/** A company, school, association or public body. */
export type Organisation = Cardholder & {
  readonly __typename?: 'Organisation';
  /** Opaque; the same for all cards of the organisation. */
  readonly id: Scalars['ID']['output'];
  /** The organisation's name. */
  readonly displayName: Scalars['String']['output'];
  /** ORGANISATION. */
  readonly kind: CardholderKind;
  /** All cards the organisation has had, the latest first. */
  readonly cards: ReadonlyArray<Card>;
};

/** What a cardholder is to the city. */
export type CardholderKind =
  /** Lives, studies or works here; cards have no end unless one is given. */
  | 'RESIDENT'
  /** Is here for a time; every card has an end. */
  | 'VISITOR'
  /** Is not a natural person. */
  | 'ORGANISATION';

/** How a model of reader spells a chip's identifier. */
export type ChipEncoding =
  /** Hexadecimal, first byte as transmitted first. */
  | 'HEX_MSB'
  /** Hexadecimal, last byte first. */
  | 'HEX_LSB'
  /** Decimal, the last byte being the most significant. */
  | 'DEC_LE'
  /** Decimal, the first byte being the most significant. */
  | 'DEC_BE'
  /** The first four bytes in hexadecimal; cut short. */
  | 'FIRST4'
  /** The last four bytes in hexadecimal; cut short. */
  | 'LAST4'
  /** Facility and number in decimal, `FFF,NNNNN`: the last three bytes; cut short. */
  | 'WIEGAND26';

/** One page of cardholders. */
export type CardholderPage = {
  readonly __typename?: 'CardholderPage';
  /** In the order of their ids; empty when nobody fits. */
  readonly items: ReadonlyArray<Cardholder>;
  /** Give it as `after` for the next page; null on the last one. */
  readonly endCursor?: Maybe<Scalars['String']['output']>;
};

/** One page of proposals. */
export type LinkProposalPage = {
  readonly __typename?: 'LinkProposalPage';
  /** The oldest first. */
  readonly items: ReadonlyArray<LinkProposal>;
  /** Give it as `after` for the next page; null on the last one. */
  readonly endCursor?: Maybe<Scalars['String']['output']>;
};

/** A link that a holder asked for and the legacy system could not confirm. */
export type LinkProposal = {
  readonly __typename?: 'LinkProposal';
  /** Opaque. */
  readonly id: Scalars['ID']['output'];
  /** The card the account would be linked to. */
  readonly card: Card;
  /** Which system keeps the account. */
  readonly system: LinkedSystem;
  /** The whole account number, to look it up in that system. Only staff ever sees a proposal. */
  readonly account: Scalars['String']['output'];
  /** What the holder proved to the hub when asking. */
  readonly proof: LinkProofKind;
  /** When it was asked for. */
  readonly proposedAt: Scalars['DateTime']['output'];
  /** Where the decision stands. */
  readonly status: LinkProposalStatus;
};

/** Which two facts were given for a link. */
export type LinkProofKind =
  /** The card and the account's PIN, which the legacy system could not check. */
  | 'PIN'
  /** Civil id and birth date, which agree with the hub's own record. */
  | 'CIVIL_ID';

/** Where the decision on a proposed link stands. */
export type LinkProposalStatus =
  /** Nobody has decided yet. */
  | 'OPEN'
  /** A clerk linked the account. */
  | 'ACCEPTED'
  /** A clerk refused. */
  | 'REJECTED';

/** A card and whom it is for. Give exactly one of holderId, person and organisation. */
export type IssueCardInput = {
  /** Names this request, 8 to 128 printable characters; repeat it to repeat the request safely. */
  readonly idempotencyKey: Scalars['String']['input'];
  /** A holder the city knows. */
  readonly holderId?: InputMaybe<Scalars['ID']['input']>;
  /** A person the city does not know yet. */
  readonly person?: InputMaybe<NewPersonInput>;
  /** An organisation the city does not know yet. */
  readonly organisation?: InputMaybe<NewOrganisationInput>;
  /** Identifier of the chip in the new card, in hexadecimal, first byte first; none for a card without chip. */
  readonly chipUid?: InputMaybe<Scalars['String']['input']>;
  /** From when the card counts; now, if not given. */
  readonly validFrom?: InputMaybe<Scalars['DateTime']['input']>;
  /** When the card expires. Needed for visitors. */
  readonly validUntil?: InputMaybe<Scalars['DateTime']['input']>;
};

/** A person new to the city. */
export type NewPersonInput = {
  /** Given names, 1 to 100 characters. */
  readonly givenName: Scalars['String']['input'];
  /** Family names, 1 to 100 characters. */
  readonly familyName: Scalars['String']['input'];
  /** Day of birth. */
  readonly birthDate: Scalars['Date']['input'];
  /** DNI, NIE or NIF. Needed from the age of 14 on unless a passport is given. */
  readonly civilId?: InputMaybe<Scalars['String']['input']>;
  /** For a person without Spanish identity document. */
  readonly passport?: InputMaybe<PassportInput>;
  /** True for who is here for a time: the card then needs an end. */
  readonly isVisitor?: Scalars['Boolean']['input'];
};

/** A travel document. */
export type PassportInput = {
  /** Issuing country, three letters of ISO 3166-1, such as FRA. */
  readonly country: Scalars['String']['input'];
  /** Number as printed, 5 to 20 letters and digits. */
  readonly number: Scalars['String']['input'];
};

/** An organisation new to the city. */
export type NewOrganisationInput = {
  /** 1 to 200 characters. */
  readonly name: Scalars['String']['input'];
  /** CIF. */
  readonly civilId: Scalars['String']['input'];
};

/** A card to put into use. */
export type ActivateCardInput = {
  /** Names this request, 8 to 128 printable characters; repeat it to repeat the request safely. */
  readonly idempotencyKey: Scalars['String']['input'];
  /** Printed number of the card. */
  readonly number: Scalars['CardNumber']['input'];
};

/** A card to stop, and why. */
export type BlockCardInput = {
  /** Names this request, 8 to 128 printable characters; repeat it to repeat the request safely. */
  readonly idempotencyKey: Scalars['String']['input'];
  /** Printed number of the card. */
  readonly number: Scalars['CardNumber']['input'];
  /** Why; kept for staff and never shown to readers and merchants. */
  readonly reason: BlockReason;
};

/** Why a card is stopped. */
export type BlockReason =
  /** The holder wishes it. */
  | 'HOLDER_REQUEST'
  /** Somebody else may be using it. */
  | 'SUSPECTED_MISUSE'
  /** The card does not work as it should. */
  | 'DAMAGED'
  /** The city has a reason of its own. */
  | 'ADMINISTRATIVE';

/** A blocked card to put back into use. */
export type UnblockCardInput = {
  /** Names this request, 8 to 128 printable characters; repeat it to repeat the request safely. */
  readonly idempotencyKey: Scalars['String']['input'];
  /** Printed number of the card. */
  readonly number: Scalars['CardNumber']['input'];
};

/** A card that is lost or stolen. */
export type ReportLostInput = {
  /** Names this request, 8 to 128 printable characters; repeat it to repeat the request safely. */
  readonly idempotencyKey: Scalars['String']['input'];
  /** Printed number of the card. */
  readonly number: Scalars['CardNumber']['input'];
};

/** A card to replace by a new one. */
export type ReplaceCardInput = {
  /** Names this request, 8 to 128 printable characters; repeat it to repeat the request safely. */
  readonly idempotencyKey: Scalars['String']['input'];
  /** Printed number of the old card. */
  readonly number: Scalars['CardNumber']['input'];
  /** Identifier of the chip in the new card, in hexadecimal, first byte first; none for a card without chip. */
  readonly chipUid?: InputMaybe<Scalars['String']['input']>;
  /** When the new card expires; as the old one, if not given and still ahead. Needed for visitors whose card has expired. */
  readonly validUntil?: InputMaybe<Scalars['DateTime']['input']>;
};

/** A card to end. */
export type CancelCardInput = {
  /** Names this request, 8 to 128 printable characters; repeat it to repeat the request safely. */
  readonly idempotencyKey: Scalars['String']['input'];
  /** Printed number of the card. */
  readonly number: Scalars['CardNumber']['input'];
};

/** An account to tie to a card, and the proof that both have the same holder. */
export type LinkAccountInput = {
  /** Names this request, 8 to 128 printable characters; repeat it to repeat the request safely. */
  readonly idempotencyKey: Scalars['String']['input'];
  /** Printed number of the card. */
  readonly number: Scalars['CardNumber']['input'];
  /** Which system keeps the account. */
  readonly system: LinkedSystem;
  /** The account's number in that system: 1 to 32 letters, digits, hyphens and dots. */
  readonly account: Scalars['String']['input'];
  /** The facts that prove it. */
  readonly proof: LinkProofInput;
};

/** Give either the PIN, or civil id and birth date together. */
export type LinkProofInput = {
  /** The account's PIN in the legacy system, 1 to 32 characters. */
  readonly pin?: InputMaybe<Scalars['String']['input']>;
  /** The holder's DNI, NIE or NIF; has to agree with the city's record and the legacy system's. */
  readonly civilId?: InputMaybe<Scalars['String']['input']>;
  /** The holder's day of birth; has to agree likewise. */
  readonly birthDate?: InputMaybe<Scalars['Date']['input']>;
};

/** A decision on a proposed link. */
export type DecideLinkProposalInput = {
  /** Names this request, 8 to 128 printable characters; repeat it to repeat the request safely. */
  readonly idempotencyKey: Scalars['String']['input'];
  /** Which proposal. */
  readonly proposalId: Scalars['ID']['input'];
  /** What the clerk decided. */
  readonly decision: LinkDecision;
};

/** What a clerk decided on a proposed link. */
export type LinkDecision =
  /** Link the account. */
  | 'ACCEPT'
  /** Do not link it. */
  | 'REJECT';

/** An account to untie from a card. */
export type UnlinkAccountInput = {
  /** Names this request, 8 to 128 printable characters; repeat it to repeat the request safely. */
  readonly idempotencyKey: Scalars['String']['input'];
  /** Printed number of the card. */
  readonly number: Scalars['CardNumber']['input'];
  /** Whose account to untie; a card has at most one in each system. */
  readonly system: LinkedSystem;
};

/** The request was understood and the card's rules stand against it. Nothing has changed. */
export type CardRefused = {
  readonly __typename?: 'CardRefused';
  /** Why, for programs. */
  readonly reason: CardRefusalReason;
  /** Why, for people. */
  readonly message: Scalars['String']['output'];
};

/** Why a change of a card was refused. */
export type CardRefusalReason =
  /** There is no such card. */
  | 'CARD_UNKNOWN'
  /** There is no such holder. */
  | 'HOLDER_UNKNOWN'
  /** A holder with this civil id or passport is known: issue the card to that holder. */
  | 'HOLDER_KNOWN'
  /** A card in this status does not make this move. */
  | 'WRONG_STATUS'
  /** The card of a visitor needs an end that lies ahead. */
  | 'END_NEEDED'
  /** The end lies before the beginning, or has passed. */
  | 'END_PASSED'
  /** Another card in use has this chip, or it is the chip of the card to be replaced. */
  | 'CHIP_IN_USE';

/** The link was not made. Nothing has changed but the count of tries. */
export type LinkRefused = {
  readonly __typename?: 'LinkRefused';
  /** Why, for programs. */
  readonly reason: LinkRefusalReason;
  /** Why, for people. */
  readonly message: Scalars['String']['output'];
};

/** Why a link was refused. */
export type LinkRefusalReason =
  /** There is no such card. */
  | 'CARD_UNKNOWN'
  /** Only a card in use can be linked. */
  | 'CARD_NOT_IN_USE'
  /** Account and proof do not fit; the same answer whichever fact is wrong. */
  | 'PROOF_REFUSED'
  /** Five tries have failed within an hour: wait, or see a clerk. */
  | 'TOO_MANY_TRIES'
  /** The account belongs to another card in use. */
  | 'ACCOUNT_TAKEN'
  /** The card is linked to another account of this system: unlink that first. */
  | 'ALREADY_LINKED'
  /** The card is not linked to an account of this system. */
  | 'NOT_LINKED'
  /** There is no such proposal. */
  | 'PROPOSAL_UNKNOWN'
  /** The proposal has been decided. */
  | 'PROPOSAL_DECIDED';

/** The answer to issueCard. */
export type IssueCardResult = CardIssued | CardRefused;

/** A card was made. */
export type CardIssued = {
  readonly __typename?: 'CardIssued';
  /** The new card, ISSUED. */
  readonly card: Card;
};

/** The answer to activateCard. */
export type ActivateCardResult = CardActivated | CardRefused;

/** The card is in use. */
export type CardActivated = {
  readonly __typename?: 'CardActivated';
  /** The card, ACTIVE. */
  readonly card: Card;
};

/** The answer to blockCard. */
export type BlockCardResult = CardBlocked | CardRefused;

/** The card is stopped. */
export type CardBlocked = {
  readonly __typename?: 'CardBlocked';
  /** The card, BLOCKED. */
  readonly card: Card;
};

/** The answer to unblockCard. */
export type UnblockCardResult = CardUnblocked | CardRefused;

/** The card is as it was before it was blocked. */
export type CardUnblocked = {
  readonly __typename?: 'CardUnblocked';
  /** The card, ACTIVE, or ISSUED if it had never been activated. */
  readonly card: Card;
  /** What the block did in other systems, or will yet do: unblocking cannot undo it there. Empty when there is nothing. */
  readonly lasting: ReadonlyArray<Revocation>;
  /** What that means for the holder, for people; null when nothing lasts. */
  readonly message?: Maybe<Scalars['String']['output']>;
};

/** The answer to reportLost. */
export type ReportLostResult = CardReportedLost | CardRefused;

/** The card is stopped for good. */
export type CardReportedLost = {
  readonly __typename?: 'CardReportedLost';
  /** The card, LOST. */
  readonly card: Card;
};

/** The answer to replaceCard. */
export type ReplaceCardResult = CardReplaced | CardRefused;

/** A new card took the old one's place. */
export type CardReplaced = {
  readonly __typename?: 'CardReplaced';
  /** The new card, ISSUED, with the linked accounts. */
  readonly card: Card;
  /** The old card, REPLACED. */
  readonly oldCard: Card;
};

/** The answer to cancelCard. */
export type CancelCardResult = CardCancelled | CardRefused;

/** The card is ended. */
export type CardCancelled = {
  readonly __typename?: 'CardCancelled';
  /** The card, CANCELLED, without links. */
  readonly card: Card;
};

/** The answer to linkAccount. */
export type LinkAccountResult = AccountLinked | LinkProposed | LinkRefused;

/** The account is tied to the card. */
export type AccountLinked = {
  readonly __typename?: 'AccountLinked';
  /** The card with the link. */
  readonly card: Card;
};

/** The legacy system could not check the proof, so a clerk will decide. */
export type LinkProposed = {
  readonly __typename?: 'LinkProposed';
  /** The card, unchanged. */
  readonly card: Card;
  /** Names the proposal. */
  readonly proposalId: Scalars['ID']['output'];
};

/** The answer to decideLinkProposal. */
export type DecideLinkProposalResult = LinkProposalDecided | LinkRefused;

/** The clerk's word is carried out. */
export type LinkProposalDecided = {
  readonly __typename?: 'LinkProposalDecided';
  /** The card, with the link if it was accepted. */
  readonly card: Card;
  /** ACCEPTED or REJECTED. */
  readonly status: LinkProposalStatus;
};

/** The answer to unlinkAccount. */
export type UnlinkAccountResult = AccountUnlinked | LinkRefused;

/** The account is no longer tied to the card. */
export type AccountUnlinked = {
  readonly __typename?: 'AccountUnlinked';
  /** The card without the link. */
  readonly card: Card;
};



export type ResolverTypeWrapper<T> = Promise<T> | T;

export type ReferenceResolver<TResult, TReference, TContext> = (
      reference: TReference,
      context: TContext,
      info: GraphQLResolveInfo
    ) => Promise<TResult> | TResult;

      type ScalarCheck<T, S> = S extends true ? T : NullableCheck<T, S>;
      type NullableCheck<T, S> = Maybe<T> extends T ? Maybe<ListCheck<NonNullable<T>, S>> : ListCheck<T, S>;
      type ListCheck<T, S> = T extends (infer U)[] ? NullableCheck<U, S>[] : GraphQLRecursivePick<T, S>;
      export type GraphQLRecursivePick<T, S> = { [K in keyof T & keyof S]: ScalarCheck<T[K], S[K]> };
    

export type ResolverWithResolve<TResult, TParent, TContext, TArgs> = {
  resolve: ResolverFn<TResult, TParent, TContext, TArgs>;
};
export type Resolver<TResult, TParent = Record<PropertyKey, never>, TContext = Record<PropertyKey, never>, TArgs = Record<PropertyKey, never>> = ResolverFn<TResult, TParent, TContext, TArgs> | ResolverWithResolve<TResult, TParent, TContext, TArgs>;

export type ResolverFn<TResult, TParent, TContext, TArgs> = (
  parent: TParent,
  args: TArgs,
  context: TContext,
  info: GraphQLResolveInfo
) => Promise<TResult> | TResult;

export type SubscriptionSubscribeFn<TResult, TParent, TContext, TArgs> = (
  parent: TParent,
  args: TArgs,
  context: TContext,
  info: GraphQLResolveInfo
) => AsyncIterable<TResult> | Promise<AsyncIterable<TResult>>;

export type SubscriptionResolveFn<TResult, TParent, TContext, TArgs> = (
  parent: TParent,
  args: TArgs,
  context: TContext,
  info: GraphQLResolveInfo
) => TResult | Promise<TResult>;

export interface SubscriptionSubscriberObject<TResult, TKey extends string, TParent, TContext, TArgs> {
  subscribe: SubscriptionSubscribeFn<{ [key in TKey]: TResult }, TParent, TContext, TArgs>;
  resolve?: SubscriptionResolveFn<TResult, { [key in TKey]: TResult }, TContext, TArgs>;
}

export interface SubscriptionResolverObject<TResult, TParent, TContext, TArgs> {
  subscribe: SubscriptionSubscribeFn<any, TParent, TContext, TArgs>;
  resolve: SubscriptionResolveFn<TResult, any, TContext, TArgs>;
}

export type SubscriptionObject<TResult, TKey extends string, TParent, TContext, TArgs> =
  | SubscriptionSubscriberObject<TResult, TKey, TParent, TContext, TArgs>
  | SubscriptionResolverObject<TResult, TParent, TContext, TArgs>;

export type SubscriptionResolver<TResult, TKey extends string, TParent = Record<PropertyKey, never>, TContext = Record<PropertyKey, never>, TArgs = Record<PropertyKey, never>> =
  | ((...args: any[]) => SubscriptionObject<TResult, TKey, TParent, TContext, TArgs>)
  | SubscriptionObject<TResult, TKey, TParent, TContext, TArgs>;

export type TypeResolveFn<TTypes, TParent = Record<PropertyKey, never>, TContext = Record<PropertyKey, never>> = (
  parent: TParent,
  context: TContext,
  info: GraphQLResolveInfo
) => Maybe<TTypes> | Promise<Maybe<TTypes>>;

export type IsTypeOfResolverFn<T = Record<PropertyKey, never>, TContext = Record<PropertyKey, never>> = (obj: T, context: TContext, info: GraphQLResolveInfo) => boolean | Promise<boolean>;

export type NextResolverFn<T> = () => Promise<T>;

export type DirectiveResolverFn<TResult = Record<PropertyKey, never>, TParent = Record<PropertyKey, never>, TContext = Record<PropertyKey, never>, TArgs = Record<PropertyKey, never>> = (
  next: NextResolverFn<TResult>,
  parent: TParent,
  args: TArgs,
  context: TContext,
  info: GraphQLResolveInfo
) => TResult | Promise<TResult>;

/** Mapping of federation types */
export type FederationTypes = {
  Card: Card;
  Person: Person;
  Organisation: Organisation;
};

/** Mapping of federation reference types */
export type FederationReferenceTypes = {
  Card:
    ( { __typename: 'Card' }
    & GraphQLRecursivePick<FederationTypes['Card'], {"id":true}> );
  Person:
    ( { __typename: 'Person' }
    & GraphQLRecursivePick<FederationTypes['Person'], {"id":true}> );
  Organisation:
    ( { __typename: 'Organisation' }
    & GraphQLRecursivePick<FederationTypes['Organisation'], {"id":true}> );
};

/** Mapping of union types */
export type ResolversUnionTypes<_RefType extends Record<string, unknown>> = {
  IssueCardResult:
    | ( Omit<CardIssued, 'card'> & { card: _RefType['Card'] } )
    | ( CardRefused )
  ;
  ActivateCardResult:
    | ( Omit<CardActivated, 'card'> & { card: _RefType['Card'] } )
    | ( CardRefused )
  ;
  BlockCardResult:
    | ( Omit<CardBlocked, 'card'> & { card: _RefType['Card'] } )
    | ( CardRefused )
  ;
  UnblockCardResult:
    | ( CardShown )
    | ( CardRefused )
  ;
  ReportLostResult:
    | ( Omit<CardReportedLost, 'card'> & { card: _RefType['Card'] } )
    | ( CardRefused )
  ;
  ReplaceCardResult:
    | ( Omit<CardReplaced, 'card' | 'oldCard'> & { card: _RefType['Card'], oldCard: _RefType['Card'] } )
    | ( CardRefused )
  ;
  CancelCardResult:
    | ( Omit<CardCancelled, 'card'> & { card: _RefType['Card'] } )
    | ( CardRefused )
  ;
  LinkAccountResult:
    | ( Omit<AccountLinked, 'card'> & { card: _RefType['Card'] } )
    | ( Omit<LinkProposed, 'card'> & { card: _RefType['Card'] } )
    | ( LinkRefused )
  ;
  DecideLinkProposalResult:
    | ( Omit<LinkProposalDecided, 'card'> & { card: _RefType['Card'] } )
    | ( LinkRefused )
  ;
  UnlinkAccountResult:
    | ( Omit<AccountUnlinked, 'card'> & { card: _RefType['Card'] } )
    | ( LinkRefused )
  ;
};


/** Mapping between all available schema types and the resolvers types */
export type ResolversTypes = {
  CardNumber: ResolverTypeWrapper<Scalars['CardNumber']['output']>;
  DateTime: ResolverTypeWrapper<Scalars['DateTime']['output']>;
  Date: ResolverTypeWrapper<Scalars['Date']['output']>;
  Query: ResolverTypeWrapper<Record<PropertyKey, never>>;
  String: ResolverTypeWrapper<Scalars['String']['output']>;
  Int: ResolverTypeWrapper<Scalars['Int']['output']>;
  Mutation: ResolverTypeWrapper<Record<PropertyKey, never>>;
  Card: ResolverTypeWrapper<CardView>;
  ID: ResolverTypeWrapper<Scalars['ID']['output']>;
  Boolean: ResolverTypeWrapper<Scalars['Boolean']['output']>;
  CardStatus: CardStatus;
  AccountLink: ResolverTypeWrapper<AccountLink>;
  Revocation: ResolverTypeWrapper<RevocationFacts>;
  RevocationSystem: RevocationSystem;
  RevocationCause: RevocationCause;
  RevocationState: RevocationState;
  LinkedSystem: LinkedSystem;
  Cardholder: ResolverTypeWrapper<HolderView>;
  Person: ResolverTypeWrapper<PersonView>;
  Organisation: ResolverTypeWrapper<OrganisationView>;
  CardholderKind: CardholderKind;
  ChipEncoding: ChipEncoding;
  CardholderPage: ResolverTypeWrapper<Omit<CardholderPage, 'items'> & { items: ReadonlyArray<ResolversTypes['Cardholder']> }>;
  LinkProposalPage: ResolverTypeWrapper<Omit<LinkProposalPage, 'items'> & { items: ReadonlyArray<ResolversTypes['LinkProposal']> }>;
  LinkProposal: ResolverTypeWrapper<LinkProposalView>;
  LinkProofKind: LinkProofKind;
  LinkProposalStatus: LinkProposalStatus;
  IssueCardInput: IssueCardInput;
  NewPersonInput: NewPersonInput;
  PassportInput: PassportInput;
  NewOrganisationInput: NewOrganisationInput;
  ActivateCardInput: ActivateCardInput;
  BlockCardInput: BlockCardInput;
  BlockReason: BlockReason;
  UnblockCardInput: UnblockCardInput;
  ReportLostInput: ReportLostInput;
  ReplaceCardInput: ReplaceCardInput;
  CancelCardInput: CancelCardInput;
  LinkAccountInput: LinkAccountInput;
  LinkProofInput: LinkProofInput;
  DecideLinkProposalInput: DecideLinkProposalInput;
  LinkDecision: LinkDecision;
  UnlinkAccountInput: UnlinkAccountInput;
  CardRefused: ResolverTypeWrapper<CardRefused>;
  CardRefusalReason: CardRefusalReason;
  LinkRefused: ResolverTypeWrapper<LinkRefused>;
  LinkRefusalReason: LinkRefusalReason;
  IssueCardResult: ResolverTypeWrapper<ResolversUnionTypes<ResolversTypes>['IssueCardResult']>;
  CardIssued: ResolverTypeWrapper<Omit<CardIssued, 'card'> & { card: ResolversTypes['Card'] }>;
  ActivateCardResult: ResolverTypeWrapper<ResolversUnionTypes<ResolversTypes>['ActivateCardResult']>;
  CardActivated: ResolverTypeWrapper<Omit<CardActivated, 'card'> & { card: ResolversTypes['Card'] }>;
  BlockCardResult: ResolverTypeWrapper<ResolversUnionTypes<ResolversTypes>['BlockCardResult']>;
  CardBlocked: ResolverTypeWrapper<Omit<CardBlocked, 'card'> & { card: ResolversTypes['Card'] }>;
  UnblockCardResult: ResolverTypeWrapper<ResolversUnionTypes<ResolversTypes>['UnblockCardResult']>;
  CardUnblocked: ResolverTypeWrapper<CardShown>;
  ReportLostResult: ResolverTypeWrapper<ResolversUnionTypes<ResolversTypes>['ReportLostResult']>;
  CardReportedLost: ResolverTypeWrapper<Omit<CardReportedLost, 'card'> & { card: ResolversTypes['Card'] }>;
  ReplaceCardResult: ResolverTypeWrapper<ResolversUnionTypes<ResolversTypes>['ReplaceCardResult']>;
  CardReplaced: ResolverTypeWrapper<Omit<CardReplaced, 'card' | 'oldCard'> & { card: ResolversTypes['Card'], oldCard: ResolversTypes['Card'] }>;
  CancelCardResult: ResolverTypeWrapper<ResolversUnionTypes<ResolversTypes>['CancelCardResult']>;
  CardCancelled: ResolverTypeWrapper<Omit<CardCancelled, 'card'> & { card: ResolversTypes['Card'] }>;
  LinkAccountResult: ResolverTypeWrapper<ResolversUnionTypes<ResolversTypes>['LinkAccountResult']>;
  AccountLinked: ResolverTypeWrapper<Omit<AccountLinked, 'card'> & { card: ResolversTypes['Card'] }>;
  LinkProposed: ResolverTypeWrapper<Omit<LinkProposed, 'card'> & { card: ResolversTypes['Card'] }>;
  DecideLinkProposalResult: ResolverTypeWrapper<ResolversUnionTypes<ResolversTypes>['DecideLinkProposalResult']>;
  LinkProposalDecided: ResolverTypeWrapper<Omit<LinkProposalDecided, 'card'> & { card: ResolversTypes['Card'] }>;
  UnlinkAccountResult: ResolverTypeWrapper<ResolversUnionTypes<ResolversTypes>['UnlinkAccountResult']>;
  AccountUnlinked: ResolverTypeWrapper<Omit<AccountUnlinked, 'card'> & { card: ResolversTypes['Card'] }>;
};

/** Mapping between all available schema types and the resolvers parents */
export type ResolversParentTypes = {
  CardNumber: Scalars['CardNumber']['output'];
  DateTime: Scalars['DateTime']['output'];
  Date: Scalars['Date']['output'];
  Query: Record<PropertyKey, never>;
  String: Scalars['String']['output'];
  Int: Scalars['Int']['output'];
  Mutation: Record<PropertyKey, never>;
  Card: CardView;
  ID: Scalars['ID']['output'];
  Boolean: Scalars['Boolean']['output'];
  AccountLink: AccountLink;
  Revocation: RevocationFacts;
  Cardholder: HolderView;
  Person: PersonView;
  Organisation: OrganisationView;
  CardholderPage: Omit<CardholderPage, 'items'> & { items: ReadonlyArray<ResolversParentTypes['Cardholder']> };
  LinkProposalPage: Omit<LinkProposalPage, 'items'> & { items: ReadonlyArray<ResolversParentTypes['LinkProposal']> };
  LinkProposal: LinkProposalView;
  IssueCardInput: IssueCardInput;
  NewPersonInput: NewPersonInput;
  PassportInput: PassportInput;
  NewOrganisationInput: NewOrganisationInput;
  ActivateCardInput: ActivateCardInput;
  BlockCardInput: BlockCardInput;
  UnblockCardInput: UnblockCardInput;
  ReportLostInput: ReportLostInput;
  ReplaceCardInput: ReplaceCardInput;
  CancelCardInput: CancelCardInput;
  LinkAccountInput: LinkAccountInput;
  LinkProofInput: LinkProofInput;
  DecideLinkProposalInput: DecideLinkProposalInput;
  UnlinkAccountInput: UnlinkAccountInput;
  CardRefused: CardRefused;
  LinkRefused: LinkRefused;
  IssueCardResult: ResolversUnionTypes<ResolversParentTypes>['IssueCardResult'];
  CardIssued: Omit<CardIssued, 'card'> & { card: ResolversParentTypes['Card'] };
  ActivateCardResult: ResolversUnionTypes<ResolversParentTypes>['ActivateCardResult'];
  CardActivated: Omit<CardActivated, 'card'> & { card: ResolversParentTypes['Card'] };
  BlockCardResult: ResolversUnionTypes<ResolversParentTypes>['BlockCardResult'];
  CardBlocked: Omit<CardBlocked, 'card'> & { card: ResolversParentTypes['Card'] };
  UnblockCardResult: ResolversUnionTypes<ResolversParentTypes>['UnblockCardResult'];
  CardUnblocked: CardShown;
  ReportLostResult: ResolversUnionTypes<ResolversParentTypes>['ReportLostResult'];
  CardReportedLost: Omit<CardReportedLost, 'card'> & { card: ResolversParentTypes['Card'] };
  ReplaceCardResult: ResolversUnionTypes<ResolversParentTypes>['ReplaceCardResult'];
  CardReplaced: Omit<CardReplaced, 'card' | 'oldCard'> & { card: ResolversParentTypes['Card'], oldCard: ResolversParentTypes['Card'] };
  CancelCardResult: ResolversUnionTypes<ResolversParentTypes>['CancelCardResult'];
  CardCancelled: Omit<CardCancelled, 'card'> & { card: ResolversParentTypes['Card'] };
  LinkAccountResult: ResolversUnionTypes<ResolversParentTypes>['LinkAccountResult'];
  AccountLinked: Omit<AccountLinked, 'card'> & { card: ResolversParentTypes['Card'] };
  LinkProposed: Omit<LinkProposed, 'card'> & { card: ResolversParentTypes['Card'] };
  DecideLinkProposalResult: ResolversUnionTypes<ResolversParentTypes>['DecideLinkProposalResult'];
  LinkProposalDecided: Omit<LinkProposalDecided, 'card'> & { card: ResolversParentTypes['Card'] };
  UnlinkAccountResult: ResolversUnionTypes<ResolversParentTypes>['UnlinkAccountResult'];
  AccountUnlinked: Omit<AccountUnlinked, 'card'> & { card: ResolversParentTypes['Card'] };
};

export interface CardNumberScalarConfig extends GraphQLScalarTypeConfig<ResolversTypes['CardNumber'], any> {
  name: 'CardNumber';
}

export interface DateTimeScalarConfig extends GraphQLScalarTypeConfig<ResolversTypes['DateTime'], any> {
  name: 'DateTime';
}

export interface DateScalarConfig extends GraphQLScalarTypeConfig<ResolversTypes['Date'], any> {
  name: 'Date';
}

export type QueryResolvers<ContextType = Context, ParentType extends ResolversParentTypes['Query'] = ResolversParentTypes['Query']> = {
  card?: Resolver<Maybe<ResolversTypes['Card']>, ParentType, ContextType, RequireFields<QueryCardArgs, 'number'>>;
  cardByChip?: Resolver<Maybe<ResolversTypes['Card']>, ParentType, ContextType, RequireFields<QueryCardByChipArgs, 'uid' | 'encoding'>>;
  me?: Resolver<Maybe<ResolversTypes['Cardholder']>, ParentType, ContextType>;
  cards?: Resolver<Maybe<ReadonlyArray<Maybe<ResolversTypes['Card']>>>, ParentType, ContextType, RequireFields<QueryCardsArgs, 'numbers'>>;
  searchCardholders?: Resolver<Maybe<ResolversTypes['CardholderPage']>, ParentType, ContextType, RequireFields<QuerySearchCardholdersArgs, 'first'>>;
  linkProposals?: Resolver<Maybe<ResolversTypes['LinkProposalPage']>, ParentType, ContextType, RequireFields<QueryLinkProposalsArgs, 'status' | 'first'>>;
};

export type MutationResolvers<ContextType = Context, ParentType extends ResolversParentTypes['Mutation'] = ResolversParentTypes['Mutation']> = {
  issueCard?: Resolver<Maybe<ResolversTypes['IssueCardResult']>, ParentType, ContextType, RequireFields<MutationIssueCardArgs, 'input'>>;
  activateCard?: Resolver<Maybe<ResolversTypes['ActivateCardResult']>, ParentType, ContextType, RequireFields<MutationActivateCardArgs, 'input'>>;
  blockCard?: Resolver<Maybe<ResolversTypes['BlockCardResult']>, ParentType, ContextType, RequireFields<MutationBlockCardArgs, 'input'>>;
  unblockCard?: Resolver<Maybe<ResolversTypes['UnblockCardResult']>, ParentType, ContextType, RequireFields<MutationUnblockCardArgs, 'input'>>;
  reportLost?: Resolver<Maybe<ResolversTypes['ReportLostResult']>, ParentType, ContextType, RequireFields<MutationReportLostArgs, 'input'>>;
  replaceCard?: Resolver<Maybe<ResolversTypes['ReplaceCardResult']>, ParentType, ContextType, RequireFields<MutationReplaceCardArgs, 'input'>>;
  cancelCard?: Resolver<Maybe<ResolversTypes['CancelCardResult']>, ParentType, ContextType, RequireFields<MutationCancelCardArgs, 'input'>>;
  linkAccount?: Resolver<Maybe<ResolversTypes['LinkAccountResult']>, ParentType, ContextType, RequireFields<MutationLinkAccountArgs, 'input'>>;
  decideLinkProposal?: Resolver<Maybe<ResolversTypes['DecideLinkProposalResult']>, ParentType, ContextType, RequireFields<MutationDecideLinkProposalArgs, 'input'>>;
  unlinkAccount?: Resolver<Maybe<ResolversTypes['UnlinkAccountResult']>, ParentType, ContextType, RequireFields<MutationUnlinkAccountArgs, 'input'>>;
};

export type CardResolvers<ContextType = Context, ParentType extends ResolversParentTypes['Card'] = ResolversParentTypes['Card'], FederationReferenceType extends FederationReferenceTypes['Card'] = FederationReferenceTypes['Card']> = {
  __resolveReference?: ReferenceResolver<Maybe<ResolversTypes['Card']> | FederationReferenceType, FederationReferenceType, ContextType>;
  id?: Resolver<ResolversTypes['ID'], ParentType, ContextType>;
  number?: Resolver<ResolversTypes['CardNumber'], ParentType, ContextType>;
  status?: Resolver<ResolversTypes['CardStatus'], ParentType, ContextType>;
  validFrom?: Resolver<ResolversTypes['DateTime'], ParentType, ContextType>;
  validUntil?: Resolver<Maybe<ResolversTypes['DateTime']>, ParentType, ContextType>;
  holder?: Resolver<ResolversTypes['Cardholder'], ParentType, ContextType>;
  replacedBy?: Resolver<Maybe<ResolversTypes['Card']>, ParentType, ContextType>;
  links?: Resolver<ReadonlyArray<ResolversTypes['AccountLink']>, ParentType, ContextType>;
  revocations?: Resolver<Maybe<ReadonlyArray<ResolversTypes['Revocation']>>, ParentType, ContextType>;
  version?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
  isUsable?: Resolver<ResolversTypes['Boolean'], ParentType, ContextType>;
  municipalLibraryNumber?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
  regionalLibraryNumber?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
  sportsMemberNumber?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
  transportCardNumber?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
  taxContributorNumber?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
};

export type AccountLinkResolvers<ContextType = Context, ParentType extends ResolversParentTypes['AccountLink'] = ResolversParentTypes['AccountLink']> = {
  system?: Resolver<ResolversTypes['LinkedSystem'], ParentType, ContextType>;
  linkedAt?: Resolver<ResolversTypes['DateTime'], ParentType, ContextType>;
  accountEnding?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
};

export type RevocationResolvers<ContextType = Context, ParentType extends ResolversParentTypes['Revocation'] = ResolversParentTypes['Revocation']> = {
  system?: Resolver<ResolversTypes['RevocationSystem'], ParentType, ContextType>;
  cause?: Resolver<ResolversTypes['RevocationCause'], ParentType, ContextType>;
  requestedAt?: Resolver<ResolversTypes['DateTime'], ParentType, ContextType>;
  state?: Resolver<ResolversTypes['RevocationState'], ParentType, ContextType>;
  tries?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
  lastFailure?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
  lastFailedAt?: Resolver<Maybe<ResolversTypes['DateTime']>, ParentType, ContextType>;
  nextTryAt?: Resolver<Maybe<ResolversTypes['DateTime']>, ParentType, ContextType>;
  doneAt?: Resolver<Maybe<ResolversTypes['DateTime']>, ParentType, ContextType>;
};

export type CardholderResolvers<ContextType = Context, ParentType extends ResolversParentTypes['Cardholder'] = ResolversParentTypes['Cardholder']> = {
  __resolveType: TypeResolveFn<'Person' | 'Organisation', ParentType, ContextType>;
};

export type PersonResolvers<ContextType = Context, ParentType extends ResolversParentTypes['Person'] = ResolversParentTypes['Person'], FederationReferenceType extends FederationReferenceTypes['Person'] = FederationReferenceTypes['Person']> = {
  __resolveReference?: ReferenceResolver<Maybe<ResolversTypes['Person']> | FederationReferenceType, FederationReferenceType, ContextType>;
  id?: Resolver<ResolversTypes['ID'], ParentType, ContextType>;
  displayName?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  kind?: Resolver<ResolversTypes['CardholderKind'], ParentType, ContextType>;
  cards?: Resolver<ReadonlyArray<ResolversTypes['Card']>, ParentType, ContextType>;
  givenName?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  familyName?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  __isTypeOf?: IsTypeOfResolverFn<ParentType, ContextType>;
};

export type OrganisationResolvers<ContextType = Context, ParentType extends ResolversParentTypes['Organisation'] = ResolversParentTypes['Organisation'], FederationReferenceType extends FederationReferenceTypes['Organisation'] = FederationReferenceTypes['Organisation']> = {
  __resolveReference?: ReferenceResolver<Maybe<ResolversTypes['Organisation']> | FederationReferenceType, FederationReferenceType, ContextType>;
  id?: Resolver<ResolversTypes['ID'], ParentType, ContextType>;
  displayName?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  kind?: Resolver<ResolversTypes['CardholderKind'], ParentType, ContextType>;
  cards?: Resolver<ReadonlyArray<ResolversTypes['Card']>, ParentType, ContextType>;
  __isTypeOf?: IsTypeOfResolverFn<ParentType, ContextType>;
};

export type CardholderPageResolvers<ContextType = Context, ParentType extends ResolversParentTypes['CardholderPage'] = ResolversParentTypes['CardholderPage']> = {
  items?: Resolver<ReadonlyArray<ResolversTypes['Cardholder']>, ParentType, ContextType>;
  endCursor?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
};

export type LinkProposalPageResolvers<ContextType = Context, ParentType extends ResolversParentTypes['LinkProposalPage'] = ResolversParentTypes['LinkProposalPage']> = {
  items?: Resolver<ReadonlyArray<ResolversTypes['LinkProposal']>, ParentType, ContextType>;
  endCursor?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
};

export type LinkProposalResolvers<ContextType = Context, ParentType extends ResolversParentTypes['LinkProposal'] = ResolversParentTypes['LinkProposal']> = {
  id?: Resolver<ResolversTypes['ID'], ParentType, ContextType>;
  card?: Resolver<ResolversTypes['Card'], ParentType, ContextType>;
  system?: Resolver<ResolversTypes['LinkedSystem'], ParentType, ContextType>;
  account?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  proof?: Resolver<ResolversTypes['LinkProofKind'], ParentType, ContextType>;
  proposedAt?: Resolver<ResolversTypes['DateTime'], ParentType, ContextType>;
  status?: Resolver<ResolversTypes['LinkProposalStatus'], ParentType, ContextType>;
};

export type CardRefusedResolvers<ContextType = Context, ParentType extends ResolversParentTypes['CardRefused'] = ResolversParentTypes['CardRefused']> = {
  reason?: Resolver<ResolversTypes['CardRefusalReason'], ParentType, ContextType>;
  message?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  __isTypeOf?: IsTypeOfResolverFn<ParentType, ContextType>;
};

export type LinkRefusedResolvers<ContextType = Context, ParentType extends ResolversParentTypes['LinkRefused'] = ResolversParentTypes['LinkRefused']> = {
  reason?: Resolver<ResolversTypes['LinkRefusalReason'], ParentType, ContextType>;
  message?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  __isTypeOf?: IsTypeOfResolverFn<ParentType, ContextType>;
};

export type IssueCardResultResolvers<ContextType = Context, ParentType extends ResolversParentTypes['IssueCardResult'] = ResolversParentTypes['IssueCardResult']> = {
  __resolveType: TypeResolveFn<'CardIssued' | 'CardRefused', ParentType, ContextType>;
};

export type CardIssuedResolvers<ContextType = Context, ParentType extends ResolversParentTypes['CardIssued'] = ResolversParentTypes['CardIssued']> = {
  card?: Resolver<ResolversTypes['Card'], ParentType, ContextType>;
  __isTypeOf?: IsTypeOfResolverFn<ParentType, ContextType>;
};

export type ActivateCardResultResolvers<ContextType = Context, ParentType extends ResolversParentTypes['ActivateCardResult'] = ResolversParentTypes['ActivateCardResult']> = {
  __resolveType: TypeResolveFn<'CardActivated' | 'CardRefused', ParentType, ContextType>;
};

export type CardActivatedResolvers<ContextType = Context, ParentType extends ResolversParentTypes['CardActivated'] = ResolversParentTypes['CardActivated']> = {
  card?: Resolver<ResolversTypes['Card'], ParentType, ContextType>;
  __isTypeOf?: IsTypeOfResolverFn<ParentType, ContextType>;
};

export type BlockCardResultResolvers<ContextType = Context, ParentType extends ResolversParentTypes['BlockCardResult'] = ResolversParentTypes['BlockCardResult']> = {
  __resolveType: TypeResolveFn<'CardBlocked' | 'CardRefused', ParentType, ContextType>;
};

export type CardBlockedResolvers<ContextType = Context, ParentType extends ResolversParentTypes['CardBlocked'] = ResolversParentTypes['CardBlocked']> = {
  card?: Resolver<ResolversTypes['Card'], ParentType, ContextType>;
  __isTypeOf?: IsTypeOfResolverFn<ParentType, ContextType>;
};

export type UnblockCardResultResolvers<ContextType = Context, ParentType extends ResolversParentTypes['UnblockCardResult'] = ResolversParentTypes['UnblockCardResult']> = {
  __resolveType: TypeResolveFn<'CardUnblocked' | 'CardRefused', ParentType, ContextType>;
};

export type CardUnblockedResolvers<ContextType = Context, ParentType extends ResolversParentTypes['CardUnblocked'] = ResolversParentTypes['CardUnblocked']> = {
  card?: Resolver<ResolversTypes['Card'], ParentType, ContextType>;
  lasting?: Resolver<ReadonlyArray<ResolversTypes['Revocation']>, ParentType, ContextType>;
  message?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
  __isTypeOf?: IsTypeOfResolverFn<ParentType, ContextType>;
};

export type ReportLostResultResolvers<ContextType = Context, ParentType extends ResolversParentTypes['ReportLostResult'] = ResolversParentTypes['ReportLostResult']> = {
  __resolveType: TypeResolveFn<'CardReportedLost' | 'CardRefused', ParentType, ContextType>;
};

export type CardReportedLostResolvers<ContextType = Context, ParentType extends ResolversParentTypes['CardReportedLost'] = ResolversParentTypes['CardReportedLost']> = {
  card?: Resolver<ResolversTypes['Card'], ParentType, ContextType>;
  __isTypeOf?: IsTypeOfResolverFn<ParentType, ContextType>;
};

export type ReplaceCardResultResolvers<ContextType = Context, ParentType extends ResolversParentTypes['ReplaceCardResult'] = ResolversParentTypes['ReplaceCardResult']> = {
  __resolveType: TypeResolveFn<'CardReplaced' | 'CardRefused', ParentType, ContextType>;
};

export type CardReplacedResolvers<ContextType = Context, ParentType extends ResolversParentTypes['CardReplaced'] = ResolversParentTypes['CardReplaced']> = {
  card?: Resolver<ResolversTypes['Card'], ParentType, ContextType>;
  oldCard?: Resolver<ResolversTypes['Card'], ParentType, ContextType>;
  __isTypeOf?: IsTypeOfResolverFn<ParentType, ContextType>;
};

export type CancelCardResultResolvers<ContextType = Context, ParentType extends ResolversParentTypes['CancelCardResult'] = ResolversParentTypes['CancelCardResult']> = {
  __resolveType: TypeResolveFn<'CardCancelled' | 'CardRefused', ParentType, ContextType>;
};

export type CardCancelledResolvers<ContextType = Context, ParentType extends ResolversParentTypes['CardCancelled'] = ResolversParentTypes['CardCancelled']> = {
  card?: Resolver<ResolversTypes['Card'], ParentType, ContextType>;
  __isTypeOf?: IsTypeOfResolverFn<ParentType, ContextType>;
};

export type LinkAccountResultResolvers<ContextType = Context, ParentType extends ResolversParentTypes['LinkAccountResult'] = ResolversParentTypes['LinkAccountResult']> = {
  __resolveType: TypeResolveFn<'AccountLinked' | 'LinkProposed' | 'LinkRefused', ParentType, ContextType>;
};

export type AccountLinkedResolvers<ContextType = Context, ParentType extends ResolversParentTypes['AccountLinked'] = ResolversParentTypes['AccountLinked']> = {
  card?: Resolver<ResolversTypes['Card'], ParentType, ContextType>;
  __isTypeOf?: IsTypeOfResolverFn<ParentType, ContextType>;
};

export type LinkProposedResolvers<ContextType = Context, ParentType extends ResolversParentTypes['LinkProposed'] = ResolversParentTypes['LinkProposed']> = {
  card?: Resolver<ResolversTypes['Card'], ParentType, ContextType>;
  proposalId?: Resolver<ResolversTypes['ID'], ParentType, ContextType>;
  __isTypeOf?: IsTypeOfResolverFn<ParentType, ContextType>;
};

export type DecideLinkProposalResultResolvers<ContextType = Context, ParentType extends ResolversParentTypes['DecideLinkProposalResult'] = ResolversParentTypes['DecideLinkProposalResult']> = {
  __resolveType: TypeResolveFn<'LinkProposalDecided' | 'LinkRefused', ParentType, ContextType>;
};

export type LinkProposalDecidedResolvers<ContextType = Context, ParentType extends ResolversParentTypes['LinkProposalDecided'] = ResolversParentTypes['LinkProposalDecided']> = {
  card?: Resolver<ResolversTypes['Card'], ParentType, ContextType>;
  status?: Resolver<ResolversTypes['LinkProposalStatus'], ParentType, ContextType>;
  __isTypeOf?: IsTypeOfResolverFn<ParentType, ContextType>;
};

export type UnlinkAccountResultResolvers<ContextType = Context, ParentType extends ResolversParentTypes['UnlinkAccountResult'] = ResolversParentTypes['UnlinkAccountResult']> = {
  __resolveType: TypeResolveFn<'AccountUnlinked' | 'LinkRefused', ParentType, ContextType>;
};

export type AccountUnlinkedResolvers<ContextType = Context, ParentType extends ResolversParentTypes['AccountUnlinked'] = ResolversParentTypes['AccountUnlinked']> = {
  card?: Resolver<ResolversTypes['Card'], ParentType, ContextType>;
  __isTypeOf?: IsTypeOfResolverFn<ParentType, ContextType>;
};

export type Resolvers<ContextType = Context> = {
  CardNumber?: GraphQLScalarType;
  DateTime?: GraphQLScalarType;
  Date?: GraphQLScalarType;
  Query?: QueryResolvers<ContextType>;
  Mutation?: MutationResolvers<ContextType>;
  Card?: CardResolvers<ContextType>;
  AccountLink?: AccountLinkResolvers<ContextType>;
  Revocation?: RevocationResolvers<ContextType>;
  Cardholder?: CardholderResolvers<ContextType>;
  Person?: PersonResolvers<ContextType>;
  Organisation?: OrganisationResolvers<ContextType>;
  CardholderPage?: CardholderPageResolvers<ContextType>;
  LinkProposalPage?: LinkProposalPageResolvers<ContextType>;
  LinkProposal?: LinkProposalResolvers<ContextType>;
  CardRefused?: CardRefusedResolvers<ContextType>;
  LinkRefused?: LinkRefusedResolvers<ContextType>;
  IssueCardResult?: IssueCardResultResolvers<ContextType>;
  CardIssued?: CardIssuedResolvers<ContextType>;
  ActivateCardResult?: ActivateCardResultResolvers<ContextType>;
  CardActivated?: CardActivatedResolvers<ContextType>;
  BlockCardResult?: BlockCardResultResolvers<ContextType>;
  CardBlocked?: CardBlockedResolvers<ContextType>;
  UnblockCardResult?: UnblockCardResultResolvers<ContextType>;
  CardUnblocked?: CardUnblockedResolvers<ContextType>;
  ReportLostResult?: ReportLostResultResolvers<ContextType>;
  CardReportedLost?: CardReportedLostResolvers<ContextType>;
  ReplaceCardResult?: ReplaceCardResultResolvers<ContextType>;
  CardReplaced?: CardReplacedResolvers<ContextType>;
  CancelCardResult?: CancelCardResultResolvers<ContextType>;
  CardCancelled?: CardCancelledResolvers<ContextType>;
  LinkAccountResult?: LinkAccountResultResolvers<ContextType>;
  AccountLinked?: AccountLinkedResolvers<ContextType>;
  LinkProposed?: LinkProposedResolvers<ContextType>;
  DecideLinkProposalResult?: DecideLinkProposalResultResolvers<ContextType>;
  LinkProposalDecided?: LinkProposalDecidedResolvers<ContextType>;
  UnlinkAccountResult?: UnlinkAccountResultResolvers<ContextType>;
  AccountUnlinked?: AccountUnlinkedResolvers<ContextType>;
};

