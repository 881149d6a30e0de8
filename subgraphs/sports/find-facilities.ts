import type { Facility, Slot } from '../../connectors/sports/port.ts';
import { endOfCityDay, parseCityDay, startOfCityDay } from '../../domain/city-day.ts';
import { InvalidInputError } from '../../domain/errors.ts';
import { valueOf, worse, type SourceRow } from '../../platform/subgraph/source.ts';
import type { Context } from './context.ts';
import { known, sportsSource, toldByFeed } from './freshness.ts';

/** As the schema's `Facility`, but for its slots. */
export type FacilityRow = Facility & { readonly source: SourceRow };

/** As the schema's `FacilityPage`. */
export type FacilityPageRow = {
  readonly items: readonly FacilityRow[];
  readonly endCursor: string | null;
};

/** As the schema's `FacilitySlot`. */
export type SlotRow = Pick<Slot, 'id' | 'freePlaces' | 'priceCents'> & {
  readonly startsAt: string;
  readonly endsAt: string;
  readonly isBookable: boolean;
  readonly source: SourceRow;
};

const MAX_PAGE = 50;
/** Of one facility and day. */
const MAX_SLOTS = 100;

type PageWish = {
  readonly first?: number | null | undefined;
  readonly after?: string | null | undefined;
};

/**
 * @throws {InvalidInputError} `first` is not 1 to 50.
 * @throws {UpstreamUnavailableError} Facilities were never harvested, or too long ago.
 */
export async function findFacilities(
  { first, after }: PageWish,
  context: Context,
): Promise<FacilityPageRow> {
  const size = first ?? 20;
  if (size < 1 || size > MAX_PAGE) {
    throw new InvalidInputError(`A page has 1 to ${MAX_PAGE} facilities.`);
  }
  const source = await facilitiesSource(context);
  const { feeds } = context.store;
  const found = await feeds.findFacilities({ first: size + 1, after: after ?? null });
  const items = found.slice(0, size).map((facility) => ({ ...facility, source }));
  const endCursor = found.length > size ? (items.at(-1)?.id ?? null) : null;
  return { items, endCursor };
}

/** @throws {UpstreamUnavailableError} Facilities were never harvested, or too long ago. */
export async function findFacility(id: string, context: Context): Promise<FacilityRow | null> {
  const source = await facilitiesSource(context);
  const facility = await context.store.feeds.findFacility(id);
  return facility === null ? null : { ...facility, source };
}

/**
 * @param dayText A day in the city.
 * @throws {InvalidInputError} Not a day.
 * @throws {UpstreamUnavailableError} Slots were never harvested, or too long ago.
 */
export async function findSlots(
  { id }: FacilityRow,
  dayText: string,
  context: Context,
): Promise<readonly SlotRow[]> {
  const { loaders, clock, zone } = context;
  const day = parseCityDay(dayText);
  const now = clock.now();
  const told = known(null, toldByFeed((await loaders.cursors()).get('slots'), context), context);
  valueOf(told);
  const slots = await loaders.slotsByFacility.load({
    facilityId: id,
    from: startOfCityDay(day, zone),
    until: endOfCityDay(day, zone),
  });
  const source = sportsSource(told);
  return slots
    .filter(({ startsAt }) => startsAt > now)
    .slice(0, MAX_SLOTS)
    .map((slot) => toSlotRow(slot, source));
}

/** Facilities and slots are told together, so their source is the worse of the two. */
async function facilitiesSource(context: Context): Promise<SourceRow> {
  const cursors = await context.loaders.cursors();
  const told = known(null, toldByFeed(cursors.get('facilities'), context), context);
  valueOf(told);
  const slots = known(null, toldByFeed(cursors.get('slots'), context), context);
  return worse(sportsSource(told), sportsSource(slots));
}

function toSlotRow(slot: Slot, source: SourceRow): SlotRow {
  const { id, startsAt, endsAt, freePlaces, priceCents, offerId } = slot;
  return {
    id,
    startsAt: startsAt.toISOString(),
    endsAt: endsAt.toISOString(),
    freePlaces,
    priceCents,
    isBookable: offerId !== null,
    source,
  };
}
