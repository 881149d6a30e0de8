/* oxlint-disable */
import type { GraphQLResolveInfo, GraphQLScalarType, GraphQLScalarTypeConfig } from 'graphql';
import type { ParkingCard } from './card-ref.ts';
import type { ParkingRow } from './load-parking.ts';
import type { PlateRow, RightRow, SessionRow, ZoneRow } from './parking-rows.ts';
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
  /** An instant in UTC, `YYYY-MM-DDTHH:MM:SS.sssZ`. */
  DateTime: { input: unknown; output: string; }
  /** The nineteen digits printed on a card, as text without spaces. */
  CardNumber: { input: unknown; output: string; }
  _FieldSet: { input: string; output: string; }
};

/** A citizen card; this part of it is what its holder parks with, and where. */
export type Card = {
  readonly __typename?: 'Card';
  /** Opaque name of the card inside the hub. */
  readonly id: Scalars['ID']['output'];
  /** Rises with every change of the card; values remembered for another version are not used. */
  readonly version: Scalars['Int']['output'];
  /** True only while the card is active. */
  readonly isUsable: Scalars['Boolean']['output'];
  /**
   * Plates of the card and what the parking system knows of them. For the holder, staff and kiosks. Null,
   * with an error, only when the hub cannot tell the plates.
   */
  readonly parking?: Maybe<Parking>;
};

/**
 * The plates of one card, with their rights and stays. When the parking system gives neither an answer
 * nor a last known value for some plates, their part of a list is ONE null item with an error at that
 * item's path: a list without null items is whole.
 */
export type Parking = {
  readonly __typename?: 'Parking';
  /** Plates that the holder parks with, in the order in which they were added; the hub's own record. */
  readonly plates: ReadonlyArray<ParkingPlate>;
  /**
   * Rights in force of all plates, told to whoever has the plate on their card: the parking system does
   * not say whose a plate is. A null item is one that could not be read, or the part of a silent system.
   */
  readonly rights?: Maybe<ReadonlyArray<Maybe<ParkingRight>>>;
  /**
   * Paid stays in force that were begun with this card, or with the one whose place it took, within the
   * last 30 days; one that was begun elsewhere is not told, since the plate may be somebody else's. A
   * null item is one that could not be read, or the part of a silent system.
   */
  readonly sessions?: Maybe<ReadonlyArray<Maybe<ParkingSession>>>;
  /**
   * The worse of rights and sessions, as far as this query selects them; of the rights when it selects
   * neither. What there is nothing to ask for counts as live: rights of no plates, stays of a card that
   * has begun none.
   */
  readonly source: Source;
};

/** A number plate that belongs to a card. */
export type ParkingPlate = {
  readonly __typename?: 'ParkingPlate';
  /** Opaque; pass it to the mutations about parking. */
  readonly id: Scalars['ID']['output'];
  /**
   * Letters and digits without blanks. A kiosk stands where others look on: it is told the last three
   * characters, and `•` for each of the others.
   */
  readonly number: Scalars['String']['output'];
  /** Two letters of ISO 3166-1: `ES`. */
  readonly country: Scalars['String']['output'];
  /** When it was added. */
  readonly addedAt: Scalars['DateTime']['output'];
  /**
   * Whether staff or the city's register vouches that the vehicle is the holder's. When the card is
   * stopped, only such plates lose their rights.
   */
  readonly isAttested: Scalars['Boolean']['output'];
};

/** Leave for a vehicle to park in a zone, or to drive in a restricted area. Why its holder has it is not told. */
export type ParkingRight = {
  readonly __typename?: 'ParkingRight';
  /** Opaque. A right that several plates share is told once for each of them, under the same id. */
  readonly id: Scalars['ID']['output'];
  /** What it allows. */
  readonly kind: ParkingRightKind;
  /** Name of the zone or area. */
  readonly zone: Scalars['String']['output'];
  /** Null when the system gives no beginning. */
  readonly validFrom?: Maybe<Scalars['DateTime']['output']>;
  /** Null for a right without end. */
  readonly validUntil?: Maybe<Scalars['DateTime']['output']>;
  /** The plate that has it. */
  readonly plate: ParkingPlate;
  /** Where this right was read, and when. */
  readonly source: Source;
};

/** What a right allows. */
export type ParkingRightKind =
  /** To park where residents may. */
  | 'RESIDENT'
  /** To drive in a restricted area. */
  | 'ACCESS'
  /** Anything else. */
  | 'OTHER';

/** A paid stay in a regulated (ORA) zone. */
export type ParkingSession = {
  readonly __typename?: 'ParkingSession';
  /** Opaque; pass it to `extendParking` and `stopParking`. */
  readonly id: Scalars['ID']['output'];
  /** Name of the zone. */
  readonly zone: Scalars['String']['output'];
  /** When it began. */
  readonly startedAt: Scalars['DateTime']['output'];
  /** Paid until; null while the end is open. */
  readonly paidUntil?: Maybe<Scalars['DateTime']['output']>;
  /** Null while it runs. */
  readonly endedAt?: Maybe<Scalars['DateTime']['output']>;
  /** The plate that is parked. */
  readonly plate: ParkingPlate;
  /** Where this stay was read, and when. */
  readonly source: Source;
};

/** A place where parking is regulated, or a restricted area. */
export type ParkingZone = {
  readonly __typename?: 'ParkingZone';
  /** Opaque; pass it to `parkingQuote` and `startParking`. */
  readonly id: Scalars['ID']['output'];
  /** As on the signs. */
  readonly name: Scalars['String']['output'];
  /** What holds there. */
  readonly kind: ParkingZoneKind;
  /** Where the zones were read, and when; they are asked for again after five minutes. */
  readonly source: Source;
};

/** What holds in a zone. */
export type ParkingZoneKind =
  /** Parking is paid for, or for who has a right (ORA). */
  | 'REGULATED'
  /** Only who has a right may drive there. */
  | 'RESTRICTED'
  /** Anything else. */
  | 'OTHER';

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

/** What can be asked about parking, beside a card's part of it. */
export type Query = {
  readonly __typename?: 'Query';
  /** Regulated zones and restricted areas. For anyone, signed in or not. Null, with an error, when they are not known. */
  readonly parkingZones?: Maybe<ReadonlyArray<ParkingZone>>;
  /**
   * What a stay from now on would cost. For the holder, staff and kiosks. It begins nothing and reserves
   * nothing; the price of the stay is the one at its start.
   */
  readonly parkingQuote?: Maybe<ParkingQuoteResult>;
};


/** What can be asked about parking, beside a card's part of it. */
export type QueryParkingQuoteArgs = {
  card: Scalars['CardNumber']['input'];
  plateId: Scalars['ID']['input'];
  zoneId: Scalars['ID']['input'];
  until: Scalars['DateTime']['input'];
};

/**
 * Changes of plates and stays. Each takes an idempotency key: the same key and input have one effect and
 * give the first result. The hub takes no money for parking: the operator of the zone charges a stay by
 * its own means, as if it had been begun there.
 */
export type Mutation = {
  readonly __typename?: 'Mutation';
  /**
   * Adds a plate to a card. For the holder, and staff on their behalf. Nobody proves that a plate is
   * theirs, so a holder may add few within 30 days; staff are not limited, and vouch for the plates they
   * add, also for one that the holder had added before.
   */
  readonly addPlate?: Maybe<AddPlateResult>;
  /**
   * Takes a plate off a card; not while a stay runs that the card has begun with it. For the holder, and staff on their behalf.
   * Null with an error when the parking system does not tell whether one runs.
   */
  readonly removePlate?: Maybe<RemovePlateResult>;
  /**
   * Begins a paid stay now. For the holder, staff and kiosks. Null with an error when the parking system
   * does not answer and nothing was sent to it.
   */
  readonly startParking?: Maybe<StartParkingResult>;
  /**
   * Moves the paid end of a running stay. For the holder, staff and kiosks. Null with an error when the
   * parking system does not answer and nothing was sent to it.
   */
  readonly extendParking?: Maybe<ExtendParkingResult>;
  /**
   * Ends a running stay now. For the holder, staff and kiosks, also with a card that is not active. Null
   * with an error when the parking system does not answer and nothing was sent to it.
   */
  readonly stopParking?: Maybe<StopParkingResult>;
};


/**
 * Changes of plates and stays. Each takes an idempotency key: the same key and input have one effect and
 * give the first result. The hub takes no money for parking: the operator of the zone charges a stay by
 * its own means, as if it had been begun there.
 */
export type MutationAddPlateArgs = {
  input: AddPlateInput;
};


/**
 * Changes of plates and stays. Each takes an idempotency key: the same key and input have one effect and
 * give the first result. The hub takes no money for parking: the operator of the zone charges a stay by
 * its own means, as if it had been begun there.
 */
export type MutationRemovePlateArgs = {
  input: RemovePlateInput;
};


/**
 * Changes of plates and stays. Each takes an idempotency key: the same key and input have one effect and
 * give the first result. The hub takes no money for parking: the operator of the zone charges a stay by
 * its own means, as if it had been begun there.
 */
export type MutationStartParkingArgs = {
  input: StartParkingInput;
};


/**
 * Changes of plates and stays. Each takes an idempotency key: the same key and input have one effect and
 * give the first result. The hub takes no money for parking: the operator of the zone charges a stay by
 * its own means, as if it had been begun there.
 */
export type MutationExtendParkingArgs = {
  input: ExtendParkingInput;
};


/**
 * Changes of plates and stays. Each takes an idempotency key: the same key and input have one effect and
 * give the first result. The hub takes no money for parking: the operator of the zone charges a stay by
 * its own means, as if it had been begun there.
 */
export type MutationStopParkingArgs = {
  input: StopParkingInput;
};

/** What `addPlate` needs. */
export type AddPlateInput = {
  /** The number printed on the card. */
  readonly card: Scalars['CardNumber']['input'];
  /** As printed; capitals, blanks, hyphens and dots do not matter. */
  readonly number: Scalars['String']['input'];
  /** Two letters of ISO 3166-1. */
  readonly country?: Scalars['String']['input'];
  /** 8 to 128 printable ASCII characters, one for each wish; repeat it to learn a lost result. */
  readonly idempotencyKey: Scalars['String']['input'];
};

/** What `removePlate` needs. */
export type RemovePlateInput = {
  /** The number printed on the card. */
  readonly card: Scalars['CardNumber']['input'];
  /** As given by `ParkingPlate.id`. */
  readonly plateId: Scalars['ID']['input'];
  /** 8 to 128 printable ASCII characters, one for each wish; repeat it to learn a lost result. */
  readonly idempotencyKey: Scalars['String']['input'];
};

/** What `startParking` needs. */
export type StartParkingInput = {
  /** The number printed on the card. */
  readonly card: Scalars['CardNumber']['input'];
  /** As given by `ParkingPlate.id`; a plate of this card. */
  readonly plateId: Scalars['ID']['input'];
  /** As given by `ParkingZone.id`; a regulated zone. */
  readonly zoneId: Scalars['ID']['input'];
  /** Instant with its offset, at most 24 hours from now. */
  readonly until: Scalars['DateTime']['input'];
  /** 8 to 128 printable ASCII characters, one for each wish; repeat it to learn a lost result. */
  readonly idempotencyKey: Scalars['String']['input'];
};

/** What `extendParking` needs. */
export type ExtendParkingInput = {
  /** The number printed on the card. */
  readonly card: Scalars['CardNumber']['input'];
  /** As given by `ParkingSession.id`; a stay that was begun with this card. */
  readonly sessionId: Scalars['ID']['input'];
  /** Instant with its offset: later than the present end, at most 24 hours from the beginning of the stay. */
  readonly until: Scalars['DateTime']['input'];
  /** 8 to 128 printable ASCII characters, one for each wish; repeat it to learn a lost result. */
  readonly idempotencyKey: Scalars['String']['input'];
};

/** What `stopParking` needs. */
export type StopParkingInput = {
  /** The number printed on the card. */
  readonly card: Scalars['CardNumber']['input'];
  /** As given by `ParkingSession.id`; a stay that was begun with this card. */
  readonly sessionId: Scalars['ID']['input'];
  /** 8 to 128 printable ASCII characters, one for each wish; repeat it to learn a lost result. */
  readonly idempotencyKey: Scalars['String']['input'];
};

/** How adding a plate ended. */
export type AddPlateResult = PlateAdded | PlateRefused;

/** How removing a plate ended. */
export type RemovePlateResult = PlateRemoved | PlateRefused;

/** How asking for a price ended. */
export type ParkingQuoteResult = ParkingQuote | ParkingRefused;

/** How starting a stay ended. */
export type StartParkingResult = ParkingStarted | ParkingRefused | OutcomeUnknown;

/** How extending a stay ended. */
export type ExtendParkingResult = ParkingExtended | ParkingRefused | OutcomeUnknown;

/** How stopping a stay ended. */
export type StopParkingResult = ParkingStopped | ParkingRefused | OutcomeUnknown;

/** The plate is on the card. */
export type PlateAdded = {
  readonly __typename?: 'PlateAdded';
  /** The plate. */
  readonly plate: ParkingPlate;
};

/** The plate is no longer on the card. */
export type PlateRemoved = {
  readonly __typename?: 'PlateRemoved';
  /** The plate that was removed, as `ParkingPlate.id`. */
  readonly plateId: Scalars['ID']['output'];
};

/** The plates of the card are as they were. */
export type PlateRefused = {
  readonly __typename?: 'PlateRefused';
  /** Why, for programs. */
  readonly reason: PlateRefusalReason;
  /** Why, for people. */
  readonly message: Scalars['String']['output'];
};

/** Why a plate was not added or removed. */
export type PlateRefusalReason =
  /** There is no such card. Only told to staff. */
  | 'CARD_UNKNOWN'
  /** The card is not active, so no plate can be added. */
  | 'CARD_NOT_USABLE'
  /** The card has this plate already. */
  | 'PLATE_KNOWN'
  /** The card has as many plates as it may have. */
  | 'TOO_MANY_PLATES'
  /** As many plates were added to the card within 30 days as a holder may add, those removed since included. Not told to staff. */
  | 'TOO_MANY_CHANGES'
  /** The card has no such plate. */
  | 'PLATE_NOT_FOUND'
  /** A stay of this card runs with the plate, or was begun with it within the last half minute. */
  | 'SESSION_RUNNING';

/** What a stay would cost. */
export type ParkingQuote = {
  readonly __typename?: 'ParkingQuote';
  /** In euro cents. */
  readonly amountCents: Scalars['Int']['output'];
  /** Beginning of the stay. */
  readonly from: Scalars['DateTime']['output'];
  /** End of the stay; later than asked for where the zone's rules say so. */
  readonly until: Scalars['DateTime']['output'];
  /** Where. */
  readonly zone: ParkingZone;
  /** Where the price was read, and when. */
  readonly source: Source;
};

/** The stay has begun. */
export type ParkingStarted = {
  readonly __typename?: 'ParkingStarted';
  /** The stay. */
  readonly session: ParkingSession;
};

/** The stay has another end. */
export type ParkingExtended = {
  readonly __typename?: 'ParkingExtended';
  /** The stay with its new end. */
  readonly session: ParkingSession;
};

/** The stay has ended. */
export type ParkingStopped = {
  readonly __typename?: 'ParkingStopped';
  /** The stay with its end. */
  readonly session: ParkingSession;
};

/** Nothing was begun or changed. */
export type ParkingRefused = {
  readonly __typename?: 'ParkingRefused';
  /** Why, for programs. */
  readonly reason: ParkingRefusalReason;
  /** Why, for people. */
  readonly message: Scalars['String']['output'];
};

/** Why a stay was not begun or changed, or not priced. */
export type ParkingRefusalReason =
  /** There is no such card. Only told to staff and kiosks. */
  | 'CARD_UNKNOWN'
  /** The card is not active. */
  | 'CARD_NOT_USABLE'
  /** The card has no such plate. */
  | 'PLATE_NOT_FOUND'
  /** There is no such zone, or stays are not sold there. */
  | 'ZONE_NOT_FOUND'
  /** No such stay was begun with this card. The same whether or not there is one. */
  | 'SESSION_NOT_FOUND'
  /** The stay is over. */
  | 'SESSION_ENDED'
  /** Somebody else kept changing the stay. Look at it again. */
  | 'SESSION_CHANGED'
  /** The parking system refused; it does not tell why. */
  | 'PARKING_REFUSED'
  /** An earlier attempt with this key was lost, and the parking system shows that nothing came of it. */
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
        | GraphQLRecursivePick<FederationTypes['Card'], {"version":true,"isUsable":true}> ) );
};

/** Mapping of union types */
export type ResolversUnionTypes<_RefType extends Record<string, unknown>> = {
  AddPlateResult:
    | ( Omit<PlateAdded, 'plate'> & { plate: _RefType['ParkingPlate'] } )
    | ( PlateRefused )
  ;
  RemovePlateResult:
    | ( PlateRemoved )
    | ( PlateRefused )
  ;
  ParkingQuoteResult:
    | ( Omit<ParkingQuote, 'zone' | 'source'> & { zone: _RefType['ParkingZone'], source: _RefType['Source'] } )
    | ( ParkingRefused )
  ;
  StartParkingResult:
    | ( Omit<ParkingStarted, 'session'> & { session: _RefType['ParkingSession'] } )
    | ( ParkingRefused )
    | ( OutcomeUnknown )
  ;
  ExtendParkingResult:
    | ( Omit<ParkingExtended, 'session'> & { session: _RefType['ParkingSession'] } )
    | ( ParkingRefused )
    | ( OutcomeUnknown )
  ;
  StopParkingResult:
    | ( Omit<ParkingStopped, 'session'> & { session: _RefType['ParkingSession'] } )
    | ( ParkingRefused )
    | ( OutcomeUnknown )
  ;
};


/** Mapping between all available schema types and the resolvers types */
export type ResolversTypes = {
  DateTime: ResolverTypeWrapper<Scalars['DateTime']['output']>;
  CardNumber: ResolverTypeWrapper<Scalars['CardNumber']['output']>;
  Card: ResolverTypeWrapper<ParkingCard>;
  ID: ResolverTypeWrapper<Scalars['ID']['output']>;
  Int: ResolverTypeWrapper<Scalars['Int']['output']>;
  Boolean: ResolverTypeWrapper<Scalars['Boolean']['output']>;
  Parking: ResolverTypeWrapper<ParkingRow>;
  ParkingPlate: ResolverTypeWrapper<PlateRow>;
  String: ResolverTypeWrapper<Scalars['String']['output']>;
  ParkingRight: ResolverTypeWrapper<RightRow>;
  ParkingRightKind: ParkingRightKind;
  ParkingSession: ResolverTypeWrapper<SessionRow>;
  ParkingZone: ResolverTypeWrapper<ZoneRow>;
  ParkingZoneKind: ParkingZoneKind;
  Source: ResolverTypeWrapper<SourceRow>;
  Freshness: Freshness;
  Query: ResolverTypeWrapper<Record<PropertyKey, never>>;
  Mutation: ResolverTypeWrapper<Record<PropertyKey, never>>;
  AddPlateInput: AddPlateInput;
  RemovePlateInput: RemovePlateInput;
  StartParkingInput: StartParkingInput;
  ExtendParkingInput: ExtendParkingInput;
  StopParkingInput: StopParkingInput;
  AddPlateResult: ResolverTypeWrapper<ResolversUnionTypes<ResolversTypes>['AddPlateResult']>;
  RemovePlateResult: ResolverTypeWrapper<ResolversUnionTypes<ResolversTypes>['RemovePlateResult']>;
  ParkingQuoteResult: ResolverTypeWrapper<ResolversUnionTypes<ResolversTypes>['ParkingQuoteResult']>;
  StartParkingResult: ResolverTypeWrapper<ResolversUnionTypes<ResolversTypes>['StartParkingResult']>;
  ExtendParkingResult: ResolverTypeWrapper<ResolversUnionTypes<ResolversTypes>['ExtendParkingResult']>;
  StopParkingResult: ResolverTypeWrapper<ResolversUnionTypes<ResolversTypes>['StopParkingResult']>;
  PlateAdded: ResolverTypeWrapper<Omit<PlateAdded, 'plate'> & { plate: ResolversTypes['ParkingPlate'] }>;
  PlateRemoved: ResolverTypeWrapper<PlateRemoved>;
  PlateRefused: ResolverTypeWrapper<PlateRefused>;
  PlateRefusalReason: PlateRefusalReason;
  ParkingQuote: ResolverTypeWrapper<Omit<ParkingQuote, 'zone' | 'source'> & { zone: ResolversTypes['ParkingZone'], source: ResolversTypes['Source'] }>;
  ParkingStarted: ResolverTypeWrapper<Omit<ParkingStarted, 'session'> & { session: ResolversTypes['ParkingSession'] }>;
  ParkingExtended: ResolverTypeWrapper<Omit<ParkingExtended, 'session'> & { session: ResolversTypes['ParkingSession'] }>;
  ParkingStopped: ResolverTypeWrapper<Omit<ParkingStopped, 'session'> & { session: ResolversTypes['ParkingSession'] }>;
  ParkingRefused: ResolverTypeWrapper<ParkingRefused>;
  ParkingRefusalReason: ParkingRefusalReason;
  OutcomeUnknown: ResolverTypeWrapper<OutcomeUnknown>;
};

/** Mapping between all available schema types and the resolvers parents */
export type ResolversParentTypes = {
  DateTime: Scalars['DateTime']['output'];
  CardNumber: Scalars['CardNumber']['output'];
  Card: ParkingCard;
  ID: Scalars['ID']['output'];
  Int: Scalars['Int']['output'];
  Boolean: Scalars['Boolean']['output'];
  Parking: ParkingRow;
  ParkingPlate: PlateRow;
  String: Scalars['String']['output'];
  ParkingRight: RightRow;
  ParkingSession: SessionRow;
  ParkingZone: ZoneRow;
  Source: SourceRow;
  Query: Record<PropertyKey, never>;
  Mutation: Record<PropertyKey, never>;
  AddPlateInput: AddPlateInput;
  RemovePlateInput: RemovePlateInput;
  StartParkingInput: StartParkingInput;
  ExtendParkingInput: ExtendParkingInput;
  StopParkingInput: StopParkingInput;
  AddPlateResult: ResolversUnionTypes<ResolversParentTypes>['AddPlateResult'];
  RemovePlateResult: ResolversUnionTypes<ResolversParentTypes>['RemovePlateResult'];
  ParkingQuoteResult: ResolversUnionTypes<ResolversParentTypes>['ParkingQuoteResult'];
  StartParkingResult: ResolversUnionTypes<ResolversParentTypes>['StartParkingResult'];
  ExtendParkingResult: ResolversUnionTypes<ResolversParentTypes>['ExtendParkingResult'];
  StopParkingResult: ResolversUnionTypes<ResolversParentTypes>['StopParkingResult'];
  PlateAdded: Omit<PlateAdded, 'plate'> & { plate: ResolversParentTypes['ParkingPlate'] };
  PlateRemoved: PlateRemoved;
  PlateRefused: PlateRefused;
  ParkingQuote: Omit<ParkingQuote, 'zone' | 'source'> & { zone: ResolversParentTypes['ParkingZone'], source: ResolversParentTypes['Source'] };
  ParkingStarted: Omit<ParkingStarted, 'session'> & { session: ResolversParentTypes['ParkingSession'] };
  ParkingExtended: Omit<ParkingExtended, 'session'> & { session: ResolversParentTypes['ParkingSession'] };
  ParkingStopped: Omit<ParkingStopped, 'session'> & { session: ResolversParentTypes['ParkingSession'] };
  ParkingRefused: ParkingRefused;
  OutcomeUnknown: OutcomeUnknown;
};

export interface DateTimeScalarConfig extends GraphQLScalarTypeConfig<ResolversTypes['DateTime'], any> {
  name: 'DateTime';
}

export interface CardNumberScalarConfig extends GraphQLScalarTypeConfig<ResolversTypes['CardNumber'], any> {
  name: 'CardNumber';
}

export type CardResolvers<ContextType = Context, ParentType extends ResolversParentTypes['Card'] = ResolversParentTypes['Card'], FederationReferenceType extends FederationReferenceTypes['Card'] = FederationReferenceTypes['Card']> = {
  __resolveReference?: ReferenceResolver<Maybe<ResolversTypes['Card']> | FederationReferenceType, FederationReferenceType, ContextType>;
  id?: Resolver<ResolversTypes['ID'], ParentType, ContextType>;
  parking?: Resolver<Maybe<ResolversTypes['Parking']>, ParentType, ContextType>;
};

export type ParkingResolvers<ContextType = Context, ParentType extends ResolversParentTypes['Parking'] = ResolversParentTypes['Parking']> = {
  plates?: Resolver<ReadonlyArray<ResolversTypes['ParkingPlate']>, ParentType, ContextType>;
  rights?: Resolver<Maybe<ReadonlyArray<Maybe<ResolversTypes['ParkingRight']>>>, ParentType, ContextType>;
  sessions?: Resolver<Maybe<ReadonlyArray<Maybe<ResolversTypes['ParkingSession']>>>, ParentType, ContextType>;
  source?: Resolver<ResolversTypes['Source'], ParentType, ContextType>;
};

export type ParkingPlateResolvers<ContextType = Context, ParentType extends ResolversParentTypes['ParkingPlate'] = ResolversParentTypes['ParkingPlate']> = {
  id?: Resolver<ResolversTypes['ID'], ParentType, ContextType>;
  number?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  country?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  addedAt?: Resolver<ResolversTypes['DateTime'], ParentType, ContextType>;
  isAttested?: Resolver<ResolversTypes['Boolean'], ParentType, ContextType>;
};

export type ParkingRightResolvers<ContextType = Context, ParentType extends ResolversParentTypes['ParkingRight'] = ResolversParentTypes['ParkingRight']> = {
  id?: Resolver<ResolversTypes['ID'], ParentType, ContextType>;
  kind?: Resolver<ResolversTypes['ParkingRightKind'], ParentType, ContextType>;
  zone?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  validFrom?: Resolver<Maybe<ResolversTypes['DateTime']>, ParentType, ContextType>;
  validUntil?: Resolver<Maybe<ResolversTypes['DateTime']>, ParentType, ContextType>;
  plate?: Resolver<ResolversTypes['ParkingPlate'], ParentType, ContextType>;
  source?: Resolver<ResolversTypes['Source'], ParentType, ContextType>;
};

export type ParkingSessionResolvers<ContextType = Context, ParentType extends ResolversParentTypes['ParkingSession'] = ResolversParentTypes['ParkingSession']> = {
  id?: Resolver<ResolversTypes['ID'], ParentType, ContextType>;
  zone?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  startedAt?: Resolver<ResolversTypes['DateTime'], ParentType, ContextType>;
  paidUntil?: Resolver<Maybe<ResolversTypes['DateTime']>, ParentType, ContextType>;
  endedAt?: Resolver<Maybe<ResolversTypes['DateTime']>, ParentType, ContextType>;
  plate?: Resolver<ResolversTypes['ParkingPlate'], ParentType, ContextType>;
  source?: Resolver<ResolversTypes['Source'], ParentType, ContextType>;
};

export type ParkingZoneResolvers<ContextType = Context, ParentType extends ResolversParentTypes['ParkingZone'] = ResolversParentTypes['ParkingZone']> = {
  id?: Resolver<ResolversTypes['ID'], ParentType, ContextType>;
  name?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  kind?: Resolver<ResolversTypes['ParkingZoneKind'], ParentType, ContextType>;
  source?: Resolver<ResolversTypes['Source'], ParentType, ContextType>;
};

export type SourceResolvers<ContextType = Context, ParentType extends ResolversParentTypes['Source'] = ResolversParentTypes['Source']> = {
  system?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  asOf?: Resolver<Maybe<ResolversTypes['DateTime']>, ParentType, ContextType>;
  freshness?: Resolver<Maybe<ResolversTypes['Freshness']>, ParentType, ContextType>;
};

export type QueryResolvers<ContextType = Context, ParentType extends ResolversParentTypes['Query'] = ResolversParentTypes['Query']> = {
  parkingZones?: Resolver<Maybe<ReadonlyArray<ResolversTypes['ParkingZone']>>, ParentType, ContextType>;
  parkingQuote?: Resolver<Maybe<ResolversTypes['ParkingQuoteResult']>, ParentType, ContextType, RequireFields<QueryParkingQuoteArgs, 'card' | 'plateId' | 'zoneId' | 'until'>>;
};

export type MutationResolvers<ContextType = Context, ParentType extends ResolversParentTypes['Mutation'] = ResolversParentTypes['Mutation']> = {
  addPlate?: Resolver<Maybe<ResolversTypes['AddPlateResult']>, ParentType, ContextType, RequireFields<MutationAddPlateArgs, 'input'>>;
  removePlate?: Resolver<Maybe<ResolversTypes['RemovePlateResult']>, ParentType, ContextType, RequireFields<MutationRemovePlateArgs, 'input'>>;
  startParking?: Resolver<Maybe<ResolversTypes['StartParkingResult']>, ParentType, ContextType, RequireFields<MutationStartParkingArgs, 'input'>>;
  extendParking?: Resolver<Maybe<ResolversTypes['ExtendParkingResult']>, ParentType, ContextType, RequireFields<MutationExtendParkingArgs, 'input'>>;
  stopParking?: Resolver<Maybe<ResolversTypes['StopParkingResult']>, ParentType, ContextType, RequireFields<MutationStopParkingArgs, 'input'>>;
};

export type AddPlateResultResolvers<ContextType = Context, ParentType extends ResolversParentTypes['AddPlateResult'] = ResolversParentTypes['AddPlateResult']> = {
  __resolveType: TypeResolveFn<'PlateAdded' | 'PlateRefused', ParentType, ContextType>;
};

export type RemovePlateResultResolvers<ContextType = Context, ParentType extends ResolversParentTypes['RemovePlateResult'] = ResolversParentTypes['RemovePlateResult']> = {
  __resolveType: TypeResolveFn<'PlateRemoved' | 'PlateRefused', ParentType, ContextType>;
};

export type ParkingQuoteResultResolvers<ContextType = Context, ParentType extends ResolversParentTypes['ParkingQuoteResult'] = ResolversParentTypes['ParkingQuoteResult']> = {
  __resolveType: TypeResolveFn<'ParkingQuote' | 'ParkingRefused', ParentType, ContextType>;
};

export type StartParkingResultResolvers<ContextType = Context, ParentType extends ResolversParentTypes['StartParkingResult'] = ResolversParentTypes['StartParkingResult']> = {
  __resolveType: TypeResolveFn<'ParkingStarted' | 'ParkingRefused' | 'OutcomeUnknown', ParentType, ContextType>;
};

export type ExtendParkingResultResolvers<ContextType = Context, ParentType extends ResolversParentTypes['ExtendParkingResult'] = ResolversParentTypes['ExtendParkingResult']> = {
  __resolveType: TypeResolveFn<'ParkingExtended' | 'ParkingRefused' | 'OutcomeUnknown', ParentType, ContextType>;
};

export type StopParkingResultResolvers<ContextType = Context, ParentType extends ResolversParentTypes['StopParkingResult'] = ResolversParentTypes['StopParkingResult']> = {
  __resolveType: TypeResolveFn<'ParkingStopped' | 'ParkingRefused' | 'OutcomeUnknown', ParentType, ContextType>;
};

export type PlateAddedResolvers<ContextType = Context, ParentType extends ResolversParentTypes['PlateAdded'] = ResolversParentTypes['PlateAdded']> = {
  plate?: Resolver<ResolversTypes['ParkingPlate'], ParentType, ContextType>;
  __isTypeOf?: IsTypeOfResolverFn<ParentType, ContextType>;
};

export type PlateRemovedResolvers<ContextType = Context, ParentType extends ResolversParentTypes['PlateRemoved'] = ResolversParentTypes['PlateRemoved']> = {
  plateId?: Resolver<ResolversTypes['ID'], ParentType, ContextType>;
  __isTypeOf?: IsTypeOfResolverFn<ParentType, ContextType>;
};

export type PlateRefusedResolvers<ContextType = Context, ParentType extends ResolversParentTypes['PlateRefused'] = ResolversParentTypes['PlateRefused']> = {
  reason?: Resolver<ResolversTypes['PlateRefusalReason'], ParentType, ContextType>;
  message?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  __isTypeOf?: IsTypeOfResolverFn<ParentType, ContextType>;
};

export type ParkingQuoteResolvers<ContextType = Context, ParentType extends ResolversParentTypes['ParkingQuote'] = ResolversParentTypes['ParkingQuote']> = {
  amountCents?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
  from?: Resolver<ResolversTypes['DateTime'], ParentType, ContextType>;
  until?: Resolver<ResolversTypes['DateTime'], ParentType, ContextType>;
  zone?: Resolver<ResolversTypes['ParkingZone'], ParentType, ContextType>;
  source?: Resolver<ResolversTypes['Source'], ParentType, ContextType>;
  __isTypeOf?: IsTypeOfResolverFn<ParentType, ContextType>;
};

export type ParkingStartedResolvers<ContextType = Context, ParentType extends ResolversParentTypes['ParkingStarted'] = ResolversParentTypes['ParkingStarted']> = {
  session?: Resolver<ResolversTypes['ParkingSession'], ParentType, ContextType>;
  __isTypeOf?: IsTypeOfResolverFn<ParentType, ContextType>;
};

export type ParkingExtendedResolvers<ContextType = Context, ParentType extends ResolversParentTypes['ParkingExtended'] = ResolversParentTypes['ParkingExtended']> = {
  session?: Resolver<ResolversTypes['ParkingSession'], ParentType, ContextType>;
  __isTypeOf?: IsTypeOfResolverFn<ParentType, ContextType>;
};

export type ParkingStoppedResolvers<ContextType = Context, ParentType extends ResolversParentTypes['ParkingStopped'] = ResolversParentTypes['ParkingStopped']> = {
  session?: Resolver<ResolversTypes['ParkingSession'], ParentType, ContextType>;
  __isTypeOf?: IsTypeOfResolverFn<ParentType, ContextType>;
};

export type ParkingRefusedResolvers<ContextType = Context, ParentType extends ResolversParentTypes['ParkingRefused'] = ResolversParentTypes['ParkingRefused']> = {
  reason?: Resolver<ResolversTypes['ParkingRefusalReason'], ParentType, ContextType>;
  message?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  __isTypeOf?: IsTypeOfResolverFn<ParentType, ContextType>;
};

export type OutcomeUnknownResolvers<ContextType = Context, ParentType extends ResolversParentTypes['OutcomeUnknown'] = ResolversParentTypes['OutcomeUnknown']> = {
  message?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  __isTypeOf?: IsTypeOfResolverFn<ParentType, ContextType>;
};

export type Resolvers<ContextType = Context> = {
  DateTime?: GraphQLScalarType;
  CardNumber?: GraphQLScalarType;
  Card?: CardResolvers<ContextType>;
  Parking?: ParkingResolvers<ContextType>;
  ParkingPlate?: ParkingPlateResolvers<ContextType>;
  ParkingRight?: ParkingRightResolvers<ContextType>;
  ParkingSession?: ParkingSessionResolvers<ContextType>;
  ParkingZone?: ParkingZoneResolvers<ContextType>;
  Source?: SourceResolvers<ContextType>;
  Query?: QueryResolvers<ContextType>;
  Mutation?: MutationResolvers<ContextType>;
  AddPlateResult?: AddPlateResultResolvers<ContextType>;
  RemovePlateResult?: RemovePlateResultResolvers<ContextType>;
  ParkingQuoteResult?: ParkingQuoteResultResolvers<ContextType>;
  StartParkingResult?: StartParkingResultResolvers<ContextType>;
  ExtendParkingResult?: ExtendParkingResultResolvers<ContextType>;
  StopParkingResult?: StopParkingResultResolvers<ContextType>;
  PlateAdded?: PlateAddedResolvers<ContextType>;
  PlateRemoved?: PlateRemovedResolvers<ContextType>;
  PlateRefused?: PlateRefusedResolvers<ContextType>;
  ParkingQuote?: ParkingQuoteResolvers<ContextType>;
  ParkingStarted?: ParkingStartedResolvers<ContextType>;
  ParkingExtended?: ParkingExtendedResolvers<ContextType>;
  ParkingStopped?: ParkingStoppedResolvers<ContextType>;
  ParkingRefused?: ParkingRefusedResolvers<ContextType>;
  OutcomeUnknown?: OutcomeUnknownResolvers<ContextType>;
};

