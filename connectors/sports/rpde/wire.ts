import { z } from 'zod';

/*
 * RPDE 1.0 and the OpenActive models 2.x as they are spelled; only the fields named here survive.
 * Sources: openactive/realtime-paged-data-exchange (EditorsDraft), openactive/data-models
 * (versions/2.x/models), read in 2026.
 */

/** Digits for a number, whatever its length: `exact-json.ts` leaves long ones as text. */
const numberOrText = z.union([z.int(), z.string().min(1)]).transform(String);

export const wirePage = z.object({
  next: z.string(),
  items: z.array(z.unknown()),
});

/** An item that tells no kind, id and modified cannot even be named; anything else at fault is its own. */
export const wireItem = z.object({
  state: z.unknown(),
  kind: z.string().min(1),
  id: numberOrText,
  modified: numberOrText,
  data: z.unknown().optional(),
});
export type WireItem = z.infer<typeof wireItem>;

/** Names a thing: its address, alone or within the thing itself. */
const reference = z.union([z.string().min(1), z.object({ '@id': z.string().min(1) })]);

export function idOf(thing: z.infer<typeof reference>): string {
  return typeof thing === 'string' ? thing : thing['@id'];
}

const concept = z.object({ prefLabel: z.string() });

const wireIndividualFacilityUse = z.object({
  '@id': z.string().min(1),
  name: z.string().min(1),
});

export const wireFacilityUse = z.object({
  '@type': z.enum(['FacilityUse', 'IndividualFacilityUse']),
  '@id': z.string().min(1),
  name: z.string().min(1),
  facilityType: z.array(concept).optional().catch(undefined),
  /** Spelling before the vocabulary took it up. */
  'beta:facilityType': z.array(concept).optional().catch(undefined),
  location: z.object({ name: z.string().min(1) }),
  provider: reference.optional().catch(undefined),
  individualFacilityUse: z.array(wireIndividualFacilityUse).optional(),
});
export type WireFacilityUse = z.infer<typeof wireFacilityUse>;

/** A price is a number in a feed (Modelling Opportunity Data 2.0); a text is refused. */
export const wireOffer = z.object({
  '@id': z.string().min(1).optional(),
  price: z.number().nonnegative(),
  priceCurrency: z.string().optional(),
  availableChannel: z.array(z.string()).optional(),
  advanceBooking: z.string().optional(),
  openBookingInAdvance: z.string().optional(),
  prepayment: z.string().optional(),
  openBookingPrepayment: z.string().optional(),
  openBookingFlowRequirement: z.array(z.string()).optional(),
});
export type WireOffer = z.infer<typeof wireOffer>;

export const wireSlot = z.object({
  '@type': z.literal('Slot'),
  '@id': z.string().min(1),
  facilityUse: reference,
  /** With a zone: local time alone names two instants in an October night. */
  startDate: z.iso.datetime({ offset: true }),
  endDate: z.iso.datetime({ offset: true }).optional(),
  duration: z.string().optional(),
  remainingUses: z.int().nonnegative(),
  maximumUses: z.int().nonnegative().optional(),
  eventStatus: z.string().optional(),
  /** Required by the models; some leave them to the facility (README, Feeds). */
  offers: z.array(wireOffer).default([]),
});
export type WireSlot = z.infer<typeof wireSlot>;

export const wireFeedOrder = z.object({
  '@type': z.literal('Order'),
  identifier: z.string().min(1),
  orderedItem: z.array(z.object({ orderItemStatus: z.string() })).min(1),
});
export type WireFeedOrder = z.infer<typeof wireFeedOrder>;
