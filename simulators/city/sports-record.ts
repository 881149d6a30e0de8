import type { Random } from './random.ts';

/** A place that is booked by the hour. */
export type SportsFacility = {
  readonly name: string;
  readonly centre: string;
  /** Label of the OpenActive facility-types list; null where the list has none, as for pools. */
  readonly type: string | null;
  /** Places an hour. */
  readonly capacity: number;
  /** Euro cents for a place. */
  readonly priceCents: number;
  /** Whether it is paid before it is booked, which no broker of ours can do. */
  readonly isPrepaid: boolean;
};

const GUELGA = 'Palacio de Deportes La Güelga';
const MESTAS = 'Complejo Deportivo Las Mestas';
const COTO = 'Piscinas El Coto';
const CEARES = 'Polideportivo Ceares';
const BRANA = 'Campos de La Braña';

/** Sports centres of the made-up city. */
export const CENTRES: readonly string[] = [GUELGA, MESTAS, COTO, CEARES, BRANA];

const paid = { capacity: 1, isPrepaid: false };

/** In this order for good: records name them by place. */
export const FACILITIES: readonly SportsFacility[] = [
  {
    ...paid,
    centre: MESTAS,
    name: 'Pádel, pista 1',
    type: 'Padel Tennis Court',
    priceCents: 1_050,
  },
  {
    ...paid,
    centre: MESTAS,
    name: 'Pádel, pista 2',
    type: 'Padel Tennis Court',
    priceCents: 1_050,
  },
  {
    ...paid,
    centre: MESTAS,
    name: 'Pádel, pista 3',
    type: 'Padel Tennis Court',
    priceCents: 1_050,
  },
  { ...paid, centre: MESTAS, name: 'Tenis, pista 1', type: 'Tennis Court', priceCents: 725 },
  { ...paid, centre: MESTAS, name: 'Tenis, pista 2', type: 'Tennis Court', priceCents: 725 },
  {
    ...paid,
    centre: COTO,
    name: 'Piscina, calle libre',
    type: null,
    capacity: 40,
    priceCents: 435,
  },
  { ...paid, centre: COTO, name: 'Piscina infantil', type: null, capacity: 25, priceCents: 215 },
  { ...paid, centre: CEARES, name: 'Pabellón', type: 'Sports Hall', capacity: 30, priceCents: 0 },
  { ...paid, centre: CEARES, name: 'Squash, pista 1', type: 'Squash Court', priceCents: 600 },
  {
    ...paid,
    centre: GUELGA,
    name: 'Pista central',
    type: 'Sports Hall',
    capacity: 30,
    priceCents: 0,
  },
  {
    ...paid,
    centre: GUELGA,
    name: 'Rocódromo',
    type: 'Climbing Wall',
    capacity: 12,
    priceCents: 310,
  },
  { ...paid, centre: GUELGA, name: 'Bádminton, pista 1', type: 'Badminton Court', priceCents: 480 },
  { ...paid, centre: BRANA, name: 'Fútbol 7, campo A', type: 'Football Pitch', priceCents: 2_400 },
  {
    centre: BRANA,
    name: 'Fútbol 11, campo B',
    type: 'Football Pitch',
    capacity: 1,
    priceCents: 4_800,
    isPrepaid: true,
  },
];

/** Hours at which a facility may be booked; each booking is for one. */
export const FIRST_HOUR = 8;
export const LAST_HOUR = 21;

export type PassState = 'ACTIVO' | 'SUSPENDIDO' | 'BAJA' | 'CADUCADO';

/** A season ticket or a block of uses. */
export type PassRecord = {
  readonly name: string;
  /** First and last day, counted from the day the city was made. */
  readonly startsInDays: number;
  readonly endsInDays: number;
  readonly state: PassState;
  /** None for all of them. */
  readonly centres: readonly string[];
  /** Null for a season ticket. */
  readonly usesLeft: number | null;
};

/** A booking made at the counter. */
export type CounterBookingRecord = {
  /** Place among the facilities. */
  readonly facility: number;
  /** Day, counted from the day the city was made. */
  readonly inDays: number;
  /** Of the day, in the city. */
  readonly hour: number;
  readonly places: number;
  readonly isCancelled: boolean;
};

/** What the sports body knows of a member. */
export type SportsRecord = {
  /** Eight digits. */
  readonly member: string;
  readonly passes: readonly PassRecord[];
  readonly counterBookings: readonly CounterBookingRecord[];
};

const SEASON_TICKETS = ['Abono anual', 'Abono familiar', 'Abono sénior', 'Abono piscinas'] as const;
const BLOCKS = ['Bono 10 natación', 'Bono 10 rocódromo'] as const;

/** The first cardholder (index 0) has a pass in force and a booking at the counter. */
export function createSportsRecord(index: number, random: Random): SportsRecord {
  const member = String(index + 1).padStart(8, '0');
  if (index === 0) return { member, ...EXAMPLE };
  const passes = random.pick([0, 0, 1, 1, 1, 2]);
  const bookings = random.pick([0, 0, 0, 0, 1, 1, 2]);
  return {
    member,
    passes: Array.from({ length: passes }, () => createPass(random)),
    counterBookings: Array.from({ length: bookings }, () => createBooking(random)),
  };
}

const EXAMPLE: Omit<SportsRecord, 'member'> = {
  passes: [
    {
      name: 'Abono anual',
      startsInDays: -65,
      endsInDays: 300,
      state: 'ACTIVO',
      centres: [],
      usesLeft: null,
    },
    {
      name: 'Bono 10 natación',
      startsInDays: -10,
      endsInDays: 172,
      state: 'ACTIVO',
      centres: [COTO],
      usesLeft: 7,
    },
  ],
  counterBookings: [{ facility: 3, inDays: 2, hour: 18, places: 1, isCancelled: false }],
};

function createPass(random: Random): PassRecord {
  const startsInDays = -random.below(400);
  const isBlock = random.chance(30);
  const endsInDays = startsInDays + (isBlock ? 182 : 364);
  return {
    name: random.pick(isBlock ? BLOCKS : SEASON_TICKETS),
    startsInDays,
    endsInDays,
    state:
      endsInDays < 0
        ? 'CADUCADO'
        : random.pick(['ACTIVO', 'ACTIVO', 'ACTIVO', 'SUSPENDIDO', 'BAJA']),
    centres: isBlock || random.chance(40) ? [random.pick(CENTRES)] : [],
    usesLeft: isBlock ? random.below(11) : null,
  };
}

function createBooking(random: Random): CounterBookingRecord {
  const facility = random.below(FACILITIES.length);
  const { capacity } = FACILITIES[facility] ?? { capacity: 1 };
  return {
    facility,
    inDays: random.below(20) - 5,
    hour: FIRST_HOUR + random.below(LAST_HOUR - FIRST_HOUR + 1),
    // Schools and clubs come as a group.
    places: capacity > 10 && random.chance(20) ? 5 + random.below(6) : 1,
    isCancelled: random.chance(12),
  };
}
