import type { ClientSession, Connection } from 'mongoose';
import type { CardId } from '../../domain/card-id.ts';
import type { MediumToken } from '../../domain/card/medium-token.ts';
import type { Seal } from '../../platform/stores/seal.ts';
import { inSession } from '../../platform/stores/transaction.ts';
import type { CardRow } from './card-rows.mongo.ts';

type TokenRow = Pick<CardRow, 'sealedToken'> & { readonly _id: CardId };

/** Opens the tokens that readers know cards by, for reader lists and nothing else. */
export function createMediumTokens(connection: Connection, seal: Seal) {
  // Without mongoose, which would take longer for each row than opening it does.
  const rows = connection.collection<TokenRow>('cards');
  return {
    /** Of cards that exist; the rest is missing. In the session where a transaction decides by them. */
    async find(
      cardIds: readonly CardId[],
      session?: ClientSession,
    ): Promise<ReadonlyMap<CardId, MediumToken>> {
      const options = { projection: { sealedToken: 1 }, ...inSession(session) };
      const found = await rows.find({ _id: { $in: [...cardIds] } }, options).toArray();
      return new Map(
        found.map(({ _id, sealedToken }) => [
          _id,
          // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- sealed by `toCardRow`
          seal.open(sealedToken, `medium-token:${_id}`) as MediumToken,
        ]),
      );
    },
  };
}
