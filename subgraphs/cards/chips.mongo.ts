import type { Connection } from 'mongoose';
import type { CardId } from '../../domain/card-id.ts';
import { parseChipUid, type ChipUid } from '../../domain/card/chip.ts';
import { cityDayAt, type CityDay } from '../../domain/city-day.ts';
import type { CardRow } from './card-rows.mongo.ts';

type ChipRow = Pick<CardRow, 'liveChip' | 'validFrom'> & { readonly _id: CardId };

/** What a door controller has to know of a card. */
export type ChipOfCard = {
  readonly chip: ChipUid;
  /** First day on which the card counts. */
  readonly from: CityDay;
};

/** The chips of cards, for door controllers and nothing else: they know cards by nothing better. */
export function createChips(connection: Connection, zone: string) {
  const rows = connection.collection<ChipRow>('cards');
  return {
    /** Cards without a chip that lives are missing. */
    async find(cardIds: readonly CardId[]): Promise<ReadonlyMap<CardId, ChipOfCard>> {
      const filter = { _id: { $in: [...cardIds] } };
      const found = await rows
        .find(filter, { projection: { liveChip: 1, validFrom: 1 } })
        .toArray();
      return new Map(
        found.flatMap(({ _id, liveChip, validFrom }) =>
          liveChip === undefined
            ? []
            : [[_id, { chip: parseChipUid(liveChip), from: cityDayAt(validFrom, zone) }]],
        ),
      );
    },
  };
}
