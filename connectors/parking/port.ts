import type { Outcome } from '../../domain/outcome.ts';
import type { Plate } from '../../domain/plate.ts';

/** Ends the call early; the connector's own deadline holds besides it. */
export type CallOptions = { readonly signal?: AbortSignal | undefined };

/**
 * A right of a vehicle: `resident` to park in a zone, `access` to drive in a restricted area, `other`
 * for what is neither. Why its holder has it is never told.
 */
export type ParkingRight = {
  readonly id: string;
  readonly plate: Plate;
  readonly kind: 'resident' | 'access' | 'other';
  /** Name of the zone or area. */
  readonly zone: string;
  readonly validFrom: Date | null;
  /** Null for a right without end. */
  readonly validUntil: Date | null;
};

/** A paid stay in a regulated (ORA) zone. */
export type ParkingSession = {
  /** That the hub chose when it started it, or the system's own. */
  readonly id: string;
  /** Rises by one with each change; an outdated one is refused. */
  readonly version: number;
  readonly plate: Plate;
  readonly zone: string;
  readonly startedAt: Date;
  /** Paid until; null when it is open. */
  readonly paidUntil: Date | null;
  /** Null while it runs. */
  readonly endedAt: Date | null;
};

/** What one system knows of one plate. */
export type PlateAnswer = {
  readonly plate: Plate;
  readonly rights: Outcome<readonly Outcome<ParkingRight>[]> | null;
  readonly sessions: Outcome<readonly Outcome<ParkingSession>[]> | null;
};

export type PlateList = 'rights' | 'sessions';

/** A place where parking is regulated, or a restricted area. */
export type ParkingZone = {
  readonly id: string;
  readonly name: string;
  readonly kind: 'regulated' | 'restricted' | 'other';
};

export type StayAsk = {
  /** Version 4 UUID that the hub chose: the same one has one effect. */
  readonly id: string;
  readonly plate: Plate;
  readonly zoneId: string;
  readonly from: Date;
  readonly until: Date;
};

/** What a stay would cost; the request names no group of users. */
export type ParkingQuote = {
  readonly id: string;
  readonly amountCents: number;
  readonly from: Date;
  readonly until: Date;
};

export type SessionOutcome =
  | { readonly kind: 'done'; readonly session: ParkingSession }
  /** Somebody changed the session meanwhile: read it again. */
  | { readonly kind: 'outdated' }
  | { readonly kind: 'refused' }
  | { readonly kind: 'unknown' };

/**
 * What the hub asks of the parking rights system (APDS). Reads are repeated when that is safe; writes
 * never are. Every method may throw:
 *
 * @throws {UpstreamUnavailableError} No complete answer in time; also while the breaker is open.
 *   A write that throws it was not sent: one that was sent and lost its answer is `unknown`.
 * @throws {UpstreamRejectedError} The system understood and said no.
 * @throws {UpstreamMalformedError} The answer does not match the APDS schema.
 */
export type ParkingPort = {
  /**
   * Rights and sessions of many plates that are not over: one request a list for 100 plates (three
   * for 500), and one for each further page. What a paid stay stands on is told as a session only.
   * Never throws: each failure stands where its value would be; a list not asked for is null.
   *
   * @param plates 1 to 500, no duplicates.
   * @returns One answer for each plate, in the order asked.
   */
  fetchPlates(
    plates: readonly Plate[],
    lists: ReadonlySet<PlateList>,
    options?: CallOptions,
  ): Promise<readonly PlateAnswer[]>;

  fetchZones(options?: CallOptions): Promise<readonly ParkingZone[]>;

  /** What a stay would cost. Safe to repeat: the id is the hub's. */
  fetchQuote(stay: StayAsk, options?: CallOptions): Promise<ParkingQuote>;

  /** One session by its id; null when there is none. */
  fetchSession(id: string, options?: CallOptions): Promise<ParkingSession | null>;

  /** Starts a stay under the id that the hub chose. Not repeated by the port; a duplicate is `done`. */
  postSession(stay: StayAsk, options?: CallOptions): Promise<SessionOutcome>;

  /** Moves the end of a running session to `until`. `session` is as it was read. */
  extendSession(
    session: ParkingSession,
    until: Date,
    options?: CallOptions,
  ): Promise<SessionOutcome>;

  /** Ends a running session at `at`. `session` is as it was read. */
  stopSession(session: ParkingSession, at: Date, options?: CallOptions): Promise<SessionOutcome>;

  /**
   * Takes every right in force of these plates back, for good, one that has yet to begin included.
   * A paid stay is left alone; a right that other plates hold too stays theirs. Safe to repeat: it
   * looks what is left. May take ten times as long as another call.
   *
   * @param plates 1 to 500.
   * @returns How many rights it took back.
   */
  revokeRights(plates: readonly Plate[], options?: CallOptions): Promise<number>;
};
