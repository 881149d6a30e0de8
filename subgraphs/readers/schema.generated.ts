/* oxlint-disable */
import type { GraphQLResolveInfo, GraphQLScalarType, GraphQLScalarTypeConfig } from 'graphql';
import type { ReadersCard } from './card-ref.ts';
import type { ReaderRow, GroupRow } from './reader-rows.ts';
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
  /** A calendar day in the city, `YYYY-MM-DD`. */
  Date: { input: unknown; output: string; }
  /** An instant in UTC, `YYYY-MM-DDTHH:MM:SS.sssZ`. */
  DateTime: { input: string; output: string; }
  _FieldSet: { input: string; output: string; }
};

/** A citizen card; this part of it is where it was used. */
export type Card = {
  readonly __typename?: 'Card';
  /** Opaque name of the card inside the hub. */
  readonly id: Scalars['ID']['output'];
  /**
   * Where the card was used, the latest first. For its holder, and for staff, of whom it is written down
   * that they asked. Kept for 90 days unless the city says otherwise; a use at a reader that is offline
   * appears once the reader is back. Null, with an error, when it cannot be told.
   */
  readonly uses?: Maybe<UsePage>;
};


/** A citizen card; this part of it is where it was used. */
export type CardUsesArgs = {
  first?: InputMaybe<Scalars['Int']['input']>;
  after?: InputMaybe<Scalars['String']['input']>;
  from?: InputMaybe<Scalars['Date']['input']>;
  until?: InputMaybe<Scalars['Date']['input']>;
};

/** A page of the uses of a card. */
export type UsePage = {
  readonly __typename?: 'UsePage';
  /** The latest first. */
  readonly items: ReadonlyArray<CardUse>;
  /** Give it as `after` for the next page; null on the last one. */
  readonly endCursor?: Maybe<Scalars['String']['output']>;
};

/** That a card was held to a reader. */
export type CardUse = {
  readonly __typename?: 'CardUse';
  /** When, by the hub's time. */
  readonly at: Scalars['DateTime']['output'];
  /** Id of the service, as `Service.id`. */
  readonly service: Scalars['ID']['output'];
  /** The place, as people know it. */
  readonly place: Scalars['String']['output'];
  /** Whether it opened. Says neither why nor at which price. */
  readonly isAdmitted: Scalars['Boolean']['output'];
};

/** What can be asked about readers and uses. All of it is for staff. */
export type Query = {
  readonly __typename?: 'Query';
  /** Readers in service, in the order of their ids. Null, with an error, when they cannot be told. */
  readonly readers?: Maybe<ReaderPage>;
  /** The groups of readers, in the order in which the city lists them. */
  readonly readerGroups?: Maybe<ReadonlyArray<ReaderGroup>>;
  /** One group of readers. Null when there is none with this id. */
  readonly readerGroup?: Maybe<ReaderGroup>;
  /**
   * How often services were used, by day and place. Small numbers are left out: see `UseCount`. At most 31
   * days at once. Uses of the last minute, and of readers that are offline, are not counted yet.
   */
  readonly useCounts?: Maybe<ReadonlyArray<UseCount>>;
  /**
   * How often services were used by holders of one class and another, by month: to see who is left out.
   * Only months that are over, at most 12 at once. Small numbers are left out: see `ClassUseCount`.
   */
  readonly useByClass?: Maybe<ReadonlyArray<ClassUseCount>>;
  /** How changes of rights are on their way to the readers. */
  readonly syncState?: Maybe<SyncState>;
};


/** What can be asked about readers and uses. All of it is for staff. */
export type QueryReadersArgs = {
  group?: InputMaybe<Scalars['ID']['input']>;
  state?: InputMaybe<ReaderState>;
  first?: InputMaybe<Scalars['Int']['input']>;
  after?: InputMaybe<Scalars['ID']['input']>;
};


/** What can be asked about readers and uses. All of it is for staff. */
export type QueryReaderGroupArgs = {
  id: Scalars['ID']['input'];
};


/** What can be asked about readers and uses. All of it is for staff. */
export type QueryUseCountsArgs = {
  service?: InputMaybe<Scalars['ID']['input']>;
  place?: InputMaybe<Scalars['String']['input']>;
  from: Scalars['Date']['input'];
  until: Scalars['Date']['input'];
};


/** What can be asked about readers and uses. All of it is for staff. */
export type QueryUseByClassArgs = {
  service?: InputMaybe<Scalars['ID']['input']>;
  kind?: InputMaybe<Scalars['String']['input']>;
  from: Scalars['String']['input'];
  until: Scalars['String']['input'];
};

/**
 * Changes of readers. For staff. Each takes an idempotency key: the same key and input have one effect and
 * give the first result.
 */
export type Mutation = {
  readonly __typename?: 'Mutation';
  /**
   * Puts a reader into service. It needs a token of its own beside this. Null with an error when the group,
   * the place or the way is wrong; the error says which.
   */
  readonly registerReader?: Maybe<RegisterReaderResult>;
  /**
   * Takes a reader out of service for good: its token opens nothing any more, and its id is not used again.
   * One that was stolen holds the key of its group: see `rotateGroupKeys`.
   */
  readonly retireReader?: Maybe<RetireReaderResult>;
  /** Tries a reader at once that was given up for a while, and asks what it has. */
  readonly replayReader?: Maybe<ReplayReaderResult>;
  /**
   * Gives a group another key, after one of its readers was stolen. All its lists are made anew and sent
   * whole, in the background; until then the present ones hold.
   */
  readonly rotateGroupKeys?: Maybe<RotateGroupKeysResult>;
};


/**
 * Changes of readers. For staff. Each takes an idempotency key: the same key and input have one effect and
 * give the first result.
 */
export type MutationRegisterReaderArgs = {
  input: RegisterReaderInput;
};


/**
 * Changes of readers. For staff. Each takes an idempotency key: the same key and input have one effect and
 * give the first result.
 */
export type MutationRetireReaderArgs = {
  input: RetireReaderInput;
};


/**
 * Changes of readers. For staff. Each takes an idempotency key: the same key and input have one effect and
 * give the first result.
 */
export type MutationReplayReaderArgs = {
  input: ReplayReaderInput;
};


/**
 * Changes of readers. For staff. Each takes an idempotency key: the same key and input have one effect and
 * give the first result.
 */
export type MutationRotateGroupKeysArgs = {
  input: RotateGroupKeysInput;
};

/** A page of readers. */
export type ReaderPage = {
  readonly __typename?: 'ReaderPage';
  /** In the order of their ids. */
  readonly items: ReadonlyArray<Reader>;
  /** Give it as `after` for the next page; null on the last one. */
  readonly endCursor?: Maybe<Scalars['ID']['output']>;
};

/** A device that opens something to cards: a validator, a turnstile, a door. */
export type Reader = {
  readonly __typename?: 'Reader';
  /** As its token and its uses name it. */
  readonly id: Scalars['ID']['output'];
  /** Id of the group whose lists it has. */
  readonly group: Scalars['ID']['output'];
  /** Where it stands. */
  readonly place: Scalars['String']['output'];
  /** How the hub reaches it. */
  readonly way: ReaderWayKind;
  /** Whether it has what it should have, and answers. */
  readonly state: ReaderState;
  /** When it was last heard of; null for never. */
  readonly lastContactAt?: Maybe<Scalars['DateTime']['output']>;
  /** For how long there has been something that it has not, in milliseconds; 0 when it has everything, null before it was first heard of. */
  readonly lagMs?: Maybe<Scalars['Int']['output']>;
  /** Steps of its lists that it has not; null before it was first heard of. */
  readonly lagSteps?: Maybe<Scalars['Int']['output']>;
  /** How far its clock is ahead of the hub's, in milliseconds, negative when behind; null until it told its time. */
  readonly clockSkewMs?: Maybe<Scalars['Int']['output']>;
  /** Tries in a row that failed. */
  readonly failures: Scalars['Int']['output'];
  /** What the last try came to, as a word for operators; null when it was good. */
  readonly lastFailure?: Maybe<Scalars['String']['output']>;
};

/** How the hub reaches a reader. */
export type ReaderWayKind =
  /** The hub calls it. */
  | 'PUSH'
  /** It listens to a broker. */
  | 'MQTT'
  /** It asks, and waits for news. */
  | 'POLL'
  /** A door controller that keeps a plain list; weaker than the others. */
  | 'UHPPOTE';

/** Whether a reader has what it should have, and answers. */
export type ReaderState =
  /** It has everything. */
  | 'ONLINE'
  /** Something is on its way to it, or it was not heard of yet. */
  | 'LAGGING'
  /** It has not answered for long. It is tried on, less often. */
  | 'DEAD';

/** Readers of one service at some of its places. They have the same lists. */
export type ReaderGroup = {
  readonly __typename?: 'ReaderGroup';
  /** Short name. */
  readonly id: Scalars['ID']['output'];
  /** Id of the service, as `Service.id`. */
  readonly service: Scalars['ID']['output'];
  /** Where its readers stand, as people know the places. */
  readonly places: ReadonlyArray<Scalars['String']['output']>;
  /** How far its readers are. Null, with an error, when it cannot be told. */
  readonly lag?: Maybe<GroupLag>;
  /** What its readers should have. Null, with an error, when it cannot be told. */
  readonly lists?: Maybe<ReadonlyArray<ReaderList>>;
};

/** How far the readers of a group are. */
export type GroupLag = {
  readonly __typename?: 'GroupLag';
  /** Readers in service. */
  readonly readers: Scalars['Int']['output'];
  /** Of these, how many lack something. */
  readonly behind: Scalars['Int']['output'];
  /** Of these, how many are dead. */
  readonly dead: Scalars['Int']['output'];
  /** For how long the one that is furthest behind has lacked something, in milliseconds; 0 when none does. */
  readonly lagMs: Scalars['Int']['output'];
};

/** A signed list of a group: who is let in under one rulebook, or who is refused. */
export type ReaderList = {
  readonly __typename?: 'ReaderList';
  /** `deny`, or `rulebook-` and its version. */
  readonly name: Scalars['String']['output'];
  /** Of the group's key. */
  readonly epoch: Scalars['Int']['output'];
  /** Rises with every change of the list. */
  readonly sequence: Scalars['Int']['output'];
  /** Cards in it. */
  readonly entries: Scalars['Int']['output'];
  /** When this sequence was made; null when that is not kept any more. */
  readonly issuedAt?: Maybe<Scalars['DateTime']['output']>;
};

/**
 * Uses of one service at one place on one day. A number under ten is left out, and the next smallest of
 * the service's day with it, so that none follows from the others; it is null then. Nobody came: 0.
 */
export type UseCount = {
  readonly __typename?: 'UseCount';
  /** Id of the service. */
  readonly service: Scalars['ID']['output'];
  /** The place. */
  readonly place: Scalars['String']['output'];
  /** The day in the city on which it was, however late it was told. */
  readonly day: Scalars['Date']['output'];
  /** How often it opened; null when left out. */
  readonly admitted?: Maybe<Scalars['Int']['output']>;
  /** How often it did not; null when left out. */
  readonly refused?: Maybe<Scalars['Int']['output']>;
};

/**
 * Uses of one service in one month by holders of one class. Left out, and null then, where on no day of the
 * month as many as ten different cards stand behind it; the next smallest of the kind goes with it.
 */
export type ClassUseCount = {
  readonly __typename?: 'ClassUseCount';
  /** Id of the service. */
  readonly service: Scalars['ID']['output'];
  /** `YYYY-MM`. */
  readonly month: Scalars['String']['output'];
  /** The kind of class, such as `employment`. */
  readonly kind: Scalars['String']['output'];
  /** The class, such as `unemployed`; `none` for holders who belong to none of the kind. */
  readonly class: Scalars['String']['output'];
  /** How often it opened to them; null when left out. */
  readonly uses?: Maybe<Scalars['Int']['output']>;
};

/** How changes of rights are on their way to the readers. */
export type SyncState = {
  readonly __typename?: 'SyncState';
  /** Changes that are not at all their readers yet. */
  readonly changes: PendingChanges;
  /** The queues between the hub's parts. */
  readonly queues: ReadonlyArray<QueueState>;
  /** The last publication of lists; null before the first. */
  readonly lastPublication?: Maybe<ListPublication>;
  /** Lists that are being built, and the last ones that were. */
  readonly builds: ReadonlyArray<ListBuild>;
  /** Readers that are dead. */
  readonly deadReaders: Scalars['Int']['output'];
  /** Readers that lack something, dead ones included. */
  readonly laggingReaders: Scalars['Int']['output'];
};

/** Changes of rights, by how far they have come. */
export type PendingChanges = {
  readonly __typename?: 'PendingChanges';
  /** Not queued yet. */
  readonly waiting: Scalars['Int']['output'];
  /** Queued, not in lists yet. */
  readonly queued: Scalars['Int']['output'];
  /** In lists, not at all readers yet. */
  readonly published: Scalars['Int']['output'];
  /** For how long the oldest that is in no list has waited, in milliseconds; 0 when none waits. */
  readonly oldestWaitingMs: Scalars['Int']['output'];
};

/** What is in a queue. */
export type QueueState = {
  readonly __typename?: 'QueueState';
  /** Of the queue. */
  readonly name: Scalars['String']['output'];
  /** Waiting to be worked on. */
  readonly waiting: Scalars['Int']['output'];
  /** Being worked on. */
  readonly active: Scalars['Int']['output'];
  /** To be tried again later. */
  readonly delayed: Scalars['Int']['output'];
  /** Given up, for an operator to look at. */
  readonly failed: Scalars['Int']['output'];
};

/** That lists were published together. */
export type ListPublication = {
  readonly __typename?: 'ListPublication';
  /** Counts the publications. */
  readonly number: Scalars['Int']['output'];
  /** When it was. */
  readonly at: Scalars['DateTime']['output'];
};

/** Lists that are built for every card. */
export type ListBuild = {
  readonly __typename?: 'ListBuild';
  /** Why they are built. */
  readonly kind: ListBuildKind;
  /** Versions of the rulebooks. */
  readonly rulebooks: ReadonlyArray<Scalars['Int']['output']>;
  /** Cards that have been judged. */
  readonly done: Scalars['Int']['output'];
  /** Cards in all. */
  readonly total: Scalars['Int']['output'];
  /** When it began. */
  readonly startedAt: Scalars['DateTime']['output'];
  /** How it stands. */
  readonly state: ListBuildState;
};

/** Why lists are built. */
export type ListBuildKind =
  /** There were none, as for the next rulebook. */
  | 'MISSING'
  /** The group has another key. */
  | 'ROTATION'
  /** Every night they are compared with the rights. */
  | 'NIGHTLY';

/** How a build stands. */
export type ListBuildState =
  /** It goes on, also after a restart. */
  | 'RUNNING'
  /** It is in the readers' lists. */
  | 'DONE'
  /** What it was for is not wanted any more. */
  | 'CANCELLED';

/** What `registerReader` needs. */
export type RegisterReaderInput = {
  /** Names this wish: 8 to 128 printable ASCII characters, never used before for another one. */
  readonly idempotencyKey: Scalars['String']['input'];
  /** 1 to 64 letters, digits, dots, underscores and hyphens. Never one that was used before. */
  readonly id: Scalars['ID']['input'];
  /** Id of its group. */
  readonly group: Scalars['ID']['input'];
  /** One of the group's places. */
  readonly place: Scalars['String']['input'];
  /** How the hub reaches it. */
  readonly way: ReaderWayInput;
};

/** How the hub reaches a reader. */
export type ReaderWayInput = {
  /** The kind of way. */
  readonly kind: ReaderWayKind;
  /** For PUSH: where the hub calls it, http or https. */
  readonly url?: InputMaybe<Scalars['String']['input']>;
  /** For UHPPOTE: its address. */
  readonly host?: InputMaybe<Scalars['String']['input']>;
  /** For UHPPOTE: its port, 1 to 65,535. */
  readonly port?: InputMaybe<Scalars['Int']['input']>;
  /** For UHPPOTE: the serial number of the controller, as text: it may be longer than an Int. */
  readonly serial?: InputMaybe<Scalars['String']['input']>;
  /** For UHPPOTE: which of its doors this group opens, 1 to 4. */
  readonly doors?: InputMaybe<ReadonlyArray<Scalars['Int']['input']>>;
};

/** What `retireReader` needs. */
export type RetireReaderInput = {
  /** Names this wish: 8 to 128 printable ASCII characters, never used before for another one. */
  readonly idempotencyKey: Scalars['String']['input'];
  /** Of the reader. */
  readonly id: Scalars['ID']['input'];
};

/** What `replayReader` needs. */
export type ReplayReaderInput = {
  /** Names this wish: 8 to 128 printable ASCII characters, never used before for another one. */
  readonly idempotencyKey: Scalars['String']['input'];
  /** Of the reader. */
  readonly id: Scalars['ID']['input'];
};

/** What `rotateGroupKeys` needs. */
export type RotateGroupKeysInput = {
  /** Names this wish: 8 to 128 printable ASCII characters, never used before for another one. */
  readonly idempotencyKey: Scalars['String']['input'];
  /** Id of the group. */
  readonly group: Scalars['ID']['input'];
};

/** What became of `registerReader`. */
export type RegisterReaderResult = ReaderRegistered | ReaderRefused;

/** What became of `retireReader`. */
export type RetireReaderResult = ReaderRetired | ReaderRefused;

/** What became of `replayReader`. */
export type ReplayReaderResult = ReaderReplayed | ReaderRefused;

/** What became of `rotateGroupKeys`. */
export type RotateGroupKeysResult = GroupKeysRotated | ReaderRefused;

/** The reader is in service. */
export type ReaderRegistered = {
  readonly __typename?: 'ReaderRegistered';
  /** Of the reader. */
  readonly id: Scalars['ID']['output'];
};

/** The reader is out of service. */
export type ReaderRetired = {
  readonly __typename?: 'ReaderRetired';
  /** Of the reader. */
  readonly id: Scalars['ID']['output'];
};

/** The reader is being tried. */
export type ReaderReplayed = {
  readonly __typename?: 'ReaderReplayed';
  /** Of the reader. */
  readonly id: Scalars['ID']['output'];
};

/** The group gets another key, and its lists are being made anew. */
export type GroupKeysRotated = {
  readonly __typename?: 'GroupKeysRotated';
  /** Id of the group. */
  readonly group: Scalars['ID']['output'];
  /** Of the key that it gets. */
  readonly epoch: Scalars['Int']['output'];
};

/** Nothing was changed. */
export type ReaderRefused = {
  readonly __typename?: 'ReaderRefused';
  /** Why, for programs. */
  readonly reason: ReaderRefusalReason;
  /** Why, for people. */
  readonly message: Scalars['String']['output'];
};

/** Why nothing was changed. */
export type ReaderRefusalReason =
  /** A reader has this id, or had it before it was retired. */
  | 'ID_TAKEN'
  /** There is no reader with this id in service. */
  | 'READER_UNKNOWN'
  /** There is no group with this id. */
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
  RegisterReaderResult:
    | ( ReaderRegistered )
    | ( ReaderRefused )
  ;
  RetireReaderResult:
    | ( ReaderRetired )
    | ( ReaderRefused )
  ;
  ReplayReaderResult:
    | ( ReaderReplayed )
    | ( ReaderRefused )
  ;
  RotateGroupKeysResult:
    | ( GroupKeysRotated )
    | ( ReaderRefused )
  ;
};


/** Mapping between all available schema types and the resolvers types */
export type ResolversTypes = {
  Date: ResolverTypeWrapper<Scalars['Date']['output']>;
  DateTime: ResolverTypeWrapper<Scalars['DateTime']['output']>;
  Card: ResolverTypeWrapper<ReadersCard>;
  ID: ResolverTypeWrapper<Scalars['ID']['output']>;
  Int: ResolverTypeWrapper<Scalars['Int']['output']>;
  String: ResolverTypeWrapper<Scalars['String']['output']>;
  UsePage: ResolverTypeWrapper<UsePage>;
  CardUse: ResolverTypeWrapper<CardUse>;
  Boolean: ResolverTypeWrapper<Scalars['Boolean']['output']>;
  Query: ResolverTypeWrapper<Record<PropertyKey, never>>;
  Mutation: ResolverTypeWrapper<Record<PropertyKey, never>>;
  ReaderPage: ResolverTypeWrapper<Omit<ReaderPage, 'items'> & { items: ReadonlyArray<ResolversTypes['Reader']> }>;
  Reader: ResolverTypeWrapper<ReaderRow>;
  ReaderWayKind: ReaderWayKind;
  ReaderState: ReaderState;
  ReaderGroup: ResolverTypeWrapper<GroupRow>;
  GroupLag: ResolverTypeWrapper<GroupLag>;
  ReaderList: ResolverTypeWrapper<ReaderList>;
  UseCount: ResolverTypeWrapper<UseCount>;
  ClassUseCount: ResolverTypeWrapper<ClassUseCount>;
  SyncState: ResolverTypeWrapper<SyncState>;
  PendingChanges: ResolverTypeWrapper<PendingChanges>;
  QueueState: ResolverTypeWrapper<QueueState>;
  ListPublication: ResolverTypeWrapper<ListPublication>;
  ListBuild: ResolverTypeWrapper<ListBuild>;
  ListBuildKind: ListBuildKind;
  ListBuildState: ListBuildState;
  RegisterReaderInput: RegisterReaderInput;
  ReaderWayInput: ReaderWayInput;
  RetireReaderInput: RetireReaderInput;
  ReplayReaderInput: ReplayReaderInput;
  RotateGroupKeysInput: RotateGroupKeysInput;
  RegisterReaderResult: ResolverTypeWrapper<ResolversUnionTypes<ResolversTypes>['RegisterReaderResult']>;
  RetireReaderResult: ResolverTypeWrapper<ResolversUnionTypes<ResolversTypes>['RetireReaderResult']>;
  ReplayReaderResult: ResolverTypeWrapper<ResolversUnionTypes<ResolversTypes>['ReplayReaderResult']>;
  RotateGroupKeysResult: ResolverTypeWrapper<ResolversUnionTypes<ResolversTypes>['RotateGroupKeysResult']>;
  ReaderRegistered: ResolverTypeWrapper<ReaderRegistered>;
  ReaderRetired: ResolverTypeWrapper<ReaderRetired>;
  ReaderReplayed: ResolverTypeWrapper<ReaderReplayed>;
  GroupKeysRotated: ResolverTypeWrapper<GroupKeysRotated>;
  ReaderRefused: ResolverTypeWrapper<ReaderRefused>;
  ReaderRefusalReason: ReaderRefusalReason;
};

/** Mapping between all available schema types and the resolvers parents */
export type ResolversParentTypes = {
  Date: Scalars['Date']['output'];
  DateTime: Scalars['DateTime']['output'];
  Card: ReadersCard;
  ID: Scalars['ID']['output'];
  Int: Scalars['Int']['output'];
  String: Scalars['String']['output'];
  UsePage: UsePage;
  CardUse: CardUse;
  Boolean: Scalars['Boolean']['output'];
  Query: Record<PropertyKey, never>;
  Mutation: Record<PropertyKey, never>;
  ReaderPage: Omit<ReaderPage, 'items'> & { items: ReadonlyArray<ResolversParentTypes['Reader']> };
  Reader: ReaderRow;
  ReaderGroup: GroupRow;
  GroupLag: GroupLag;
  ReaderList: ReaderList;
  UseCount: UseCount;
  ClassUseCount: ClassUseCount;
  SyncState: SyncState;
  PendingChanges: PendingChanges;
  QueueState: QueueState;
  ListPublication: ListPublication;
  ListBuild: ListBuild;
  RegisterReaderInput: RegisterReaderInput;
  ReaderWayInput: ReaderWayInput;
  RetireReaderInput: RetireReaderInput;
  ReplayReaderInput: ReplayReaderInput;
  RotateGroupKeysInput: RotateGroupKeysInput;
  RegisterReaderResult: ResolversUnionTypes<ResolversParentTypes>['RegisterReaderResult'];
  RetireReaderResult: ResolversUnionTypes<ResolversParentTypes>['RetireReaderResult'];
  ReplayReaderResult: ResolversUnionTypes<ResolversParentTypes>['ReplayReaderResult'];
  RotateGroupKeysResult: ResolversUnionTypes<ResolversParentTypes>['RotateGroupKeysResult'];
  ReaderRegistered: ReaderRegistered;
  ReaderRetired: ReaderRetired;
  ReaderReplayed: ReaderReplayed;
  GroupKeysRotated: GroupKeysRotated;
  ReaderRefused: ReaderRefused;
};

export interface DateScalarConfig extends GraphQLScalarTypeConfig<ResolversTypes['Date'], any> {
  name: 'Date';
}

export interface DateTimeScalarConfig extends GraphQLScalarTypeConfig<ResolversTypes['DateTime'], any> {
  name: 'DateTime';
}

export type CardResolvers<ContextType = Context, ParentType extends ResolversParentTypes['Card'] = ResolversParentTypes['Card'], FederationReferenceType extends FederationReferenceTypes['Card'] = FederationReferenceTypes['Card']> = {
  __resolveReference?: ReferenceResolver<Maybe<ResolversTypes['Card']> | FederationReferenceType, FederationReferenceType, ContextType>;
  id?: Resolver<ResolversTypes['ID'], ParentType, ContextType>;
  uses?: Resolver<Maybe<ResolversTypes['UsePage']>, ParentType, ContextType, RequireFields<CardUsesArgs, 'first'>>;
};

export type UsePageResolvers<ContextType = Context, ParentType extends ResolversParentTypes['UsePage'] = ResolversParentTypes['UsePage']> = {
  items?: Resolver<ReadonlyArray<ResolversTypes['CardUse']>, ParentType, ContextType>;
  endCursor?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
};

export type CardUseResolvers<ContextType = Context, ParentType extends ResolversParentTypes['CardUse'] = ResolversParentTypes['CardUse']> = {
  at?: Resolver<ResolversTypes['DateTime'], ParentType, ContextType>;
  service?: Resolver<ResolversTypes['ID'], ParentType, ContextType>;
  place?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  isAdmitted?: Resolver<ResolversTypes['Boolean'], ParentType, ContextType>;
};

export type QueryResolvers<ContextType = Context, ParentType extends ResolversParentTypes['Query'] = ResolversParentTypes['Query']> = {
  readers?: Resolver<Maybe<ResolversTypes['ReaderPage']>, ParentType, ContextType, RequireFields<QueryReadersArgs, 'first'>>;
  readerGroups?: Resolver<Maybe<ReadonlyArray<ResolversTypes['ReaderGroup']>>, ParentType, ContextType>;
  readerGroup?: Resolver<Maybe<ResolversTypes['ReaderGroup']>, ParentType, ContextType, RequireFields<QueryReaderGroupArgs, 'id'>>;
  useCounts?: Resolver<Maybe<ReadonlyArray<ResolversTypes['UseCount']>>, ParentType, ContextType, RequireFields<QueryUseCountsArgs, 'from' | 'until'>>;
  useByClass?: Resolver<Maybe<ReadonlyArray<ResolversTypes['ClassUseCount']>>, ParentType, ContextType, RequireFields<QueryUseByClassArgs, 'from' | 'until'>>;
  syncState?: Resolver<Maybe<ResolversTypes['SyncState']>, ParentType, ContextType>;
};

export type MutationResolvers<ContextType = Context, ParentType extends ResolversParentTypes['Mutation'] = ResolversParentTypes['Mutation']> = {
  registerReader?: Resolver<Maybe<ResolversTypes['RegisterReaderResult']>, ParentType, ContextType, RequireFields<MutationRegisterReaderArgs, 'input'>>;
  retireReader?: Resolver<Maybe<ResolversTypes['RetireReaderResult']>, ParentType, ContextType, RequireFields<MutationRetireReaderArgs, 'input'>>;
  replayReader?: Resolver<Maybe<ResolversTypes['ReplayReaderResult']>, ParentType, ContextType, RequireFields<MutationReplayReaderArgs, 'input'>>;
  rotateGroupKeys?: Resolver<Maybe<ResolversTypes['RotateGroupKeysResult']>, ParentType, ContextType, RequireFields<MutationRotateGroupKeysArgs, 'input'>>;
};

export type ReaderPageResolvers<ContextType = Context, ParentType extends ResolversParentTypes['ReaderPage'] = ResolversParentTypes['ReaderPage']> = {
  items?: Resolver<ReadonlyArray<ResolversTypes['Reader']>, ParentType, ContextType>;
  endCursor?: Resolver<Maybe<ResolversTypes['ID']>, ParentType, ContextType>;
};

export type ReaderResolvers<ContextType = Context, ParentType extends ResolversParentTypes['Reader'] = ResolversParentTypes['Reader']> = {
  id?: Resolver<ResolversTypes['ID'], ParentType, ContextType>;
  group?: Resolver<ResolversTypes['ID'], ParentType, ContextType>;
  place?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  way?: Resolver<ResolversTypes['ReaderWayKind'], ParentType, ContextType>;
  state?: Resolver<ResolversTypes['ReaderState'], ParentType, ContextType>;
  lastContactAt?: Resolver<Maybe<ResolversTypes['DateTime']>, ParentType, ContextType>;
  lagMs?: Resolver<Maybe<ResolversTypes['Int']>, ParentType, ContextType>;
  lagSteps?: Resolver<Maybe<ResolversTypes['Int']>, ParentType, ContextType>;
  clockSkewMs?: Resolver<Maybe<ResolversTypes['Int']>, ParentType, ContextType>;
  failures?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
  lastFailure?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
};

export type ReaderGroupResolvers<ContextType = Context, ParentType extends ResolversParentTypes['ReaderGroup'] = ResolversParentTypes['ReaderGroup']> = {
  id?: Resolver<ResolversTypes['ID'], ParentType, ContextType>;
  service?: Resolver<ResolversTypes['ID'], ParentType, ContextType>;
  places?: Resolver<ReadonlyArray<ResolversTypes['String']>, ParentType, ContextType>;
  lag?: Resolver<Maybe<ResolversTypes['GroupLag']>, ParentType, ContextType>;
  lists?: Resolver<Maybe<ReadonlyArray<ResolversTypes['ReaderList']>>, ParentType, ContextType>;
};

export type GroupLagResolvers<ContextType = Context, ParentType extends ResolversParentTypes['GroupLag'] = ResolversParentTypes['GroupLag']> = {
  readers?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
  behind?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
  dead?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
  lagMs?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
};

export type ReaderListResolvers<ContextType = Context, ParentType extends ResolversParentTypes['ReaderList'] = ResolversParentTypes['ReaderList']> = {
  name?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  epoch?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
  sequence?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
  entries?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
  issuedAt?: Resolver<Maybe<ResolversTypes['DateTime']>, ParentType, ContextType>;
};

export type UseCountResolvers<ContextType = Context, ParentType extends ResolversParentTypes['UseCount'] = ResolversParentTypes['UseCount']> = {
  service?: Resolver<ResolversTypes['ID'], ParentType, ContextType>;
  place?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  day?: Resolver<ResolversTypes['Date'], ParentType, ContextType>;
  admitted?: Resolver<Maybe<ResolversTypes['Int']>, ParentType, ContextType>;
  refused?: Resolver<Maybe<ResolversTypes['Int']>, ParentType, ContextType>;
};

export type ClassUseCountResolvers<ContextType = Context, ParentType extends ResolversParentTypes['ClassUseCount'] = ResolversParentTypes['ClassUseCount']> = {
  service?: Resolver<ResolversTypes['ID'], ParentType, ContextType>;
  month?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  kind?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  class?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  uses?: Resolver<Maybe<ResolversTypes['Int']>, ParentType, ContextType>;
};

export type SyncStateResolvers<ContextType = Context, ParentType extends ResolversParentTypes['SyncState'] = ResolversParentTypes['SyncState']> = {
  changes?: Resolver<ResolversTypes['PendingChanges'], ParentType, ContextType>;
  queues?: Resolver<ReadonlyArray<ResolversTypes['QueueState']>, ParentType, ContextType>;
  lastPublication?: Resolver<Maybe<ResolversTypes['ListPublication']>, ParentType, ContextType>;
  builds?: Resolver<ReadonlyArray<ResolversTypes['ListBuild']>, ParentType, ContextType>;
  deadReaders?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
  laggingReaders?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
};

export type PendingChangesResolvers<ContextType = Context, ParentType extends ResolversParentTypes['PendingChanges'] = ResolversParentTypes['PendingChanges']> = {
  waiting?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
  queued?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
  published?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
  oldestWaitingMs?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
};

export type QueueStateResolvers<ContextType = Context, ParentType extends ResolversParentTypes['QueueState'] = ResolversParentTypes['QueueState']> = {
  name?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  waiting?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
  active?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
  delayed?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
  failed?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
};

export type ListPublicationResolvers<ContextType = Context, ParentType extends ResolversParentTypes['ListPublication'] = ResolversParentTypes['ListPublication']> = {
  number?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
  at?: Resolver<ResolversTypes['DateTime'], ParentType, ContextType>;
};

export type ListBuildResolvers<ContextType = Context, ParentType extends ResolversParentTypes['ListBuild'] = ResolversParentTypes['ListBuild']> = {
  kind?: Resolver<ResolversTypes['ListBuildKind'], ParentType, ContextType>;
  rulebooks?: Resolver<ReadonlyArray<ResolversTypes['Int']>, ParentType, ContextType>;
  done?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
  total?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
  startedAt?: Resolver<ResolversTypes['DateTime'], ParentType, ContextType>;
  state?: Resolver<ResolversTypes['ListBuildState'], ParentType, ContextType>;
};

export type RegisterReaderResultResolvers<ContextType = Context, ParentType extends ResolversParentTypes['RegisterReaderResult'] = ResolversParentTypes['RegisterReaderResult']> = {
  __resolveType: TypeResolveFn<'ReaderRegistered' | 'ReaderRefused', ParentType, ContextType>;
};

export type RetireReaderResultResolvers<ContextType = Context, ParentType extends ResolversParentTypes['RetireReaderResult'] = ResolversParentTypes['RetireReaderResult']> = {
  __resolveType: TypeResolveFn<'ReaderRetired' | 'ReaderRefused', ParentType, ContextType>;
};

export type ReplayReaderResultResolvers<ContextType = Context, ParentType extends ResolversParentTypes['ReplayReaderResult'] = ResolversParentTypes['ReplayReaderResult']> = {
  __resolveType: TypeResolveFn<'ReaderReplayed' | 'ReaderRefused', ParentType, ContextType>;
};

export type RotateGroupKeysResultResolvers<ContextType = Context, ParentType extends ResolversParentTypes['RotateGroupKeysResult'] = ResolversParentTypes['RotateGroupKeysResult']> = {
  __resolveType: TypeResolveFn<'GroupKeysRotated' | 'ReaderRefused', ParentType, ContextType>;
};

export type ReaderRegisteredResolvers<ContextType = Context, ParentType extends ResolversParentTypes['ReaderRegistered'] = ResolversParentTypes['ReaderRegistered']> = {
  id?: Resolver<ResolversTypes['ID'], ParentType, ContextType>;
  __isTypeOf?: IsTypeOfResolverFn<ParentType, ContextType>;
};

export type ReaderRetiredResolvers<ContextType = Context, ParentType extends ResolversParentTypes['ReaderRetired'] = ResolversParentTypes['ReaderRetired']> = {
  id?: Resolver<ResolversTypes['ID'], ParentType, ContextType>;
  __isTypeOf?: IsTypeOfResolverFn<ParentType, ContextType>;
};

export type ReaderReplayedResolvers<ContextType = Context, ParentType extends ResolversParentTypes['ReaderReplayed'] = ResolversParentTypes['ReaderReplayed']> = {
  id?: Resolver<ResolversTypes['ID'], ParentType, ContextType>;
  __isTypeOf?: IsTypeOfResolverFn<ParentType, ContextType>;
};

export type GroupKeysRotatedResolvers<ContextType = Context, ParentType extends ResolversParentTypes['GroupKeysRotated'] = ResolversParentTypes['GroupKeysRotated']> = {
  group?: Resolver<ResolversTypes['ID'], ParentType, ContextType>;
  epoch?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
  __isTypeOf?: IsTypeOfResolverFn<ParentType, ContextType>;
};

export type ReaderRefusedResolvers<ContextType = Context, ParentType extends ResolversParentTypes['ReaderRefused'] = ResolversParentTypes['ReaderRefused']> = {
  reason?: Resolver<ResolversTypes['ReaderRefusalReason'], ParentType, ContextType>;
  message?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  __isTypeOf?: IsTypeOfResolverFn<ParentType, ContextType>;
};

export type Resolvers<ContextType = Context> = {
  Date?: GraphQLScalarType;
  DateTime?: GraphQLScalarType;
  Card?: CardResolvers<ContextType>;
  UsePage?: UsePageResolvers<ContextType>;
  CardUse?: CardUseResolvers<ContextType>;
  Query?: QueryResolvers<ContextType>;
  Mutation?: MutationResolvers<ContextType>;
  ReaderPage?: ReaderPageResolvers<ContextType>;
  Reader?: ReaderResolvers<ContextType>;
  ReaderGroup?: ReaderGroupResolvers<ContextType>;
  GroupLag?: GroupLagResolvers<ContextType>;
  ReaderList?: ReaderListResolvers<ContextType>;
  UseCount?: UseCountResolvers<ContextType>;
  ClassUseCount?: ClassUseCountResolvers<ContextType>;
  SyncState?: SyncStateResolvers<ContextType>;
  PendingChanges?: PendingChangesResolvers<ContextType>;
  QueueState?: QueueStateResolvers<ContextType>;
  ListPublication?: ListPublicationResolvers<ContextType>;
  ListBuild?: ListBuildResolvers<ContextType>;
  RegisterReaderResult?: RegisterReaderResultResolvers<ContextType>;
  RetireReaderResult?: RetireReaderResultResolvers<ContextType>;
  ReplayReaderResult?: ReplayReaderResultResolvers<ContextType>;
  RotateGroupKeysResult?: RotateGroupKeysResultResolvers<ContextType>;
  ReaderRegistered?: ReaderRegisteredResolvers<ContextType>;
  ReaderRetired?: ReaderRetiredResolvers<ContextType>;
  ReaderReplayed?: ReaderReplayedResolvers<ContextType>;
  GroupKeysRotated?: GroupKeysRotatedResolvers<ContextType>;
  ReaderRefused?: ReaderRefusedResolvers<ContextType>;
};

