import type { City } from '../city/city.ts';
import { createRandom } from '../city/random.ts';
import { FACILITIES, FIRST_HOUR, LAST_HOUR } from '../city/sports-record.ts';
import type { Calendar } from './calendar.ts';
import { facilityOf, facilityUseId, offerOf, slotId, type Thing } from './catalogue.ts';
import { createChangeFeed, type Change } from './change-feed.ts';

/** An hour of a facility. */
export type Slot = {
  /** Names it: facility, day and hour. */
  readonly key: string;
  /** Place among the facilities. */
  readonly facility: number;
  readonly day: string;
  readonly startsAt: Date;
  readonly endsAt: Date;
  /** Places that neither the counter nor anybody else has taken. */
  readonly places: number;
};

/** Every slot from a week ago, by then deleted, to a fortnight on; days pass by `passTo`. */
export type SlotBook = {
  /** A slot that can still be seen; null for one that never was, or is over. */
  slot(key: string): Slot | null;
  freePlaces(slot: Slot): number;
  /** Takes places, or gives them back for a negative count, and tells so in the feed. */
  take(key: string, places: number, changeNumber: number): number;
  /** Publishes and deletes what the days up to this one bring. */
  passTo(today: string): void;
  /** The slots' part of an RPDE page. */
  changesAfter(changeNumber: number, limit: number): readonly Change[];
  /** JSON-LD of a slot as it stands; null when it is deleted. */
  published(key: string): Thing | null;
};

const DAYS_AHEAD = 14;
/** Deleted items are kept for a week. Source: RPDE 1.0, "Deleted items". */
const DAYS_KEPT = 7;

export type SlotBookOptions = {
  readonly city: City;
  readonly calendar: Calendar;
  readonly today: string;
};

export function openSlotBook({ city, calendar, today }: SlotBookOptions): SlotBook {
  const feed = createChangeFeed();
  const slots = new Map<string, Slot>();
  const taken = new Map<string, number>();
  const counter = counterPlaces(city, calendar);
  let publishedOn = calendar.addDays(today, -DAYS_AHEAD - DAYS_KEPT);

  /** Numbers are made of the day on which something happened: the same after every start. */
  function passOne(day: string): void {
    const midnight = calendar.at(day, 1).getTime() - 3_600_000;
    const yesterday = calendar.addDays(day, -1);
    const forgotten = calendar.addDays(day, -1 - DAYS_KEPT);
    keysOf(forgotten).forEach((key) => feed.forget(key));
    keysOf(yesterday).forEach((key, place) => {
      if (slots.delete(key)) feed.put(key, midnight + place);
    });
    keysOf(calendar.addDays(day, DAYS_AHEAD - 1)).forEach((key, place) => {
      slots.set(key, createSlot(key));
      feed.put(key, midnight + PUBLISHED_AFTER + place);
    });
    publishedOn = day;
  }

  function createSlot(key: string): Slot {
    const { facility, day, hour } = partsOf(key);
    const { capacity } = facilityOf(facility);
    const random = createRandom(`${city.options.seed}:slot:${key}`);
    const others = capacity === 1 ? Number(random.chance(35)) : random.below(capacity * 0.7);
    const places = Math.max(0, capacity - others - (counter.get(key) ?? 0));
    const startsAt = calendar.at(day, hour);
    return { key, facility, day, startsAt, endsAt: calendar.at(day, hour + 1), places };
  }

  const freePlaces = ({ key, places }: Slot): number => Math.max(0, places - (taken.get(key) ?? 0));

  const book: SlotBook = {
    slot: (key) => slots.get(key) ?? null,
    freePlaces,
    take(key, places, changeNumber) {
      taken.set(key, (taken.get(key) ?? 0) + places);
      return slots.has(key) ? feed.put(key, changeNumber) : changeNumber;
    },
    passTo(day) {
      while (publishedOn < day) passOne(calendar.addDays(publishedOn, 1));
    },
    changesAfter: (changeNumber, limit) => feed.after(changeNumber, limit),
    published(key) {
      const slot = slots.get(key);
      return slot === undefined ? null : toThing(slot, freePlaces(slot), calendar);
    },
  };
  return book;
}

/** Milliseconds of a day that deletions may use up before what is published follows. */
const PUBLISHED_AFTER = 10_000;

function toThing(slot: Slot, free: number, calendar: Calendar): Thing {
  return {
    '@context': 'https://openactive.io/',
    ...orderedSlot(slot, free, calendar),
    facilityUse: facilityUseId(slot.facility),
    offers: [offerOf(slot.facility)],
  };
}

/** As an order shows it, without facility and offers. */
export function orderedSlot(slot: Slot, free: number, calendar: Calendar): Thing {
  return {
    '@type': 'Slot',
    '@id': slotId(slot.key),
    startDate: calendar.toText(slot.startsAt),
    endDate: calendar.toText(slot.endsAt),
    duration: 'PT1H',
    remainingUses: free,
    maximumUses: facilityOf(slot.facility).capacity,
  };
}

function keysOf(day: string): readonly string[] {
  return FACILITIES.flatMap((_facility, place) =>
    Array.from({ length: LAST_HOUR - FIRST_HOUR + 1 }, (_, hours) =>
      keyOf(place, day, FIRST_HOUR + hours),
    ),
  );
}

function keyOf(facility: number, day: string, hour: number): string {
  return `${facility}-${day.replaceAll('-', '')}T${String(hour).padStart(2, '0')}`;
}

function partsOf(key: string) {
  const [, facility = '', year = '', month = '', day = '', hour = ''] =
    /^(\d+)-(\d{4})(\d{2})(\d{2})T(\d{2})$/.exec(key) ?? [];
  return { facility: Number(facility), day: `${year}-${month}-${day}`, hour: Number(hour) };
}

/** Places by slot that members have booked at the counter. */
function counterPlaces(city: City, { addDays }: Calendar): ReadonlyMap<string, number> {
  const places = new Map<string, number>();
  for (const { sports } of city.cardholders) {
    for (const booking of sports?.counterBookings ?? []) {
      if (booking.isCancelled) continue;
      const day = addDays(city.options.madeOn, booking.inDays);
      const key = keyOf(booking.facility, day, booking.hour);
      places.set(key, (places.get(key) ?? 0) + booking.places);
    }
  }
  return places;
}
