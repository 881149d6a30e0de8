import { parsePlate } from '../../domain/plate.ts';
import { onceKey } from '../../platform/stores/idempotency.ts';
import { forgetLastKnown } from '../../platform/subgraph/legacy-write.ts';
import { cardToUse } from './card-to-use.ts';
import { plateRefused, type PlateAdded, type PlateRefusal } from './change-results.ts';
import type { Context } from './context.ts';
import { toPlateRow } from './parking-rows.ts';
import { mayAttest } from './policy.ts';
import type { AddPlateInput } from './schema.generated.ts';

export type AddPlateAnswer = PlateAdded | PlateRefusal;

const OPERATION = 'Mutation.addPlate';
const REFUSALS = {
  known: 'PLATE_KNOWN',
  full: 'TOO_MANY_PLATES',
  tooOften: 'TOO_MANY_CHANGES',
} as const;

/** Touches our own store alone: plate and result are one transaction. */
export async function addPlate(input: AddPlateInput, context: Context): Promise<AddPlateAnswer> {
  const { viewer, once, plates, newId, clock, maxPlates, maxPlateChanges } = context;
  const card = await cardToUse(OPERATION, input.card, context);
  const plate = parsePlate(input.number, input.country);
  const isAttested = mayAttest(viewer);
  const limits = { atMost: maxPlates, atMostAdded: isAttested ? null : maxPlateChanges };
  const added = await once.inTransaction<AddPlateAnswer>(
    onceKey(viewer, OPERATION, input),
    async (session) => {
      if (card === null) return plateRefused('CARD_UNKNOWN');
      if (!card.isUsable) return plateRefused('CARD_NOT_USABLE');
      const wanted = { id: newId(), plate, addedAt: clock.now() };
      const outcome = await plates.add(session, card.id, { plate: wanted, isAttested, ...limits });
      return 'plate' in outcome
        ? { __typename: 'PlateAdded', plate: toPlateRow(outcome.plate) }
        : plateRefused(REFUSALS[outcome.kind]);
    },
  );
  // What was remembered does not know of the new plate.
  if (card !== null && added.__typename === 'PlateAdded') await forgetLastKnown(card, context);
  return added;
}
