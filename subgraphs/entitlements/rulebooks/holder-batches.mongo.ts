import type { Connection } from 'mongoose';
import { parseCardholderId, type CardholderId } from '../../../domain/card/cardholder.ts';
import type { HolderKind } from '../../../domain/tariff/situation.ts';
import type { Seal } from '../../../platform/stores/seal.ts';
import { createHolderStore } from '../holder-store.mongo.ts';
import { rightModel, type KeptRight } from '../right-store.mongo.ts';
import type { HolderBatch, HolderBatches } from './holder-batches.ts';

/** Cards read at once. */
const BATCH = 1_000;

type Held = Pick<KeptRight, 'holderId' | 'holderKind'>;

/** Holders of a card that is in use or may be, by their ids. Who has no facts is one of them. */
export function createHolderBatches(connection: Connection, seal: Seal): HolderBatches {
  const rights = rightModel(connection);
  const holders = createHolderStore(connection, seal);

  async function findKinds(after: string | null): Promise<ReadonlyMap<CardholderId, HolderKind>> {
    const found = await rights
      .find(
        {
          standing: 'usable',
          ...(after !== null && { holderId: { $gt: parseCardholderId(after) } }),
        },
        { holderId: 1, holderKind: 1 },
      )
      .sort({ holderId: 1 })
      .limit(BATCH)
      .lean<Held[]>();
    // A holder with a second card behind the last one read is passed by: the next batch begins behind the holder.
    return new Map(found.map(({ holderId, holderKind }) => [holderId, holderKind]));
  }

  return {
    // Of all cards: near enough for progress, and answered without reading them.
    count: () => rights.estimatedDocumentCount(),
    async *all(after) {
      for (let last = after; ;) {
        const kinds = await findKinds(last);
        const ids = [...kinds.keys()];
        const end = ids.at(-1);
        if (end === undefined) return;
        last = end;
        const known = await holders.find(ids);
        const factsById = new Map(known.map(({ holderId, facts }) => [holderId, facts]));
        const batch = ids.map((id) => ({
          kind: kinds.get(id) ?? 'person',
          facts: factsById.get(id) ?? [],
        }));
        yield { holders: batch, last } satisfies HolderBatch;
      }
    },
  };
}
