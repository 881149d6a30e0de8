import { partsOfPlate } from '../../domain/plate.ts';
import { toRows } from '../../platform/subgraph/rows.ts';
import { toSource, valueOf } from '../../platform/subgraph/source.ts';
import { addPlate } from './add-plate.ts';
import { extendParking } from './extend-parking.ts';
import { loadParking } from './load-parking.ts';
import { masked } from './masked-plate.ts';
import { assertMayTry, maySeeWholePlate } from './policy.ts';
import { parkingQuote } from './quote.ts';
import { removePlate } from './remove-plate.ts';
import type { Resolvers } from './schema.generated.ts';
import { startParking } from './start-parking.ts';
import { stopParking } from './stop-parking.ts';
import { wantedLists } from './wanted-lists.ts';

const RIGHT_KINDS = { resident: 'RESIDENT', access: 'ACCESS', other: 'OTHER' } as const;
const ZONE_KINDS = { regulated: 'REGULATED', restricted: 'RESTRICTED', other: 'OTHER' } as const;

export const resolvers: Resolvers = {
  Card: {
    parking(card, _args, context, info) {
      assertMayTry('Card.parking', context.viewer);
      return loadParking(card, wantedLists(info), context);
    },
  },
  Parking: {
    rights: ({ rights }) => toRows(rights),
    sessions: ({ sessions }) => toRows(sessions),
  },
  ParkingPlate: {
    number({ plate }, _args, { viewer }) {
      const { number } = partsOfPlate(plate);
      return maySeeWholePlate(viewer) ? number : masked(number);
    },
    country: ({ plate }) => partsOfPlate(plate).country,
  },
  ParkingRight: { kind: ({ kind }) => RIGHT_KINDS[kind] },
  ParkingZone: { kind: ({ kind }) => ZONE_KINDS[kind] },
  Query: {
    async parkingZones(_root, _args, { viewer, zones, signal }) {
      assertMayTry('Query.parkingZones', viewer);
      const known = await zones.know(signal);
      const source = toSource('parking', known);
      return valueOf(known).map((zone) => ({ ...zone, source }));
    },
    parkingQuote: (_root, args, context) => parkingQuote(args, context),
  },
  Mutation: {
    addPlate: (_root, { input }, context) => addPlate(input, context),
    removePlate: (_root, { input }, context) => removePlate(input, context),
    startParking: (_root, { input }, context) => startParking(input, context),
    extendParking: (_root, { input }, context) => extendParking(input, context),
    stopParking: (_root, { input }, context) => stopParking(input, context),
  },
};
