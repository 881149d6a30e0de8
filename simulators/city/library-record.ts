import type { LibraryRecord } from './model.ts';
import { TITLES } from './names.ts';
import type { Random } from './random.ts';

const CONCEPTS = ['Devolución con retraso', 'Reserva no recogida', 'Material dañado'] as const;

/** The first cardholder (index 0) is never blocked and has loans, a hold and a charge. */
export function createLibraryRecord(
  library: 'municipal' | 'regional',
  index: number,
  random: Random,
): LibraryRecord {
  const isExample = index === 0;
  const loanCount = isExample ? 2 : random.pick([0, 0, 1, 1, 2, 3, 5]);
  const holdCount = isExample ? 1 : random.pick([0, 0, 0, 1, 2]);
  const chargeCount = isExample ? 1 : random.pick([0, 0, 0, 0, 1, 2]);
  return {
    account:
      library === 'municipal'
        ? String(index + 1).padStart(13, '0')
        : `R${String(index + 1).padStart(9, '0')}`,
    pin: random.digits(4),
    isBlocked: !isExample && random.chance(4),
    loans: Array.from({ length: loanCount }, (_, place) => ({
      barcode: barcodeOf(library, index, place),
      ...titleOf(random),
      dueInDays: isExample ? 7 + place * 5 : random.below(36) - 7,
      mayRenew: isExample || !random.chance(15),
    })),
    holds: Array.from({ length: holdCount }, (_, place) => ({
      barcode: barcodeOf(library, index, 50 + place),
      title: titleOf(random).title,
      isReady: random.chance(40),
    })),
    charges: Array.from({ length: chargeCount }, () => ({
      concept: random.pick(CONCEPTS),
      amountCents: 50 + random.below(40) * 25,
    })),
  };
}

function titleOf(random: Random): { readonly title: string; readonly author: string } {
  const [title, author] = random.pick(TITLES);
  return { title, author };
}

/** Fourteen digits: `3` municipal or `4` regional, then the borrower's and the item's place. */
function barcodeOf(library: 'municipal' | 'regional', index: number, place: number): string {
  return `${library === 'municipal' ? '3' : '4'}${String(index).padStart(10, '0')}${String(place).padStart(3, '0')}`;
}
