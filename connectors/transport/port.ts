import type { CityDay } from '../../domain/city-day.ts';
import type { LinkedAccount } from '../../domain/linked-account.ts';
import type { Outcome } from '../../domain/outcome.ts';

/** Ends the call early; the connector's own deadline holds besides it. */
export type CallOptions = { readonly signal?: AbortSignal | undefined };

export type TransportCardState = 'active' | 'blocked' | 'expired' | 'lost';

/** One purse of a transport card. */
export type Purse = {
  /** Name as the back office has it. */
  readonly name: string;
  /** `cents` of a euro or whole `trips`. */
  readonly unit: 'cents' | 'trips';
  readonly amount: number;
  /** As of when the back office knows it: a validator may hold later uses. */
  readonly balanceAt: Date;
};

/** State and purses of one card. The holder's social category is dropped in the codec. */
export type TransportCard = {
  readonly account: LinkedAccount;
  readonly state: TransportCardState;
  readonly expiresOn: CityDay;
  readonly purses: readonly Outcome<Purse>[];
};

/** Something that changed a purse. */
export type Movement = {
  readonly id: string;
  readonly at: Date;
  readonly kind: 'trip' | 'topUp' | 'adjustment';
  /** Negative for what was spent, in the purse's unit. */
  readonly amount: number;
  readonly unit: Purse['unit'];
  /** Line of a trip; null elsewhere. */
  readonly line: string | null;
};

export type MovementPage = {
  readonly movements: readonly Outcome<Movement>[];
  /** Null on the last page. */
  readonly nextPage: number | null;
};

export type MovementAsk = {
  readonly account: LinkedAccount;
  readonly from: CityDay;
  readonly until: CityDay;
  /** From 1. */
  readonly page: number;
};

export type TopUpToSend = {
  readonly account: LinkedAccount;
  /** Euro cents, 1 or more. */
  readonly amountCents: number;
  /** That the hub chose, 1 to 36 characters: the same one has one effect. */
  readonly operationId: string;
};

export type TopUpOutcome =
  /** Taken; it reaches the card at a validator. */
  | { readonly kind: 'pendingActivation' }
  | { readonly kind: 'refused' }
  | { readonly kind: 'unknown' };

/**
 * What the hub asks of the card back office of public transport. Reads are repeated when that is
 * safe; writes never are. Every method may throw:
 *
 * @throws {UpstreamUnavailableError} No complete answer in time; also while the breaker is open.
 *   A write that throws it was not sent: one that was sent and lost its answer is `unknown`.
 * @throws {UpstreamRejectedError} The system understood and said no (unknown card included).
 * @throws {UpstreamMalformedError} The answer does not match `wire.ts`.
 */
export type TransportPort = {
  /**
   * Cards of many accounts, one call each, several at once. Never throws: each failure stands where
   * its value would be.
   *
   * @param accounts 1 to 100, no duplicates.
   * @returns In the order asked.
   */
  fetchCards(
    accounts: readonly LinkedAccount[],
    options?: CallOptions,
  ): Promise<readonly Outcome<TransportCard>[]>;

  /** One page of movements, latest first. */
  fetchMovements(ask: MovementAsk, options?: CallOptions): Promise<MovementPage>;

  /** Adds money to the card. The same `operationId` sent again has no second effect and the same answer. */
  postTopUp(topUp: TopUpToSend, options?: CallOptions): Promise<TopUpOutcome>;

  /**
   * Blocks the card for good at the back office, which has no way back. A blocked one stays blocked.
   * Safe to repeat.
   */
  blockCard(account: LinkedAccount, options?: CallOptions): Promise<void>;

  /**
   * Gives the card an opaque tariff code. Safe to repeat with the same `operationId`.
   *
   * @throws {UpstreamRejectedError} The back office does not know the code.
   */
  putTariffCode(
    change: {
      readonly account: LinkedAccount;
      readonly code: string;
      readonly operationId: string;
    },
    options?: CallOptions,
  ): Promise<void>;
};

/** A stop of the network. */
export type Stop = {
  readonly id: string;
  readonly name: string;
  /** Number on the pole; null when there is none. */
  readonly code: string | null;
  readonly latitude: number;
  readonly longitude: number;
};

/** A line as passengers know it. */
export type Line = {
  readonly id: string;
  /** `1`, `C2`, … */
  readonly shortName: string;
  readonly longName: string;
  /** Six hex digits; null when the feed tells none. */
  readonly colour: string | null;
};

/** One call of a vehicle at a stop. */
export type Arrival = {
  readonly tripId: string;
  readonly line: Line;
  readonly headsign: string | null;
  /** As the timetable has it. */
  readonly plannedAt: Date;
  /** As the vehicle is expected; null when nothing live is known of the trip. */
  readonly expectedAt: Date | null;
};

/** Timetable and live arrivals, from GTFS and GTFS-Realtime; harvested, so asking costs no call. */
export type NetworkPort = {
  /** When the timetable was made by the operator; null while none was read. */
  timetableAt(): Date | null;
  /** Header time of the last live feed that was read; null while none was. */
  liveAt(): Date | null;
  /** When each feed was last read by us without failure, found unchanged included; null while it never was. */
  timetableReadAt(): Date | null;
  liveReadAt(): Date | null;
  stops(): readonly Stop[];
  lines(): readonly Line[];
  /**
   * The next arrivals at a stop within a day, soonest first; skipped calls and trips that are
   * cancelled are left out. None at a stop that is not known.
   */
  arrivals(stopId: string, from: Date, limit: number): readonly Arrival[];
  /**
   * Reads the live feed anew, and the timetable when the interval since it was last read is over. While
   * an older timetable is known it does not wait long for one: the reading goes on, and a later refresh
   * throws its failure.
   *
   * @throws {HubError} Either could not be read; what was read before stays.
   */
  refresh(options?: CallOptions): Promise<void>;
};
