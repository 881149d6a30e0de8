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
  const open = (found: readonly TokenRow[]): ReadonlyMap<CardId, MediumToken> =>
    new Map(
      found.map(({ _id, sealedToken }) => [
        _id,
        // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- sealed by `toCardRow`
        seal.open(sealedToken, `medium-token:${_id}`) as MediumToken,
      ]),
    );
  const projection = { sealedToken: 1 };
  return {
    /** Of cards that exist; the rest is missing. In the session where a transaction decides by them. */
    async find(
      cardIds: readonly CardId[],
      session?: ClientSession,
    ): Promise<ReadonlyMap<CardId, MediumToken>> {
      const filter = { _id: { $in: [...cardIds] } };
      return open(await rows.find(filter, { projection, ...inSession(session) }).toArray());
    },
    /** Of all cards between two ids, both included: those of a whole city in order. */
    async between(first: CardId, last: CardId): Promise<ReadonlyMap<CardId, MediumToken>> {
      const filter = { _id: { $gte: first, $lte: last } };
      return open(await rows.find(filter, { projection, batchSize: 5_000 }).toArray());
    },
  };
}
