import { endOfCityDay, startOfCityDay } from '../../domain/city-day.ts';
import type { LinkedAccount } from '../../domain/linked-account.ts';
import type { Outcome } from '../../domain/outcome.ts';
import { sourceOf, type Known, type SourceRow } from '../../platform/subgraph/source.ts';
import { counterRow, hubRow, slotKey, type BookingRow } from './booking-rows.ts';
import { memberOf, type SportsCard } from './card-ref.ts';
import type { Context } from './context.ts';
import { known, liveOnly, sportsSource, toldByFile, toldByOrders } from './freshness.ts';
import { mergeBookings } from './merge-bookings.ts';
import type { HubBooking, KeptCounterBooking, KeptPass } from './store.ts';

/** As the schema's `SportsPass`. */
export type PassRow = {
  readonly name: string;
  readonly validFrom: string;
  readonly validUntil: string;
  readonly isActive: boolean;
  readonly centres: readonly string[];
  readonly usesLeft: number | null;
  readonly source: SourceRow;
};

/** As the schema's `Sports`; what was not wanted is empty. */
export type SportsRow = {
  readonly passes: readonly Outcome<PassRow>[];
  readonly bookings: readonly Outcome<BookingRow>[];
  readonly source: SourceRow;
};

export type Part = 'passes' | 'bookings';

/**
 * Tells what was harvested of a member; asks no legacy system.
 *
 * @param wanted At least one.
 * @returns Null when no member number is linked.
 */
export async function loadSports(
  card: SportsCard,
  wanted: ReadonlySet<Part>,
  context: Context,
): Promise<SportsRow | null> {
  const member = memberOf(card);
  if (member === null) return null;
  // Both at once, so that all cards of a request share the queries of each.
  const [passes, bookings] = await Promise.all([
    wanted.has('passes') ? loadPasses(card, member, context) : null,
    wanted.has('bookings') ? loadBookings(card, member, context) : null,
  ]);
  const used = [...(passes?.used ?? []), ...(bookings?.used ?? [])];
  return {
    passes: passes?.rows ?? [],
    bookings: bookings?.rows ?? [],
    source: sourceOf('sports', used),
  };
}

/** @property used What the rows were read from, even when there are none. */
type LoadedPart<Row> = {
  readonly rows: readonly Outcome<Row>[];
  readonly used: readonly Known<unknown>[];
};

async function loadPasses(
  card: SportsCard,
  member: LinkedAccount,
  context: Context,
): Promise<LoadedPart<PassRow>> {
  const { loaders } = context;
  const kept = await loaders.passesByMember.load(member);
  const told = toldByFile((await loaders.snapshots()).get('passes'), context);
  const part = ofCard(card, known(kept, told, context));
  if (part.freshness === null) return { rows: [{ error: part.error }], used: [part] };
  const source = sportsSource(part);
  const latestFirst = part.value.toSorted((one, other) => other.endsOn.localeCompare(one.endsOn));
  return {
    rows: latestFirst.map((pass) => ({ value: toPassRow(pass, source, context) })),
    used: [part],
  };
}

function toPassRow(pass: KeptPass, source: SourceRow, { clock, zone }: Context): PassRow {
  const { name, startsOn, endsOn, centres, usesLeft } = pass;
  const validFrom = startOfCityDay(startsOn, zone);
  const validUntil = endOfCityDay(endsOn, zone);
  const now = clock.now();
  return {
    name,
    validFrom: validFrom.toISOString(),
    validUntil: validUntil.toISOString(),
    isActive: pass.isActive && validFrom <= now && now < validUntil,
    centres,
    usesLeft,
    source,
  };
}

async function loadBookings(
  card: SportsCard,
  member: LinkedAccount,
  context: Context,
): Promise<LoadedPart<BookingRow>> {
  const { loaders } = context;
  const [hub, counter, snapshots, cursors] = await Promise.all([
    loaders.hubBookingsByMember.load(member),
    loaders.counterBookingsByMember.load(member),
    loaders.snapshots(),
    loaders.cursors(),
  ]);
  const file = snapshots.get('bookings');
  const counterPart = ofCard(card, known(counter, toldByFile(file, context), context));
  const madeAt = file?.madeAt ?? new Date(0);
  const bookings = counterPart.freshness === null ? [] : counterPart.value;
  const merged = mergeBookings(hub, { bookings, madeAt });
  const ownParts = merged.hub.map((booking) =>
    ofCard(card, known(booking, toldByOrders(booking, cursors.get('orders'), context), context)),
  );
  const rows = [
    ...ownParts.map(toHubRow),
    ...counterRows(merged.counter, member, sportsSource(counterPart)),
  ].toSorted(byStart);
  const silent = counterPart.freshness === null ? [{ error: counterPart.error }] : [];
  return { rows: [...rows, ...silent], used: [counterPart, ...ownParts] };
}

function toHubRow(part: Known<HubBooking>): Outcome<BookingRow> {
  if (part.freshness === null) return { error: part.error };
  return { value: hubRow(part.value, sportsSource(part)) };
}

function counterRows(
  bookings: readonly KeptCounterBooking[],
  member: LinkedAccount,
  source: SourceRow,
): readonly Outcome<BookingRow>[] {
  return [...Map.groupBy(bookings, slotKey).values()].flatMap((ofSlot) =>
    ofSlot.map((booking, place) => ({ value: counterRow(booking, member, { place, source }) })),
  );
}

/** What cannot be told comes last. */
function byStart(one: Outcome<BookingRow>, other: Outcome<BookingRow>): number {
  return startOf(one) - startOf(other);
}

function startOf(row: Outcome<BookingRow>): number {
  return 'value' in row ? Date.parse(row.value.startsAt) : Number.MAX_SAFE_INTEGER;
}

function ofCard<T>({ isUsable }: SportsCard, part: Known<T>): Known<T> {
  return isUsable ? part : liveOnly(part);
}
