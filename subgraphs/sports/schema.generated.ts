/* oxlint-disable */
import type { GraphQLResolveInfo, GraphQLScalarType, GraphQLScalarTypeConfig } from 'graphql';
import type { SportsCard } from './card-ref.ts';
import type { SportsRow, PassRow } from './load-sports.ts';
import type { BookingRow } from './booking-rows.ts';
import type { FacilityPageRow, FacilityRow, SlotRow } from './find-facilities.ts';
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

/** What anybody may ask of the city's sports facilities. */
export type Query = {
  readonly __typename?: 'Query';
  /**
   * The facilities of the city, in the order of their ids. For everybody. Null with an error when they
   * have never been read, or not for 72 hours.
   */
  readonly facilities?: Maybe<FacilityPage>;
  /** One facility by its id; null when there is none. For everybody. */
  readonly facility?: Maybe<Facility>;
};


/** What anybody may ask of the city's sports facilities. */
export type QueryFacilitiesArgs = {
  first?: InputMaybe<Scalars['Int']['input']>;
  after?: InputMaybe<Scalars['String']['input']>;
};


/** What anybody may ask of the city's sports facilities. */
export type QueryFacilityArgs = {
  id: Scalars['ID']['input'];
};

/** One page of facilities. */
export type FacilityPage = {
  readonly __typename?: 'FacilityPage';
  /** In the order of their ids. */
  readonly items: ReadonlyArray<Facility>;
  /** Give it as `after` for the next page; null on the last one. */
  readonly endCursor?: Maybe<Scalars['String']['output']>;
};

/** A place that is booked by the slot: a court, a pool lane, a hall. */
export type Facility = {
  readonly __typename?: 'Facility';
  /** As the sports body names it. */
  readonly id: Scalars['ID']['output'];
  /** As the sports body calls it. */
  readonly name: Scalars['String']['output'];
  /** Name of the sports centre it belongs to. */
  readonly centre: Scalars['String']['output'];
  /** Kind of facility by the OpenActive list; null when not told. */
  readonly kind?: Maybe<Scalars['String']['output']>;
  /**
   * Slots of a day that have free places and have not begun, the earliest first. At most 100. Null with
   * an error when slots have never been read, or not for 72 hours.
   */
  readonly slots?: Maybe<ReadonlyArray<FacilitySlot>>;
  /** Where facilities and their slots were read, and when; the older of the two. */
  readonly source: Source;
};


/** A place that is booked by the slot: a court, a pool lane, a hall. */
export type FacilitySlotsArgs = {
  on: Scalars['Date']['input'];
};

/** A time of a facility with free places. */
export type FacilitySlot = {
  readonly __typename?: 'FacilitySlot';
  /** Pass it to `bookSlot`. */
  readonly id: Scalars['ID']['output'];
  /** When it begins. */
  readonly startsAt: Scalars['DateTime']['output'];
  /** When it ends. */
  readonly endsAt: Scalars['DateTime']['output'];
  /** How many places are free; at least 1. */
  readonly freePlaces: Scalars['Int']['output'];
  /** Public price of a place in euro cents; null when it is not told. */
  readonly priceCents?: Maybe<Scalars['Int']['output']>;
  /** Whether `bookSlot` can book it; false for one that is booked at the counter only. */
  readonly isBookable: Scalars['Boolean']['output'];
  /** Where it was read, and when. */
  readonly source: Source;
};

/** A citizen card; this part of it is what the municipal sports body knows of its holder. */
export type Card = {
  readonly __typename?: 'Card';
  /** Opaque name of the card inside the hub. */
  readonly id: Scalars['ID']['output'];
  /** True only while the card is active. */
  readonly isUsable: Scalars['Boolean']['output'];
  /** The holder's member number at the sports body; null when not linked. */
  readonly sportsMemberNumber?: Maybe<Scalars['String']['output']>;
  /** What the holder has at the sports body; null when no member number is linked. */
  readonly sports?: Maybe<Sports>;
};

/**
 * A member's part in the sports body, told from what was harvested: the nightly files of passes and of
 * bookings made at the counter, and the bookings made here. When one of them is not known, its part of a
 * list is ONE null item with an error at that item's path: a list without null items is whole.
 */
export type Sports = {
  readonly __typename?: 'Sports';
  /** Passes, those in force and others that the sports body still keeps, the latest end first. */
  readonly passes?: Maybe<ReadonlyArray<Maybe<SportsPass>>>;
  /** Bookings that are not over, the earliest first: those made here, and at the counter. */
  readonly bookings?: Maybe<ReadonlyArray<Maybe<SportsBooking>>>;
  /** The worst of all that this query selects here. */
  readonly source: Source;
};

/** A member's pass, such as a season ticket of the pools. */
export type SportsPass = {
  readonly __typename?: 'SportsPass';
  /** What kind of pass it is, in the sports body's words. */
  readonly name: Scalars['String']['output'];
  /** The beginning of its first day in the city. */
  readonly validFrom: Scalars['DateTime']['output'];
  /** The end of its last day in the city. */
  readonly validUntil: Scalars['DateTime']['output'];
  /** Whether the sports body lets it be used, and it is valid now. */
  readonly isActive: Scalars['Boolean']['output'];
  /** Names of the centres it opens; empty for all of them. */
  readonly centres: ReadonlyArray<Scalars['String']['output']>;
  /** Uses left of a pass that counts them; null for one that does not. */
  readonly usesLeft?: Maybe<Scalars['Int']['output']>;
  /** Where it was read: `asOf` is when the sports body wrote the nightly file. */
  readonly source: Source;
};

/** A booking of a facility. */
export type SportsBooking = {
  readonly __typename?: 'SportsBooking';
  /** Opaque; pass it to `cancelBooking`. */
  readonly id: Scalars['ID']['output'];
  /** Name of the facility. */
  readonly facility: Scalars['String']['output'];
  /** When it begins. */
  readonly startsAt: Scalars['DateTime']['output'];
  /** When it ends. */
  readonly endsAt: Scalars['DateTime']['output'];
  /** Whether it stands. */
  readonly state: SportsBookingState;
  /** How many places; more than one for an organisation. */
  readonly places: Scalars['Int']['output'];
  /** Where it was made. One that is known from both sides is the hub's. */
  readonly madeThrough: BookingChannel;
  /** Where it was read, and when. */
  readonly source: Source;
};

/** How a booking stands. */
export type SportsBookingState =
  /** It stands. */
  | 'CONFIRMED'
  /** The member cancelled it, or somebody at the counter; the nightly file does not tell who. */
  | 'CANCELLED'
  /** The sports body cancelled it. */
  | 'CANCELLED_BY_SELLER';

/** Where a booking was made. */
export type BookingChannel =
  /** Through `bookSlot`. It can be cancelled by `cancelBooking`. */
  | 'HUB'
  /** At the counter or on the sports body's own pages; it is cancelled there. */
  | 'COUNTER';

/** Changes at the sports body. Each takes an idempotency key: the same key and input have one effect and give the first result. */
export type Mutation = {
  readonly __typename?: 'Mutation';
  /**
   * Books places of a slot. For the holder, staff and kiosks. Null with an error when the sports body
   * does not answer and nothing was sent to it.
   */
  readonly bookSlot?: Maybe<BookSlotResult>;
  /**
   * Cancels a booking that was made through `bookSlot`, whole. For the holder, staff and kiosks. Null
   * with an error when the sports body does not answer and nothing was sent to it.
   */
  readonly cancelBooking?: Maybe<CancelBookingResult>;
};


/** Changes at the sports body. Each takes an idempotency key: the same key and input have one effect and give the first result. */
export type MutationBookSlotArgs = {
  input: BookSlotInput;
};


/** Changes at the sports body. Each takes an idempotency key: the same key and input have one effect and give the first result. */
export type MutationCancelBookingArgs = {
  input: CancelBookingInput;
};

/** What `bookSlot` needs. */
export type BookSlotInput = {
  /** The number printed on the member's card. */
  readonly card: Scalars['CardNumber']['input'];
  /** As given by `FacilitySlot.id`. */
  readonly slotId: Scalars['ID']['input'];
  /** 1 for a person; 1 to 50 for an organisation, such as a school or a club. */
  readonly places?: InputMaybe<Scalars['Int']['input']>;
  /** 8 to 128 printable ASCII characters, one for each wish; repeat it to learn a lost result. */
  readonly idempotencyKey: Scalars['String']['input'];
};

/** What `cancelBooking` needs. */
export type CancelBookingInput = {
  /** The number printed on the member's card. */
  readonly card: Scalars['CardNumber']['input'];
  /** As given by `SportsBooking.id`. */
  readonly bookingId: Scalars['ID']['input'];
  /** 8 to 128 printable ASCII characters, one for each wish; repeat it to learn a lost result. */
  readonly idempotencyKey: Scalars['String']['input'];
};

/** How booking a slot ended. */
export type BookSlotResult = SlotBooked | BookingRefused | OutcomeUnknown;

/** How cancelling a booking ended. */
export type CancelBookingResult = BookingCancelled | CancellationRefused | OutcomeUnknown;

/** The slot is booked. */
export type SlotBooked = {
  readonly __typename?: 'SlotBooked';
  /** The booking, as `Sports.bookings` shows it from now on. */
  readonly booking: SportsBooking;
};

/** Nothing was booked. */
export type BookingRefused = {
  readonly __typename?: 'BookingRefused';
  /** Why, for programs. */
  readonly reason: BookingRefusalReason;
  /** Why, for people. */
  readonly message: Scalars['String']['output'];
};

/** Why a booking was refused. */
export type BookingRefusalReason =
  /** Not enough places are free. */
  | 'SLOT_FULL'
  /** There is no such slot, or it has begun. */
  | 'SLOT_NOT_FOUND'
  /** The slot is booked at the counter only. */
  | 'COUNTER_ONLY'
  /** Only an organisation books more than one place. */
  | 'PLACES_NOT_ALLOWED'
  /** There is no such card. Only told to staff and kiosks. */
  | 'CARD_UNKNOWN'
  /** The card is not active. */
  | 'CARD_NOT_USABLE'
  /** The card has no member number at the sports body. */
  | 'NOT_LINKED'
  /** The sports body refused; it does not tell why. */
  | 'SPORTS_REFUSED';

/** The booking is cancelled. */
export type BookingCancelled = {
  readonly __typename?: 'BookingCancelled';
  /** The booking as it is now. */
  readonly booking: SportsBooking;
};

/** Nothing was cancelled. */
export type CancellationRefused = {
  readonly __typename?: 'CancellationRefused';
  /** Why, for programs. */
  readonly reason: CancellationRefusalReason;
  /** Why, for people. */
  readonly message: Scalars['String']['output'];
};

/** Why a cancellation was refused. */
export type CancellationRefusalReason =
  /** The card has no such booking made through `bookSlot`. */
  | 'BOOKING_NOT_FOUND'
  /** The booking was made at the counter and is cancelled there. */
  | 'COUNTER_ONLY'
  /** There is no such card. Only told to staff and kiosks. */
  | 'CARD_UNKNOWN'
  /** The card is not active. */
  | 'CARD_NOT_USABLE'
  /** The card has no member number at the sports body. */
  | 'NOT_LINKED'
  /** The sports body refused; it does not tell why. */
  | 'SPORTS_REFUSED';

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
        | GraphQLRecursivePick<FederationTypes['Card'], {"isUsable":true,"sportsMemberNumber":true}> ) );
};

/** Mapping of union types */
export type ResolversUnionTypes<_RefType extends Record<string, unknown>> = {
  BookSlotResult:
    | ( Omit<SlotBooked, 'booking'> & { booking: _RefType['SportsBooking'] } )
    | ( BookingRefused )
    | ( OutcomeUnknown )
  ;
  CancelBookingResult:
    | ( Omit<BookingCancelled, 'booking'> & { booking: _RefType['SportsBooking'] } )
    | ( CancellationRefused )
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
  ID: ResolverTypeWrapper<Scalars['ID']['output']>;
  FacilityPage: ResolverTypeWrapper<FacilityPageRow>;
  Facility: ResolverTypeWrapper<FacilityRow>;
  FacilitySlot: ResolverTypeWrapper<SlotRow>;
  Boolean: ResolverTypeWrapper<Scalars['Boolean']['output']>;
  Card: ResolverTypeWrapper<SportsCard>;
  Sports: ResolverTypeWrapper<SportsRow>;
  SportsPass: ResolverTypeWrapper<PassRow>;
  SportsBooking: ResolverTypeWrapper<BookingRow>;
  SportsBookingState: SportsBookingState;
  BookingChannel: BookingChannel;
  Mutation: ResolverTypeWrapper<Record<PropertyKey, never>>;
  BookSlotInput: BookSlotInput;
  CancelBookingInput: CancelBookingInput;
  BookSlotResult: ResolverTypeWrapper<ResolversUnionTypes<ResolversTypes>['BookSlotResult']>;
  CancelBookingResult: ResolverTypeWrapper<ResolversUnionTypes<ResolversTypes>['CancelBookingResult']>;
  SlotBooked: ResolverTypeWrapper<Omit<SlotBooked, 'booking'> & { booking: ResolversTypes['SportsBooking'] }>;
  BookingRefused: ResolverTypeWrapper<BookingRefused>;
  BookingRefusalReason: BookingRefusalReason;
  BookingCancelled: ResolverTypeWrapper<Omit<BookingCancelled, 'booking'> & { booking: ResolversTypes['SportsBooking'] }>;
  CancellationRefused: ResolverTypeWrapper<CancellationRefused>;
  CancellationRefusalReason: CancellationRefusalReason;
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
  ID: Scalars['ID']['output'];
  FacilityPage: FacilityPageRow;
  Facility: FacilityRow;
  FacilitySlot: SlotRow;
  Boolean: Scalars['Boolean']['output'];
  Card: SportsCard;
  Sports: SportsRow;
  SportsPass: PassRow;
  SportsBooking: BookingRow;
  Mutation: Record<PropertyKey, never>;
  BookSlotInput: BookSlotInput;
  CancelBookingInput: CancelBookingInput;
  BookSlotResult: ResolversUnionTypes<ResolversParentTypes>['BookSlotResult'];
  CancelBookingResult: ResolversUnionTypes<ResolversParentTypes>['CancelBookingResult'];
  SlotBooked: Omit<SlotBooked, 'booking'> & { booking: ResolversParentTypes['SportsBooking'] };
  BookingRefused: BookingRefused;
  BookingCancelled: Omit<BookingCancelled, 'booking'> & { booking: ResolversParentTypes['SportsBooking'] };
  CancellationRefused: CancellationRefused;
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
  facilities?: Resolver<Maybe<ResolversTypes['FacilityPage']>, ParentType, ContextType, RequireFields<QueryFacilitiesArgs, 'first'>>;
  facility?: Resolver<Maybe<ResolversTypes['Facility']>, ParentType, ContextType, RequireFields<QueryFacilityArgs, 'id'>>;
};

export type FacilityPageResolvers<ContextType = Context, ParentType extends ResolversParentTypes['FacilityPage'] = ResolversParentTypes['FacilityPage']> = {
  items?: Resolver<ReadonlyArray<ResolversTypes['Facility']>, ParentType, ContextType>;
  endCursor?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
};

export type FacilityResolvers<ContextType = Context, ParentType extends ResolversParentTypes['Facility'] = ResolversParentTypes['Facility']> = {
  id?: Resolver<ResolversTypes['ID'], ParentType, ContextType>;
  name?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  centre?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  kind?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
  slots?: Resolver<Maybe<ReadonlyArray<ResolversTypes['FacilitySlot']>>, ParentType, ContextType, RequireFields<FacilitySlotsArgs, 'on'>>;
  source?: Resolver<ResolversTypes['Source'], ParentType, ContextType>;
};

export type FacilitySlotResolvers<ContextType = Context, ParentType extends ResolversParentTypes['FacilitySlot'] = ResolversParentTypes['FacilitySlot']> = {
  id?: Resolver<ResolversTypes['ID'], ParentType, ContextType>;
  startsAt?: Resolver<ResolversTypes['DateTime'], ParentType, ContextType>;
  endsAt?: Resolver<ResolversTypes['DateTime'], ParentType, ContextType>;
  freePlaces?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
  priceCents?: Resolver<Maybe<ResolversTypes['Int']>, ParentType, ContextType>;
  isBookable?: Resolver<ResolversTypes['Boolean'], ParentType, ContextType>;
  source?: Resolver<ResolversTypes['Source'], ParentType, ContextType>;
};

export type CardResolvers<ContextType = Context, ParentType extends ResolversParentTypes['Card'] = ResolversParentTypes['Card'], FederationReferenceType extends FederationReferenceTypes['Card'] = FederationReferenceTypes['Card']> = {
  __resolveReference?: ReferenceResolver<Maybe<ResolversTypes['Card']> | FederationReferenceType, FederationReferenceType, ContextType>;
  id?: Resolver<ResolversTypes['ID'], ParentType, ContextType>;
  sports?: Resolver<Maybe<ResolversTypes['Sports']>, ParentType, ContextType>;
};

export type SportsResolvers<ContextType = Context, ParentType extends ResolversParentTypes['Sports'] = ResolversParentTypes['Sports']> = {
  passes?: Resolver<Maybe<ReadonlyArray<Maybe<ResolversTypes['SportsPass']>>>, ParentType, ContextType>;
  bookings?: Resolver<Maybe<ReadonlyArray<Maybe<ResolversTypes['SportsBooking']>>>, ParentType, ContextType>;
  source?: Resolver<ResolversTypes['Source'], ParentType, ContextType>;
};

export type SportsPassResolvers<ContextType = Context, ParentType extends ResolversParentTypes['SportsPass'] = ResolversParentTypes['SportsPass']> = {
  name?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  validFrom?: Resolver<ResolversTypes['DateTime'], ParentType, ContextType>;
  validUntil?: Resolver<ResolversTypes['DateTime'], ParentType, ContextType>;
  isActive?: Resolver<ResolversTypes['Boolean'], ParentType, ContextType>;
  centres?: Resolver<ReadonlyArray<ResolversTypes['String']>, ParentType, ContextType>;
  usesLeft?: Resolver<Maybe<ResolversTypes['Int']>, ParentType, ContextType>;
  source?: Resolver<ResolversTypes['Source'], ParentType, ContextType>;
};

export type SportsBookingResolvers<ContextType = Context, ParentType extends ResolversParentTypes['SportsBooking'] = ResolversParentTypes['SportsBooking']> = {
  id?: Resolver<ResolversTypes['ID'], ParentType, ContextType>;
  facility?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  startsAt?: Resolver<ResolversTypes['DateTime'], ParentType, ContextType>;
  endsAt?: Resolver<ResolversTypes['DateTime'], ParentType, ContextType>;
  state?: Resolver<ResolversTypes['SportsBookingState'], ParentType, ContextType>;
  places?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
  madeThrough?: Resolver<ResolversTypes['BookingChannel'], ParentType, ContextType>;
  source?: Resolver<ResolversTypes['Source'], ParentType, ContextType>;
};

export type MutationResolvers<ContextType = Context, ParentType extends ResolversParentTypes['Mutation'] = ResolversParentTypes['Mutation']> = {
  bookSlot?: Resolver<Maybe<ResolversTypes['BookSlotResult']>, ParentType, ContextType, RequireFields<MutationBookSlotArgs, 'input'>>;
  cancelBooking?: Resolver<Maybe<ResolversTypes['CancelBookingResult']>, ParentType, ContextType, RequireFields<MutationCancelBookingArgs, 'input'>>;
};

export type BookSlotResultResolvers<ContextType = Context, ParentType extends ResolversParentTypes['BookSlotResult'] = ResolversParentTypes['BookSlotResult']> = {
  __resolveType: TypeResolveFn<'SlotBooked' | 'BookingRefused' | 'OutcomeUnknown', ParentType, ContextType>;
};

export type CancelBookingResultResolvers<ContextType = Context, ParentType extends ResolversParentTypes['CancelBookingResult'] = ResolversParentTypes['CancelBookingResult']> = {
  __resolveType: TypeResolveFn<'BookingCancelled' | 'CancellationRefused' | 'OutcomeUnknown', ParentType, ContextType>;
};

export type SlotBookedResolvers<ContextType = Context, ParentType extends ResolversParentTypes['SlotBooked'] = ResolversParentTypes['SlotBooked']> = {
  booking?: Resolver<ResolversTypes['SportsBooking'], ParentType, ContextType>;
  __isTypeOf?: IsTypeOfResolverFn<ParentType, ContextType>;
};

export type BookingRefusedResolvers<ContextType = Context, ParentType extends ResolversParentTypes['BookingRefused'] = ResolversParentTypes['BookingRefused']> = {
  reason?: Resolver<ResolversTypes['BookingRefusalReason'], ParentType, ContextType>;
  message?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  __isTypeOf?: IsTypeOfResolverFn<ParentType, ContextType>;
};

export type BookingCancelledResolvers<ContextType = Context, ParentType extends ResolversParentTypes['BookingCancelled'] = ResolversParentTypes['BookingCancelled']> = {
  booking?: Resolver<ResolversTypes['SportsBooking'], ParentType, ContextType>;
  __isTypeOf?: IsTypeOfResolverFn<ParentType, ContextType>;
};

export type CancellationRefusedResolvers<ContextType = Context, ParentType extends ResolversParentTypes['CancellationRefused'] = ResolversParentTypes['CancellationRefused']> = {
  reason?: Resolver<ResolversTypes['CancellationRefusalReason'], ParentType, ContextType>;
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
  FacilityPage?: FacilityPageResolvers<ContextType>;
  Facility?: FacilityResolvers<ContextType>;
  FacilitySlot?: FacilitySlotResolvers<ContextType>;
  Card?: CardResolvers<ContextType>;
  Sports?: SportsResolvers<ContextType>;
  SportsPass?: SportsPassResolvers<ContextType>;
  SportsBooking?: SportsBookingResolvers<ContextType>;
  Mutation?: MutationResolvers<ContextType>;
  BookSlotResult?: BookSlotResultResolvers<ContextType>;
  CancelBookingResult?: CancelBookingResultResolvers<ContextType>;
  SlotBooked?: SlotBookedResolvers<ContextType>;
  BookingRefused?: BookingRefusedResolvers<ContextType>;
  BookingCancelled?: BookingCancelledResolvers<ContextType>;
  CancellationRefused?: CancellationRefusedResolvers<ContextType>;
  Source?: SourceResolvers<ContextType>;
  OutcomeUnknown?: OutcomeUnknownResolvers<ContextType>;
};

