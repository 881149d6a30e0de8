/* oxlint-disable */
import type { GraphQLResolveInfo, GraphQLScalarType, GraphQLScalarTypeConfig } from 'graphql';
import type { EntitledCard } from './card-ref.ts';
import type { ServiceRow } from './services.ts';
import type { EntitlementRow } from './entitlements.ts';
import type { Context } from './context.ts';
export type Maybe<T> = T | null;
export type InputMaybe<T> = Maybe<T>;
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

/**
 * Changes of facts and passes, for staff. Every input has an idempotency key: the same key with the same
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
};


/**
 * Changes of facts and passes, for staff. Every input has an idempotency key: the same key with the same
 * input gives the first result again for 24 hours, and has no second effect.
 */
export type MutationRecordFactArgs = {
  input: RecordFactInput;
};


/**
 * Changes of facts and passes, for staff. Every input has an idempotency key: the same key with the same
 * input gives the first result again for 24 hours, and has no second effect.
 */
export type MutationWithdrawFactArgs = {
  input: WithdrawFactInput;
};


/**
 * Changes of facts and passes, for staff. Every input has an idempotency key: the same key with the same
 * input gives the first result again for 24 hours, and has no second effect.
 */
export type MutationGrantPassArgs = {
  input: GrantPassInput;
};


/**
 * Changes of facts and passes, for staff. Every input has an idempotency key: the same key with the same
 * input gives the first result again for 24 hours, and has no second effect.
 */
export type MutationWithdrawPassArgs = {
  input: WithdrawPassInput;
};


/**
 * Changes of facts and passes, for staff. Every input has an idempotency key: the same key with the same
 * input gives the first result again for 24 hours, and has no second effect.
 */
export type MutationRegisterMerchantArgs = {
  input: RegisterMerchantInput;
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
};


/** Mapping between all available schema types and the resolvers types */
export type ResolversTypes = {
  Date: ResolverTypeWrapper<Scalars['Date']['output']>;
  DateTime: ResolverTypeWrapper<Scalars['DateTime']['output']>;
  CardNumber: ResolverTypeWrapper<Scalars['CardNumber']['output']>;
  Query: ResolverTypeWrapper<Record<PropertyKey, never>>;
  ID: ResolverTypeWrapper<Scalars['ID']['output']>;
  Int: ResolverTypeWrapper<Scalars['Int']['output']>;
  Mutation: ResolverTypeWrapper<Record<PropertyKey, never>>;
  Card: ResolverTypeWrapper<EntitledCard>;
  Service: ResolverTypeWrapper<ServiceRow>;
  String: ResolverTypeWrapper<Scalars['String']['output']>;
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
};

/** Mapping between all available schema types and the resolvers parents */
export type ResolversParentTypes = {
  Date: Scalars['Date']['output'];
  DateTime: Scalars['DateTime']['output'];
  CardNumber: Scalars['CardNumber']['output'];
  Query: Record<PropertyKey, never>;
  ID: Scalars['ID']['output'];
  Int: Scalars['Int']['output'];
  Mutation: Record<PropertyKey, never>;
  Card: EntitledCard;
  Service: ServiceRow;
  String: Scalars['String']['output'];
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
};

export type MutationResolvers<ContextType = Context, ParentType extends ResolversParentTypes['Mutation'] = ResolversParentTypes['Mutation']> = {
  recordFact?: Resolver<Maybe<ResolversTypes['RecordFactResult']>, ParentType, ContextType, RequireFields<MutationRecordFactArgs, 'input'>>;
  withdrawFact?: Resolver<Maybe<ResolversTypes['WithdrawFactResult']>, ParentType, ContextType, RequireFields<MutationWithdrawFactArgs, 'input'>>;
  grantPass?: Resolver<Maybe<ResolversTypes['GrantPassResult']>, ParentType, ContextType, RequireFields<MutationGrantPassArgs, 'input'>>;
  withdrawPass?: Resolver<Maybe<ResolversTypes['WithdrawPassResult']>, ParentType, ContextType, RequireFields<MutationWithdrawPassArgs, 'input'>>;
  registerMerchant?: Resolver<Maybe<ResolversTypes['RegisterMerchantResult']>, ParentType, ContextType, RequireFields<MutationRegisterMerchantArgs, 'input'>>;
};

export type CardResolvers<ContextType = Context, ParentType extends ResolversParentTypes['Card'] = ResolversParentTypes['Card'], FederationReferenceType extends FederationReferenceTypes['Card'] = FederationReferenceTypes['Card']> = {
  __resolveReference?: ReferenceResolver<Maybe<ResolversTypes['Card']> | FederationReferenceType, FederationReferenceType, ContextType>;
  id?: Resolver<ResolversTypes['ID'], ParentType, ContextType>;
  entitlements?: Resolver<Maybe<ReadonlyArray<ResolversTypes['Entitlement']>>, ParentType, ContextType, Partial<CardEntitlementsArgs>>;
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
};

