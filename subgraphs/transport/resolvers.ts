import type { MovementKind, PurseUnit, Resolvers, TransportCardState } from './schema.generated.ts';
import type { Movement, Purse, TransportCard } from '../../connectors/transport/port.ts';
import { InvalidInputError } from '../../domain/errors.ts';
import { toRows } from '../../platform/subgraph/rows.ts';
import { sourceOf, valueOf } from '../../platform/subgraph/source.ts';
import { assertPlace, findStops } from './find-stops.ts';
import { loadMovements } from './load-movements.ts';
import { loadTransport } from './load-transport.ts';
import { arrivalsAt, timetableSource } from './network-rows.ts';
import { assertMay } from './policy.ts';
import { topUp } from './top-up.ts';

const STATES: Readonly<Record<TransportCard['state'], TransportCardState>> = {
  active: 'ACTIVE',
  blocked: 'BLOCKED',
  expired: 'EXPIRED',
  lost: 'LOST',
};
const UNITS: Readonly<Record<Purse['unit'], PurseUnit>> = { cents: 'EUR_CENT', trips: 'TRIP' };
const KINDS: Readonly<Record<Movement['kind'], MovementKind>> = {
  trip: 'TRIP',
  topUp: 'TOP_UP',
  adjustment: 'ADJUSTMENT',
};

export const resolvers: Resolvers = {
  Query: {
    stops(_root, { near, name, first }, context) {
      assertMay('Query.stops', context.viewer);
      assertCount(first ?? 20, 100);
      const place = near ? { ...near, withinMetres: near.withinMetres ?? 500 } : null;
      if (place !== null) assertPlace(place);
      const source = timetableSource(context);
      const wish = { near: place, name: name ?? null, first: first ?? 20 };
      return findStops(context.network.stops(), wish).map((stop) => ({ ...stop, source }));
    },
    stop(_root, { id }, context) {
      assertMay('Query.stop', context.viewer);
      const source = timetableSource(context);
      const stop = context.network.stops().find((each) => each.id === id);
      return stop === undefined ? null : { ...stop, source };
    },
    lines(_root, _args, context) {
      assertMay('Query.lines', context.viewer);
      const source = timetableSource(context);
      return context.network
        .lines()
        .toSorted((one, other) => byShortName.compare(one.shortName, other.shortName))
        .map((line) => ({ ...line, source }));
    },
  },
  Stop: {
    arrivals(stop, { first }, context) {
      assertCount(first ?? 5, 50);
      return arrivalsAt(stop.id, first ?? 5, context);
    },
  },
  Arrival: {
    plannedAt: ({ plannedAt }) => plannedAt.toISOString(),
    expectedAt: ({ expectedAt }) => expectedAt?.toISOString() ?? null,
  },
  Card: {
    transport(card, _args, context) {
      assertMay('Card.transport', context.viewer);
      return loadTransport(card, context);
    },
  },
  Transport: {
    state: async ({ card }) => STATES[valueOf(await card()).state],
    expiresOn: async ({ card }) => valueOf(await card()).expiresOn,
    async purses({ card }) {
      const known = await card();
      // One null item with the error: a list without null items is whole, whatever failed.
      return toRows(known.freshness === null ? [known] : known.value.purses);
    },
    movements: ({ account }, args, context) => loadMovements(account, args, context),
    source: async ({ card }) => sourceOf('transport', [await card()]),
  },
  Purse: {
    unit: ({ unit }) => UNITS[unit],
    balanceAt: ({ balanceAt }) => balanceAt.toISOString(),
  },
  MovementPage: {
    items: ({ items }) => toRows(items),
  },
  Movement: {
    at: ({ at }) => at.toISOString(),
    kind: ({ kind }) => KINDS[kind],
    unit: ({ unit }) => UNITS[unit],
  },
  Mutation: {
    topUp: (_root, { input }, context) => topUp(input, context),
  },
};

/** `2` before `10`. */
const byShortName = new Intl.Collator('es', { numeric: true });

function assertCount(first: number, most: number): void {
  if (first < 1 || first > most)
    throw new InvalidInputError(`\`first\` must be from 1 to ${most}.`);
}
