import type { CivilId } from '../../domain/card/civil-id.ts';
import type { CityDay } from '../../domain/city-day.ts';
import type { Outcome } from '../../domain/outcome.ts';

/** Ends the call early; the connector's own deadline holds besides it. */
export type CallOptions = { readonly signal?: AbortSignal | undefined };

/**
 * Why the census is asked, sent with every request: Spanish interoperability rules make purpose and
 * consent mandatory.
 */
export type CensusPurpose =
  /** The holder looks at their own. */
  | 'ownInformation'
  /** Staff helps the holder at a desk. */
  | 'citizenAssistance'
  /** The facts behind a holder's prices and rights are written down, or asked for again. */
  | 'tariffs'
  /** The hub checks that somebody is who they say. */
  | 'identityCheck';

/** Of all persons of one call: whoever consented otherwise is asked for in another. */
export type CensusAccess = {
  readonly purpose: CensusPurpose;
  /** `given`: by the holder, or who speaks for them; `legalBasis`: the law allows it without. */
  readonly consent: 'given' | 'legalBasis';
  /** Opaque id of who asks, 1 to 64 characters. */
  readonly requestedBy: string;
};

/** By whom the census knows somebody. */
export type CensusPerson =
  /** A DNI, NIE or NIF; any other document is rejected without a request. */
  | { readonly kind: 'civilId'; readonly civilId: CivilId }
  /**
   * A child without a document, by the census's own opaque id (`findMinors`). It ends when the child
   * moves or has a document, and is to be sealed at rest as a civil id is.
   */
  | { readonly kind: 'member'; readonly memberId: string };

/** Registered in the city or not, under the id that was asked by. Where else it would be is not read. */
export type Residency =
  | {
      readonly isResident: true;
      /** First day of the registration; null where the books do not go back that far. */
      readonly since: CityDay | null;
      /** INE code, five digits. */
      readonly municipality: string;
    }
  | { readonly isResident: false };

export type Identity = {
  readonly birthDay: CityDay;
  /** Then staff has to stop the cards: nothing here does. */
  readonly isDeceased: boolean;
};

/** Who lives together, as a number: neither who they are nor where. */
export type Household = {
  /** Opaque, 1 to 40 characters; the same for all who live there. */
  readonly id: string;
  /** 1 or more, those without a card and the person asked about included. */
  readonly memberCount: number;
};

/**
 * The census has nobody by this id: who never lived here, and a child who is registered without the
 * document that it has by now. Of such a person some programs say that they are no resident instead. Of
 * a household also who has died or lives elsewhere now.
 */
export type UnknownPerson = 'unknownPerson';

export type CensusPart = 'residency' | 'identity' | 'household';

export type CensusAsk = {
  readonly person: CensusPerson;
  readonly parts: ReadonlySet<CensusPart>;
};

/** A part that was not asked for is null. Carries no id of the person: the place in the list tells whose it is. */
export type CensusAnswer = {
  readonly residency: Outcome<Residency | UnknownPerson> | null;
  readonly identity: Outcome<Identity | UnknownPerson> | null;
  readonly household: Outcome<Household | UnknownPerson> | null;
};

/** A child without a document, by somebody in whose household it lives and the day of its birth. */
export type MinorAsk = { readonly guardian: CivilId; readonly birthDay: CityDay };

/**
 * What the hub asks of the census. Reads are repeated when that is safe. The methods never throw: each
 * failure stands where its value would be, and none carries anything that was asked or told.
 *
 * - {UpstreamUnavailableError} No complete answer in time; also while the breaker is open.
 * - {UpstreamRejectedError} The census understood and said no; or the document is none that it knows.
 * - {UpstreamMalformedError} The answer does not match `wire.ts`, is about somebody else, or tells a day
 *   that cannot be.
 */
export type CensusPort = {
  /**
   * Facts about many persons, one request a part and person, several at once.
   *
   * @param asks 1 to 100, each person once.
   * @returns One answer for each ask, in the order asked.
   */
  fetchPersons(
    asks: readonly CensusAsk[],
    access: CensusAccess,
    options?: CallOptions,
  ): Promise<readonly CensusAnswer[]>;

  /**
   * Which children without a document were born on a day and live with somebody: none, one, or more
   * (twins, whom the caller tells apart by which of the ids is taken). One request each. Of the other
   * children of the household nothing leaves the connector.
   *
   * @param asks 1 to 100.
   * @returns For each ask in its order the ids of members, for `CensusPerson`; none as well when the
   *   census does not know the guardian.
   */
  findMinors(
    asks: readonly MinorAsk[],
    access: CensusAccess,
    options?: CallOptions,
  ): Promise<readonly Outcome<readonly string[]>[]>;
};
