import type { Connection } from 'mongoose';
import type { CardId } from '../../domain/card-id.ts';
import type { CreditLeft } from './credits-left.ts';

/** What this part reads of the accounts that `sync/uses/credits.mongo.ts` keeps. */
type Account = {
  readonly _id: string;
  readonly cardId: CardId;
  readonly rule: string;
  readonly period: string;
  readonly granted: number;
  readonly uses: readonly { readonly amount: number }[];
  readonly folded: number;
};

/** What is left of credits by card; one from which nothing was taken is missing. */
export type FindCreditsLeft = (
  cards: readonly CardId[],
) => Promise<ReadonlyMap<CardId, readonly CreditLeft[]>>;

/** Uses are applied to accounts before their cards are judged anew, so this needs no session. */
export function createFindCreditsLeft(connection: Connection): FindCreditsLeft {
  const accounts = connection.collection<Account>('creditAccounts');
  return async (cards) => {
    const found = await accounts.find({ cardId: { $in: [...cards] } }).toArray();
    const byCard = new Map<CardId, CreditLeft[]>();
    for (const { cardId, rule, period, granted, uses, folded } of found) {
      const taken = uses.reduce((sum, { amount }) => sum + amount, folded);
      const left = { rule, period, left: Math.max(0, granted - taken) };
      byCard.set(cardId, [...(byCard.get(cardId) ?? []), left]);
    }
    return byCard;
  };
}
