import type { Outcome } from '../../domain/outcome.ts';
import type { Plate } from '../../domain/plate.ts';
import { parseAs } from './api.ts';
import { STAY, type Catalogue } from './catalogue.ts';
import { malformed } from './failure.ts';
import { parseInstant } from './instants.ts';
import type { Row } from './lists.ts';
import type { ParkingRight } from './port.ts';
import { toFailure } from './to-failure.ts';
import { wireRight, type WireRight } from './wire.ts';

/** From when to when a right holds. */
export type Term = { readonly from: Date | null; readonly until: Date | null };

/** @throws {UpstreamMalformedError} A date that cannot be read. */
export function termOf({ issuanceTime, expiry }: WireRight, timeZone: string): Term {
  return {
    from: toInstant(issuanceTime, timeZone, 'issuanceTime'),
    until: toInstant(expiry, timeZone, 'expiry'),
  };
}

/** Over, or taken back before it began. One that has not begun yet is not over. */
export function isOver({ from, until }: Term, now: Date): boolean {
  return until !== null && (until <= now || (from !== null && until <= from));
}

/** @throws {UpstreamMalformedError} `name` is no date and time. */
export function toInstant(
  text: string | null | undefined,
  timeZone: string,
  name: string,
): Date | null {
  if (text === null || text === undefined) return null;
  const instant = parseInstant(text, timeZone);
  if (instant === null) throw malformed(`unexpected ${name}`);
  return instant;
}

export type RightContext = {
  readonly catalogue: Catalogue;
  readonly timeZone: string;
  readonly now: Date;
};

/**
 * A row as a right of a plate; null for one that is over, and for that on which a paid stay stands,
 * which is told as a session.
 */
export function toRight(
  row: Row,
  plate: Plate,
  { catalogue, timeZone, now }: RightContext,
): Outcome<ParkingRight> | null {
  try {
    const right = parseAs(wireRight, row, 'rights');
    const term = termOf(right, timeZone);
    if (isOver(term, now)) return null;
    const specification = catalogue.specification(right.rightSpecification.id);
    if (specification?.type === STAY) return null;
    const zone = specification === null ? null : catalogue.zoneOf(specification);
    if (specification === null || zone === null) throw malformed('a right for an unknown place');
    const kind = KINDS.get(specification.type ?? '') ?? 'other';
    return {
      value: { id: right.id, plate, kind, zone, validFrom: term.from, validUntil: term.until },
    };
  } catch (error) {
    return toFailure(error);
  }
}

/** Source: APDS v4, `RightTypeEnum`. */
const KINDS = new Map<string, ParkingRight['kind']>([
  ['permitParking', 'resident'],
  ['accessPermission', 'access'],
]);
