import { isFailed } from '../../domain/outcome.ts';
import { final, onceKey, type Attempt, type Attempted } from '../../platform/stores/idempotency.ts';
import { forgetLastKnown } from '../../platform/subgraph/legacy-write.ts';
import type { CardRef } from './card-ref.ts';
import { cardToUse, platesOf } from './card-to-use.ts';
import { plateRefused, type PlateRefusal, type PlateRemoved } from './change-results.ts';
import type { Context } from './context.ts';
import { fetchPlatesInTime } from './fetch-in-time.ts';
import type { CardPlate } from './plate-store.ts';
import { isRunning } from './running-session.ts';
import type { RemovePlateInput } from './schema.generated.ts';

export type RemovePlateAnswer = PlateRemoved | PlateRefusal;

/** Kept before the plate goes: an absent plate is then one that this request has removed. */
type Notes = { readonly plateId: string };

const OPERATION = 'Mutation.removePlate';

/** Reads the parking system and changes our own store; a repeat after a crash finds what was done. */
export async function removePlate(
  input: RemovePlateInput,
  context: Context,
): Promise<RemovePlateAnswer> {
  const card = await cardToUse(OPERATION, input.card, context);
  return context.once.aroundCall<RemovePlateAnswer, Notes>(
    onceKey(context.viewer, OPERATION, input),
    async (attempt) =>
      card === null
        ? final(plateRefused('CARD_UNKNOWN'))
        : removeFrom(card, input, attempt, context),
  );
}

async function removeFrom(
  card: CardRef,
  { plateId }: RemovePlateInput,
  attempt: Attempt<Notes>,
  context: Context,
): Promise<Attempted<RemovePlateAnswer>> {
  const removed = final<RemovePlateAnswer>({ __typename: 'PlateRemoved', plateId });
  const mine = (await platesOf(card, context)).find(({ id }) => id === plateId);
  if (mine === undefined) {
    return attempt.notes === null ? final(plateRefused('PLATE_NOT_FOUND')) : removed;
  }
  if (await hasRunningStay(mine, context)) return final(plateRefused('SESSION_RUNNING'));
  await attempt.note({ plateId });
  const outcome = await context.plates.remove(card.id, plateId, context.clock.now());
  if (outcome === 'held') return final(plateRefused('SESSION_RUNNING'));
  await forgetLastKnown(card, context);
  return removed;
}

/**
 * Whether a stay of this card runs; one that was begun elsewhere is not told, not even by a refusal.
 *
 * @throws {HubError} The parking system does not tell, or not of every session.
 */
async function hasRunningStay(
  { plate, stays }: CardPlate,
  { parking, signal, clock }: Context,
): Promise<boolean> {
  if (stays.length === 0) return false;
  const wanted = { plates: [plate], lists: new Set(['sessions'] as const) };
  const [answer] = await fetchPlatesInTime(parking, wanted, signal);
  const sessions = answer?.sessions;
  if (sessions === undefined || sessions === null) throw new Error('parking left out an answer');
  if (isFailed(sessions)) throw sessions.error;
  const now = clock.now();
  return sessions.value.some((each) => {
    if (isFailed(each)) throw each.error;
    return stays.includes(each.value.id) && isRunning(each.value, now);
  });
}
