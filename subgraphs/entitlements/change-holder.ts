import type { ClientSession } from 'mongoose';
import type { CardholderId } from '../../domain/card/cardholder.ts';
import { ConflictError } from '../../domain/errors.ts';
import type { Settle, Settled } from './settle.ts';
import {
  NOTHING_RECORDED,
  type EntitlementsStore,
  type HolderRow,
  type TariffRecord,
} from './store.ts';

/** What becomes of a holder's facts and passes. */
export type Decided<Result> = {
  readonly result: Result;
  /** What is another in the record after the change; null when nothing is to be written. */
  readonly after: Partial<Pick<TariffRecord, 'facts' | 'passes' | 'credits'>> | null;
};

/**
 * Changes facts or passes of a holder inside the caller's transaction: readers are told of what differs
 * for them in the same transaction.
 *
 * @param decide May be run again, so it has no effect of its own.
 * @throws {ConflictError} A card was issued a moment ago and nothing is known of its holder yet.
 */
export type ChangeHolder = <Result>(
  session: ClientSession,
  holderId: CardholderId,
  decide: (record: TariffRecord) => Decided<Result>,
) => Promise<Settled & { readonly result: Result }>;

export function createChangeHolder(
  store: Pick<EntitlementsStore, 'holders' | 'rights'>,
  settle: Settle,
): ChangeHolder {
  return async (session, holderId, decide) => {
    const [found] = await store.holders.find([holderId], session);
    const cards = await store.rights.findByHolders([holderId], session);
    const kind = found?.kind ?? cards[0]?.holderKind;
    if (kind === undefined) {
      throw new ConflictError('The card was issued a moment ago. Try again in some seconds.');
    }
    const was: HolderRow = found ?? { holderId, kind, ...NOTHING_RECORDED, version: 0 };
    const { result, after } = decide(was);
    if (after === null) return { result, changedServices: [] };
    const change = {
      was,
      is: {
        ...was,
        facts: after.facts ?? was.facts,
        passes: after.passes ?? was.passes,
        credits: after.credits ?? was.credits,
      },
      cards: cards.map((card) => ({ was: card, is: card })),
    };
    return { result, ...(await settle(session, [change])) };
  };
}
