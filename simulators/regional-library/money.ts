import type { LibraryRecord } from '../city/model.ts';
import { creditIdOf, indexOfPatron, rowIdOf } from './numbering.ts';

export type Debit = {
  readonly lineId: number;
  readonly concept: string;
  readonly amountCents: number;
  readonly outstandingCents: number;
};

export type Credit = {
  readonly lineId: number;
  readonly note: string;
  readonly amountCents: number;
  /** What no debit was left for. */
  readonly outstandingCents: number;
};

export type CreditToAdd = {
  readonly patronId: number;
  readonly amountCents: number;
  /** Debits to pay first; what remains pays the others. */
  readonly lineIds: readonly number[];
  readonly note: string;
};

/** What borrowers owe and have paid. */
export type Money = {
  debitsOf(patronId: number): readonly Debit[];
  creditsOf(patronId: number): readonly Credit[];
  add(credit: CreditToAdd): void;
};

/** Accounts are written out when money first moves; until then they are what the city says. */
export function openMoney(chargesOf: (patronId: number) => LibraryRecord['charges']): Money {
  const debits = new Map<number, readonly Debit[]>();
  const credits = new Map<number, readonly Credit[]>();

  function debitsOf(patronId: number): readonly Debit[] {
    const index = indexOfPatron(patronId);
    return (
      debits.get(patronId) ??
      chargesOf(patronId).map(({ concept, amountCents }, place) => ({
        lineId: rowIdOf({ index, place }),
        concept,
        amountCents,
        outstandingCents: amountCents,
      }))
    );
  }

  return {
    debitsOf,
    creditsOf: (patronId: number) => credits.get(patronId) ?? [],
    add({ patronId, amountCents, lineIds, note }: CreditToAdd): void {
      const named = new Set(lineIds);
      const lines = debitsOf(patronId);
      const order = [...lines].toSorted(
        (a, b) => Number(named.has(b.lineId)) - Number(named.has(a.lineId)),
      );
      const left = new Map(lines.map(({ lineId, outstandingCents }) => [lineId, outstandingCents]));
      let restCents = amountCents;
      for (const { lineId, outstandingCents } of order) {
        const paidCents = Math.min(restCents, outstandingCents);
        left.set(lineId, outstandingCents - paidCents);
        restCents -= paidCents;
      }
      debits.set(
        patronId,
        lines.map((line) => ({ ...line, outstandingCents: left.get(line.lineId) ?? 0 })),
      );
      const before = credits.get(patronId) ?? [];
      const lineId = creditIdOf({ index: indexOfPatron(patronId), place: before.length });
      const credit = { lineId, note, amountCents, outstandingCents: restCents };
      credits.set(patronId, [...before, credit]);
    },
  };
}
