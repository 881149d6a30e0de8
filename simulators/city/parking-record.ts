import type { Random } from './random.ts';

/** What the parking rights system knows of a cardholder's vehicles. */
export type ParkingRecord = {
  /** Spanish plates, such as `0001BCD`; in the hub they are the card's. One to three. */
  readonly plates: readonly string[];
  readonly permits: readonly ParkingPermit[];
};

/** A standing right of one or more of a holder's vehicles. Days are counted from `madeOn`. */
export type ParkingPermit = {
  /** `resident` to park in a zone, `access` to drive in a restricted area. */
  readonly kind: 'resident' | 'access';
  /** A letter of `RESIDENT_ZONES`, or a name of `RESTRICTED_AREAS`. */
  readonly where: string;
  readonly plates: readonly string[];
  /** First day. */
  readonly fromDay: number;
  /** Last day; negative for one that is over, null for one without end. */
  readonly untilDay: number | null;
  /** Why the holder has it: the system knows, and the hub must not. */
  readonly group: 'residents' | 'disabled' | 'seniors' | null;
};

/** Zones in which residents of theirs may park. */
export const RESIDENT_ZONES = ['A', 'B', 'C', 'D'] as const;
/** Areas into which only listed vehicles may drive. */
export const RESTRICTED_AREAS = ['cimadevilla', 'puerto'] as const;

const GROUPS = ['residents', 'disabled', 'seniors', null] as const;

const LETTERS = 'BCDFGHJKLMNPRSTVWXYZ';

/** The first cardholder (index 0) has a vehicle with a resident permit and a right in a restricted area. */
export function createParkingRecord(index: number, random: Random): ParkingRecord {
  const count = index === 0 ? 1 : random.pick([1, 1, 1, 2]);
  const plates = Array.from({ length: count }, (_, place) => plateOf(index * 3 + place));
  return { plates, permits: permitsOf(plates, random, { isExample: index === 0 }) };
}

function permitsOf(
  plates: readonly string[],
  random: Random,
  { isExample }: { readonly isExample: boolean },
): readonly ParkingPermit[] {
  const zone = random.pick(RESIDENT_ZONES);
  const resident: ParkingPermit = {
    kind: 'resident',
    where: zone,
    // A household's permit may hold for both of its vehicles.
    plates: random.chance(50) ? plates : plates.slice(0, 1),
    fromDay: -30 - random.below(300),
    untilDay: 30 + random.below(300),
    group: 'residents',
  };
  const lastYear: ParkingPermit = { ...resident, fromDay: -720, untilDay: -1 - random.below(20) };
  const access: ParkingPermit = {
    kind: 'access',
    where: random.pick(RESTRICTED_AREAS),
    plates: plates.slice(0, 1),
    fromDay: -10 - random.below(500),
    untilDay: isExample || random.chance(60) ? 10 + random.below(200) : null,
    group: random.pick(GROUPS),
  };
  return [
    ...(isExample || random.chance(50) ? [resident] : []),
    ...(!isExample && random.chance(30) ? [lastYear] : []),
    ...(isExample || random.chance(25) ? [access] : []),
  ];
}

/** A different plate for each number below 80 million. */
function plateOf(serial: number): string {
  const letter = (weight: number) => LETTERS[Math.floor(serial / weight) % 20] ?? 'B';
  const digits = String(serial % 10_000).padStart(4, '0');
  return `${digits}${letter(4_000_000)}${letter(200_000)}${letter(10_000)}`;
}
