/* oxlint-disable */
import type { GraphQLResolveInfo, GraphQLScalarType, GraphQLScalarTypeConfig } from 'graphql';
import type { EntitledCard } from './card-ref.ts';
import type { ServiceRow } from './services.ts';
import type { EntitlementRow } from './entitlements.ts';
import type { RulebookRow } from './rulebooks/rulebook-row.ts';
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
  /** A calendar day, `YYYY-MM-DD`, in the city's time zone. */
  Date: { input: string; output: string; }
  /** An instant in ISO 8601 with its offset; answers are in UTC. */
  DateTime: { input: string; output: string; }
  /** The nineteen digits printed on a card, as text without spaces. */
  CardNumber: { input: string; output: string; }
  _FieldSet: { input: string; output: string; }
};

/** What can be asked about services, prices and what they follow from. */
export type Query = {
  readonly __typename?: 'Query';
  /** Every service of the card, in the city's order. Open to everybody, signed in or not. */
  readonly services?: Maybe<ReadonlyArray<Service>>;
  /**
   * What a service costs, with a card or for a stranger without one. Readers and merchants quote their own
   * service, and only for now. With a card only so many an hour are answered for it. A card that is
   * unknown, not in use or not the viewer's to ask about gets one and the same answer.
   */
  readonly quote?: Maybe<QuoteResult>;
  /**
   * Why a quote said what it said, told again from its rulebook and facts. Staff only, and written down
   * before it is told. Null when no such quote is kept; quotes are kept for 400 days.
   */
  readonly explainQuote?: Maybe<QuoteExplanation>;
  /**
   * Everything that is recorded of the card's holder for prices, withdrawn and past facts too, with who
   * said so. For the holder and staff, and written down before it is told. Null for staff when there is no
   * such card.
   */
  readonly facts?: Maybe<HolderFacts>;
  /**
   * Every rulebook there ever was, the latest start first, with how far its lists are on their way to the
   * readers. Staff only.
   */
  readonly rulebooks?: Maybe<ReadonlyArray<Rulebook>>;
  /**
   * Who wins and who loses by a rulebook, counted over every holder and in numbers only, beside the rulebook
   * that would be in force without it. Nothing is published. Staff only.
   *
   * A count over a city takes longer than one request may. It goes on between requests, as long as somebody
   * asks: ask again every second with the same rulebook and day until `isDone`. It stops half a minute after
   * the last question, and who asks next goes on where it stood. What was counted is told for an hour.
   */
  readonly previewRulebook?: Maybe<PreviewRulebookResult>;
  /** The courses of a service that are not over, those that begin first first. Open to everybody. */
  readonly courses?: Maybe<CoursePage>;
};


/** What can be asked about services, prices and what they follow from. */
export type QueryQuoteArgs = {
  card?: InputMaybe<Scalars['CardNumber']['input']>;
  service: Scalars['ID']['input'];
  on?: InputMaybe<Scalars['DateTime']['input']>;
  listPriceCents?: InputMaybe<Scalars['Int']['input']>;
};


/** What can be asked about services, prices and what they follow from. */
export type QueryExplainQuoteArgs = {
  id: Scalars['ID']['input'];
  access: FactAccessInput;
};


/** What can be asked about services, prices and what they follow from. */
export type QueryFactsArgs = {
  card: Scalars['CardNumber']['input'];
  access?: InputMaybe<FactAccessInput>;
};


/** What can be asked about services, prices and what they follow from. */
export type QueryPreviewRulebookArgs = {
  rulebook: Scalars['String']['input'];
  on?: InputMaybe<Scalars['Date']['input']>;
};


/** What can be asked about services, prices and what they follow from. */
export type QueryCoursesArgs = {
  service: Scalars['ID']['input'];
  first?: InputMaybe<Scalars['Int']['input']>;
  after?: InputMaybe<Scalars['String']['input']>;
};

/**
 * Changes of facts, passes, rulebooks and courses for staff, and enrolments for holders too. Every input has an idempotency key: the same key with the same
 * input gives the first result again for 24 hours, and has no second effect.
 */
export type Mutation = {
  readonly __typename?: 'Mutation';
  /** Records a fact about the card's holder. Prices follow at once, at every reader. */
  readonly recordFact?: Maybe<RecordFactResult>;
  /** From now on the fact says nothing, whatever it was recorded for. It stays readable among the facts. */
  readonly withdrawFact?: Maybe<WithdrawFactResult>;
  /** Opens one service to the card's holder at no price at the door. */
  readonly grantPass?: Maybe<GrantPassResult>;
  /** From now on the pass opens nothing. */
  readonly withdrawPass?: Maybe<WithdrawPassResult>;
  /** Says for which service a merchant may ask prices; the last word counts. */
  readonly registerMerchant?: Maybe<RegisterMerchantResult>;
  /**
   * Publishes a rulebook: one step, however many holders it is for. The readers have its lists before its
   * first instant and change by their own clock. Every mistake is told, and nothing is kept then. Staff only.
   */
  readonly publishRulebook?: Maybe<PublishRulebookResult>;
  /**
   * Takes a rulebook back before its first instant; its version is not used again. A reader that is out of
   * reach goes by it until it is told. Staff only.
   */
  readonly cancelRulebook?: Maybe<CancelRulebookResult>;
  /** Offers a course. Staff only. */
  readonly openCourse?: Maybe<OpenCourseResult>;
  /** Ends enrolling, or cancels the course with every place in it. Staff only. */
  readonly closeCourse?: Maybe<CloseCourseResult>;
  /**
   * Gives the holder a place in a course, or one at the end of its waiting list. The price is fixed now;
   * nothing is charged by this. A place opens the doors of the course's service while the course lasts. For
   * the holder, staff and kiosks.
   */
  readonly enrol?: Maybe<EnrolResult>;
  /**
   * Gives up a place, or the wait for one. A place goes to who waits longest, at once. For the holder, staff
   * and kiosks.
   */
  readonly withdrawEnrolment?: Maybe<WithdrawEnrolmentResult>;
};


/**
 * Changes of facts, passes, rulebooks and courses for staff, and enrolments for holders too. Every input has an idempotency key: the same key with the same
 * input gives the first result again for 24 hours, and has no second effect.
 */
export type MutationRecordFactArgs = {
  input: RecordFactInput;
};


/**
 * Changes of facts, passes, rulebooks and courses for staff, and enrolments for holders too. Every input has an idempotency key: the same key with the same
 * input gives the first result again for 24 hours, and has no second effect.
 */
export type MutationWithdrawFactArgs = {
  input: WithdrawFactInput;
};


/**
 * Changes of facts, passes, rulebooks and courses for staff, and enrolments for holders too. Every input has an idempotency key: the same key with the same
 * input gives the first result again for 24 hours, and has no second effect.
 */
export type MutationGrantPassArgs = {
  input: GrantPassInput;
};


/**
 * Changes of facts, passes, rulebooks and courses for staff, and enrolments for holders too. Every input has an idempotency key: the same key with the same
 * input gives the first result again for 24 hours, and has no second effect.
 */
export type MutationWithdrawPassArgs = {
  input: WithdrawPassInput;
};


/**
 * Changes of facts, passes, rulebooks and courses for staff, and enrolments for holders too. Every input has an idempotency key: the same key with the same
 * input gives the first result again for 24 hours, and has no second effect.
 */
export type MutationRegisterMerchantArgs = {
  input: RegisterMerchantInput;
};


/**
 * Changes of facts, passes, rulebooks and courses for staff, and enrolments for holders too. Every input has an idempotency key: the same key with the same
 * input gives the first result again for 24 hours, and has no second effect.
 */
export type MutationPublishRulebookArgs = {
  input: PublishRulebookInput;
};


/**
 * Changes of facts, passes, rulebooks and courses for staff, and enrolments for holders too. Every input has an idempotency key: the same key with the same
 * input gives the first result again for 24 hours, and has no second effect.
 */
export type MutationCancelRulebookArgs = {
  input: CancelRulebookInput;
};


/**
 * Changes of facts, passes, rulebooks and courses for staff, and enrolments for holders too. Every input has an idempotency key: the same key with the same
 * input gives the first result again for 24 hours, and has no second effect.
 */
export type MutationOpenCourseArgs = {
  input: OpenCourseInput;
};


/**
 * Changes of facts, passes, rulebooks and courses for staff, and enrolments for holders too. Every input has an idempotency key: the same key with the same
 * input gives the first result again for 24 hours, and has no second effect.
 */
export type MutationCloseCourseArgs = {
  input: CloseCourseInput;
};


/**
 * Changes of facts, passes, rulebooks and courses for staff, and enrolments for holders too. Every input has an idempotency key: the same key with the same
 * input gives the first result again for 24 hours, and has no second effect.
 */
export type MutationEnrolArgs = {
  input: EnrolInput;
};


/**
 * Changes of facts, passes, rulebooks and courses for staff, and enrolments for holders too. Every input has an idempotency key: the same key with the same
 * input gives the first result again for 24 hours, and has no second effect.
 */
export type MutationWithdrawEnrolmentArgs = {
  input: WithdrawEnrolmentInput;
};

/** A citizen card; this part of it is what it opens and what that costs. */
export type Card = {
  readonly __typename?: 'Card';
  /** Opaque name of the card inside the hub. */
  readonly id: Scalars['ID']['output'];
  /**
   * What each service costs with this card, in the order of `Query.services`, and never why. For the holder
   * and staff. Null for a moment after the card was issued, until its rights are known.
   */
  readonly entitlements?: Maybe<ReadonlyArray<Entitlement>>;
  /**
   * Enrolments of the holder in courses that are not over, the latest first, withdrawn ones too, 200 at most;
   * the same by every card of the holder. Null for a moment after the card was issued, until its rights are known.
   */
  readonly enrolments?: Maybe<ReadonlyArray<Enrolment>>;
};


/** A citizen card; this part of it is what it opens and what that costs. */
export type CardEntitlementsArgs = {
  on?: InputMaybe<Scalars['DateTime']['input']>;
};

/** A service that the card opens. */
export type Service = {
  readonly __typename?: 'Service';
  /** Such as `urban-bus`. */
  readonly id: Scalars['ID']['output'];
  /** In Spanish, as people know it. */
  readonly name: Scalars['String']['output'];
  /** Whose it is. */
  readonly ownership: Ownership;
  /** How it is priced in general. */
  readonly priceKind: PriceKind;
  /** Whether people without a card may use it; null before the service begins. */
  readonly access?: Maybe<Access>;
  /** Its usual price without a card in euro cents; null where it is closed to people without one, or has not begun. */
  readonly priceCents?: Maybe<Scalars['Int']['output']>;
  /** Whether what is offered has prices of its own, such as courses and tickets; `priceCents` is a usual one. */
  readonly hasListPrices: Scalars['Boolean']['output'];
};

/** Who owns a service. */
export type Ownership =
  /** The city or another public body. */
  | 'PUBLIC'
  /** A company that the public owns in part, or that works on its behalf. */
  | 'SEMI_PUBLIC'
  /** A company or foundation. */
  | 'PRIVATE';

/** How a service is priced in general; what it costs whom is told by `quote`. */
export type PriceKind =
  /** It costs nothing. */
  | 'FREE'
  /** It costs nothing with a card. */
  | 'FREE_WITH_CARD'
  /** Most of it costs nothing with a card. */
  | 'MOSTLY_FREE'
  /** So much a use. */
  | 'PER_USE'
  /** So much a use, by the holder's situation. */
  | 'PER_USE_BY_SITUATION'
  /** So much an hour. */
  | 'PER_TIME'
  /** So much a course, by the holder's situation. */
  | 'PER_COURSE_BY_SITUATION'
  /** Every holder of a card pays less. */
  | 'HOLDER_DISCOUNT'
  /** A permission that is granted or not. */
  | 'PERMISSION'
  /** A bill that is paid with it. */
  | 'BILL';

/** Whether a service is open. */
export type Access =
  /** It is open. */
  | 'ALLOW'
  /** It is closed. */
  | 'DENY';

/** What one service costs with a card. */
export type Entitlement = {
  readonly __typename?: 'Entitlement';
  /** The service. */
  readonly service: Service;
  /** Whether the card opens it. */
  readonly access: Access;
  /** Euro cents, from zero on; null where it is closed. */
  readonly priceCents?: Maybe<Scalars['Int']['output']>;
  /** Stands for service, access and price, and nothing else. */
  readonly code: Scalars['String']['output'];
  /** The last day on which it is so as far as is known; null for no end in sight. */
  readonly until?: Maybe<Scalars['Date']['output']>;
  /** Reader groups where a pass opens it at no price, beside what is said here. */
  readonly passGroups: ReadonlyArray<Scalars['ID']['output']>;
};

/** How a question for a price ended. */
export type QuoteResult = Quote | QuoteRefused;

/** A price that was told. */
export type Quote = {
  readonly __typename?: 'Quote';
  /** Names it for staff, who may ask why. */
  readonly id: Scalars['ID']['output'];
  /** Whether the service is open. */
  readonly access: Access;
  /** Euro cents, from zero on; null where it is closed. */
  readonly priceCents?: Maybe<Scalars['Int']['output']>;
  /** Stands for service, access and price, and nothing else. */
  readonly code: Scalars['String']['output'];
};

/** No price was told. */
export type QuoteRefused = {
  readonly __typename?: 'QuoteRefused';
  /** Why, for programs. */
  readonly reason: QuoteRefusalReason;
  /** Why, for people. */
  readonly message: Scalars['String']['output'];
};

/** Why no price was told. */
export type QuoteRefusalReason =
  /** The card is unknown, not in use, or not the viewer's to ask about: one answer for all. */
  | 'CARD_NOT_ACCEPTED'
  /** So many prices were asked for with this card that no more are told for a while. */
  | 'TOO_MANY_QUOTES';

/** Why a quote said what it said. */
export type QuoteExplanation = {
  readonly __typename?: 'QuoteExplanation';
  /** As it was told. */
  readonly id: Scalars['ID']['output'];
  /** When it was told. */
  readonly quotedAt: Scalars['DateTime']['output'];
  /** The instant asked about. */
  readonly on: Scalars['DateTime']['output'];
  /** The service. */
  readonly service: Scalars['ID']['output'];
  /** Whether the service was open. */
  readonly access: Access;
  /** Euro cents; null where it was closed. */
  readonly priceCents?: Maybe<Scalars['Int']['output']>;
  /** Version of the rulebook. */
  readonly rulebook: Scalars['Int']['output'];
  /** Ids of the rules that gave it, each enough for it; none for what everybody gets. */
  readonly rules: ReadonlyArray<Scalars['ID']['output']>;
  /** The facts by which those rules held. */
  readonly facts: ReadonlyArray<Fact>;
  /** The pass that opened it at no price; null when none did. */
  readonly pass?: Maybe<Pass>;
  /** Whether the rulebook and the facts, as they are kept, give the same quote again. */
  readonly isReproduced: Scalars['Boolean']['output'];
  /** What stands in the way of telling it again; null when nothing does. */
  readonly hindrance?: Maybe<Scalars['String']['output']>;
};

/** Everything that is recorded of a holder for prices. */
export type HolderFacts = {
  readonly __typename?: 'HolderFacts';
  /** The latest recorded first. */
  readonly facts: ReadonlyArray<Fact>;
  /** The latest granted first. */
  readonly passes: ReadonlyArray<Pass>;
};

/** Something that somebody vouches for about a holder. Never changed, only withdrawn. */
export type Fact = {
  readonly __typename?: 'Fact';
  /** Opaque. */
  readonly id: Scalars['ID']['output'];
  /** What it is about. */
  readonly kind: FactKind;
  /** The class that the holder belongs to; null for a birth date. */
  readonly class?: Maybe<Scalars['String']['output']>;
  /** Null but for a birth date. */
  readonly bornOn?: Maybe<Scalars['Date']['output']>;
  /** Who says so. */
  readonly source: FactSource;
  /** What it is kept for. */
  readonly purpose: FactPurpose;
  /** When the holder agreed; null where the law is the basis. */
  readonly consentedOn?: Maybe<Scalars['Date']['output']>;
  /** First day of which it is true. */
  readonly firstOn: Scalars['Date']['output'];
  /** Last day of which it is true; null for good. */
  readonly lastOn?: Maybe<Scalars['Date']['output']>;
  /** Day of the paper or answer that shows it. */
  readonly evidencedOn: Scalars['Date']['output'];
  /** From this instant on it says nothing; null while it stands. */
  readonly withdrawnAt?: Maybe<Scalars['DateTime']['output']>;
};

/** What a fact is about. */
export type FactKind =
  /** When the holder was born. */
  | 'BIRTH_DATE'
  /** Whether the holder lives in the city: `resident` or `non-resident`. */
  | 'RESIDENCY'
  /** `employed` or `unemployed`. */
  | 'EMPLOYMENT'
  /** `low` or `other`. */
  | 'INCOME'
  /** `granted`. */
  | 'SOCIAL_BONUS'
  /** `from-33` or `from-65`, in percent. */
  | 'DISABILITY'
  /** `general` or `special`. */
  | 'LARGE_FAMILY'
  /** `enrolled`. */
  | 'STUDENT';

/** Who says that a fact is so. */
export type FactSource =
  /** The municipal register of inhabitants. */
  | 'CENSUS'
  /** The tax office. */
  | 'TAX'
  /** An employee who saw the evidence. */
  | 'STAFF';

/** What a fact is kept for. */
export type FactPurpose =
  /** Prices. */
  | 'TARIFF'
  /** Counts, and never a price. */
  | 'STATISTICS';

/** Why somebody asks for facts about a holder. */
export type FactAccessInput = {
  /** What it is for. */
  readonly purpose: FactAccessPurpose;
};

/** What facts about a holder are asked for. */
export type FactAccessPurpose =
  /** Staff helps the holder at a desk. */
  | 'CITIZEN_ASSISTANCE'
  /** Staff handles an appeal or complaint. */
  | 'APPEAL';

/** That a holder gets into one service at no price at the door. */
export type Pass = {
  readonly __typename?: 'Pass';
  /** Opaque. */
  readonly id: Scalars['ID']['output'];
  /** The service that it opens. */
  readonly service: Scalars['ID']['output'];
  /** The one reader group that it opens; null for every door of the service. */
  readonly group?: Maybe<Scalars['ID']['output']>;
  /** First day on which it opens. */
  readonly firstOn: Scalars['Date']['output'];
  /** Last day on which it opens; null for good. */
  readonly lastOn?: Maybe<Scalars['Date']['output']>;
  /** From this instant on it opens nothing; null while it stands. */
  readonly withdrawnAt?: Maybe<Scalars['DateTime']['output']>;
};

/** A fact that staff saw the evidence of. */
export type RecordFactInput = {
  /** 8 to 128 printable ASCII characters, one for each fact. */
  readonly idempotencyKey: Scalars['String']['input'];
  /** A card of the holder. */
  readonly card: Scalars['CardNumber']['input'];
  /** What it is about. */
  readonly kind: FactKind;
  /** The class that the holder belongs to; not for a birth date. */
  readonly class?: InputMaybe<Scalars['String']['input']>;
  /** Only for a birth date, and needed there. */
  readonly bornOn?: InputMaybe<Scalars['Date']['input']>;
  /** What it is kept for. */
  readonly purpose?: InputMaybe<FactPurpose>;
  /** When the holder agreed. Needed but for birth date and residency. */
  readonly consentedOn?: InputMaybe<Scalars['Date']['input']>;
  /** First day of which it is true; today when not given, and the day of birth for a birth date. */
  readonly firstOn?: InputMaybe<Scalars['Date']['input']>;
  /** Last day of which it is true; for good when not given. */
  readonly lastOn?: InputMaybe<Scalars['Date']['input']>;
  /** Day of the paper that shows it; not after today. */
  readonly evidencedOn: Scalars['Date']['input'];
};

/** How recording a fact ended. */
export type RecordFactResult = FactRecorded | EntitlementRefused;

/** The fact is recorded. */
export type FactRecorded = {
  readonly __typename?: 'FactRecorded';
  /** As it is kept. */
  readonly fact: Fact;
  /** Services whose access, price or end has changed for a card of the holder. */
  readonly changedServices: ReadonlyArray<Scalars['ID']['output']>;
};

/** A fact to withdraw. */
export type WithdrawFactInput = {
  /** 8 to 128 printable ASCII characters, one for each withdrawal. */
  readonly idempotencyKey: Scalars['String']['input'];
  /** A card of the holder. */
  readonly card: Scalars['CardNumber']['input'];
  /** As given by `Fact.id`. */
  readonly factId: Scalars['ID']['input'];
};

/** How withdrawing a fact ended. */
export type WithdrawFactResult = FactWithdrawn | EntitlementRefused;

/** The fact says nothing any more. */
export type FactWithdrawn = {
  readonly __typename?: 'FactWithdrawn';
  /** As it is kept. */
  readonly fact: Fact;
  /** Services whose access, price or end has changed for a card of the holder. */
  readonly changedServices: ReadonlyArray<Scalars['ID']['output']>;
};

/** A pass to grant. */
export type GrantPassInput = {
  /** 8 to 128 printable ASCII characters, one for each pass. */
  readonly idempotencyKey: Scalars['String']['input'];
  /** A card of the holder. */
  readonly card: Scalars['CardNumber']['input'];
  /** As given by `Service.id`. */
  readonly service: Scalars['ID']['input'];
  /** The one reader group that it opens; every door of the service when not given. */
  readonly group?: InputMaybe<Scalars['ID']['input']>;
  /** First day on which it opens; today when not given. */
  readonly firstOn?: InputMaybe<Scalars['Date']['input']>;
  /** Last day on which it opens; for good when not given. */
  readonly lastOn?: InputMaybe<Scalars['Date']['input']>;
};

/** How granting a pass ended. */
export type GrantPassResult = PassGranted | EntitlementRefused;

/** The pass is granted. */
export type PassGranted = {
  readonly __typename?: 'PassGranted';
  /** As it is kept. */
  readonly pass: Pass;
  /** Services whose access, price or end has changed for a card of the holder. */
  readonly changedServices: ReadonlyArray<Scalars['ID']['output']>;
};

/** A pass to withdraw. */
export type WithdrawPassInput = {
  /** 8 to 128 printable ASCII characters, one for each withdrawal. */
  readonly idempotencyKey: Scalars['String']['input'];
  /** A card of the holder. */
  readonly card: Scalars['CardNumber']['input'];
  /** As given by `Pass.id`. */
  readonly passId: Scalars['ID']['input'];
};

/** How withdrawing a pass ended. */
export type WithdrawPassResult = PassWithdrawn | EntitlementRefused;

/** The pass opens nothing any more. */
export type PassWithdrawn = {
  readonly __typename?: 'PassWithdrawn';
  /** As it is kept. */
  readonly pass: Pass;
  /** Services whose access, price or end has changed for a card of the holder. */
  readonly changedServices: ReadonlyArray<Scalars['ID']['output']>;
};

/** A merchant and its service. */
export type RegisterMerchantInput = {
  /** 8 to 128 printable ASCII characters, one for each registration. */
  readonly idempotencyKey: Scalars['String']['input'];
  /** Opaque id in the merchant's token. */
  readonly merchant: Scalars['ID']['input'];
  /** The one service whose prices it may ask; as given by `Service.id`. */
  readonly service: Scalars['ID']['input'];
};

/** How registering a merchant ended. */
export type RegisterMerchantResult = MerchantRegistered | EntitlementRefused;

/** The merchant may ask prices of its service. */
export type MerchantRegistered = {
  readonly __typename?: 'MerchantRegistered';
  /** Opaque id in the merchant's token. */
  readonly merchant: Scalars['ID']['output'];
  /** The service. */
  readonly service: Scalars['ID']['output'];
};

/** Nothing was changed. */
export type EntitlementRefused = {
  readonly __typename?: 'EntitlementRefused';
  /** Why, for programs. */
  readonly reason: EntitlementRefusalReason;
  /** Why, for people. */
  readonly message: Scalars['String']['output'];
};

/** Why nothing was changed. */
export type EntitlementRefusalReason =
  /** There is no such card. */
  | 'CARD_UNKNOWN'
  /** Facts are about people, and the card is an organisation's. */
  | 'NOT_A_PERSON'
  /** The holder has no such fact. */
  | 'FACT_UNKNOWN'
  /** The holder has no such pass. */
  | 'PASS_UNKNOWN'
  /** There is no such service. */
  | 'SERVICE_UNKNOWN'
  /** The service has no such reader group. */
  | 'GROUP_UNKNOWN';

/** One version of all prices and rights. */
export type Rulebook = {
  readonly __typename?: 'Rulebook';
  /** Never used twice. */
  readonly version: Scalars['Int']['output'];
  /** The city day on which it begins. */
  readonly startsOn: Scalars['Date']['output'];
  /** The first instant of that day in the city. */
  readonly startsAt: Scalars['DateTime']['output'];
  /** Whether it is in force. */
  readonly state: RulebookState;
  /** When it was published. */
  readonly publishedAt: Scalars['DateTime']['output'];
  /** Who did, such as `staff:clerk-1`; null for those that the city began with. */
  readonly publishedBy?: Maybe<Scalars['String']['output']>;
  /** When it was taken back; null while it stands. */
  readonly cancelledAt?: Maybe<Scalars['DateTime']['output']>;
  /** Who did; null while it stands. */
  readonly cancelledBy?: Maybe<Scalars['String']['output']>;
  /** The rulebook as it was given, JSON text. */
  readonly content: Scalars['String']['output'];
  /** How far its lists are on their way to the readers. Null when it is over or cancelled, and until they are begun. */
  readonly distribution?: Maybe<RulebookDistribution>;
};

/** Whether a rulebook is in force. */
export type RulebookState =
  /** It begins later. */
  | 'SCHEDULED'
  /** It is in force. */
  | 'IN_FORCE'
  /** Another one has followed it. */
  | 'ENDED'
  /** It was taken back before it began. */
  | 'CANCELLED';

/** How far the lists of a rulebook are on their way to the readers. */
export type RulebookDistribution = {
  readonly __typename?: 'RulebookDistribution';
  /** Cards that are judged under it. */
  readonly cardsDone: Scalars['Int']['output'];
  /** All cards that are to be judged. */
  readonly cardsTotal: Scalars['Int']['output'];
  /** Reader groups whose readers have its list, but for readers that do not answer. */
  readonly groupsReady: Scalars['Int']['output'];
  /** All reader groups. */
  readonly groupsTotal: Scalars['Int']['output'];
};

/** A rulebook to publish. */
export type PublishRulebookInput = {
  /** 8 to 128 printable ASCII characters, one for each wish; repeat it to learn a lost result. */
  readonly idempotencyKey: Scalars['String']['input'];
  /** The rulebook as JSON text, at most 120,000 characters. Its version is higher than every other, and it begins tomorrow at the earliest. */
  readonly rulebook: Scalars['String']['input'];
};

/** How publishing a rulebook ended. */
export type PublishRulebookResult = RulebookPublished | RulebookRefused;

/** The rulebook is published; its lists are on their way. */
export type RulebookPublished = {
  readonly __typename?: 'RulebookPublished';
  /** As it is now: the same key tells how far it has come since. */
  readonly rulebook: Rulebook;
};

/** A rulebook to take back. */
export type CancelRulebookInput = {
  /** 8 to 128 printable ASCII characters, one for each wish; repeat it to learn a lost result. */
  readonly idempotencyKey: Scalars['String']['input'];
  /** As given by `Rulebook.version`. */
  readonly version: Scalars['Int']['input'];
};

/** How taking a rulebook back ended. */
export type CancelRulebookResult = RulebookCancelled | RulebookRefused;

/** The rulebook will not come into force. */
export type RulebookCancelled = {
  readonly __typename?: 'RulebookCancelled';
  /** As it is now. */
  readonly rulebook: Rulebook;
};

/** Nothing was changed. */
export type RulebookRefused = {
  readonly __typename?: 'RulebookRefused';
  /** Why, for programs. */
  readonly reason: RulebookRefusalReason;
  /** Why, for people. */
  readonly message: Scalars['String']['output'];
  /** All that is wrong with the rulebook; empty for another reason. */
  readonly mistakes: ReadonlyArray<RulebookMistake>;
};

/** Why nothing was changed. */
export type RulebookRefusalReason =
  /** The rulebook has mistakes. */
  | 'MISTAKES'
  /** There is no rulebook of this version. */
  | 'UNKNOWN'
  /** It has come into force. */
  | 'BEGUN';

/** One thing that is wrong with a rulebook. */
export type RulebookMistake = {
  readonly __typename?: 'RulebookMistake';
  /** Where, such as `rules[3].when.age.from`; empty for the whole. */
  readonly path: Scalars['String']['output'];
  /** What, for people. */
  readonly sentence: Scalars['String']['output'];
};

/** How a question for a preview ended. */
export type PreviewRulebookResult = RulebookPreview | RulebookRefused;

/** Who wins and who loses by a rulebook. */
export type RulebookPreview = {
  readonly __typename?: 'RulebookPreview';
  /** Its version. */
  readonly version: Scalars['Int']['output'];
  /** Version of the rulebook that would be in force without it. */
  readonly comparedWith: Scalars['Int']['output'];
  /** The day on which both are compared. */
  readonly on: Scalars['Date']['output'];
  /** Whether every holder is counted. */
  readonly isDone: Scalars['Boolean']['output'];
  /** Holders that are counted. */
  readonly done: Scalars['Int']['output'];
  /** All holders that are to be counted. */
  readonly total: Scalars['Int']['output'];
  /** Services whose prices or access differ between the two; null until all are counted. */
  readonly rows?: Maybe<ReadonlyArray<RulebookPreviewRow>>;
  /** When the count ended; null until then. */
  readonly countedAt?: Maybe<Scalars['DateTime']['output']>;
};

/** Who wins and who loses by a rulebook in one service, before any credit is used. Null where so few people are that they, or the rest, could be recognised; 0 where nobody could be, whoever there is. */
export type RulebookPreviewRow = {
  readonly __typename?: 'RulebookPreviewRow';
  /** As given by `Service.id`. */
  readonly service: Scalars['ID']['output'];
  /** Holders who pay less, or to whom the service opens. */
  readonly wins?: Maybe<Scalars['Int']['output']>;
  /** Holders who pay more, or to whom the service closes. */
  readonly loses?: Maybe<Scalars['Int']['output']>;
  /** Holders for whom nothing changes. */
  readonly same?: Maybe<Scalars['Int']['output']>;
};

/** One page of courses. */
export type CoursePage = {
  readonly __typename?: 'CoursePage';
  /** Those that begin first first. */
  readonly items: ReadonlyArray<Course>;
  /** Give it as `after` for the next page; null on the last one. */
  readonly endCursor?: Maybe<Scalars['String']['output']>;
};

/** Something to enrol in: a sport training or a cultural course. */
export type Course = {
  readonly __typename?: 'Course';
  /** Pass it to `enrol`. */
  readonly id: Scalars['ID']['output'];
  /** As given by `Service.id`. */
  readonly service: Scalars['ID']['output'];
  /** As people know it. */
  readonly title: Scalars['String']['output'];
  /** First day of the course. */
  readonly firstOn: Scalars['Date']['output'];
  /** Last day of the course. */
  readonly lastOn: Scalars['Date']['output'];
  /** Price in euro cents before any reduction; what a holder pays is told by `quote` with this list price, and fixed by `enrol`. */
  readonly listPriceCents: Scalars['Int']['output'];
  /** How many can take part. */
  readonly places: Scalars['Int']['output'];
  /** How many places are free. */
  readonly freePlaces: Scalars['Int']['output'];
  /** How many people wait for a place. */
  readonly waiting: Scalars['Int']['output'];
  /** First day on which one may enrol. */
  readonly enrolFrom: Scalars['Date']['output'];
  /** Last day on which one may enrol. */
  readonly enrolUntil: Scalars['Date']['output'];
  /** Whether one may enrol now. With no free place one waits. */
  readonly enrolment: CourseEnrolment;
  /** Whether the course does not take place. */
  readonly isCancelled: Scalars['Boolean']['output'];
};

/** Whether one may enrol in a course. */
export type CourseEnrolment =
  /** Enrolling begins later. */
  | 'NOT_YET'
  /** One may enrol. */
  | 'OPEN'
  /** Enrolling has ended. */
  | 'OVER';

/** A holder's part in a course. */
export type Enrolment = {
  readonly __typename?: 'Enrolment';
  /** Opaque; pass it to `withdrawEnrolment`. */
  readonly id: Scalars['ID']['output'];
  /** The course. */
  readonly course: Course;
  /** Whether the holder has a place. */
  readonly state: EnrolmentState;
  /** Of who waits: 1 is the next to get a place. Null for others. */
  readonly position?: Maybe<Scalars['Int']['output']>;
  /** When the holder enrolled. */
  readonly enrolledAt: Scalars['DateTime']['output'];
  /** Price of the course in euro cents before any reduction, on the day of enrolling. */
  readonly listPriceCents: Scalars['Int']['output'];
  /** Price for the holder in euro cents, fixed on the day of enrolling. */
  readonly priceCents: Scalars['Int']['output'];
  /** What is to be paid for it in euro cents: `priceCents` with a place, zero without. Nothing is charged here. */
  readonly priceDueCents: Scalars['Int']['output'];
};

/** Whether a holder has a place in a course. */
export type EnrolmentState =
  /** The holder has a place, and gets in while the course lasts. */
  | 'PLACED'
  /** The holder waits for a place. */
  | 'WAITING'
  /** It was given up. */
  | 'WITHDRAWN'
  /** The course was cancelled. */
  | 'CANCELLED';

/** A course to offer. */
export type OpenCourseInput = {
  /** 8 to 128 printable ASCII characters, one for each wish; repeat it to learn a lost result. */
  readonly idempotencyKey: Scalars['String']['input'];
  /** A service with courses, as given by `Service.id`: `sport-training` or `cultural-courses`. */
  readonly service: Scalars['ID']['input'];
  /** 1 to 120 characters, as people know it. */
  readonly title: Scalars['String']['input'];
  /** First day of the course. */
  readonly firstOn: Scalars['Date']['input'];
  /** Last day of the course; not past. */
  readonly lastOn: Scalars['Date']['input'];
  /** 1 to 500. */
  readonly places: Scalars['Int']['input'];
  /** Price in euro cents before any reduction, from zero on. */
  readonly listPriceCents: Scalars['Int']['input'];
  /** First day on which one may enrol. */
  readonly enrolFrom: Scalars['Date']['input'];
  /** Last day on which one may enrol; not after the course. */
  readonly enrolUntil: Scalars['Date']['input'];
};

/** How offering a course ended. */
export type OpenCourseResult = CourseOpened;

/** The course is offered. */
export type CourseOpened = {
  readonly __typename?: 'CourseOpened';
  /** As `Query.courses` shows it from now on. */
  readonly course: Course;
};

/** A course to close. */
export type CloseCourseInput = {
  /** 8 to 128 printable ASCII characters, one for each wish; repeat it to learn a lost result. */
  readonly idempotencyKey: Scalars['String']['input'];
  /** As given by `Course.id`. */
  readonly courseId: Scalars['ID']['input'];
  /** What closing means for those who are in it. */
  readonly closing: CourseClosing;
};

/** What closing a course means for those who are in it. */
export type CourseClosing =
  /** Nobody enrols any more. Who has a place keeps it, and who waits still moves up. */
  | 'ENROLMENT_ENDS'
  /** The course does not take place: everybody has lost place and wait. */
  | 'COURSE_CANCELLED';

/** How closing a course ended. */
export type CloseCourseResult = CourseClosed | EnrolmentRefused;

/** The course is closed, or cancelled. */
export type CourseClosed = {
  readonly __typename?: 'CourseClosed';
  /** As it is now. */
  readonly course: Course;
};

/** Who enrols in what. */
export type EnrolInput = {
  /** 8 to 128 printable ASCII characters, one for each wish; repeat it to learn a lost result. */
  readonly idempotencyKey: Scalars['String']['input'];
  /** The number printed on the holder's card. */
  readonly card: Scalars['CardNumber']['input'];
  /** As given by `Course.id`. */
  readonly courseId: Scalars['ID']['input'];
};

/** How enrolling ended. */
export type EnrolResult = Enrolled | EnrolmentRefused;

/** The holder has a place, or waits for one. */
export type Enrolled = {
  readonly __typename?: 'Enrolled';
  /** As `Card.enrolments` shows it from now on. */
  readonly enrolment: Enrolment;
};

/** An enrolment to give up. */
export type WithdrawEnrolmentInput = {
  /** 8 to 128 printable ASCII characters, one for each wish; repeat it to learn a lost result. */
  readonly idempotencyKey: Scalars['String']['input'];
  /** The number printed on a card of the holder. */
  readonly card: Scalars['CardNumber']['input'];
  /** As given by `Enrolment.id`. */
  readonly enrolmentId: Scalars['ID']['input'];
};

/** How giving up an enrolment ended. */
export type WithdrawEnrolmentResult = EnrolmentWithdrawn | EnrolmentRefused;

/** The place, or the wait for one, is given up. */
export type EnrolmentWithdrawn = {
  readonly __typename?: 'EnrolmentWithdrawn';
  /** As it is now. */
  readonly enrolment: Enrolment;
};

/** Nothing was changed. */
export type EnrolmentRefused = {
  readonly __typename?: 'EnrolmentRefused';
  /** Why, for programs. */
  readonly reason: EnrolmentRefusalReason;
  /** Why, for people. */
  readonly message: Scalars['String']['output'];
};

/** Why nothing was changed about a course or an enrolment. */
export type EnrolmentRefusalReason =
  /** There is no such course. */
  | 'COURSE_UNKNOWN'
  /** The holder has no such enrolment. */
  | 'ENROLMENT_UNKNOWN'
  /** Enrolling begins later. */
  | 'NOT_YET'
  /** Enrolling has ended, or the course is over or cancelled. */
  | 'OVER'
  /** The holder is enrolled in the course, or waits for a place in it. */
  | 'ALREADY_ENROLLED'
  /** The course is full, and 500 people wait. */
  | 'WAITING_LIST_FULL'
  /** The service is closed to the holder. */
  | 'NOT_OPEN_TO_HOLDER'
  /** There is no such card. Only told to staff and kiosks. */
  | 'CARD_UNKNOWN'
  /** The card is not active. */
  | 'CARD_NOT_USABLE'
  /** So many prices were told with this card that nobody enrols with it for an hour. Never told to the holder. */
  | 'TOO_MANY_QUOTES';



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
};

/** Mapping of federation reference types */
export type FederationReferenceTypes = {
  Card:
    ( { __typename: 'Card' }
    & GraphQLRecursivePick<FederationTypes['Card'], {"id":true}> );
};

/** Mapping of union types */
export type ResolversUnionTypes<_RefType extends Record<string, unknown>> = {
  QuoteResult:
    | ( Quote )
    | ( QuoteRefused )
  ;
  RecordFactResult:
    | ( FactRecorded )
    | ( EntitlementRefused )
  ;
  WithdrawFactResult:
    | ( FactWithdrawn )
    | ( EntitlementRefused )
  ;
  GrantPassResult:
    | ( PassGranted )
    | ( EntitlementRefused )
  ;
  WithdrawPassResult:
    | ( PassWithdrawn )
    | ( EntitlementRefused )
  ;
  RegisterMerchantResult:
    | ( MerchantRegistered )
    | ( EntitlementRefused )
  ;
  PublishRulebookResult:
    | ( Omit<RulebookPublished, 'rulebook'> & { rulebook: _RefType['Rulebook'] } )
    | ( RulebookRefused )
  ;
  CancelRulebookResult:
    | ( Omit<RulebookCancelled, 'rulebook'> & { rulebook: _RefType['Rulebook'] } )
    | ( RulebookRefused )
  ;
  PreviewRulebookResult:
    | ( RulebookPreview )
    | ( RulebookRefused )
  ;
  OpenCourseResult: ( CourseOpened );
  CloseCourseResult:
    | ( CourseClosed )
    | ( EnrolmentRefused )
  ;
  EnrolResult:
    | ( Enrolled )
    | ( EnrolmentRefused )
  ;
  WithdrawEnrolmentResult:
    | ( EnrolmentWithdrawn )
    | ( EnrolmentRefused )
  ;
};


/** Mapping between all available schema types and the resolvers types */
export type ResolversTypes = {
  Date: ResolverTypeWrapper<Scalars['Date']['output']>;
  DateTime: ResolverTypeWrapper<Scalars['DateTime']['output']>;
  CardNumber: ResolverTypeWrapper<Scalars['CardNumber']['output']>;
  Query: ResolverTypeWrapper<Record<PropertyKey, never>>;
  ID: ResolverTypeWrapper<Scalars['ID']['output']>;
  Int: ResolverTypeWrapper<Scalars['Int']['output']>;
  String: ResolverTypeWrapper<Scalars['String']['output']>;
  Mutation: ResolverTypeWrapper<Record<PropertyKey, never>>;
  Card: ResolverTypeWrapper<EntitledCard>;
  Service: ResolverTypeWrapper<ServiceRow>;
  Boolean: ResolverTypeWrapper<Scalars['Boolean']['output']>;
  Ownership: Ownership;
  PriceKind: PriceKind;
  Access: Access;
  Entitlement: ResolverTypeWrapper<EntitlementRow>;
  QuoteResult: ResolverTypeWrapper<ResolversUnionTypes<ResolversTypes>['QuoteResult']>;
  Quote: ResolverTypeWrapper<Quote>;
  QuoteRefused: ResolverTypeWrapper<QuoteRefused>;
  QuoteRefusalReason: QuoteRefusalReason;
  QuoteExplanation: ResolverTypeWrapper<QuoteExplanation>;
  HolderFacts: ResolverTypeWrapper<HolderFacts>;
  Fact: ResolverTypeWrapper<Fact>;
  FactKind: FactKind;
  FactSource: FactSource;
  FactPurpose: FactPurpose;
  FactAccessInput: FactAccessInput;
  FactAccessPurpose: FactAccessPurpose;
  Pass: ResolverTypeWrapper<Pass>;
  RecordFactInput: RecordFactInput;
  RecordFactResult: ResolverTypeWrapper<ResolversUnionTypes<ResolversTypes>['RecordFactResult']>;
  FactRecorded: ResolverTypeWrapper<FactRecorded>;
  WithdrawFactInput: WithdrawFactInput;
  WithdrawFactResult: ResolverTypeWrapper<ResolversUnionTypes<ResolversTypes>['WithdrawFactResult']>;
  FactWithdrawn: ResolverTypeWrapper<FactWithdrawn>;
  GrantPassInput: GrantPassInput;
  GrantPassResult: ResolverTypeWrapper<ResolversUnionTypes<ResolversTypes>['GrantPassResult']>;
  PassGranted: ResolverTypeWrapper<PassGranted>;
  WithdrawPassInput: WithdrawPassInput;
  WithdrawPassResult: ResolverTypeWrapper<ResolversUnionTypes<ResolversTypes>['WithdrawPassResult']>;
  PassWithdrawn: ResolverTypeWrapper<PassWithdrawn>;
  RegisterMerchantInput: RegisterMerchantInput;
  RegisterMerchantResult: ResolverTypeWrapper<ResolversUnionTypes<ResolversTypes>['RegisterMerchantResult']>;
  MerchantRegistered: ResolverTypeWrapper<MerchantRegistered>;
  EntitlementRefused: ResolverTypeWrapper<EntitlementRefused>;
  EntitlementRefusalReason: EntitlementRefusalReason;
  Rulebook: ResolverTypeWrapper<RulebookRow>;
  RulebookState: RulebookState;
  RulebookDistribution: ResolverTypeWrapper<RulebookDistribution>;
  PublishRulebookInput: PublishRulebookInput;
  PublishRulebookResult: ResolverTypeWrapper<ResolversUnionTypes<ResolversTypes>['PublishRulebookResult']>;
  RulebookPublished: ResolverTypeWrapper<Omit<RulebookPublished, 'rulebook'> & { rulebook: ResolversTypes['Rulebook'] }>;
  CancelRulebookInput: CancelRulebookInput;
  CancelRulebookResult: ResolverTypeWrapper<ResolversUnionTypes<ResolversTypes>['CancelRulebookResult']>;
  RulebookCancelled: ResolverTypeWrapper<Omit<RulebookCancelled, 'rulebook'> & { rulebook: ResolversTypes['Rulebook'] }>;
  RulebookRefused: ResolverTypeWrapper<RulebookRefused>;
  RulebookRefusalReason: RulebookRefusalReason;
  RulebookMistake: ResolverTypeWrapper<RulebookMistake>;
  PreviewRulebookResult: ResolverTypeWrapper<ResolversUnionTypes<ResolversTypes>['PreviewRulebookResult']>;
  RulebookPreview: ResolverTypeWrapper<RulebookPreview>;
  RulebookPreviewRow: ResolverTypeWrapper<RulebookPreviewRow>;
  CoursePage: ResolverTypeWrapper<CoursePage>;
  Course: ResolverTypeWrapper<Course>;
  CourseEnrolment: CourseEnrolment;
  Enrolment: ResolverTypeWrapper<Enrolment>;
  EnrolmentState: EnrolmentState;
  OpenCourseInput: OpenCourseInput;
  OpenCourseResult: ResolverTypeWrapper<ResolversUnionTypes<ResolversTypes>['OpenCourseResult']>;
  CourseOpened: ResolverTypeWrapper<CourseOpened>;
  CloseCourseInput: CloseCourseInput;
  CourseClosing: CourseClosing;
  CloseCourseResult: ResolverTypeWrapper<ResolversUnionTypes<ResolversTypes>['CloseCourseResult']>;
  CourseClosed: ResolverTypeWrapper<CourseClosed>;
  EnrolInput: EnrolInput;
  EnrolResult: ResolverTypeWrapper<ResolversUnionTypes<ResolversTypes>['EnrolResult']>;
  Enrolled: ResolverTypeWrapper<Enrolled>;
  WithdrawEnrolmentInput: WithdrawEnrolmentInput;
  WithdrawEnrolmentResult: ResolverTypeWrapper<ResolversUnionTypes<ResolversTypes>['WithdrawEnrolmentResult']>;
  EnrolmentWithdrawn: ResolverTypeWrapper<EnrolmentWithdrawn>;
  EnrolmentRefused: ResolverTypeWrapper<EnrolmentRefused>;
  EnrolmentRefusalReason: EnrolmentRefusalReason;
};

/** Mapping between all available schema types and the resolvers parents */
export type ResolversParentTypes = {
  Date: Scalars['Date']['output'];
  DateTime: Scalars['DateTime']['output'];
  CardNumber: Scalars['CardNumber']['output'];
  Query: Record<PropertyKey, never>;
  ID: Scalars['ID']['output'];
  Int: Scalars['Int']['output'];
  String: Scalars['String']['output'];
  Mutation: Record<PropertyKey, never>;
  Card: EntitledCard;
  Service: ServiceRow;
  Boolean: Scalars['Boolean']['output'];
  Entitlement: EntitlementRow;
  QuoteResult: ResolversUnionTypes<ResolversParentTypes>['QuoteResult'];
  Quote: Quote;
  QuoteRefused: QuoteRefused;
  QuoteExplanation: QuoteExplanation;
  HolderFacts: HolderFacts;
  Fact: Fact;
  FactAccessInput: FactAccessInput;
  Pass: Pass;
  RecordFactInput: RecordFactInput;
  RecordFactResult: ResolversUnionTypes<ResolversParentTypes>['RecordFactResult'];
  FactRecorded: FactRecorded;
  WithdrawFactInput: WithdrawFactInput;
  WithdrawFactResult: ResolversUnionTypes<ResolversParentTypes>['WithdrawFactResult'];
  FactWithdrawn: FactWithdrawn;
  GrantPassInput: GrantPassInput;
  GrantPassResult: ResolversUnionTypes<ResolversParentTypes>['GrantPassResult'];
  PassGranted: PassGranted;
  WithdrawPassInput: WithdrawPassInput;
  WithdrawPassResult: ResolversUnionTypes<ResolversParentTypes>['WithdrawPassResult'];
  PassWithdrawn: PassWithdrawn;
  RegisterMerchantInput: RegisterMerchantInput;
  RegisterMerchantResult: ResolversUnionTypes<ResolversParentTypes>['RegisterMerchantResult'];
  MerchantRegistered: MerchantRegistered;
  EntitlementRefused: EntitlementRefused;
  Rulebook: RulebookRow;
  RulebookDistribution: RulebookDistribution;
  PublishRulebookInput: PublishRulebookInput;
  PublishRulebookResult: ResolversUnionTypes<ResolversParentTypes>['PublishRulebookResult'];
  RulebookPublished: Omit<RulebookPublished, 'rulebook'> & { rulebook: ResolversParentTypes['Rulebook'] };
  CancelRulebookInput: CancelRulebookInput;
  CancelRulebookResult: ResolversUnionTypes<ResolversParentTypes>['CancelRulebookResult'];
  RulebookCancelled: Omit<RulebookCancelled, 'rulebook'> & { rulebook: ResolversParentTypes['Rulebook'] };
  RulebookRefused: RulebookRefused;
  RulebookMistake: RulebookMistake;
  PreviewRulebookResult: ResolversUnionTypes<ResolversParentTypes>['PreviewRulebookResult'];
  RulebookPreview: RulebookPreview;
  RulebookPreviewRow: RulebookPreviewRow;
  CoursePage: CoursePage;
  Course: Course;
  Enrolment: Enrolment;
  OpenCourseInput: OpenCourseInput;
  OpenCourseResult: ResolversUnionTypes<ResolversParentTypes>['OpenCourseResult'];
  CourseOpened: CourseOpened;
  CloseCourseInput: CloseCourseInput;
  CloseCourseResult: ResolversUnionTypes<ResolversParentTypes>['CloseCourseResult'];
  CourseClosed: CourseClosed;
  EnrolInput: EnrolInput;
  EnrolResult: ResolversUnionTypes<ResolversParentTypes>['EnrolResult'];
  Enrolled: Enrolled;
  WithdrawEnrolmentInput: WithdrawEnrolmentInput;
  WithdrawEnrolmentResult: ResolversUnionTypes<ResolversParentTypes>['WithdrawEnrolmentResult'];
  EnrolmentWithdrawn: EnrolmentWithdrawn;
  EnrolmentRefused: EnrolmentRefused;
};

export interface DateScalarConfig extends GraphQLScalarTypeConfig<ResolversTypes['Date'], any> {
  name: 'Date';
}

export interface DateTimeScalarConfig extends GraphQLScalarTypeConfig<ResolversTypes['DateTime'], any> {
  name: 'DateTime';
}

export interface CardNumberScalarConfig extends GraphQLScalarTypeConfig<ResolversTypes['CardNumber'], any> {
  name: 'CardNumber';
}

export type QueryResolvers<ContextType = Context, ParentType extends ResolversParentTypes['Query'] = ResolversParentTypes['Query']> = {
  services?: Resolver<Maybe<ReadonlyArray<ResolversTypes['Service']>>, ParentType, ContextType>;
  quote?: Resolver<Maybe<ResolversTypes['QuoteResult']>, ParentType, ContextType, RequireFields<QueryQuoteArgs, 'service'>>;
  explainQuote?: Resolver<Maybe<ResolversTypes['QuoteExplanation']>, ParentType, ContextType, RequireFields<QueryExplainQuoteArgs, 'id' | 'access'>>;
  facts?: Resolver<Maybe<ResolversTypes['HolderFacts']>, ParentType, ContextType, RequireFields<QueryFactsArgs, 'card'>>;
  rulebooks?: Resolver<Maybe<ReadonlyArray<ResolversTypes['Rulebook']>>, ParentType, ContextType>;
  previewRulebook?: Resolver<Maybe<ResolversTypes['PreviewRulebookResult']>, ParentType, ContextType, RequireFields<QueryPreviewRulebookArgs, 'rulebook'>>;
  courses?: Resolver<Maybe<ResolversTypes['CoursePage']>, ParentType, ContextType, RequireFields<QueryCoursesArgs, 'service' | 'first'>>;
};

export type MutationResolvers<ContextType = Context, ParentType extends ResolversParentTypes['Mutation'] = ResolversParentTypes['Mutation']> = {
  recordFact?: Resolver<Maybe<ResolversTypes['RecordFactResult']>, ParentType, ContextType, RequireFields<MutationRecordFactArgs, 'input'>>;
  withdrawFact?: Resolver<Maybe<ResolversTypes['WithdrawFactResult']>, ParentType, ContextType, RequireFields<MutationWithdrawFactArgs, 'input'>>;
  grantPass?: Resolver<Maybe<ResolversTypes['GrantPassResult']>, ParentType, ContextType, RequireFields<MutationGrantPassArgs, 'input'>>;
  withdrawPass?: Resolver<Maybe<ResolversTypes['WithdrawPassResult']>, ParentType, ContextType, RequireFields<MutationWithdrawPassArgs, 'input'>>;
  registerMerchant?: Resolver<Maybe<ResolversTypes['RegisterMerchantResult']>, ParentType, ContextType, RequireFields<MutationRegisterMerchantArgs, 'input'>>;
  publishRulebook?: Resolver<Maybe<ResolversTypes['PublishRulebookResult']>, ParentType, ContextType, RequireFields<MutationPublishRulebookArgs, 'input'>>;
  cancelRulebook?: Resolver<Maybe<ResolversTypes['CancelRulebookResult']>, ParentType, ContextType, RequireFields<MutationCancelRulebookArgs, 'input'>>;
  openCourse?: Resolver<Maybe<ResolversTypes['OpenCourseResult']>, ParentType, ContextType, RequireFields<MutationOpenCourseArgs, 'input'>>;
  closeCourse?: Resolver<Maybe<ResolversTypes['CloseCourseResult']>, ParentType, ContextType, RequireFields<MutationCloseCourseArgs, 'input'>>;
  enrol?: Resolver<Maybe<ResolversTypes['EnrolResult']>, ParentType, ContextType, RequireFields<MutationEnrolArgs, 'input'>>;
  withdrawEnrolment?: Resolver<Maybe<ResolversTypes['WithdrawEnrolmentResult']>, ParentType, ContextType, RequireFields<MutationWithdrawEnrolmentArgs, 'input'>>;
};

export type CardResolvers<ContextType = Context, ParentType extends ResolversParentTypes['Card'] = ResolversParentTypes['Card'], FederationReferenceType extends FederationReferenceTypes['Card'] = FederationReferenceTypes['Card']> = {
  __resolveReference?: ReferenceResolver<Maybe<ResolversTypes['Card']> | FederationReferenceType, FederationReferenceType, ContextType>;
  id?: Resolver<ResolversTypes['ID'], ParentType, ContextType>;
  entitlements?: Resolver<Maybe<ReadonlyArray<ResolversTypes['Entitlement']>>, ParentType, ContextType, Partial<CardEntitlementsArgs>>;
  enrolments?: Resolver<Maybe<ReadonlyArray<ResolversTypes['Enrolment']>>, ParentType, ContextType>;
};

export type ServiceResolvers<ContextType = Context, ParentType extends ResolversParentTypes['Service'] = ResolversParentTypes['Service']> = {
  id?: Resolver<ResolversTypes['ID'], ParentType, ContextType>;
  name?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  ownership?: Resolver<ResolversTypes['Ownership'], ParentType, ContextType>;
  priceKind?: Resolver<ResolversTypes['PriceKind'], ParentType, ContextType>;
  access?: Resolver<Maybe<ResolversTypes['Access']>, ParentType, ContextType>;
  priceCents?: Resolver<Maybe<ResolversTypes['Int']>, ParentType, ContextType>;
  hasListPrices?: Resolver<ResolversTypes['Boolean'], ParentType, ContextType>;
};

export type EntitlementResolvers<ContextType = Context, ParentType extends ResolversParentTypes['Entitlement'] = ResolversParentTypes['Entitlement']> = {
  service?: Resolver<ResolversTypes['Service'], ParentType, ContextType>;
  access?: Resolver<ResolversTypes['Access'], ParentType, ContextType>;
  priceCents?: Resolver<Maybe<ResolversTypes['Int']>, ParentType, ContextType>;
  code?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  until?: Resolver<Maybe<ResolversTypes['Date']>, ParentType, ContextType>;
  passGroups?: Resolver<ReadonlyArray<ResolversTypes['ID']>, ParentType, ContextType>;
};

export type QuoteResultResolvers<ContextType = Context, ParentType extends ResolversParentTypes['QuoteResult'] = ResolversParentTypes['QuoteResult']> = {
  __resolveType: TypeResolveFn<'Quote' | 'QuoteRefused', ParentType, ContextType>;
};

export type QuoteResolvers<ContextType = Context, ParentType extends ResolversParentTypes['Quote'] = ResolversParentTypes['Quote']> = {
  id?: Resolver<ResolversTypes['ID'], ParentType, ContextType>;
  access?: Resolver<ResolversTypes['Access'], ParentType, ContextType>;
  priceCents?: Resolver<Maybe<ResolversTypes['Int']>, ParentType, ContextType>;
  code?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  __isTypeOf?: IsTypeOfResolverFn<ParentType, ContextType>;
};

export type QuoteRefusedResolvers<ContextType = Context, ParentType extends ResolversParentTypes['QuoteRefused'] = ResolversParentTypes['QuoteRefused']> = {
  reason?: Resolver<ResolversTypes['QuoteRefusalReason'], ParentType, ContextType>;
  message?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  __isTypeOf?: IsTypeOfResolverFn<ParentType, ContextType>;
};

export type QuoteExplanationResolvers<ContextType = Context, ParentType extends ResolversParentTypes['QuoteExplanation'] = ResolversParentTypes['QuoteExplanation']> = {
  id?: Resolver<ResolversTypes['ID'], ParentType, ContextType>;
  quotedAt?: Resolver<ResolversTypes['DateTime'], ParentType, ContextType>;
  on?: Resolver<ResolversTypes['DateTime'], ParentType, ContextType>;
  service?: Resolver<ResolversTypes['ID'], ParentType, ContextType>;
  access?: Resolver<ResolversTypes['Access'], ParentType, ContextType>;
  priceCents?: Resolver<Maybe<ResolversTypes['Int']>, ParentType, ContextType>;
  rulebook?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
  rules?: Resolver<ReadonlyArray<ResolversTypes['ID']>, ParentType, ContextType>;
  facts?: Resolver<ReadonlyArray<ResolversTypes['Fact']>, ParentType, ContextType>;
  pass?: Resolver<Maybe<ResolversTypes['Pass']>, ParentType, ContextType>;
  isReproduced?: Resolver<ResolversTypes['Boolean'], ParentType, ContextType>;
  hindrance?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
};

export type HolderFactsResolvers<ContextType = Context, ParentType extends ResolversParentTypes['HolderFacts'] = ResolversParentTypes['HolderFacts']> = {
  facts?: Resolver<ReadonlyArray<ResolversTypes['Fact']>, ParentType, ContextType>;
  passes?: Resolver<ReadonlyArray<ResolversTypes['Pass']>, ParentType, ContextType>;
};

export type FactResolvers<ContextType = Context, ParentType extends ResolversParentTypes['Fact'] = ResolversParentTypes['Fact']> = {
  id?: Resolver<ResolversTypes['ID'], ParentType, ContextType>;
  kind?: Resolver<ResolversTypes['FactKind'], ParentType, ContextType>;
  class?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
  bornOn?: Resolver<Maybe<ResolversTypes['Date']>, ParentType, ContextType>;
  source?: Resolver<ResolversTypes['FactSource'], ParentType, ContextType>;
  purpose?: Resolver<ResolversTypes['FactPurpose'], ParentType, ContextType>;
  consentedOn?: Resolver<Maybe<ResolversTypes['Date']>, ParentType, ContextType>;
  firstOn?: Resolver<ResolversTypes['Date'], ParentType, ContextType>;
  lastOn?: Resolver<Maybe<ResolversTypes['Date']>, ParentType, ContextType>;
  evidencedOn?: Resolver<ResolversTypes['Date'], ParentType, ContextType>;
  withdrawnAt?: Resolver<Maybe<ResolversTypes['DateTime']>, ParentType, ContextType>;
};

export type PassResolvers<ContextType = Context, ParentType extends ResolversParentTypes['Pass'] = ResolversParentTypes['Pass']> = {
  id?: Resolver<ResolversTypes['ID'], ParentType, ContextType>;
  service?: Resolver<ResolversTypes['ID'], ParentType, ContextType>;
  group?: Resolver<Maybe<ResolversTypes['ID']>, ParentType, ContextType>;
  firstOn?: Resolver<ResolversTypes['Date'], ParentType, ContextType>;
  lastOn?: Resolver<Maybe<ResolversTypes['Date']>, ParentType, ContextType>;
  withdrawnAt?: Resolver<Maybe<ResolversTypes['DateTime']>, ParentType, ContextType>;
};

export type RecordFactResultResolvers<ContextType = Context, ParentType extends ResolversParentTypes['RecordFactResult'] = ResolversParentTypes['RecordFactResult']> = {
  __resolveType: TypeResolveFn<'FactRecorded' | 'EntitlementRefused', ParentType, ContextType>;
};

export type FactRecordedResolvers<ContextType = Context, ParentType extends ResolversParentTypes['FactRecorded'] = ResolversParentTypes['FactRecorded']> = {
  fact?: Resolver<ResolversTypes['Fact'], ParentType, ContextType>;
  changedServices?: Resolver<ReadonlyArray<ResolversTypes['ID']>, ParentType, ContextType>;
  __isTypeOf?: IsTypeOfResolverFn<ParentType, ContextType>;
};

export type WithdrawFactResultResolvers<ContextType = Context, ParentType extends ResolversParentTypes['WithdrawFactResult'] = ResolversParentTypes['WithdrawFactResult']> = {
  __resolveType: TypeResolveFn<'FactWithdrawn' | 'EntitlementRefused', ParentType, ContextType>;
};

export type FactWithdrawnResolvers<ContextType = Context, ParentType extends ResolversParentTypes['FactWithdrawn'] = ResolversParentTypes['FactWithdrawn']> = {
  fact?: Resolver<ResolversTypes['Fact'], ParentType, ContextType>;
  changedServices?: Resolver<ReadonlyArray<ResolversTypes['ID']>, ParentType, ContextType>;
  __isTypeOf?: IsTypeOfResolverFn<ParentType, ContextType>;
};

export type GrantPassResultResolvers<ContextType = Context, ParentType extends ResolversParentTypes['GrantPassResult'] = ResolversParentTypes['GrantPassResult']> = {
  __resolveType: TypeResolveFn<'PassGranted' | 'EntitlementRefused', ParentType, ContextType>;
};

export type PassGrantedResolvers<ContextType = Context, ParentType extends ResolversParentTypes['PassGranted'] = ResolversParentTypes['PassGranted']> = {
  pass?: Resolver<ResolversTypes['Pass'], ParentType, ContextType>;
  changedServices?: Resolver<ReadonlyArray<ResolversTypes['ID']>, ParentType, ContextType>;
  __isTypeOf?: IsTypeOfResolverFn<ParentType, ContextType>;
};

export type WithdrawPassResultResolvers<ContextType = Context, ParentType extends ResolversParentTypes['WithdrawPassResult'] = ResolversParentTypes['WithdrawPassResult']> = {
  __resolveType: TypeResolveFn<'PassWithdrawn' | 'EntitlementRefused', ParentType, ContextType>;
};

export type PassWithdrawnResolvers<ContextType = Context, ParentType extends ResolversParentTypes['PassWithdrawn'] = ResolversParentTypes['PassWithdrawn']> = {
  pass?: Resolver<ResolversTypes['Pass'], ParentType, ContextType>;
  changedServices?: Resolver<ReadonlyArray<ResolversTypes['ID']>, ParentType, ContextType>;
  __isTypeOf?: IsTypeOfResolverFn<ParentType, ContextType>;
};

export type RegisterMerchantResultResolvers<ContextType = Context, ParentType extends ResolversParentTypes['RegisterMerchantResult'] = ResolversParentTypes['RegisterMerchantResult']> = {
  __resolveType: TypeResolveFn<'MerchantRegistered' | 'EntitlementRefused', ParentType, ContextType>;
};

export type MerchantRegisteredResolvers<ContextType = Context, ParentType extends ResolversParentTypes['MerchantRegistered'] = ResolversParentTypes['MerchantRegistered']> = {
  merchant?: Resolver<ResolversTypes['ID'], ParentType, ContextType>;
  service?: Resolver<ResolversTypes['ID'], ParentType, ContextType>;
  __isTypeOf?: IsTypeOfResolverFn<ParentType, ContextType>;
};

export type EntitlementRefusedResolvers<ContextType = Context, ParentType extends ResolversParentTypes['EntitlementRefused'] = ResolversParentTypes['EntitlementRefused']> = {
  reason?: Resolver<ResolversTypes['EntitlementRefusalReason'], ParentType, ContextType>;
  message?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  __isTypeOf?: IsTypeOfResolverFn<ParentType, ContextType>;
};

export type RulebookResolvers<ContextType = Context, ParentType extends ResolversParentTypes['Rulebook'] = ResolversParentTypes['Rulebook']> = {
  version?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
  startsOn?: Resolver<ResolversTypes['Date'], ParentType, ContextType>;
  startsAt?: Resolver<ResolversTypes['DateTime'], ParentType, ContextType>;
  state?: Resolver<ResolversTypes['RulebookState'], ParentType, ContextType>;
  publishedAt?: Resolver<ResolversTypes['DateTime'], ParentType, ContextType>;
  publishedBy?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
  cancelledAt?: Resolver<Maybe<ResolversTypes['DateTime']>, ParentType, ContextType>;
  cancelledBy?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
  content?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  distribution?: Resolver<Maybe<ResolversTypes['RulebookDistribution']>, ParentType, ContextType>;
};

export type RulebookDistributionResolvers<ContextType = Context, ParentType extends ResolversParentTypes['RulebookDistribution'] = ResolversParentTypes['RulebookDistribution']> = {
  cardsDone?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
  cardsTotal?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
  groupsReady?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
  groupsTotal?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
};

export type PublishRulebookResultResolvers<ContextType = Context, ParentType extends ResolversParentTypes['PublishRulebookResult'] = ResolversParentTypes['PublishRulebookResult']> = {
  __resolveType: TypeResolveFn<'RulebookPublished' | 'RulebookRefused', ParentType, ContextType>;
};

export type RulebookPublishedResolvers<ContextType = Context, ParentType extends ResolversParentTypes['RulebookPublished'] = ResolversParentTypes['RulebookPublished']> = {
  rulebook?: Resolver<ResolversTypes['Rulebook'], ParentType, ContextType>;
  __isTypeOf?: IsTypeOfResolverFn<ParentType, ContextType>;
};

export type CancelRulebookResultResolvers<ContextType = Context, ParentType extends ResolversParentTypes['CancelRulebookResult'] = ResolversParentTypes['CancelRulebookResult']> = {
  __resolveType: TypeResolveFn<'RulebookCancelled' | 'RulebookRefused', ParentType, ContextType>;
};

export type RulebookCancelledResolvers<ContextType = Context, ParentType extends ResolversParentTypes['RulebookCancelled'] = ResolversParentTypes['RulebookCancelled']> = {
  rulebook?: Resolver<ResolversTypes['Rulebook'], ParentType, ContextType>;
  __isTypeOf?: IsTypeOfResolverFn<ParentType, ContextType>;
};

export type RulebookRefusedResolvers<ContextType = Context, ParentType extends ResolversParentTypes['RulebookRefused'] = ResolversParentTypes['RulebookRefused']> = {
  reason?: Resolver<ResolversTypes['RulebookRefusalReason'], ParentType, ContextType>;
  message?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  mistakes?: Resolver<ReadonlyArray<ResolversTypes['RulebookMistake']>, ParentType, ContextType>;
  __isTypeOf?: IsTypeOfResolverFn<ParentType, ContextType>;
};

export type RulebookMistakeResolvers<ContextType = Context, ParentType extends ResolversParentTypes['RulebookMistake'] = ResolversParentTypes['RulebookMistake']> = {
  path?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  sentence?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
};

export type PreviewRulebookResultResolvers<ContextType = Context, ParentType extends ResolversParentTypes['PreviewRulebookResult'] = ResolversParentTypes['PreviewRulebookResult']> = {
  __resolveType: TypeResolveFn<'RulebookPreview' | 'RulebookRefused', ParentType, ContextType>;
};

export type RulebookPreviewResolvers<ContextType = Context, ParentType extends ResolversParentTypes['RulebookPreview'] = ResolversParentTypes['RulebookPreview']> = {
  version?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
  comparedWith?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
  on?: Resolver<ResolversTypes['Date'], ParentType, ContextType>;
  isDone?: Resolver<ResolversTypes['Boolean'], ParentType, ContextType>;
  done?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
  total?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
  rows?: Resolver<Maybe<ReadonlyArray<ResolversTypes['RulebookPreviewRow']>>, ParentType, ContextType>;
  countedAt?: Resolver<Maybe<ResolversTypes['DateTime']>, ParentType, ContextType>;
  __isTypeOf?: IsTypeOfResolverFn<ParentType, ContextType>;
};

export type RulebookPreviewRowResolvers<ContextType = Context, ParentType extends ResolversParentTypes['RulebookPreviewRow'] = ResolversParentTypes['RulebookPreviewRow']> = {
  service?: Resolver<ResolversTypes['ID'], ParentType, ContextType>;
  wins?: Resolver<Maybe<ResolversTypes['Int']>, ParentType, ContextType>;
  loses?: Resolver<Maybe<ResolversTypes['Int']>, ParentType, ContextType>;
  same?: Resolver<Maybe<ResolversTypes['Int']>, ParentType, ContextType>;
};

export type CoursePageResolvers<ContextType = Context, ParentType extends ResolversParentTypes['CoursePage'] = ResolversParentTypes['CoursePage']> = {
  items?: Resolver<ReadonlyArray<ResolversTypes['Course']>, ParentType, ContextType>;
  endCursor?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
};

export type CourseResolvers<ContextType = Context, ParentType extends ResolversParentTypes['Course'] = ResolversParentTypes['Course']> = {
  id?: Resolver<ResolversTypes['ID'], ParentType, ContextType>;
  service?: Resolver<ResolversTypes['ID'], ParentType, ContextType>;
  title?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  firstOn?: Resolver<ResolversTypes['Date'], ParentType, ContextType>;
  lastOn?: Resolver<ResolversTypes['Date'], ParentType, ContextType>;
  listPriceCents?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
  places?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
  freePlaces?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
  waiting?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
  enrolFrom?: Resolver<ResolversTypes['Date'], ParentType, ContextType>;
  enrolUntil?: Resolver<ResolversTypes['Date'], ParentType, ContextType>;
  enrolment?: Resolver<ResolversTypes['CourseEnrolment'], ParentType, ContextType>;
  isCancelled?: Resolver<ResolversTypes['Boolean'], ParentType, ContextType>;
};

export type EnrolmentResolvers<ContextType = Context, ParentType extends ResolversParentTypes['Enrolment'] = ResolversParentTypes['Enrolment']> = {
  id?: Resolver<ResolversTypes['ID'], ParentType, ContextType>;
  course?: Resolver<ResolversTypes['Course'], ParentType, ContextType>;
  state?: Resolver<ResolversTypes['EnrolmentState'], ParentType, ContextType>;
  position?: Resolver<Maybe<ResolversTypes['Int']>, ParentType, ContextType>;
  enrolledAt?: Resolver<ResolversTypes['DateTime'], ParentType, ContextType>;
  listPriceCents?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
  priceCents?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
  priceDueCents?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
};

export type OpenCourseResultResolvers<ContextType = Context, ParentType extends ResolversParentTypes['OpenCourseResult'] = ResolversParentTypes['OpenCourseResult']> = {
  __resolveType: TypeResolveFn<'CourseOpened', ParentType, ContextType>;
};

export type CourseOpenedResolvers<ContextType = Context, ParentType extends ResolversParentTypes['CourseOpened'] = ResolversParentTypes['CourseOpened']> = {
  course?: Resolver<ResolversTypes['Course'], ParentType, ContextType>;
  __isTypeOf?: IsTypeOfResolverFn<ParentType, ContextType>;
};

export type CloseCourseResultResolvers<ContextType = Context, ParentType extends ResolversParentTypes['CloseCourseResult'] = ResolversParentTypes['CloseCourseResult']> = {
  __resolveType: TypeResolveFn<'CourseClosed' | 'EnrolmentRefused', ParentType, ContextType>;
};

export type CourseClosedResolvers<ContextType = Context, ParentType extends ResolversParentTypes['CourseClosed'] = ResolversParentTypes['CourseClosed']> = {
  course?: Resolver<ResolversTypes['Course'], ParentType, ContextType>;
  __isTypeOf?: IsTypeOfResolverFn<ParentType, ContextType>;
};

export type EnrolResultResolvers<ContextType = Context, ParentType extends ResolversParentTypes['EnrolResult'] = ResolversParentTypes['EnrolResult']> = {
  __resolveType: TypeResolveFn<'Enrolled' | 'EnrolmentRefused', ParentType, ContextType>;
};

export type EnrolledResolvers<ContextType = Context, ParentType extends ResolversParentTypes['Enrolled'] = ResolversParentTypes['Enrolled']> = {
  enrolment?: Resolver<ResolversTypes['Enrolment'], ParentType, ContextType>;
  __isTypeOf?: IsTypeOfResolverFn<ParentType, ContextType>;
};

export type WithdrawEnrolmentResultResolvers<ContextType = Context, ParentType extends ResolversParentTypes['WithdrawEnrolmentResult'] = ResolversParentTypes['WithdrawEnrolmentResult']> = {
  __resolveType: TypeResolveFn<'EnrolmentWithdrawn' | 'EnrolmentRefused', ParentType, ContextType>;
};

export type EnrolmentWithdrawnResolvers<ContextType = Context, ParentType extends ResolversParentTypes['EnrolmentWithdrawn'] = ResolversParentTypes['EnrolmentWithdrawn']> = {
  enrolment?: Resolver<ResolversTypes['Enrolment'], ParentType, ContextType>;
  __isTypeOf?: IsTypeOfResolverFn<ParentType, ContextType>;
};

export type EnrolmentRefusedResolvers<ContextType = Context, ParentType extends ResolversParentTypes['EnrolmentRefused'] = ResolversParentTypes['EnrolmentRefused']> = {
  reason?: Resolver<ResolversTypes['EnrolmentRefusalReason'], ParentType, ContextType>;
  message?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  __isTypeOf?: IsTypeOfResolverFn<ParentType, ContextType>;
};

export type Resolvers<ContextType = Context> = {
  Date?: GraphQLScalarType;
  DateTime?: GraphQLScalarType;
  CardNumber?: GraphQLScalarType;
  Query?: QueryResolvers<ContextType>;
  Mutation?: MutationResolvers<ContextType>;
  Card?: CardResolvers<ContextType>;
  Service?: ServiceResolvers<ContextType>;
  Entitlement?: EntitlementResolvers<ContextType>;
  QuoteResult?: QuoteResultResolvers<ContextType>;
  Quote?: QuoteResolvers<ContextType>;
  QuoteRefused?: QuoteRefusedResolvers<ContextType>;
  QuoteExplanation?: QuoteExplanationResolvers<ContextType>;
  HolderFacts?: HolderFactsResolvers<ContextType>;
  Fact?: FactResolvers<ContextType>;
  Pass?: PassResolvers<ContextType>;
  RecordFactResult?: RecordFactResultResolvers<ContextType>;
  FactRecorded?: FactRecordedResolvers<ContextType>;
  WithdrawFactResult?: WithdrawFactResultResolvers<ContextType>;
  FactWithdrawn?: FactWithdrawnResolvers<ContextType>;
  GrantPassResult?: GrantPassResultResolvers<ContextType>;
  PassGranted?: PassGrantedResolvers<ContextType>;
  WithdrawPassResult?: WithdrawPassResultResolvers<ContextType>;
  PassWithdrawn?: PassWithdrawnResolvers<ContextType>;
  RegisterMerchantResult?: RegisterMerchantResultResolvers<ContextType>;
  MerchantRegistered?: MerchantRegisteredResolvers<ContextType>;
  EntitlementRefused?: EntitlementRefusedResolvers<ContextType>;
  Rulebook?: RulebookResolvers<ContextType>;
  RulebookDistribution?: RulebookDistributionResolvers<ContextType>;
  PublishRulebookResult?: PublishRulebookResultResolvers<ContextType>;
  RulebookPublished?: RulebookPublishedResolvers<ContextType>;
  CancelRulebookResult?: CancelRulebookResultResolvers<ContextType>;
  RulebookCancelled?: RulebookCancelledResolvers<ContextType>;
  RulebookRefused?: RulebookRefusedResolvers<ContextType>;
  RulebookMistake?: RulebookMistakeResolvers<ContextType>;
  PreviewRulebookResult?: PreviewRulebookResultResolvers<ContextType>;
  RulebookPreview?: RulebookPreviewResolvers<ContextType>;
  RulebookPreviewRow?: RulebookPreviewRowResolvers<ContextType>;
  CoursePage?: CoursePageResolvers<ContextType>;
  Course?: CourseResolvers<ContextType>;
  Enrolment?: EnrolmentResolvers<ContextType>;
  OpenCourseResult?: OpenCourseResultResolvers<ContextType>;
  CourseOpened?: CourseOpenedResolvers<ContextType>;
  CloseCourseResult?: CloseCourseResultResolvers<ContextType>;
  CourseClosed?: CourseClosedResolvers<ContextType>;
  EnrolResult?: EnrolResultResolvers<ContextType>;
  Enrolled?: EnrolledResolvers<ContextType>;
  WithdrawEnrolmentResult?: WithdrawEnrolmentResultResolvers<ContextType>;
  EnrolmentWithdrawn?: EnrolmentWithdrawnResolvers<ContextType>;
  EnrolmentRefused?: EnrolmentRefusedResolvers<ContextType>;
};

