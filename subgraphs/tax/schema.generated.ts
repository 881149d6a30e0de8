/* oxlint-disable */
import type { GraphQLResolveInfo, GraphQLScalarType, GraphQLScalarTypeConfig } from 'graphql';
import type { TaxCard } from './card-ref.ts';
import type { TaxRow, BillRow } from './load-tax.ts';
import type { TaxAccessRow } from './tax-accesses.ts';
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

/** What can be asked about who saw tax data. */
export type Query = {
  readonly __typename?: 'Query';
  /**
   * Every request for the tax data of a card's holder made through this card, the latest first. For the
   * holder and staff; null for staff when there is no such card.
   */
  readonly taxAccesses?: Maybe<TaxAccessPage>;
};


/** What can be asked about who saw tax data. */
export type QueryTaxAccessesArgs = {
  card: Scalars['CardNumber']['input'];
  first?: InputMaybe<Scalars['Int']['input']>;
  after?: InputMaybe<Scalars['String']['input']>;
};

/** Changes at the tax office. The same key and input have one effect and give the first result. */
export type Mutation = {
  readonly __typename?: 'Mutation';
  /**
   * Records the payment of a bill that was taken elsewhere. For staff, who name a purpose, and kiosks,
   * whose purpose is COLLECTION. Null with an error when the tax office does not answer and nothing was
   * sent to it.
   */
  readonly payBill?: Maybe<PayBillResult>;
};


/** Changes at the tax office. The same key and input have one effect and give the first result. */
export type MutationPayBillArgs = {
  input: PayBillInput;
};

/** A citizen card; this part of it is what the tax office knows of its holder. */
export type Card = {
  readonly __typename?: 'Card';
  /** Opaque name of the card inside the hub. */
  readonly id: Scalars['ID']['output'];
  /** Rises with every change of the card; values remembered for another version are not used. */
  readonly version: Scalars['Int']['output'];
  /** True only while the card is active. */
  readonly isUsable: Scalars['Boolean']['output'];
  /** The holder's number at the tax office; null when not linked. */
  readonly taxContributorNumber?: Maybe<Scalars['String']['output']>;
  /**
   * The holder's taxes; null when no account is linked. For the holder and staff, never for kiosks.
   * Every request is written down before anything is asked; when that is not possible, nothing is asked
   * and this is null with an error.
   */
  readonly tax?: Maybe<Tax>;
};


/** A citizen card; this part of it is what the tax office knows of its holder. */
export type CardTaxArgs = {
  access?: InputMaybe<TaxAccessInput>;
};

/** Why tax data are asked for, and what allows it. Told to the tax office and written down. */
export type TaxAccessInput = {
  /** Why they are asked for. */
  readonly purpose: TaxPurpose;
  /** What allows it. */
  readonly consent: TaxConsent;
};

/** Why tax data are asked for. */
export type TaxPurpose =
  /** The holder looks at their own. The only purpose of a holder, and of nobody else. */
  | 'OWN_INFORMATION'
  /** Staff helps the holder at a desk. */
  | 'CITIZEN_ASSISTANCE'
  /** A payment is recorded. The only purpose of a kiosk. */
  | 'COLLECTION'
  /** Staff handles an appeal or complaint. */
  | 'APPEAL';

/** What allows tax data to be asked for. */
export type TaxConsent =
  /** The holder has agreed. */
  | 'GIVEN'
  /** The law allows it without. */
  | 'LEGAL_BASIS';

/** What the tax office knows of a holder. */
export type Tax = {
  readonly __typename?: 'Tax';
  /**
   * Bills. A null item, with an error at its path, is one that could not be read, or all of them when
   * nothing is known: a list without null items is whole.
   */
  readonly bills?: Maybe<ReadonlyArray<Maybe<Bill>>>;
  /** Reductions of bills. Null items as in `bills`. */
  readonly subsidies?: Maybe<ReadonlyArray<Maybe<Subsidy>>>;
  /** The worse of what this query selects here: where it was read, and when. */
  readonly source: Source;
};

/** One bill of the tax office. */
export type Bill = {
  readonly __typename?: 'Bill';
  /** Opaque; pass it to `payBill`. */
  readonly id: Scalars['ID']['output'];
  /** What it is for, in the tax office's words, without remarks on the holder. */
  readonly concept: Scalars['String']['output'];
  /** What is to be paid now, surcharge included, in euro cents; of a paid bill, what it came to. */
  readonly amountCents: Scalars['Int']['output'];
  /** The twelve digits of the reference under which it is paid; recomputed, so that a wrong one is never given. */
  readonly reference: Scalars['String']['output'];
  /** Last day to pay this amount. */
  readonly dueOn: Scalars['Date']['output'];
  /** Whether it is paid, or late. */
  readonly state: BillState;
  /**
   * What a bank needs to take the money. Always told live: null with an error when the tax office does not
   * answer, and after `dueOn`, when banks turn the bill away. Null without error for a bill that is paid.
   */
  readonly paymentDocument?: Maybe<PaymentDocument>;
};

/** Where a bill stands. */
export type BillState =
  /** To be paid by `dueOn`. */
  | 'PENDING'
  /** Paid, or nothing is left to pay. */
  | 'PAID'
  /** Late: either `dueOn` is over and a surcharge may come, or it has come and `dueOn` is the last day to pay with it. */
  | 'OVERDUE';

/** What a bank or a payment page needs to take the money for a bill (Cuaderno 60, format 521). */
export type PaymentDocument = {
  readonly __typename?: 'PaymentDocument';
  /** Six digits: who collects. */
  readonly issuer: Scalars['String']['output'];
  /** Twelve digits: which bill. */
  readonly reference: Scalars['String']['output'];
  /** Ten digits: which tax, which year, until when. */
  readonly identification: Scalars['String']['output'];
  /** What is to be paid, in euro cents. */
  readonly amountCents: Scalars['Int']['output'];
  /** Last day on which a bank takes it. */
  readonly dueOn: Scalars['Date']['output'];
  /** All of it as the forty-two digits of the barcode. */
  readonly barcode: Scalars['String']['output'];
};

/** A reduction of a bill. */
export type Subsidy = {
  readonly __typename?: 'Subsidy';
  /** The bill it reduces, as `Bill.id`. */
  readonly billId: Scalars['ID']['output'];
  /** What the bill is for. How the reduction itself is called is not told: that may say why it was given. */
  readonly concept: Scalars['String']['output'];
  /** What it takes off the bill, in euro cents. */
  readonly amountCents: Scalars['Int']['output'];
};

/** One page of requests for tax data. */
export type TaxAccessPage = {
  readonly __typename?: 'TaxAccessPage';
  /** The latest first; empty when nobody asked. */
  readonly items: ReadonlyArray<TaxAccess>;
  /** Give it as `after` for the next page; null on the last one. */
  readonly endCursor?: Maybe<Scalars['String']['output']>;
};

/** One request for the tax data of a card's holder. */
export type TaxAccess = {
  readonly __typename?: 'TaxAccess';
  /** When it was asked. */
  readonly at: Scalars['DateTime']['output'];
  /** Who asked. */
  readonly viewerKind: TaxViewerKind;
  /** Opaque id of the employee or device that asked. Only told to staff; null for the holder. */
  readonly viewerId?: Maybe<Scalars['ID']['output']>;
  /** What was asked. */
  readonly operation: TaxOperation;
  /** Why it was asked. */
  readonly purpose: TaxPurpose;
  /** What allowed it. */
  readonly consent: TaxConsent;
};

/** Who asks for tax data. */
export type TaxViewerKind =
  /** The holder. */
  | 'HOLDER'
  /** An employee of the city. */
  | 'STAFF'
  /** A machine of the city at which the card was shown. */
  | 'KIOSK';

/** What was done with tax data. */
export type TaxOperation =
  /** They were read. */
  | 'READ'
  /** A payment was recorded. */
  | 'PAYMENT';

/** What `payBill` needs. */
export type PayBillInput = {
  /** The number printed on the holder's card. */
  readonly card: Scalars['CardNumber']['input'];
  /** As given by `Bill.id`. */
  readonly billId: Scalars['ID']['input'];
  /** What was paid, in euro cents: exactly what the bill says. */
  readonly amountCents: Scalars['Int']['input'];
  /** Number of the completed payment (NRC): 1 to 22 capitals and digits. Recorded once, whatever the key. */
  readonly paymentNumber: Scalars['String']['input'];
  /** Reference of the receipt given for the money: 1 to 40 printable ASCII characters. */
  readonly receipt?: InputMaybe<Scalars['String']['input']>;
  /** The day on which it was paid, today or before. */
  readonly paidOn: Scalars['Date']['input'];
  /** Needed of staff. A kiosk's purpose is always COLLECTION, with the holder's consent: leave it out. */
  readonly access?: InputMaybe<TaxAccessInput>;
  /** 8 to 128 printable ASCII characters, one for each payment; repeat it within 24 hours to learn a lost result. */
  readonly idempotencyKey: Scalars['String']['input'];
};

/** How recording a payment ended. */
export type PayBillResult = BillPaid | BillPaymentRefused | OutcomeUnknown;

/** The tax office has recorded the payment. */
export type BillPaid = {
  readonly __typename?: 'BillPaid';
  /** The bill that was paid, as `Bill.id`. */
  readonly billId: Scalars['ID']['output'];
  /** The reference under which it was paid. */
  readonly reference: Scalars['String']['output'];
  /** What was recorded, in euro cents. */
  readonly amountCents: Scalars['Int']['output'];
  /** Number of the completed payment (NRC). */
  readonly paymentNumber: Scalars['String']['output'];
  /** Reference of the receipt, if one was given. */
  readonly receipt?: Maybe<Scalars['String']['output']>;
};

/** Nothing was recorded. */
export type BillPaymentRefused = {
  readonly __typename?: 'BillPaymentRefused';
  /** Why, for programs. */
  readonly reason: BillRefusalReason;
  /** Why, for people. */
  readonly message: Scalars['String']['output'];
};

/** Why recording a payment was refused. */
export type BillRefusalReason =
  /** The tax office refused for another reason, which it does not tell. */
  | 'TAX_OFFICE_REFUSED'
  /** The holder has no such bill. */
  | 'BILL_NOT_FOUND'
  /** The bill is paid already. */
  | 'BILL_PAID_BEFORE'
  /** The amount is not what the bill says. */
  | 'AMOUNT_DIFFERS'
  /** Another payment was recorded under this payment number before. */
  | 'PAYMENT_NUMBER_USED'
  /** There is no such card. */
  | 'CARD_UNKNOWN'
  /** The card has no account at the tax office. */
  | 'NOT_LINKED';

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
        | GraphQLRecursivePick<FederationTypes['Card'], {"version":true,"isUsable":true,"taxContributorNumber":true}> ) );
};

/** Mapping of union types */
export type ResolversUnionTypes<_RefType extends Record<string, unknown>> = {
  PayBillResult:
    | ( BillPaid )
    | ( BillPaymentRefused )
    | ( OutcomeUnknown )
  ;
};


/** Mapping between all available schema types and the resolvers types */
export type ResolversTypes = {
  Date: ResolverTypeWrapper<Scalars['Date']['output']>;
  DateTime: ResolverTypeWrapper<Scalars['DateTime']['output']>;
  CardNumber: ResolverTypeWrapper<Scalars['CardNumber']['output']>;
  Query: ResolverTypeWrapper<Record<PropertyKey, never>>;
  Int: ResolverTypeWrapper<Scalars['Int']['output']>;
  String: ResolverTypeWrapper<Scalars['String']['output']>;
  Mutation: ResolverTypeWrapper<Record<PropertyKey, never>>;
  Card: ResolverTypeWrapper<TaxCard>;
  ID: ResolverTypeWrapper<Scalars['ID']['output']>;
  Boolean: ResolverTypeWrapper<Scalars['Boolean']['output']>;
  TaxAccessInput: TaxAccessInput;
  TaxPurpose: TaxPurpose;
  TaxConsent: TaxConsent;
  Tax: ResolverTypeWrapper<TaxRow>;
  Bill: ResolverTypeWrapper<BillRow>;
  BillState: BillState;
  PaymentDocument: ResolverTypeWrapper<PaymentDocument>;
  Subsidy: ResolverTypeWrapper<Subsidy>;
  TaxAccessPage: ResolverTypeWrapper<Omit<TaxAccessPage, 'items'> & { items: ReadonlyArray<ResolversTypes['TaxAccess']> }>;
  TaxAccess: ResolverTypeWrapper<TaxAccessRow>;
  TaxViewerKind: TaxViewerKind;
  TaxOperation: TaxOperation;
  PayBillInput: PayBillInput;
  PayBillResult: ResolverTypeWrapper<ResolversUnionTypes<ResolversTypes>['PayBillResult']>;
  BillPaid: ResolverTypeWrapper<BillPaid>;
  BillPaymentRefused: ResolverTypeWrapper<BillPaymentRefused>;
  BillRefusalReason: BillRefusalReason;
  Source: ResolverTypeWrapper<SourceRow>;
  Freshness: Freshness;
  OutcomeUnknown: ResolverTypeWrapper<OutcomeUnknown>;
};

/** Mapping between all available schema types and the resolvers parents */
export type ResolversParentTypes = {
  Date: Scalars['Date']['output'];
  DateTime: Scalars['DateTime']['output'];
  CardNumber: Scalars['CardNumber']['output'];
  Query: Record<PropertyKey, never>;
  Int: Scalars['Int']['output'];
  String: Scalars['String']['output'];
  Mutation: Record<PropertyKey, never>;
  Card: TaxCard;
  ID: Scalars['ID']['output'];
  Boolean: Scalars['Boolean']['output'];
  TaxAccessInput: TaxAccessInput;
  Tax: TaxRow;
  Bill: BillRow;
  PaymentDocument: PaymentDocument;
  Subsidy: Subsidy;
  TaxAccessPage: Omit<TaxAccessPage, 'items'> & { items: ReadonlyArray<ResolversParentTypes['TaxAccess']> };
  TaxAccess: TaxAccessRow;
  PayBillInput: PayBillInput;
  PayBillResult: ResolversUnionTypes<ResolversParentTypes>['PayBillResult'];
  BillPaid: BillPaid;
  BillPaymentRefused: BillPaymentRefused;
  Source: SourceRow;
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

export type QueryResolvers<ContextType = Context, ParentType extends ResolversParentTypes['Query'] = ResolversParentTypes['Query']> = {
  taxAccesses?: Resolver<Maybe<ResolversTypes['TaxAccessPage']>, ParentType, ContextType, RequireFields<QueryTaxAccessesArgs, 'card' | 'first'>>;
};

export type MutationResolvers<ContextType = Context, ParentType extends ResolversParentTypes['Mutation'] = ResolversParentTypes['Mutation']> = {
  payBill?: Resolver<Maybe<ResolversTypes['PayBillResult']>, ParentType, ContextType, RequireFields<MutationPayBillArgs, 'input'>>;
};

export type CardResolvers<ContextType = Context, ParentType extends ResolversParentTypes['Card'] = ResolversParentTypes['Card'], FederationReferenceType extends FederationReferenceTypes['Card'] = FederationReferenceTypes['Card']> = {
  __resolveReference?: ReferenceResolver<Maybe<ResolversTypes['Card']> | FederationReferenceType, FederationReferenceType, ContextType>;
  id?: Resolver<ResolversTypes['ID'], ParentType, ContextType>;
  tax?: Resolver<Maybe<ResolversTypes['Tax']>, ParentType, ContextType, Partial<CardTaxArgs>>;
};

export type TaxResolvers<ContextType = Context, ParentType extends ResolversParentTypes['Tax'] = ResolversParentTypes['Tax']> = {
  bills?: Resolver<Maybe<ReadonlyArray<Maybe<ResolversTypes['Bill']>>>, ParentType, ContextType>;
  subsidies?: Resolver<Maybe<ReadonlyArray<Maybe<ResolversTypes['Subsidy']>>>, ParentType, ContextType>;
  source?: Resolver<ResolversTypes['Source'], ParentType, ContextType>;
};

export type BillResolvers<ContextType = Context, ParentType extends ResolversParentTypes['Bill'] = ResolversParentTypes['Bill']> = {
  id?: Resolver<ResolversTypes['ID'], ParentType, ContextType>;
  concept?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  amountCents?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
  reference?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  dueOn?: Resolver<ResolversTypes['Date'], ParentType, ContextType>;
  state?: Resolver<ResolversTypes['BillState'], ParentType, ContextType>;
  paymentDocument?: Resolver<Maybe<ResolversTypes['PaymentDocument']>, ParentType, ContextType>;
};

export type PaymentDocumentResolvers<ContextType = Context, ParentType extends ResolversParentTypes['PaymentDocument'] = ResolversParentTypes['PaymentDocument']> = {
  issuer?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  reference?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  identification?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  amountCents?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
  dueOn?: Resolver<ResolversTypes['Date'], ParentType, ContextType>;
  barcode?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
};

export type SubsidyResolvers<ContextType = Context, ParentType extends ResolversParentTypes['Subsidy'] = ResolversParentTypes['Subsidy']> = {
  billId?: Resolver<ResolversTypes['ID'], ParentType, ContextType>;
  concept?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  amountCents?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
};

export type TaxAccessPageResolvers<ContextType = Context, ParentType extends ResolversParentTypes['TaxAccessPage'] = ResolversParentTypes['TaxAccessPage']> = {
  items?: Resolver<ReadonlyArray<ResolversTypes['TaxAccess']>, ParentType, ContextType>;
  endCursor?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
};

export type TaxAccessResolvers<ContextType = Context, ParentType extends ResolversParentTypes['TaxAccess'] = ResolversParentTypes['TaxAccess']> = {
  at?: Resolver<ResolversTypes['DateTime'], ParentType, ContextType>;
  viewerKind?: Resolver<ResolversTypes['TaxViewerKind'], ParentType, ContextType>;
  viewerId?: Resolver<Maybe<ResolversTypes['ID']>, ParentType, ContextType>;
  operation?: Resolver<ResolversTypes['TaxOperation'], ParentType, ContextType>;
  purpose?: Resolver<ResolversTypes['TaxPurpose'], ParentType, ContextType>;
  consent?: Resolver<ResolversTypes['TaxConsent'], ParentType, ContextType>;
};

export type PayBillResultResolvers<ContextType = Context, ParentType extends ResolversParentTypes['PayBillResult'] = ResolversParentTypes['PayBillResult']> = {
  __resolveType: TypeResolveFn<'BillPaid' | 'BillPaymentRefused' | 'OutcomeUnknown', ParentType, ContextType>;
};

export type BillPaidResolvers<ContextType = Context, ParentType extends ResolversParentTypes['BillPaid'] = ResolversParentTypes['BillPaid']> = {
  billId?: Resolver<ResolversTypes['ID'], ParentType, ContextType>;
  reference?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  amountCents?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
  paymentNumber?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  receipt?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
  __isTypeOf?: IsTypeOfResolverFn<ParentType, ContextType>;
};

export type BillPaymentRefusedResolvers<ContextType = Context, ParentType extends ResolversParentTypes['BillPaymentRefused'] = ResolversParentTypes['BillPaymentRefused']> = {
  reason?: Resolver<ResolversTypes['BillRefusalReason'], ParentType, ContextType>;
  message?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  __isTypeOf?: IsTypeOfResolverFn<ParentType, ContextType>;
};

export type SourceResolvers<ContextType = Context, ParentType extends ResolversParentTypes['Source'] = ResolversParentTypes['Source']> = {
  system?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  asOf?: Resolver<Maybe<ResolversTypes['DateTime']>, ParentType, ContextType>;
  freshness?: Resolver<Maybe<ResolversTypes['Freshness']>, ParentType, ContextType>;
};

export type OutcomeUnknownResolvers<ContextType = Context, ParentType extends ResolversParentTypes['OutcomeUnknown'] = ResolversParentTypes['OutcomeUnknown']> = {
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
  Tax?: TaxResolvers<ContextType>;
  Bill?: BillResolvers<ContextType>;
  PaymentDocument?: PaymentDocumentResolvers<ContextType>;
  Subsidy?: SubsidyResolvers<ContextType>;
  TaxAccessPage?: TaxAccessPageResolvers<ContextType>;
  TaxAccess?: TaxAccessResolvers<ContextType>;
  PayBillResult?: PayBillResultResolvers<ContextType>;
  BillPaid?: BillPaidResolvers<ContextType>;
  BillPaymentRefused?: BillPaymentRefusedResolvers<ContextType>;
  Source?: SourceResolvers<ContextType>;
  OutcomeUnknown?: OutcomeUnknownResolvers<ContextType>;
};

