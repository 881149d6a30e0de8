import type { Connection } from 'mongoose';
import type { CardId } from '../../domain/card-id.ts';
import { linkOf, type Card } from '../../domain/card/card.ts';
import type { Cardholder, CardholderId } from '../../domain/card/cardholder.ts';
import type { CivilId } from '../../domain/card/civil-id.ts';
import { parseCityDay, type CityDay } from '../../domain/city-day.ts';
import type { LinkedAccount, LinkedSystem } from '../../domain/linked-account.ts';
import type { HolderKind } from '../../domain/tariff/situation.ts';
import type { RowSecrets } from './card-rows.mongo.ts';
import { createCardStore } from './card-store.mongo.ts';
import { openIdentity } from './holder-rows.mongo.ts';
import { holderModel } from './holder-store.mongo.ts';

/** By what other systems know a holder. Personal: for asking them, and for nothing else. */
export type KnownHolder = {
  readonly holderId: CardholderId;
  readonly kind: HolderKind;
  /** The latest document; null for a child without one. */
  readonly civilId: CivilId | null;
  /** Null for an organisation. */
  readonly birthDay: CityDay | null;
  /** The tax office's number to which one of the holder's cards is linked; null for none. */
  readonly contributor: LinkedAccount | null;
};

/** What parts of the hub that follow cards have to know of them; who is not there is missing, or null. */
export type CardDirectory = {
  cards(ids: readonly CardId[]): Promise<readonly { card: Card; holderKind: Cardholder['kind'] }[]>;
  /** Of cards that are linked to the system. */
  accounts(
    system: LinkedSystem,
    ids: readonly CardId[],
  ): Promise<ReadonlyMap<CardId, LinkedAccount>>;
  holder(id: CardholderId): Promise<KnownHolder | null>;
};

/** Reads the cards store; one for a connection. */
export function createCardDirectory(connection: Connection, secrets: RowSecrets): CardDirectory {
  const cards = createCardStore(connection, secrets);
  const holders = holderModel(connection);
  return {
    async cards(ids) {
      const found = await cards.findById(ids);
      const holderIds = found.map(({ holderId }) => holderId);
      const kept = await holders.find({ _id: { $in: holderIds } }, { kind: 1 }).lean();
      const kinds = new Map<string, Cardholder['kind']>(kept.map(({ _id, kind }) => [_id, kind]));
      return found.flatMap((card) => {
        const holderKind = kinds.get(card.holderId);
        return holderKind === undefined ? [] : [{ card, holderKind }];
      });
    },
    async accounts(system, ids) {
      const found = await cards.findById(ids);
      return new Map(
        found.flatMap((card) => {
          const link = linkOf(card, system);
          return link === null ? [] : [[card.id, link.account] as const];
        }),
      );
    },
    async holder(id) {
      const row = await holders.findById(id).lean();
      if (row === null) return null;
      const { civilIds, birthDay } = openIdentity(row, secrets);
      const [link] = (await cards.findByHolder([id])).flatMap((card) => linkOf(card, 'tax') ?? []);
      return {
        holderId: id,
        kind: row.kind === 'organisation' ? 'organisation' : 'person',
        civilId: civilIds.at(-1) ?? null,
        birthDay: birthDay === null ? null : parseCityDay(birthDay),
        contributor: link?.account ?? null,
      };
    },
  };
}
