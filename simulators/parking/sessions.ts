import { plateNumberOf, session, type AssignedRight, type Segment, type Session } from './apds.ts';
import {
  done,
  DUPLICATE,
  failed,
  inBody,
  MISSING,
  NOT_FOUND,
  OUTDATED,
  parseJson,
  type ApiAnswer,
} from './answer.ts';
import { HOLDING_PARAMETERS, listOf, type Listing } from './listing.ts';
import { findSpecification } from './places.ts';
import type { Register } from './register.ts';
import { toObject } from './rights.ts';

const MINUTE_MS = 60 * 1000;

export const SESSION_EXPANDS = [
  'credentials',
  'segments',
  'segments.financialTransactions',
  'segments.space',
  'segments.assignedRight',
  'vehicleAncilliaryIdentification',
];

export function sessionListing(register: Register): Listing {
  return {
    expands: SESSION_EXPANDS,
    parameters: HOLDING_PARAMETERS,
    *rows(plates, { query }) {
      for (const one of register.sessions(plates)) yield toListed(one, register, query);
    },
    deleted: () => register.deletions('Session'),
  };
}

function toListed(one: Session, register: Register, query: URLSearchParams) {
  const credentials = one.identifiedCredentials;
  return {
    id: one.id,
    row: sessionRow(one, register, query),
    plates: credentials.flatMap((credential) => plateNumberOf(credential) ?? []),
    types: credentials.flatMap(({ type }) => type ?? []),
    specifications: one.segments.flatMap(
      (segment) => rightOf(segment, register)?.rightSpecification.id ?? [],
    ),
    places: one.hierachyElement === undefined ? [] : [one.hierachyElement.id],
    start: new Date(one.actualStart),
    end: one.actualEnd === undefined ? null : new Date(one.actualEnd),
    changedAt: register.changedAt(one.id),
  };
}

/** With the rights of its segments where they are asked for, else with references to them. */
export function sessionRow(one: Session, register: Register, query: URLSearchParams): object {
  const expand = listOf(query, 'expand') ?? [];
  const isWhole = expand.includes('all') || expand.includes('segments.assignedRight');
  const segments = one.segments.map((segment) => {
    const right = isWhole ? rightOf(segment, register) : null;
    return right === null ? segment : { ...segment, assignedRight: right };
  });
  return { ...one, segments };
}

export function postSession(register: Register, body: string, now: Date): ApiAnswer {
  const parsed = session.safeParse(parseJson(body));
  if (!parsed.success) return inBody(MISSING);
  if (register.isTaken(parsed.data.id)) return inBody(DUPLICATE);
  const mistake = keep(register, null, parsed.data, now);
  return mistake === null ? done(200) : inBody(mistake);
}

/** Takes changed attributes alone, the version always; of segments, those that are named stay. */
export function putSession(register: Register, id: string, body: string, now: Date): ApiAnswer {
  const current = register.session(id);
  if (current === null) return NOT_FOUND;
  const changes: object = toObject(parseJson(body));
  const parsed = session.safeParse({ ...current, version: 0, ...changes });
  if (!parsed.success || parsed.data.id !== id) return MISSING;
  if (parsed.data.version !== current.version + 1) return OUTDATED;
  if (current.actualEnd !== undefined) return failed(400, 'The Session has ended');
  return keep(register, current, parsed.data, now) ?? done(200);
}

/** Keeps session and rights, or says why not. Rights are kept apart and named by their segments. */
function keep(
  register: Register,
  before: Session | null,
  next: Session,
  now: Date,
): ApiAnswer | null {
  const whole = next.segments.flatMap(({ assignedRight }) =>
    'rightHolder' in assignedRight ? [assignedRight] : [],
  );
  const mistake = mistakeIn(register, before, next, whole, now);
  if (mistake !== null) return mistake;
  for (const right of whole) register.keepRight(right);
  const segments = next.segments.map((segment) => ({
    ...segment,
    assignedRight: {
      id: segment.assignedRight.id,
      version: segment.assignedRight.version,
      className: 'AssignedRight',
    },
  }));
  register.keepSession({ ...next, segments });
  return null;
}

function mistakeIn(
  register: Register,
  before: Session | null,
  next: Session,
  rights: readonly AssignedRight[],
  now: Date,
): ApiAnswer | null {
  for (const right of rights) {
    const version = register.right(right.id)?.version ?? 0;
    if (right.version !== version + 1) return OUTDATED;
    const mistake = mistakeInStay(next, right);
    if (mistake !== null) return failed(400, mistake);
  }
  if (next.segments.some((segment) => rightOf(segment, register) === null)) {
    return failed(400, 'Unknown AssignedRight');
  }
  if (next.actualEnd !== undefined && Date.parse(next.actualEnd) < Date.parse(next.actualStart)) {
    return failed(400, 'A Session ends before it starts');
  }
  const isBusy = before === null && isParked(register, next, now);
  return isBusy ? failed(400, 'A Session of this vehicle is running') : null;
}

function mistakeInStay(next: Session, right: AssignedRight): string | null {
  const specification = findSpecification(right.rightSpecification.id);
  if (specification?.type !== 'oneTimeUseParking') return 'No stays are sold under this';
  if (next.hierachyElement?.id !== specification.area.id) return 'The place is another one';
  const minutes = (Date.parse(right.expiry ?? '') - Date.parse(next.actualStart)) / MINUTE_MS;
  if (!(minutes > 0)) return 'A stay needs an end after its start';
  return minutes > specification.area.longestStayMinutes ? 'The stay is too long' : null;
}

/** A vehicle stands in one place at a time, as long as it is paid for. */
function isParked(register: Register, next: Session, now: Date): boolean {
  const numbers = next.identifiedCredentials.flatMap((one) => plateNumberOf(one) ?? []);
  return [...register.sessions(new Set(numbers))].some((other) => {
    const ends = other.segments.map((segment) => rightOf(segment, register)?.expiry ?? '');
    return other.actualEnd === undefined && ends.some((end) => Date.parse(end) > now.getTime());
  });
}

function rightOf({ assignedRight }: Segment, register: Register): AssignedRight | null {
  return 'rightHolder' in assignedRight ? assignedRight : register.right(assignedRight.id);
}
