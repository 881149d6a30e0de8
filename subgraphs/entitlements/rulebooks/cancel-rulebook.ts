import { startOfCityDay } from '../../../domain/city-day.ts';
import { onceKey } from '../../../platform/stores/idempotency.ts';
import type { RulebookContext } from './context.ts';
import { assertMay } from './policy.ts';
import { getRulebookRow } from './rulebook-row.ts';
import {
  rulebookRefused,
  type RulebookCancelled,
  type RulebookRefusal,
} from './rulebook-results.ts';

export type CancelRulebookInput = { readonly version: number; readonly idempotencyKey: string };

const OPERATION = 'Mutation.cancelRulebook';

/** Takes a rulebook back before its first instant. Cancelling one that is cancelled changes nothing. */
export async function cancelRulebook(
  input: CancelRulebookInput,
  context: RulebookContext,
): Promise<RulebookCancelled | RulebookRefusal> {
  const { viewer, once, clock, zone, rulebookStore } = context;
  assertMay(OPERATION, viewer);
  const key = onceKey(viewer, OPERATION, input);
  const refusal = await once.inTransaction<RulebookRefusal | null>(key, async (session) => {
    const all = await rulebookStore.findAll(session);
    const rulebook = all.find(({ version }) => version === input.version);
    if (rulebook === undefined) return rulebookRefused('UNKNOWN');
    if (rulebook.state === 'cancelled') return null;
    const now = clock.now();
    if (startOfCityDay(rulebook.startsOn, zone) <= now) return rulebookRefused('BEGUN');
    await rulebookStore.cancel(session, rulebook.version, {
      cancelledBy: key.viewer,
      cancelledAt: now,
    });
    return null;
  });
  if (refusal !== null) return refusal;
  const rulebook = await getRulebookRow(input.version, context);
  return { __typename: 'RulebookCancelled', rulebook };
}
