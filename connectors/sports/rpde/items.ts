import type { z } from 'zod';
import { HubError, UpstreamMalformedError } from '../../../domain/errors.ts';
import type { Outcome } from '../../../domain/outcome.ts';
import { SYSTEM } from '../guard.ts';
import { toOrderState } from '../order-state.ts';
import type { Facility, Feed, FeedItem, FeedValue, OrderState } from '../port.ts';
import { toSlot } from './slots.ts';
import {
  wireFacilityUse,
  wireFeedOrder,
  wireSlot,
  type WireFacilityUse,
  type WireFeedOrder,
  type WireItem,
} from './wire.ts';

type Reader<T> = (item: WireItem) => readonly FeedItem<T>[];

const READERS: { readonly [F in Feed]: Reader<FeedValue<F>> } = {
  facilities: facilitiesOf,
  slots: (item) => [one(item, () => toSlot(parse(wireSlot, item)))],
  // Proposals share the feed; the hub makes none.
  orders: (item) =>
    item.kind === 'Order' ? [one(item, () => toState(parse(wireFeedOrder, item)))] : [],
};

/**
 * What one item of a page stands for: itself, and the courts within it, to which slots refer. A court
 * goes with nothing: once its facility is deleted its slots are too, and nobody asks for it.
 */
export function toFeedItems<F extends Feed>(
  feed: F,
  item: WireItem,
): readonly FeedItem<FeedValue<F>>[] {
  const { kind, id, modified, state, data } = item;
  if (state === 'updated') return READERS[feed](item);
  if (state === 'deleted' && data === undefined) return [{ kind, id, modified, value: null }];
  const fault = state === 'deleted' ? 'deleted, and yet with data' : 'neither updated nor deleted';
  return [{ kind, id, modified, value: { error: malformed(`${kind}: ${fault}`) } }];
}

function facilitiesOf(item: WireItem): readonly FeedItem<Facility>[] {
  const whole = one(item, () => parse(wireFacilityUse, item));
  if (whole.value === null || 'error' in whole.value) return [{ ...whole, value: whole.value }];
  const facilityUse = whole.value.value;
  const facility = toFacility(facilityUse);
  const courts = (facilityUse.individualFacilityUse ?? []).map((court) => ({
    kind: `${item.kind}/IndividualFacilityUse`,
    id: court['@id'],
    modified: item.modified,
    value: { value: { ...facility, id: court['@id'], name: court.name } },
  }));
  return [{ ...whole, value: { value: facility } }, ...courts];
}

function toFacility(wire: WireFacilityUse): Facility {
  const kinds = wire.facilityType ?? wire['beta:facilityType'] ?? [];
  return {
    id: wire['@id'],
    name: wire.name,
    centre: wire.location.name,
    kind: kinds[0]?.prefLabel ?? null,
  };
}

function toState({ identifier, orderedItem }: WireFeedOrder): OrderState {
  const statuses = orderedItem.map(({ orderItemStatus }) => orderItemStatus);
  return { orderId: identifier, state: toOrderState(statuses) };
}

function one<T>({ kind, id, modified }: WireItem, read: () => T): FeedItem<T> {
  return { kind, id, modified, value: settle(read) };
}

function parse<Wire>(shape: z.ZodType<Wire>, { kind, data }: WireItem): Wire {
  const parsed = shape.safeParse(data);
  if (parsed.success) return parsed.data;
  // Paths of fields only: what is in them may be anything.
  const where = parsed.error.issues.map(({ path }) => path.join('.') || 'data').slice(0, 5);
  throw malformed(`${kind}: unexpected ${where.join(', ')}`);
}

function settle<T>(read: () => T): Outcome<T> {
  try {
    return { value: read() };
  } catch (error) {
    if (error instanceof HubError) return { error };
    throw error;
  }
}

function malformed(message: string): UpstreamMalformedError {
  return new UpstreamMalformedError(SYSTEM, message);
}
