import type { ParkingRight, ParkingSession, ParkingZone } from '../../connectors/parking/port.ts';
import type { SourceRow } from '../../platform/subgraph/source.ts';
import type { Plate } from '../../domain/plate.ts';
import type { CardPlate } from './plate-store.ts';

/** As the schema's types, in plain JSON: results of mutations are kept. Instants are ISO 8601 in UTC. */
export type PlateRow = {
  readonly id: string;
  readonly plate: Plate;
  readonly addedAt: string;
  readonly isAttested: boolean;
};

/** A right as it is remembered: the plate's number is not repeated. */
export type RightItem = {
  readonly id: string;
  readonly plateId: string;
  readonly kind: ParkingRight['kind'];
  readonly zone: string;
  readonly validFrom: string | null;
  readonly validUntil: string | null;
};

/** A session as it is remembered: the plate's number is not repeated. */
export type SessionItem = {
  readonly id: string;
  readonly plateId: string;
  readonly zone: string;
  readonly startedAt: string;
  readonly paidUntil: string | null;
  readonly endedAt: string | null;
};

export type Shown = { readonly plate: PlateRow; readonly source: SourceRow };
export type RightRow = Omit<RightItem, 'plateId'> & Shown;
export type SessionRow = Omit<SessionItem, 'plateId'> & Shown;
export type ZoneRow = ParkingZone & { readonly source: SourceRow };

export function toPlateRow({ id, plate, addedAt, isAttested }: Omit<CardPlate, 'stays'>): PlateRow {
  return { id, plate, addedAt: addedAt.toISOString(), isAttested };
}

export function toRightItem(right: ParkingRight, plateId: string): RightItem {
  const { id, kind, zone, validFrom, validUntil } = right;
  return {
    id,
    plateId,
    kind,
    zone,
    validFrom: validFrom?.toISOString() ?? null,
    validUntil: validUntil?.toISOString() ?? null,
  };
}

export function toSessionItem(session: ParkingSession, plateId: string): SessionItem {
  const { id, zone, startedAt, paidUntil, endedAt } = session;
  return {
    id,
    plateId,
    zone,
    startedAt: startedAt.toISOString(),
    paidUntil: paidUntil?.toISOString() ?? null,
    endedAt: endedAt?.toISOString() ?? null,
  };
}

/** A session that the system has told just now. */
export function toLiveSession(session: ParkingSession, plate: PlateRow, at: Date): SessionRow {
  const { plateId: _, ...row } = toSessionItem(session, plate.id);
  return { ...row, plate, source: liveSource(at) };
}

export function liveSource(at: Date): SourceRow {
  return { system: 'parking', asOf: at.toISOString(), freshness: 'LIVE' };
}
