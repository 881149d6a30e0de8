import type { ParkingQuote } from '../../connectors/parking/port.ts';
import type { SourceRow } from '../../platform/subgraph/source.ts';
import type { PlateRow, SessionRow, ZoneRow } from './parking-rows.ts';
import type { ParkingRefusalReason, PlateRefusalReason } from './schema.generated.ts';

export type PlateAdded = { readonly __typename: 'PlateAdded'; readonly plate: PlateRow };
export type PlateRemoved = { readonly __typename: 'PlateRemoved'; readonly plateId: string };
export type PlateRefusal = {
  readonly __typename: 'PlateRefused';
  readonly reason: PlateRefusalReason;
  readonly message: string;
};

type Changed<Name extends string> = { readonly __typename: Name; readonly session: SessionRow };
export type ParkingStarted = Changed<'ParkingStarted'>;
export type ParkingExtended = Changed<'ParkingExtended'>;
export type ParkingStopped = Changed<'ParkingStopped'>;

export type ParkingRefusal = {
  readonly __typename: 'ParkingRefused';
  readonly reason: ParkingRefusalReason;
  readonly message: string;
};

export type QuoteTold = {
  readonly __typename: 'ParkingQuote';
  readonly amountCents: ParkingQuote['amountCents'];
  readonly from: string;
  readonly until: string;
  readonly zone: ZoneRow;
  readonly source: SourceRow;
};

export type Unknown = { readonly __typename: 'OutcomeUnknown'; readonly message: string };

const PLATE_MESSAGES: Readonly<Record<PlateRefusalReason, string>> = {
  CARD_UNKNOWN: 'There is no card with this number.',
  CARD_NOT_USABLE: 'The card is not active, so no plate can be added to it.',
  PLATE_KNOWN: 'The card has this plate already.',
  TOO_MANY_PLATES: 'The card has as many plates as it may have. Remove one first.',
  TOO_MANY_CHANGES:
    'As many plates were added to this card within 30 days as may be. Wait, or let the city add it.',
  PLATE_NOT_FOUND: 'This plate is not on the card.',
  SESSION_RUNNING: 'A stay runs with this plate, or was begun just now. Stop it first.',
};

const PARKING_MESSAGES: Readonly<Record<ParkingRefusalReason, string>> = {
  CARD_UNKNOWN: 'There is no card with this number.',
  CARD_NOT_USABLE: 'The card is not active, so nobody can park with it.',
  PLATE_NOT_FOUND: 'This plate is not on the card.',
  ZONE_NOT_FOUND: 'There is no such zone, or stays are not sold there.',
  SESSION_NOT_FOUND: 'No such stay was begun with this card.',
  SESSION_ENDED: 'The stay is over.',
  SESSION_CHANGED: 'The stay was changed by someone else meanwhile. Look at it again.',
  PARKING_REFUSED: 'The parking system did not accept this.',
  NOT_RECORDED: 'The parking system has not recorded it. You can try again with another key.',
};

/** Stands for a change that may or may not have happened. */
export const OUTCOME_UNKNOWN: Unknown = {
  __typename: 'OutcomeUnknown',
  message:
    'The parking system did not confirm it. Send the same request again: it will be looked up, never done twice.',
};

export function plateRefused(reason: PlateRefusalReason): PlateRefusal {
  return { __typename: 'PlateRefused', reason, message: PLATE_MESSAGES[reason] };
}

export function parkingRefused(reason: ParkingRefusalReason): ParkingRefusal {
  return { __typename: 'ParkingRefused', reason, message: PARKING_MESSAGES[reason] };
}
