/* oxlint-disable */
import type { GraphQLResolveInfo, GraphQLScalarType, GraphQLScalarTypeConfig } from 'graphql';
import type { TransportCardHolder } from './card-ref.ts';
import type { TransportRow, PurseRow } from './load-transport.ts';
import type { MovementPageRow, MovementRow } from './load-movements.ts';
import type { StopRow, LineRow, ArrivalRow } from './network-rows.ts';
import type { SourceRow } from '../../platform/subgraph/source.ts';
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
  /** An instant in UTC, `YYYY-MM-DDTHH:MM:SS.sssZ`. */
  DateTime: { input: string; output: string; }
  /** The nineteen digits printed on a card, as text without spaces. */
  CardNumber: { input: string; output: string; }
  _FieldSet: { input: string; output: string; }
};

/** What can be asked about the network of public transport. Open to everybody, signed in or not. */
export type Query = {
  readonly __typename?: 'Query';
  /**
   * Stops by name, by place, or all of them: the nearest first when a place is given, else in the order
   * of their names. Null with an error while no timetable has been read.
   */
  readonly stops?: Maybe<ReadonlyArray<Stop>>;
  /** One stop. Null when there is none with this id; with an error while no timetable has been read. */
  readonly stop?: Maybe<Stop>;
  /** All lines, in the order of their short names. Null with an error while no timetable has been read. */
  readonly lines?: Maybe<ReadonlyArray<Line>>;
};


/** What can be asked about the network of public transport. Open to everybody, signed in or not. */
export type QueryStopsArgs = {
  near?: InputMaybe<PlaceInput>;
  name?: InputMaybe<Scalars['String']['input']>;
  first?: InputMaybe<Scalars['Int']['input']>;
};


/** What can be asked about the network of public transport. Open to everybody, signed in or not. */
export type QueryStopArgs = {
  id: Scalars['ID']['input'];
};

/** Changes in the card back office of public transport. The same key and input have one effect and give the first result. */
export type Mutation = {
  readonly __typename?: 'Mutation';
  /**
   * Adds money that was taken elsewhere to the holder's transport card. For staff and kiosks. Null with
   * an error when the back office does not answer and nothing was sent to it.
   */
  readonly topUp?: Maybe<TopUpResult>;
};


/** Changes in the card back office of public transport. The same key and input have one effect and give the first result. */
export type MutationTopUpArgs = {
  input: TopUpInput;
};

/** A citizen card; this part of it is what the card back office of public transport knows of it. */
export type Card = {
  readonly __typename?: 'Card';
  /** Opaque name of the card inside the hub. */
  readonly id: Scalars['ID']['output'];
  /** Rises with every change of the card; values remembered for another version are not used. */
  readonly version: Scalars['Int']['output'];
  /** True only while the card is active. */
  readonly isUsable: Scalars['Boolean']['output'];
  /** Number of the holder's card at the back office; null when not linked. */
  readonly transportCardNumber?: Maybe<Scalars['String']['output']>;
  /** The holder's transport card; null when none is linked. */
  readonly transport?: Maybe<Transport>;
};

/** A card of public transport. */
export type Transport = {
  readonly __typename?: 'Transport';
  /** Whether the buses take it. Null with an error when nothing is known. */
  readonly state?: Maybe<TransportCardState>;
  /** Last day on which it counts. Null with an error when nothing is known. */
  readonly expiresOn?: Maybe<Scalars['Date']['output']>;
  /**
   * Money and trips on the card. A null item, with an error at its path, is one that could not be read,
   * or all of them when nothing is known: a list without null items is whole.
   */
  readonly purses?: Maybe<ReadonlyArray<Maybe<Purse>>>;
  /**
   * What changed the purses, the latest first. Only told live: null with an error when the back office
   * does not answer.
   */
  readonly movements?: Maybe<MovementPage>;
  /** Where state, last day and purses were read, and when. */
  readonly source: Source;
};


/** A card of public transport. */
export type TransportMovementsArgs = {
  from?: InputMaybe<Scalars['Date']['input']>;
  until?: InputMaybe<Scalars['Date']['input']>;
  page?: InputMaybe<Scalars['Int']['input']>;
};

/** Whether a transport card can be used on the buses. */
export type TransportCardState =
  /** In use. */
  | 'ACTIVE'
  /** Blocked by the back office, which has no way back. */
  | 'BLOCKED'
  /** Its last day is over. */
  | 'EXPIRED'
  /** Reported lost. */
  | 'LOST';

/** Money or trips on a transport card. */
export type Purse = {
  readonly __typename?: 'Purse';
  /** As the back office names it. */
  readonly name: Scalars['String']['output'];
  /** How much there is, in `unit`. */
  readonly amount: Scalars['Int']['output'];
  /** What `amount` counts. */
  readonly unit: PurseUnit;
  /** As of when the back office knows it: buses tell it of later uses with a delay. */
  readonly balanceAt: Scalars['DateTime']['output'];
};

/** What the amount of a purse or movement counts. */
export type PurseUnit =
  /** Cents of a euro. */
  | 'EUR_CENT'
  /** Whole trips. */
  | 'TRIP';

/** One page of movements. */
export type MovementPage = {
  readonly __typename?: 'MovementPage';
  /** A null item, with an error at its path, is one that could not be read. */
  readonly items: ReadonlyArray<Maybe<Movement>>;
  /** Number of the next page; null on the last one. */
  readonly nextPage?: Maybe<Scalars['Int']['output']>;
  /** Where these movements were read, and when: always live. */
  readonly source: Source;
};

/** Something that changed a purse of a transport card. */
export type Movement = {
  readonly __typename?: 'Movement';
  /** As the back office names it. */
  readonly id: Scalars['ID']['output'];
  /** When it happened. */
  readonly at: Scalars['DateTime']['output'];
  /** What it was. */
  readonly kind: MovementKind;
  /** How much came, or went when negative, in `unit`. */
  readonly amount: Scalars['Int']['output'];
  /** What `amount` counts. */
  readonly unit: PurseUnit;
  /** Line of a trip, as the back office names it; null elsewhere. */
  readonly line?: Maybe<Scalars['String']['output']>;
};

/** What a movement was. */
export type MovementKind =
  /** A ride. */
  | 'TRIP'
  /** Money or trips were added. */
  | 'TOP_UP'
  /** A correction by the back office. */
  | 'ADJUSTMENT';

/** A place to look for stops around. */
export type PlaceInput = {
  /** Degrees north, -90 to 90 (WGS 84). */
  readonly latitude: Scalars['Float']['input'];
  /** Degrees east, -180 to 180 (WGS 84). */
  readonly longitude: Scalars['Float']['input'];
  /** How far around, 1 to 5000 metres. */
  readonly withinMetres?: InputMaybe<Scalars['Int']['input']>;
};

/** A stop of the network. */
export type Stop = {
  readonly __typename?: 'Stop';
  /** As the timetable names it. */
  readonly id: Scalars['ID']['output'];
  /** As passengers know it. */
  readonly name: Scalars['String']['output'];
  /** Number on the pole; null when there is none. */
  readonly code?: Maybe<Scalars['String']['output']>;
  /** Degrees north (WGS 84). */
  readonly latitude: Scalars['Float']['output'];
  /** Degrees east (WGS 84). */
  readonly longitude: Scalars['Float']['output'];
  /** The next vehicles within a day, the soonest first. */
  readonly arrivals: ReadonlyArray<Arrival>;
  /** Which timetable this stop comes from. */
  readonly source: Source;
};


/** A stop of the network. */
export type StopArrivalsArgs = {
  first?: InputMaybe<Scalars['Int']['input']>;
};

/** A line of the network. */
export type Line = {
  readonly __typename?: 'Line';
  /** As the timetable names it. */
  readonly id: Scalars['ID']['output'];
  /** `1`, `C2`, … */
  readonly shortName: Scalars['String']['output'];
  /** Where it goes. */
  readonly longName: Scalars['String']['output'];
  /** Its colour as six hex digits; null when the timetable has none. */
  readonly colour?: Maybe<Scalars['String']['output']>;
  /** Which timetable this line comes from. */
  readonly source: Source;
};

/** A vehicle that will call at a stop. */
export type Arrival = {
  readonly __typename?: 'Arrival';
  /** Its line. */
  readonly line: Line;
  /** What it shows at its front; null when the timetable does not tell. */
  readonly headsign?: Maybe<Scalars['String']['output']>;
  /** When it should come. */
  readonly plannedAt: Scalars['DateTime']['output'];
  /** When it is expected; null when nothing live is known of it. */
  readonly expectedAt?: Maybe<Scalars['DateTime']['output']>;
  /** Where `expectedAt` comes from, or `plannedAt` when nothing live is known. */
  readonly source: Source;
};

/** What `topUp` needs. */
export type TopUpInput = {
  /** The number printed on the holder's card. */
  readonly card: Scalars['CardNumber']['input'];
  /** What was taken, in euro cents. The operator sets the least and the most, 500 and 10000 unless it says otherwise. */
  readonly amountCents: Scalars['Int']['input'];
  /** Reference of the receipt given for the money: 1 to 40 printable ASCII characters. */
  readonly receipt: Scalars['String']['input'];
  /** 8 to 128 printable ASCII characters, one for each top-up; repeat it within 24 hours to learn a lost result. */
  readonly idempotencyKey: Scalars['String']['input'];
};

/** How a top-up ended. */
export type TopUpResult = TopUpPending | TopUpRefused | OutcomeUnknown;

/** The back office has taken the top-up. It is NOT on the card yet: it gets there at a validator on a bus. */
export type TopUpPending = {
  readonly __typename?: 'TopUpPending';
  /** What will be added, in euro cents. */
  readonly amountCents: Scalars['Int']['output'];
  /** Reference of the receipt. */
  readonly receipt: Scalars['String']['output'];
  /** What the holder has to do, for people. */
  readonly message: Scalars['String']['output'];
};

/** Nothing was added. */
export type TopUpRefused = {
  readonly __typename?: 'TopUpRefused';
  /** Why, for programs. */
  readonly reason: TopUpRefusalReason;
  /** Why, for people. */
  readonly message: Scalars['String']['output'];
};

/** Why a top-up was refused. */
export type TopUpRefusalReason =
  /** Less than the operator takes. */
  | 'AMOUNT_TOO_LOW'
  /** More than the operator takes at once. */
  | 'AMOUNT_TOO_HIGH'
  /** There is no such card. */
  | 'CARD_UNKNOWN'
  /** The card is not active. */
  | 'CARD_NOT_USABLE'
  /** The card has no transport card. */
  | 'NOT_LINKED'
  /** The back office refused; it does not tell why. */
  | 'TRANSPORT_REFUSED';

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
        | GraphQLRecursivePick<FederationTypes['Card'], {"version":true,"isUsable":true,"transportCardNumber":true}> ) );
};

/** Mapping of union types */
export type ResolversUnionTypes<_RefType extends Record<string, unknown>> = {
  TopUpResult:
    | ( TopUpPending )
    | ( TopUpRefused )
    | ( OutcomeUnknown )
  ;
};


/** Mapping between all available schema types and the resolvers types */
export type ResolversTypes = {
  Date: ResolverTypeWrapper<Scalars['Date']['output']>;
  DateTime: ResolverTypeWrapper<Scalars['DateTime']['output']>;
  CardNumber: ResolverTypeWrapper<Scalars['CardNumber']['output']>;
  Query: ResolverTypeWrapper<Record<PropertyKey, never>>;
  String: ResolverTypeWrapper<Scalars['String']['output']>;
  Int: ResolverTypeWrapper<Scalars['Int']['output']>;
  ID: ResolverTypeWrapper<Scalars['ID']['output']>;
  Mutation: ResolverTypeWrapper<Record<PropertyKey, never>>;
  Card: ResolverTypeWrapper<TransportCardHolder>;
  Boolean: ResolverTypeWrapper<Scalars['Boolean']['output']>;
  Transport: ResolverTypeWrapper<TransportRow>;
  TransportCardState: TransportCardState;
  Purse: ResolverTypeWrapper<PurseRow>;
  PurseUnit: PurseUnit;
  MovementPage: ResolverTypeWrapper<MovementPageRow>;
  Movement: ResolverTypeWrapper<MovementRow>;
  MovementKind: MovementKind;
  PlaceInput: PlaceInput;
  Float: ResolverTypeWrapper<Scalars['Float']['output']>;
  Stop: ResolverTypeWrapper<StopRow>;
  Line: ResolverTypeWrapper<LineRow>;
  Arrival: ResolverTypeWrapper<ArrivalRow>;
  TopUpInput: TopUpInput;
  TopUpResult: ResolverTypeWrapper<ResolversUnionTypes<ResolversTypes>['TopUpResult']>;
  TopUpPending: ResolverTypeWrapper<TopUpPending>;
  TopUpRefused: ResolverTypeWrapper<TopUpRefused>;
  TopUpRefusalReason: TopUpRefusalReason;
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
  String: Scalars['String']['output'];
  Int: Scalars['Int']['output'];
  ID: Scalars['ID']['output'];
  Mutation: Record<PropertyKey, never>;
  Card: TransportCardHolder;
  Boolean: Scalars['Boolean']['output'];
  Transport: TransportRow;
  Purse: PurseRow;
  MovementPage: MovementPageRow;
  Movement: MovementRow;
  PlaceInput: PlaceInput;
  Float: Scalars['Float']['output'];
  Stop: StopRow;
  Line: LineRow;
  Arrival: ArrivalRow;
  TopUpInput: TopUpInput;
  TopUpResult: ResolversUnionTypes<ResolversParentTypes>['TopUpResult'];
  TopUpPending: TopUpPending;
  TopUpRefused: TopUpRefused;
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
  stops?: Resolver<Maybe<ReadonlyArray<ResolversTypes['Stop']>>, ParentType, ContextType, RequireFields<QueryStopsArgs, 'first'>>;
  stop?: Resolver<Maybe<ResolversTypes['Stop']>, ParentType, ContextType, RequireFields<QueryStopArgs, 'id'>>;
  lines?: Resolver<Maybe<ReadonlyArray<ResolversTypes['Line']>>, ParentType, ContextType>;
};

export type MutationResolvers<ContextType = Context, ParentType extends ResolversParentTypes['Mutation'] = ResolversParentTypes['Mutation']> = {
  topUp?: Resolver<Maybe<ResolversTypes['TopUpResult']>, ParentType, ContextType, RequireFields<MutationTopUpArgs, 'input'>>;
};

export type CardResolvers<ContextType = Context, ParentType extends ResolversParentTypes['Card'] = ResolversParentTypes['Card'], FederationReferenceType extends FederationReferenceTypes['Card'] = FederationReferenceTypes['Card']> = {
  __resolveReference?: ReferenceResolver<Maybe<ResolversTypes['Card']> | FederationReferenceType, FederationReferenceType, ContextType>;
  id?: Resolver<ResolversTypes['ID'], ParentType, ContextType>;
  transport?: Resolver<Maybe<ResolversTypes['Transport']>, ParentType, ContextType>;
};

export type TransportResolvers<ContextType = Context, ParentType extends ResolversParentTypes['Transport'] = ResolversParentTypes['Transport']> = {
  state?: Resolver<Maybe<ResolversTypes['TransportCardState']>, ParentType, ContextType>;
  expiresOn?: Resolver<Maybe<ResolversTypes['Date']>, ParentType, ContextType>;
  purses?: Resolver<Maybe<ReadonlyArray<Maybe<ResolversTypes['Purse']>>>, ParentType, ContextType>;
  movements?: Resolver<Maybe<ResolversTypes['MovementPage']>, ParentType, ContextType, RequireFields<TransportMovementsArgs, 'page'>>;
  source?: Resolver<ResolversTypes['Source'], ParentType, ContextType>;
};

export type PurseResolvers<ContextType = Context, ParentType extends ResolversParentTypes['Purse'] = ResolversParentTypes['Purse']> = {
  name?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  amount?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
  unit?: Resolver<ResolversTypes['PurseUnit'], ParentType, ContextType>;
  balanceAt?: Resolver<ResolversTypes['DateTime'], ParentType, ContextType>;
};

export type MovementPageResolvers<ContextType = Context, ParentType extends ResolversParentTypes['MovementPage'] = ResolversParentTypes['MovementPage']> = {
  items?: Resolver<ReadonlyArray<Maybe<ResolversTypes['Movement']>>, ParentType, ContextType>;
  nextPage?: Resolver<Maybe<ResolversTypes['Int']>, ParentType, ContextType>;
  source?: Resolver<ResolversTypes['Source'], ParentType, ContextType>;
};

export type MovementResolvers<ContextType = Context, ParentType extends ResolversParentTypes['Movement'] = ResolversParentTypes['Movement']> = {
  id?: Resolver<ResolversTypes['ID'], ParentType, ContextType>;
  at?: Resolver<ResolversTypes['DateTime'], ParentType, ContextType>;
  kind?: Resolver<ResolversTypes['MovementKind'], ParentType, ContextType>;
  amount?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
  unit?: Resolver<ResolversTypes['PurseUnit'], ParentType, ContextType>;
  line?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
};

export type StopResolvers<ContextType = Context, ParentType extends ResolversParentTypes['Stop'] = ResolversParentTypes['Stop']> = {
  id?: Resolver<ResolversTypes['ID'], ParentType, ContextType>;
  name?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  code?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
  latitude?: Resolver<ResolversTypes['Float'], ParentType, ContextType>;
  longitude?: Resolver<ResolversTypes['Float'], ParentType, ContextType>;
  arrivals?: Resolver<ReadonlyArray<ResolversTypes['Arrival']>, ParentType, ContextType, RequireFields<StopArrivalsArgs, 'first'>>;
  source?: Resolver<ResolversTypes['Source'], ParentType, ContextType>;
};

export type LineResolvers<ContextType = Context, ParentType extends ResolversParentTypes['Line'] = ResolversParentTypes['Line']> = {
  id?: Resolver<ResolversTypes['ID'], ParentType, ContextType>;
  shortName?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  longName?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  colour?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
  source?: Resolver<ResolversTypes['Source'], ParentType, ContextType>;
};

export type ArrivalResolvers<ContextType = Context, ParentType extends ResolversParentTypes['Arrival'] = ResolversParentTypes['Arrival']> = {
  line?: Resolver<ResolversTypes['Line'], ParentType, ContextType>;
  headsign?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
  plannedAt?: Resolver<ResolversTypes['DateTime'], ParentType, ContextType>;
  expectedAt?: Resolver<Maybe<ResolversTypes['DateTime']>, ParentType, ContextType>;
  source?: Resolver<ResolversTypes['Source'], ParentType, ContextType>;
};

export type TopUpResultResolvers<ContextType = Context, ParentType extends ResolversParentTypes['TopUpResult'] = ResolversParentTypes['TopUpResult']> = {
  __resolveType: TypeResolveFn<'TopUpPending' | 'TopUpRefused' | 'OutcomeUnknown', ParentType, ContextType>;
};

export type TopUpPendingResolvers<ContextType = Context, ParentType extends ResolversParentTypes['TopUpPending'] = ResolversParentTypes['TopUpPending']> = {
  amountCents?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
  receipt?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  message?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  __isTypeOf?: IsTypeOfResolverFn<ParentType, ContextType>;
};

export type TopUpRefusedResolvers<ContextType = Context, ParentType extends ResolversParentTypes['TopUpRefused'] = ResolversParentTypes['TopUpRefused']> = {
  reason?: Resolver<ResolversTypes['TopUpRefusalReason'], ParentType, ContextType>;
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
  Transport?: TransportResolvers<ContextType>;
  Purse?: PurseResolvers<ContextType>;
  MovementPage?: MovementPageResolvers<ContextType>;
  Movement?: MovementResolvers<ContextType>;
  Stop?: StopResolvers<ContextType>;
  Line?: LineResolvers<ContextType>;
  Arrival?: ArrivalResolvers<ContextType>;
  TopUpResult?: TopUpResultResolvers<ContextType>;
  TopUpPending?: TopUpPendingResolvers<ContextType>;
  TopUpRefused?: TopUpRefusedResolvers<ContextType>;
  Source?: SourceResolvers<ContextType>;
  OutcomeUnknown?: OutcomeUnknownResolvers<ContextType>;
};

