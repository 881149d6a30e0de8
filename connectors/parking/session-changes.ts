import { HubError } from '../../domain/errors.ts';
import { isRefusalOfUs, toRejection } from './api.ts';
import { isSameSecond } from './instants.ts';
import { toCredential, toSentCredential } from './plates.ts';
import type { ParkingSession, SessionOutcome } from './port.ts';
import { toInstant } from './rights.ts';
import type { ReadSession } from './sessions.ts';
import { readSession, type StayDeps } from './stays.ts';
import { toVersioned } from './versioned.ts';
import type { WireRight, WireSegment, WireSession } from './wire.ts';

/** One change of a running session. */
type Change = {
  /** Whether a session has been changed so. */
  readonly isDone: (read: ReadSession) => boolean;
  /** The next version of it; null when it cannot be changed so. */
  readonly toNext: (wire: WireSession) => object | null;
  /** What the hub makes of that version. */
  readonly after: Partial<ParkingSession>;
};

/** Moves the end of the last right on which the session stands. */
export function extendSession(
  deps: StayDeps,
  session: ParkingSession,
  until: Date,
  signal: AbortSignal,
): Promise<SessionOutcome> {
  const expiry = until.toISOString();
  return change(deps, session, signal, {
    isDone: ({ session: { paidUntil, endedAt } }) =>
      endedAt === null && paidUntil !== null && isSameSecond(paidUntil, until),
    toNext: (wire) => {
      const last = wire.segments.at(-1);
      if (last === undefined || !('rightHolder' in last.assignedRight)) return null;
      const moved = { ...toSentRight(last.assignedRight), expiry };
      const segments = [
        ...wire.segments.slice(0, -1).map((segment) => toSentSegment(segment)),
        { ...toSentSegment(last), version: last.version + 1, assignedRight: moved },
      ];
      return until > session.startedAt ? { segments } : null;
    },
    after: { paidUntil: until },
  });
}

/** Ends the session and its segments; what was paid for stays paid. */
export function stopSession(
  deps: StayDeps,
  session: ParkingSession,
  at: Date,
  signal: AbortSignal,
): Promise<SessionOutcome> {
  const actualEnd = at.toISOString();
  return change(deps, session, signal, {
    // An end ahead of our clock still runs for us, and is that which was asked for all the same.
    isDone: ({ wire }) => {
      const end = toInstant(wire.actualEnd, deps.timeZone, 'actualEnd');
      return end !== null && isSameSecond(end, at);
    },
    toNext: ({ segments }) => {
      if (at < session.startedAt) return null;
      const ended = segments.map((segment) =>
        segment.actualEnd
          ? toSentSegment(segment)
          : { ...toSentSegment(segment), version: segment.version + 1, actualEnd },
      );
      return { actualEnd, segments: ended };
    },
    after: { endedAt: at },
  });
}

/**
 * Reads the session, and puts the next version when it still is as the caller read it. One version
 * later and changed as asked, it was this very change whose answer was lost: done.
 */
async function change(
  deps: StayDeps,
  session: ParkingSession,
  signal: AbortSignal,
  { isDone, toNext, after }: Change,
): Promise<SessionOutcome> {
  const read = await readSession(deps, session.id, signal);
  if (read === null) return { kind: 'refused' };
  const version = session.version + 1;
  const before = { ...read.session, plate: session.plate };
  if (before.version === version && isDone(read)) return { kind: 'done', session: before };
  if (before.version !== session.version) return { kind: 'outdated' };
  const parts = before.endedAt === null ? toNext(read.wire) : null;
  if (parts === null) return { kind: 'refused' };

  const path = `/sessions/${encodeURIComponent(session.id)}`;
  const json = { ...toSentSession(read.wire, session, deps.initiator), version, ...parts };
  const reply = await deps.api.write(
    { operation: 'sessionChange', method: 'PUT', path, json },
    signal,
  );
  if (reply.kind === 'unknown') return reply;
  if (reply.kind === 'ok') return { kind: 'done', session: { ...before, version, ...after } };
  if (reply.status === 409) return lookAgain(deps, session, signal, isDone);
  if (isRefusalOfUs(reply.status)) throw toRejection(reply.status);
  return { kind: 'refused' };
}

/** The version was taken: by this very change, sent before and still under way then, or by another. */
async function lookAgain(
  deps: StayDeps,
  session: ParkingSession,
  signal: AbortSignal,
  isDone: Change['isDone'],
): Promise<SessionOutcome> {
  try {
    const read = await readSession(deps, session.id, signal);
    if (read === null) return { kind: 'refused' };
    const found = { ...read.session, plate: session.plate };
    const isOurs = found.version === session.version + 1 && isDone(read);
    return isOurs ? { kind: 'done', session: found } : { kind: 'outdated' };
  } catch (error) {
    if (!(error instanceof HubError)) throw error;
    return { kind: 'unknown' };
  }
}

/** What the schema requires of a session, as it was read. */
function toSentSession(wire: WireSession, session: ParkingSession, initiator: string) {
  return {
    id: wire.id,
    actualStart: wire.actualStart,
    initiator: toVersioned(
      wire.initiator ?? { id: initiator, version: 1 },
      wire.initiator?.className || 'Organisation',
    ),
    identifiedCredentials:
      wire.identifiedCredentials.length > 0
        ? wire.identifiedCredentials.map(toSentCredential)
        : [toCredential(session.plate)],
  };
}

/** Rights are named, not repeated, so that they stay as they are. */
function toSentSegment({ id, version, actualStart, actualEnd, ...rest }: WireSegment) {
  return {
    id,
    version,
    actualStart,
    ...(actualEnd ? { actualEnd } : {}),
    validationType: rest.validationType?.length ? rest.validationType : ['licensePlate'],
    assignedRight: toVersioned(rest.assignedRight, 'AssignedRight'),
  };
}

/** The next version of a right, with all that the schema requires. */
export function toSentRight({ id, version, rightHolder, rightSpecification, ...rest }: WireRight) {
  return {
    id,
    version: version + 1,
    rightHolder: { credentials: rightHolder.credentials.map(toSentCredential) },
    rightSpecification: toVersioned(rightSpecification, 'RightSpecification'),
    ...(rest.issuanceTime ? { issuanceTime: rest.issuanceTime } : {}),
    ...(rest.expiry ? { expiry: rest.expiry } : {}),
  };
}
