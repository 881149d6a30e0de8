import type { CardId } from '../../domain/card-id.ts';
import type { CardholderId } from '../../domain/card/cardholder.ts';
import type { Pass } from '../../domain/tariff/pass.ts';
import type { HolderKind, TariffHolder } from '../../domain/tariff/situation.ts';

/** A holder, with what opens services whatever the facts. */
export type HolderOfCard = TariffHolder & { readonly passes: readonly Pass[] };

/** Where holders and their facts are kept. */
export type HolderRecords = {
  readonly rights: {
    find(cards: readonly CardId[]): Promise<
      readonly {
        readonly cardId: CardId;
        readonly holderId: CardholderId;
        readonly holderKind: HolderKind;
      }[]
    >;
  };
  readonly holders: {
    find(
      ids: readonly CardholderId[],
    ): Promise<readonly (HolderOfCard & { readonly holderId: CardholderId })[]>;
  };
};

/** Holders with their facts, by card. One of whom nothing is recorded has no facts. */
export function createHoldersOfCards({ rights, holders }: HolderRecords) {
  return async (cards: readonly CardId[]): Promise<ReadonlyMap<CardId, HolderOfCard>> => {
    const rows = await rights.find(cards);
    const found = await holders.find([...new Set(rows.map(({ holderId }) => holderId))]);
    const byId = new Map(found.map((holder) => [holder.holderId, holder]));
    return new Map(
      rows.map(({ cardId, holderId, holderKind }) => [
        cardId,
        byId.get(holderId) ?? { kind: holderKind, facts: [], passes: [] },
      ]),
    );
  };
}
