import { createHash } from 'node:crypto';
import { HubError } from '../../domain/errors.ts';
import { partsOfPlate } from '../../domain/plate.ts';
import { bodyOf, isRefusalOfUs, toRejection, type ParkingApi } from './api.ts';
import type { Catalogue, CatalogueSource } from './catalogue.ts';
import { isSameSecond } from './instants.ts';
import { bareNumber, numberOf, toCredential } from './plates.ts';
import type { ParkingSession, SessionOutcome, StayAsk } from './port.ts';
import { placeIdOf, SESSION_PARTS, toSession, type ReadSession } from './sessions.ts';
import { toVersioned } from './versioned.ts';
import type { WirePlace, WireSpecification } from './wire.ts';

export type StayDeps = {
  readonly api: ParkingApi;
  readonly catalogues: CatalogueSource;
  readonly timeZone: string;
  /** Name under which the hub starts sessions. */
  readonly initiator: string;
  readonly now: () => Date;
};

/** Where a stay would be, and under what it is sold; null where none is. */
export type StayPlace = {
  readonly place: WirePlace;
  readonly specification: WireSpecification;
  readonly zone: string;
};

export function placeOfStay(catalogue: Catalogue, zoneId: string): StayPlace | null {
  const place = catalogue.place(zoneId);
  const specification = catalogue.staysIn(zoneId);
  const zone = catalogue.placeName(zoneId);
  if (place === null || specification === null || zone === null) return null;
  return { place, specification, zone };
}

/**
 * Starts a stay under the hub's id. A duplicate id means that it was started before, so it is read
 * and compared: the same id can never have two effects.
 */
export async function postSession(
  deps: StayDeps,
  stay: StayAsk,
  signal: AbortSignal,
): Promise<SessionOutcome> {
  if (stay.until <= stay.from) return { kind: 'refused' };
  const at = placeOfStay(await deps.catalogues.current(signal), stay.zoneId);
  if (at === null) return { kind: 'refused' };
  const json = toStartedSession(stay, at, deps.initiator);
  const reply = await deps.api.write(
    { operation: 'sessionStart', method: 'POST', path: '/sessions', json },
    signal,
  );
  if (reply.kind === 'unknown') return reply;
  if (reply.kind === 'ok') return { kind: 'done', session: toStarted(stay, at.zone) };
  if (reply.status === 409) return lookUp(deps, stay, signal);
  if (isRefusalOfUs(reply.status)) throw toRejection(reply.status);
  return { kind: 'refused' };
}

/** @throws {UpstreamMalformedError} | {UpstreamUnavailableError} | {UpstreamRejectedError} */
export async function readSession(
  { api, catalogues, timeZone, now }: StayDeps,
  id: string,
  signal: AbortSignal,
): Promise<ReadSession | null> {
  const path = `/sessions/${encodeURIComponent(id)}`;
  const query = { expand: SESSION_PARTS };
  const reply = await api.send({ operation: 'session', method: 'GET', path, query }, signal);
  if (reply.kind === 'refused' && reply.status === 404) return null;
  const body = bodyOf(reply);
  const catalogue = await catalogues.current(signal);
  return toSession(body, { catalogue, timeZone, now: now() });
}

/** Nothing is sent twice here: what cannot be read now may be looked up again under the same id. */
async function lookUp(deps: StayDeps, stay: StayAsk, signal: AbortSignal): Promise<SessionOutcome> {
  let read: ReadSession | null;
  try {
    read = await readSession(deps, stay.id, signal);
  } catch (error) {
    if (!(error instanceof HubError)) throw error;
    return { kind: 'unknown' };
  }
  if (read === null || !isOf(stay, read)) return { kind: 'refused' };
  return { kind: 'done', session: { ...read.session, plate: stay.plate } };
}

/** Its end is not compared: it may have been moved since. */
function isOf(stay: StayAsk, { session, wire }: ReadSession): boolean {
  const numbers = wire.identifiedCredentials.map(numberOf);
  const placeId = placeIdOf(wire);
  return (
    wire.id === stay.id &&
    numbers.includes(bareNumber(partsOfPlate(stay.plate).number)) &&
    (placeId === null || placeId === stay.zoneId) &&
    isSameSecond(session.startedAt, stay.from)
  );
}

function toStarted({ id, plate, from, until }: StayAsk, zone: string): ParkingSession {
  return { id, version: 1, plate, zone, startedAt: from, paidUntil: until, endedAt: null };
}

/** One segment, on a right made for this stay: that is how APDS sells short stays on the street. */
function toStartedSession(
  { id, plate, from, until }: StayAsk,
  { place, specification }: StayPlace,
  initiator: string,
): object {
  const credentials = [toCredential(plate)];
  const start = from.toISOString();
  return {
    id,
    version: 1,
    actualStart: start,
    initiator: toVersioned({ id: initiator, version: 1 }, 'Organisation'),
    hierachyElement: toVersioned(place, 'HierarchyElement'),
    identifiedCredentials: credentials,
    segments: [
      {
        id: idWithin(id, 'segment'),
        version: 1,
        actualStart: start,
        validationType: ['licensePlate'],
        assignedRight: {
          id: idWithin(id, 'right'),
          version: 1,
          rightHolder: { credentials },
          rightSpecification: toVersioned(specification, 'RightSpecification'),
          issuanceTime: start,
          expiry: until.toISOString(),
        },
      },
    ],
  };
}

/** The same for the same session, so that a repeated request says the same: a version 8 UUID (RFC 9562). */
function idWithin(sessionId: string, part: string): string {
  const hex = createHash('sha256').update(`${sessionId}:${part}`).digest('hex');
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-8${hex.slice(13, 16)}-a${hex.slice(17, 20)}-${hex.slice(20, 32)}`;
}
