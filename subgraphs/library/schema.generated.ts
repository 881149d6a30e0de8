/* oxlint-disable */
import type { GraphQLResolveInfo, GraphQLScalarType, GraphQLScalarTypeConfig } from 'graphql';
import type { LibraryCard } from './card-ref.ts';
import type { LibraryRow, LoanRow, HoldRow, ChargeRow } from './load-library.ts';
import type { SourceRow } from '../../platform/subgraph/source.ts';
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
  /** An instant in UTC, `YYYY-MM-DDTHH:MM:SS.sssZ`. */
  DateTime: { input: string; output: string; }
  /** The nineteen digits printed on a card, as text without spaces. */
  CardNumber: { input: string; output: string; }
  _FieldSet: { input: string; output: string; }
};

/** A citizen card; this part of it is what the city's two library systems know of its holder. */
export type Card = {
  readonly __typename?: 'Card';
  /** Opaque name of the card inside the hub. */
  readonly id: Scalars['ID']['output'];
  /** Rises with every change of the card; values remembered for another version are not used. */
  readonly version: Scalars['Int']['output'];
  /** True only while the card is active. */
  readonly isUsable: Scalars['Boolean']['output'];
  /** The holder's borrower number in the municipal libraries; null when not linked. */
  readonly municipalLibraryNumber?: Maybe<Scalars['String']['output']>;
  /** The holder's borrower number in the regional library; null when not linked. */
  readonly regionalLibraryNumber?: Maybe<Scalars['String']['output']>;
  /** The holder's library account, municipal and regional as one; null when neither is linked. */
  readonly library?: Maybe<Library>;
};

/**
 * One account over two library systems. Each list holds the municipal items first, then the
 * regional ones. When a system gives neither an answer nor a last known value, its part of a list is
 * ONE null item with an error at that item's path: a list without null items is whole.
 */
export type Library = {
  readonly __typename?: 'Library';
  /**
   * Whether the holder may borrow in every linked system. False for a card that is not active. Null,
   * with an error, unless every linked system is known.
   */
  readonly mayBorrow?: Maybe<Scalars['Boolean']['output']>;
  /** Items on loan now. A null item is one that could not be read, or the part of a silent system. */
  readonly loans?: Maybe<ReadonlyArray<Maybe<Loan>>>;
  /** Reserved titles. A null item is one that could not be read, or the part of a silent system. */
  readonly holds?: Maybe<ReadonlyArray<Maybe<Hold>>>;
  /** Money owed. A null item is one that could not be read, or the part of a silent system. */
  readonly charges?: Maybe<ReadonlyArray<Maybe<Charge>>>;
  /**
   * The worse of `sources`: no answer is worse than last known, last known worse than live; of two
   * equally fresh ones the one with the older `asOf`. It counts all that this query selects here.
   */
  readonly source: Source;
  /**
   * Always both systems, the municipal one first. A system that is not linked counts as live: there
   * is nothing to ask it.
   */
  readonly sources: ReadonlyArray<Source>;
};

/** One item borrowed from a municipal or regional library. */
export type Loan = {
  readonly __typename?: 'Loan';
  /** Opaque; pass it to `renewLoan`. */
  readonly id: Scalars['ID']['output'];
  /** Title as the library catalogues it. */
  readonly title: Scalars['String']['output'];
  /** Last day to bring it back. */
  readonly dueOn: Scalars['Date']['output'];
  /** Where this loan was read, and when. */
  readonly source: Source;
};

/** One title reserved in a municipal or regional library. */
export type Hold = {
  readonly __typename?: 'Hold';
  /** Opaque. */
  readonly id: Scalars['ID']['output'];
  /** Title as the library catalogues it. */
  readonly title: Scalars['String']['output'];
  /** True when the item waits for the holder on the hold shelf. */
  readonly isReady: Scalars['Boolean']['output'];
  /** Where this hold was read, and when. */
  readonly source: Source;
};

/** Money owed to a municipal or regional library. */
export type Charge = {
  readonly __typename?: 'Charge';
  /** Opaque; pass it to `payLibraryCharge`. */
  readonly id: Scalars['ID']['output'];
  /** What it is for, in the library's own words. */
  readonly concept: Scalars['String']['output'];
  /** What is still owed, in euro cents. */
  readonly amountCents: Scalars['Int']['output'];
  /** Where this charge was read, and when. */
  readonly source: Source;
};

/** Where a value comes from and how fresh it is. */
export type Source = {
  readonly __typename?: 'Source';
  /** Name of the system: `library` (the municipal libraries), `regionalLibrary`, `sports`, `transport`, `parking` or `tax`. */
  readonly system: Scalars['String']['output'];
  /** When the system said so; null when it gave neither an answer nor a last known value. */
  readonly asOf?: Maybe<Scalars['DateTime']['output']>;
  /** Null when the system gave neither an answer nor a last known value. */
  readonly freshness?: Maybe<Freshness>;
};

/** How fresh a value is. */
export type Freshness =
  /** Told by the system for this very request, or harvested from it within twice the usual interval. */
  | 'LIVE'
  /** The system did not answer; this is what it said last, at most 72 hours ago. */
  | 'LAST_KNOWN';

/** Changes in the library systems. Each takes an idempotency key: the same key and input have one effect and give the first result. */
export type Mutation = {
  readonly __typename?: 'Mutation';
  /**
   * Renews one loan. For the holder, staff and kiosks. Null with an error when the library does not
   * answer and nothing was sent to it.
   */
  readonly renewLoan?: Maybe<RenewLoanResult>;
  /** Renews every loan that can be renewed, in both systems. For the holder, staff and kiosks. */
  readonly renewAllLoans?: Maybe<RenewAllLoansResult>;
  /**
   * Records a payment that was taken elsewhere. For staff and kiosks. Null with an error when the
   * library does not answer and nothing was sent to it.
   */
  readonly payLibraryCharge?: Maybe<PayLibraryChargeResult>;
};


/** Changes in the library systems. Each takes an idempotency key: the same key and input have one effect and give the first result. */
export type MutationRenewLoanArgs = {
  input: RenewLoanInput;
};


/** Changes in the library systems. Each takes an idempotency key: the same key and input have one effect and give the first result. */
export type MutationRenewAllLoansArgs = {
  input: RenewAllLoansInput;
};


/** Changes in the library systems. Each takes an idempotency key: the same key and input have one effect and give the first result. */
export type MutationPayLibraryChargeArgs = {
  input: PayLibraryChargeInput;
};

/** What `renewLoan` needs. */
export type RenewLoanInput = {
  /** The number printed on the borrower's card. */
  readonly card: Scalars['CardNumber']['input'];
  /** As given by `Loan.id`. */
  readonly loanId: Scalars['ID']['input'];
  /** 8 to 128 printable ASCII characters, one for each wish; repeat it to learn a lost result. */
  readonly idempotencyKey: Scalars['String']['input'];
};

/** What `renewAllLoans` needs. */
export type RenewAllLoansInput = {
  /** The number printed on the borrower's card. */
  readonly card: Scalars['CardNumber']['input'];
  /** 8 to 128 printable ASCII characters, one for each wish; repeat it to learn a lost result. */
  readonly idempotencyKey: Scalars['String']['input'];
};

/** What `payLibraryCharge` needs. */
export type PayLibraryChargeInput = {
  /** The number printed on the borrower's card. */
  readonly card: Scalars['CardNumber']['input'];
  /** As given by `Charge.id`. */
  readonly chargeId: Scalars['ID']['input'];
  /** What was paid, in euro cents: at least 1, at most what is owed. */
  readonly amountCents: Scalars['Int']['input'];
  /** Reference of the receipt given for the payment: 1 to 40 printable ASCII characters without `|`. */
  readonly receipt: Scalars['String']['input'];
  /** 8 to 128 printable ASCII characters, one for each payment; repeat it to learn a lost result. */
  readonly idempotencyKey: Scalars['String']['input'];
};

/** How a renewal ended. */
export type RenewLoanResult = LoanRenewed | RenewalRefused | OutcomeUnknown;

/** How renewing everything ended. */
export type RenewAllLoansResult = RenewalsBySystem | RenewalRefused;

/** How recording a payment ended. */
export type PayLibraryChargeResult = ChargePaid | PaymentRefused | OutcomeUnknown;

/** The loan is renewed. */
export type LoanRenewed = {
  readonly __typename?: 'LoanRenewed';
  /** The loan with its new due day. */
  readonly loan: Loan;
};

/** Nothing was renewed. */
export type RenewalRefused = {
  readonly __typename?: 'RenewalRefused';
  /** Why, for programs. */
  readonly reason: RenewalRefusalReason;
  /** Why, for people. */
  readonly message: Scalars['String']['output'];
};

/** Why a renewal was refused. */
export type RenewalRefusalReason =
  /** The library refused; it does not tell why. */
  | 'LIBRARY_REFUSED'
  /** The borrower has no such loan. */
  | 'LOAN_NOT_FOUND'
  /** There is no such card. Only told to staff and kiosks. */
  | 'CARD_UNKNOWN'
  /** The card is not active. */
  | 'CARD_NOT_USABLE'
  /** The card has no account in the library. */
  | 'NOT_LINKED'
  /** An earlier attempt with this key was lost, and the library shows that nothing came of it. */
  | 'NOT_RECORDED';

/** What each library system did; one can have renewed while the other was not reached. */
export type RenewalsBySystem = {
  readonly __typename?: 'RenewalsBySystem';
  /** Always both systems, the municipal one first. */
  readonly systems: ReadonlyArray<SystemRenewals>;
};

/** What one library system did. */
export type SystemRenewals = {
  readonly __typename?: 'SystemRenewals';
  /** `library` (the municipal libraries) or `regionalLibrary`. */
  readonly system: Scalars['String']['output'];
  /** How it ended. */
  readonly status: RenewalsStatus;
  /** Renewed loans, as `Loan.id`; null unless `status` is DONE. */
  readonly renewedLoanIds?: Maybe<ReadonlyArray<Scalars['ID']['output']>>;
  /** Loans that the library would not renew, as `Loan.id`; null unless `status` is DONE. */
  readonly refusedLoanIds?: Maybe<ReadonlyArray<Scalars['ID']['output']>>;
};

/** How renewing everything ended in one system. */
export type RenewalsStatus =
  /** The library answered; the lists say what was renewed. */
  | 'DONE'
  /** The answer was lost. Repeat the same key to find out; it will not renew twice. */
  | 'UNKNOWN'
  /** The library did not answer and nothing was sent to it. Try again with another key. */
  | 'NOT_REACHED'
  /** The card has no account in this system. */
  | 'NOT_LINKED';

/** The library has recorded the payment. */
export type ChargePaid = {
  readonly __typename?: 'ChargePaid';
  /** The charge that was paid, as `Charge.id`. */
  readonly chargeId: Scalars['ID']['output'];
  /** What was recorded, in euro cents. */
  readonly amountCents: Scalars['Int']['output'];
  /** Reference of the receipt. */
  readonly receipt: Scalars['String']['output'];
};

/** Nothing was recorded. */
export type PaymentRefused = {
  readonly __typename?: 'PaymentRefused';
  /** Why, for programs. */
  readonly reason: PaymentRefusalReason;
  /** Why, for people. */
  readonly message: Scalars['String']['output'];
};

/** Why a payment was refused. */
export type PaymentRefusalReason =
  /** The library refused; it does not tell why. */
  | 'LIBRARY_REFUSED'
  /** The borrower does not owe this charge. */
  | 'CHARGE_NOT_FOUND'
  /** The amount is more than what is owed. */
  | 'AMOUNT_TOO_HIGH'
  /** There is no such card. */
  | 'CARD_UNKNOWN'
  /** The card has no account in the library. */
  | 'NOT_LINKED'
  /** An earlier attempt with this key was lost, and the library shows that nothing came of it. */
  | 'NOT_RECORDED';

/**
 * The request went out and its answer was lost, so it may or may not have had its effect. Send the
 * same input with the same key to find out: it is looked up, never done twice.
 */
export type OutcomeUnknown = {
  readonly __typename?: 'OutcomeUnknown';
  /** What to do, for people. */
  readonly message: Scalars['String']['output'];
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
};

/** Mapping of federation reference types */
export type FederationReferenceTypes = {
  Card:
    ( { __typename: 'Card' }
    & GraphQLRecursivePick<FederationTypes['Card'], {"id":true}>
    & ( Record<PropertyKey, never>
        | GraphQLRecursivePick<FederationTypes['Card'], {"version":true,"isUsable":true,"municipalLibraryNumber":true,"regionalLibraryNumber":true}> ) );
};

/** Mapping of union types */
export type ResolversUnionTypes<_RefType extends Record<string, unknown>> = {
  RenewLoanResult:
    | ( Omit<LoanRenewed, 'loan'> & { loan: _RefType['Loan'] } )
    | ( RenewalRefused )
    | ( OutcomeUnknown )
  ;
  RenewAllLoansResult:
    | ( RenewalsBySystem )
    | ( RenewalRefused )
  ;
  PayLibraryChargeResult:
    | ( ChargePaid )
    | ( PaymentRefused )
    | ( OutcomeUnknown )
  ;
};


/** Mapping between all available schema types and the resolvers types */
export type ResolversTypes = {
  Date: ResolverTypeWrapper<Scalars['Date']['output']>;
  DateTime: ResolverTypeWrapper<Scalars['DateTime']['output']>;
  CardNumber: ResolverTypeWrapper<Scalars['CardNumber']['output']>;
  Card: ResolverTypeWrapper<LibraryCard>;
  ID: ResolverTypeWrapper<Scalars['ID']['output']>;
  Int: ResolverTypeWrapper<Scalars['Int']['output']>;
  Boolean: ResolverTypeWrapper<Scalars['Boolean']['output']>;
  String: ResolverTypeWrapper<Scalars['String']['output']>;
  Library: ResolverTypeWrapper<LibraryRow>;
  Loan: ResolverTypeWrapper<LoanRow>;
  Hold: ResolverTypeWrapper<HoldRow>;
  Charge: ResolverTypeWrapper<ChargeRow>;
  Source: ResolverTypeWrapper<SourceRow>;
  Freshness: Freshness;
  Mutation: ResolverTypeWrapper<Record<PropertyKey, never>>;
  RenewLoanInput: RenewLoanInput;
  RenewAllLoansInput: RenewAllLoansInput;
  PayLibraryChargeInput: PayLibraryChargeInput;
  RenewLoanResult: ResolverTypeWrapper<ResolversUnionTypes<ResolversTypes>['RenewLoanResult']>;
  RenewAllLoansResult: ResolverTypeWrapper<ResolversUnionTypes<ResolversTypes>['RenewAllLoansResult']>;
  PayLibraryChargeResult: ResolverTypeWrapper<ResolversUnionTypes<ResolversTypes>['PayLibraryChargeResult']>;
  LoanRenewed: ResolverTypeWrapper<Omit<LoanRenewed, 'loan'> & { loan: ResolversTypes['Loan'] }>;
  RenewalRefused: ResolverTypeWrapper<RenewalRefused>;
  RenewalRefusalReason: RenewalRefusalReason;
  RenewalsBySystem: ResolverTypeWrapper<RenewalsBySystem>;
  SystemRenewals: ResolverTypeWrapper<SystemRenewals>;
  RenewalsStatus: RenewalsStatus;
  ChargePaid: ResolverTypeWrapper<ChargePaid>;
  PaymentRefused: ResolverTypeWrapper<PaymentRefused>;
  PaymentRefusalReason: PaymentRefusalReason;
  OutcomeUnknown: ResolverTypeWrapper<OutcomeUnknown>;
};

/** Mapping between all available schema types and the resolvers parents */
export type ResolversParentTypes = {
  Date: Scalars['Date']['output'];
  DateTime: Scalars['DateTime']['output'];
  CardNumber: Scalars['CardNumber']['output'];
  Card: LibraryCard;
  ID: Scalars['ID']['output'];
  Int: Scalars['Int']['output'];
  Boolean: Scalars['Boolean']['output'];
  String: Scalars['String']['output'];
  Library: LibraryRow;
  Loan: LoanRow;
  Hold: HoldRow;
  Charge: ChargeRow;
  Source: SourceRow;
  Mutation: Record<PropertyKey, never>;
  RenewLoanInput: RenewLoanInput;
  RenewAllLoansInput: RenewAllLoansInput;
  PayLibraryChargeInput: PayLibraryChargeInput;
  RenewLoanResult: ResolversUnionTypes<ResolversParentTypes>['RenewLoanResult'];
  RenewAllLoansResult: ResolversUnionTypes<ResolversParentTypes>['RenewAllLoansResult'];
  PayLibraryChargeResult: ResolversUnionTypes<ResolversParentTypes>['PayLibraryChargeResult'];
  LoanRenewed: Omit<LoanRenewed, 'loan'> & { loan: ResolversParentTypes['Loan'] };
  RenewalRefused: RenewalRefused;
  RenewalsBySystem: RenewalsBySystem;
  SystemRenewals: SystemRenewals;
  ChargePaid: ChargePaid;
  PaymentRefused: PaymentRefused;
  OutcomeUnknown: OutcomeUnknown;
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

export type CardResolvers<ContextType = Context, ParentType extends ResolversParentTypes['Card'] = ResolversParentTypes['Card'], FederationReferenceType extends FederationReferenceTypes['Card'] = FederationReferenceTypes['Card']> = {
  __resolveReference?: ReferenceResolver<Maybe<ResolversTypes['Card']> | FederationReferenceType, FederationReferenceType, ContextType>;
  id?: Resolver<ResolversTypes['ID'], ParentType, ContextType>;
  library?: Resolver<Maybe<ResolversTypes['Library']>, ParentType, ContextType>;
};

export type LibraryResolvers<ContextType = Context, ParentType extends ResolversParentTypes['Library'] = ResolversParentTypes['Library']> = {
  mayBorrow?: Resolver<Maybe<ResolversTypes['Boolean']>, ParentType, ContextType>;
  loans?: Resolver<Maybe<ReadonlyArray<Maybe<ResolversTypes['Loan']>>>, ParentType, ContextType>;
  holds?: Resolver<Maybe<ReadonlyArray<Maybe<ResolversTypes['Hold']>>>, ParentType, ContextType>;
  charges?: Resolver<Maybe<ReadonlyArray<Maybe<ResolversTypes['Charge']>>>, ParentType, ContextType>;
  source?: Resolver<ResolversTypes['Source'], ParentType, ContextType>;
  sources?: Resolver<ReadonlyArray<ResolversTypes['Source']>, ParentType, ContextType>;
};

export type LoanResolvers<ContextType = Context, ParentType extends ResolversParentTypes['Loan'] = ResolversParentTypes['Loan']> = {
  id?: Resolver<ResolversTypes['ID'], ParentType, ContextType>;
  title?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  dueOn?: Resolver<ResolversTypes['Date'], ParentType, ContextType>;
  source?: Resolver<ResolversTypes['Source'], ParentType, ContextType>;
};

export type HoldResolvers<ContextType = Context, ParentType extends ResolversParentTypes['Hold'] = ResolversParentTypes['Hold']> = {
  id?: Resolver<ResolversTypes['ID'], ParentType, ContextType>;
  title?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  isReady?: Resolver<ResolversTypes['Boolean'], ParentType, ContextType>;
  source?: Resolver<ResolversTypes['Source'], ParentType, ContextType>;
};

export type ChargeResolvers<ContextType = Context, ParentType extends ResolversParentTypes['Charge'] = ResolversParentTypes['Charge']> = {
  id?: Resolver<ResolversTypes['ID'], ParentType, ContextType>;
  concept?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  amountCents?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
  source?: Resolver<ResolversTypes['Source'], ParentType, ContextType>;
};

export type SourceResolvers<ContextType = Context, ParentType extends ResolversParentTypes['Source'] = ResolversParentTypes['Source']> = {
  system?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  asOf?: Resolver<Maybe<ResolversTypes['DateTime']>, ParentType, ContextType>;
  freshness?: Resolver<Maybe<ResolversTypes['Freshness']>, ParentType, ContextType>;
};

export type MutationResolvers<ContextType = Context, ParentType extends ResolversParentTypes['Mutation'] = ResolversParentTypes['Mutation']> = {
  renewLoan?: Resolver<Maybe<ResolversTypes['RenewLoanResult']>, ParentType, ContextType, RequireFields<MutationRenewLoanArgs, 'input'>>;
  renewAllLoans?: Resolver<Maybe<ResolversTypes['RenewAllLoansResult']>, ParentType, ContextType, RequireFields<MutationRenewAllLoansArgs, 'input'>>;
  payLibraryCharge?: Resolver<Maybe<ResolversTypes['PayLibraryChargeResult']>, ParentType, ContextType, RequireFields<MutationPayLibraryChargeArgs, 'input'>>;
};

export type RenewLoanResultResolvers<ContextType = Context, ParentType extends ResolversParentTypes['RenewLoanResult'] = ResolversParentTypes['RenewLoanResult']> = {
  __resolveType: TypeResolveFn<'LoanRenewed' | 'RenewalRefused' | 'OutcomeUnknown', ParentType, ContextType>;
};

export type RenewAllLoansResultResolvers<ContextType = Context, ParentType extends ResolversParentTypes['RenewAllLoansResult'] = ResolversParentTypes['RenewAllLoansResult']> = {
  __resolveType: TypeResolveFn<'RenewalsBySystem' | 'RenewalRefused', ParentType, ContextType>;
};

export type PayLibraryChargeResultResolvers<ContextType = Context, ParentType extends ResolversParentTypes['PayLibraryChargeResult'] = ResolversParentTypes['PayLibraryChargeResult']> = {
  __resolveType: TypeResolveFn<'ChargePaid' | 'PaymentRefused' | 'OutcomeUnknown', ParentType, ContextType>;
};

export type LoanRenewedResolvers<ContextType = Context, ParentType extends ResolversParentTypes['LoanRenewed'] = ResolversParentTypes['LoanRenewed']> = {
  loan?: Resolver<ResolversTypes['Loan'], ParentType, ContextType>;
  __isTypeOf?: IsTypeOfResolverFn<ParentType, ContextType>;
};

export type RenewalRefusedResolvers<ContextType = Context, ParentType extends ResolversParentTypes['RenewalRefused'] = ResolversParentTypes['RenewalRefused']> = {
  reason?: Resolver<ResolversTypes['RenewalRefusalReason'], ParentType, ContextType>;
  message?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  __isTypeOf?: IsTypeOfResolverFn<ParentType, ContextType>;
};

export type RenewalsBySystemResolvers<ContextType = Context, ParentType extends ResolversParentTypes['RenewalsBySystem'] = ResolversParentTypes['RenewalsBySystem']> = {
  systems?: Resolver<ReadonlyArray<ResolversTypes['SystemRenewals']>, ParentType, ContextType>;
  __isTypeOf?: IsTypeOfResolverFn<ParentType, ContextType>;
};

export type SystemRenewalsResolvers<ContextType = Context, ParentType extends ResolversParentTypes['SystemRenewals'] = ResolversParentTypes['SystemRenewals']> = {
  system?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  status?: Resolver<ResolversTypes['RenewalsStatus'], ParentType, ContextType>;
  renewedLoanIds?: Resolver<Maybe<ReadonlyArray<ResolversTypes['ID']>>, ParentType, ContextType>;
  refusedLoanIds?: Resolver<Maybe<ReadonlyArray<ResolversTypes['ID']>>, ParentType, ContextType>;
};

export type ChargePaidResolvers<ContextType = Context, ParentType extends ResolversParentTypes['ChargePaid'] = ResolversParentTypes['ChargePaid']> = {
  chargeId?: Resolver<ResolversTypes['ID'], ParentType, ContextType>;
  amountCents?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
  receipt?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  __isTypeOf?: IsTypeOfResolverFn<ParentType, ContextType>;
};

export type PaymentRefusedResolvers<ContextType = Context, ParentType extends ResolversParentTypes['PaymentRefused'] = ResolversParentTypes['PaymentRefused']> = {
  reason?: Resolver<ResolversTypes['PaymentRefusalReason'], ParentType, ContextType>;
  message?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  __isTypeOf?: IsTypeOfResolverFn<ParentType, ContextType>;
};

export type OutcomeUnknownResolvers<ContextType = Context, ParentType extends ResolversParentTypes['OutcomeUnknown'] = ResolversParentTypes['OutcomeUnknown']> = {
  message?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  __isTypeOf?: IsTypeOfResolverFn<ParentType, ContextType>;
};

export type Resolvers<ContextType = Context> = {
  Date?: GraphQLScalarType;
  DateTime?: GraphQLScalarType;
  CardNumber?: GraphQLScalarType;
  Card?: CardResolvers<ContextType>;
  Library?: LibraryResolvers<ContextType>;
  Loan?: LoanResolvers<ContextType>;
  Hold?: HoldResolvers<ContextType>;
  Charge?: ChargeResolvers<ContextType>;
  Source?: SourceResolvers<ContextType>;
  Mutation?: MutationResolvers<ContextType>;
  RenewLoanResult?: RenewLoanResultResolvers<ContextType>;
  RenewAllLoansResult?: RenewAllLoansResultResolvers<ContextType>;
  PayLibraryChargeResult?: PayLibraryChargeResultResolvers<ContextType>;
  LoanRenewed?: LoanRenewedResolvers<ContextType>;
  RenewalRefused?: RenewalRefusedResolvers<ContextType>;
  RenewalsBySystem?: RenewalsBySystemResolvers<ContextType>;
  SystemRenewals?: SystemRenewalsResolvers<ContextType>;
  ChargePaid?: ChargePaidResolvers<ContextType>;
  PaymentRefused?: PaymentRefusedResolvers<ContextType>;
  OutcomeUnknown?: OutcomeUnknownResolvers<ContextType>;
};

