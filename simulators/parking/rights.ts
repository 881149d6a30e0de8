import { assignedRight, plateNumberOf, type AssignedRight } from './apds.ts';
import {
  done,
  DUPLICATE,
  inBody,
  MISSING,
  NOT_FOUND,
  OUTDATED,
  parseJson,
  failed,
  type ApiAnswer,
} from './answer.ts';
import { HOLDING_PARAMETERS, type Listing } from './listing.ts';
import { findSpecification } from './places.ts';
import type { Register } from './register.ts';

export function rightListing(register: Register): Listing {
  return {
    expands: ['plannedUses', 'assignedRightIssuer'],
    parameters: HOLDING_PARAMETERS,
    *rows(plates) {
      for (const right of register.rights(plates)) yield toListed(right, register);
    },
    deleted: () => register.deletions('AssignedRight'),
  };
}

function toListed(right: AssignedRight, register: Register) {
  const { credentials } = right.rightHolder;
  const specification = findSpecification(right.rightSpecification.id);
  return {
    id: right.id,
    row: right,
    plates: credentials.flatMap((credential) => plateNumberOf(credential) ?? []),
    types: credentials.flatMap(({ type }) => type ?? []),
    specifications: [right.rightSpecification.id],
    places: specification === null ? [] : [specification.area.id],
    start: right.issuanceTime === undefined ? null : new Date(right.issuanceTime),
    end: right.expiry === undefined ? null : new Date(right.expiry),
    changedAt: register.changedAt(right.id),
  };
}

export function postRight(register: Register, body: string): ApiAnswer {
  const parsed = assignedRight.safeParse(parseJson(body));
  if (!parsed.success) return MISSING;
  if (register.isTaken(parsed.data.id)) return inBody(DUPLICATE);
  const mistake = mistakeIn(parsed.data);
  if (mistake !== null) return mistake;
  register.keepRight(parsed.data);
  return done(201);
}

/** Takes changed attributes alone, the version always. */
export function putRight(register: Register, id: string, body: string): ApiAnswer {
  const current = register.right(id);
  if (current === null) return NOT_FOUND;
  const changes = parseJson(body);
  const parsed = assignedRight.safeParse({ ...current, version: 0, ...toObject(changes) });
  if (!parsed.success || parsed.data.id !== id) return MISSING;
  if (parsed.data.version !== current.version + 1) return OUTDATED;
  const mistake = mistakeIn(parsed.data);
  if (mistake !== null) return mistake;
  register.keepRight(parsed.data);
  return done(200);
}

export function toObject(value: unknown): object {
  return typeof value === 'object' && value !== null ? value : {};
}

function mistakeIn({ rightSpecification, issuanceTime, expiry }: AssignedRight): ApiAnswer | null {
  if (findSpecification(rightSpecification.id) === null) {
    return failed(400, 'Unknown RightSpecification');
  }
  const isBackwards =
    issuanceTime !== undefined &&
    expiry !== undefined &&
    Date.parse(expiry) < Date.parse(issuanceTime);
  return isBackwards ? failed(400, 'An AssignedRight expires before it is issued') : null;
}
