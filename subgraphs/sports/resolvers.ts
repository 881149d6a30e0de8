import { selectedFields } from '../../platform/subgraph/selected-fields.ts';
import { toRows } from '../../platform/subgraph/rows.ts';
import { bookSlot } from './book-slot.ts';
import { cancelBooking } from './cancel-booking.ts';
import { findFacilities, findFacility, findSlots } from './find-facilities.ts';
import { loadSports, type Part } from './load-sports.ts';
import { assertMay } from './policy.ts';
import type { Resolvers } from './schema.generated.ts';

const PARTS: readonly Part[] = ['passes', 'bookings'];

export const resolvers: Resolvers = {
  Query: {
    facilities(_root, args, context) {
      assertMay('Query.facilities', context.viewer);
      return findFacilities(args, context);
    },
    facility(_root, { id }, context) {
      assertMay('Query.facility', context.viewer);
      return findFacility(id, context);
    },
  },
  Facility: {
    slots: (facility, { on }, context) => findSlots(facility, on, context),
  },
  Card: {
    sports(card, _args, context, info) {
      assertMay('Card.sports', context.viewer);
      const fields = selectedFields(info);
      const wanted = PARTS.filter((part) => fields.has(part));
      // A source is the source of something: with nothing else selected, of everything there is.
      return loadSports(card, new Set(wanted.length === 0 ? PARTS : wanted), context);
    },
  },
  Sports: {
    passes: ({ passes }) => toRows(passes),
    bookings: ({ bookings }) => toRows(bookings),
  },
  Mutation: {
    bookSlot: (_root, { input }, context) => bookSlot(input, context),
    cancelBooking: (_root, { input }, context) => cancelBooking(input, context),
  },
};
