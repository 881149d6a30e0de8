import type { CardId } from '../../../domain/card-id.ts';
import type { CardholderId } from '../../../domain/card/cardholder.ts';
import type { CityDay } from '../../../domain/city-day.ts';
import type { EntitlementsStore } from '../store.ts';
import type { CreditBook, CreditEntry, CreditOfPeriod, Overuse } from './credit-book.ts';

/** A use of a card that takes from a credit; `sync/uses/ports.ts` says more. */
export type CardTake = CreditOfPeriod & {
  readonly useId: string;
  readonly cardId: CardId;
  /** The city day on which it happened. */
  readonly day: CityDay;
  readonly amount: number;
};

/** The book of credits as readers' uses are entered in it; as `sync/uses/ports.ts` asks for it. */
export type UseBook = Pick<CreditBook, 'fold'> & {
  enter(takes: readonly CardTake[]): Promise<readonly Overuse[]>;
};

export type UseBookDeps = {
  readonly store: Pick<EntitlementsStore, 'rights' | 'transact'>;
  readonly creditBook: CreditBook;
};

export function createUseBook({ store, creditBook }: UseBookDeps): UseBook {
  return {
    fold: (before, limit) => creditBook.fold(before, limit),
    async enter(takes) {
      const overused: Overuse[] = [];
      for (const [holderId, own] of await byHolder(takes, store)) {
        const entries = toEntries(own);
        overused.push(
          ...(await store.transact((session) => creditBook.enter(session, holderId, entries))),
        );
      }
      return overused;
    },
  };
}

/** A card whose rights nobody has judged yet opens nothing and takes nothing. */
async function byHolder(
  takes: readonly CardTake[],
  { rights }: Pick<EntitlementsStore, 'rights'>,
): Promise<ReadonlyMap<CardholderId, readonly CardTake[]>> {
  const rows = await rights.find([...new Set(takes.map(({ cardId }) => cardId))]);
  const holderOf = new Map(rows.map(({ cardId, holderId }) => [cardId, holderId]));
  const found = new Map<CardholderId, CardTake[]>();
  for (const take of takes) {
    const holderId = holderOf.get(take.cardId);
    if (holderId === undefined) continue;
    found.set(holderId, [...(found.get(holderId) ?? []), take]);
  }
  return found;
}

function toEntries(takes: readonly CardTake[]): readonly CreditEntry[] {
  const byAccount = Map.groupBy(takes, ({ rule, period }) => JSON.stringify([rule, period]));
  return [...byAccount.values()].flatMap((own) => {
    const [first] = own;
    if (first === undefined) return [];
    const { rule, period, granted, renewsOn } = first;
    const uses = own.map(({ useId, day, amount }) => ({ id: useId, day, amount }));
    return { rule, period, granted, renewsOn, uses };
  });
}
