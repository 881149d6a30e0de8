import { parseAs } from './api.ts';
import type { Catalogue } from './catalogue.ts';
import { malformed } from './failure.ts';
import { plateOf } from './plates.ts';
import type { ParkingSession } from './port.ts';
import { toInstant } from './rights.ts';
import { wireSession, type WireSegment, type WireSession } from './wire.ts';

/** What a session is not complete without (`expand`); payments are left out by being left unsaid. */
export const SESSION_PARTS = ['credentials', 'segments', 'segments.assignedRight'];

/** A session as it was read: what the hub makes of it, and what it sends back when it changes it. */
export type ReadSession = { readonly session: ParkingSession; readonly wire: WireSession };

export type SessionContext = {
  readonly catalogue: Catalogue;
  readonly timeZone: string;
  readonly now: Date;
};

/**
 * @param plate The plate it was asked for by; its own one unless told.
 * @throws {UpstreamMalformedError} It cannot be read.
 */
export function toSession(
  body: unknown,
  { catalogue, timeZone, now }: SessionContext,
  plate?: ParkingSession['plate'],
): ReadSession {
  const wire = parseAs(wireSession, body, 'session');
  const startedAt = toInstant(wire.actualStart, timeZone, 'actualStart');
  if (startedAt === null) throw malformed('session: unexpected actualStart');
  const zone = zoneOf(wire, catalogue);
  if (zone === null) throw malformed('a session in an unknown place');
  const end = toInstant(wire.actualEnd, timeZone, 'actualEnd');
  // Some servers write the end that is paid for into `actualEnd` from the start.
  const isRunning = end === null || end > now;
  const session: ParkingSession = {
    id: wire.id,
    version: wire.version,
    plate: plate ?? plateOf(wire.identifiedCredentials),
    zone,
    startedAt,
    paidUntil: paidUntilOf(wire.segments, timeZone) ?? (isRunning ? end : null),
    endedAt: isRunning ? null : end,
  };
  return { session, wire };
}

/** Whether it runs, and is paid for if it has to be. */
export function isInForce({ endedAt, paidUntil }: ParkingSession, now: Date): boolean {
  return endedAt === null && (paidUntil === null || paidUntil > now);
}

/** Id of the place it is in; null when only its rights tell. */
export function placeIdOf(wire: WireSession): string | null {
  return (wire.hierachyElement ?? wire.hierarchyElement)?.id ?? null;
}

/** Whole rights of its segments; a reference to a right that exists on its own says nothing of payment. */
export function rightsOf(segments: readonly WireSegment[]) {
  return segments.flatMap(({ assignedRight }) =>
    'rightHolder' in assignedRight ? [assignedRight] : [],
  );
}

function paidUntilOf(segments: readonly WireSegment[], timeZone: string): Date | null {
  const ends = rightsOf(segments).map(({ expiry }) => toInstant(expiry, timeZone, 'expiry'));
  // One without an end makes the stay open.
  if (ends.length === 0 || ends.includes(null)) return null;
  return new Date(Math.max(...ends.map((end) => end?.getTime() ?? 0)));
}

function zoneOf(wire: WireSession, catalogue: Catalogue): string | null {
  const placeId = placeIdOf(wire);
  const name = placeId === null ? null : catalogue.placeName(placeId);
  if (name !== null) return name;
  for (const { rightSpecification } of rightsOf(wire.segments)) {
    const specification = catalogue.specification(rightSpecification.id);
    const zone = specification === null ? null : catalogue.zoneOf(specification);
    if (zone !== null) return zone;
  }
  return null;
}
