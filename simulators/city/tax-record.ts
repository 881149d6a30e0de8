import type { Random } from './random.ts';

/** What the tax office knows of a contributor. */
export type TaxRecord = {
  /** `C` and nine digits. */
  readonly contributor: string;
  readonly bills: readonly TaxBillRecord[];
  /** From the last return; null for who has made none. */
  readonly incomeClass: IncomeClass | null;
};

export type IncomeClass = 'low' | 'other';

export type TaxBillRecord = {
  /** Three digits and what they stand for. */
  readonly tribute: TaxTribute;
  /** What is owed before reductions. */
  readonly grossCents: number;
  /** Days from `madeOn` to the last day of the voluntary period; negative is past. */
  readonly dueInDays: number;
  readonly isPaid: boolean;
  /** The office has not yet moved it to the executive period, although its limit date is past. */
  readonly isForgotten: boolean;
  readonly reduction: TaxReduction | null;
};

export type TaxTribute = { readonly code: string; readonly name: string };

export type TaxReduction = {
  readonly cents: number;
  /** Why, in the office's words: of the holder's social situation, nothing but what they do not want told. */
  readonly reason: string;
  /** The Social Bonus mark that comes with bill and reduction. */
  readonly isSocialBonus: boolean;
};

const TRIBUTES: readonly TaxTribute[] = [
  { code: '001', name: 'Impuesto sobre Bienes Inmuebles' },
  { code: '002', name: 'Impuesto sobre Vehículos de Tracción Mecánica' },
  { code: '003', name: 'Tasa por recogida de basuras' },
  { code: '004', name: 'Tasa de vados y reservas de espacio' },
  { code: '005', name: 'Tasa de agua y alcantarillado' },
];

/** Reasons of reductions with the Social Bonus mark, none of which may ever leave the tax office. */
export const SOCIAL_BONUS_REASONS = [
  'Bono Social: consumidor vulnerable',
  'Bono Social: vulnerable severo',
  'Bono Social: riesgo de exclusión social',
  'Bono Social: familia numerosa',
] as const;

const OTHER_REASONS = ['Domiciliación bancaria', 'Vehículo eléctrico'] as const;

/** The first cardholder (index 0) has two bills to pay and a reduction. */
export function createTaxRecord(index: number, random: Random): TaxRecord {
  const isExample = index === 0;
  const billCount = isExample ? 2 : random.pick([0, 1, 1, 2, 3, 4]);
  return {
    contributor: `C${String(index + 1).padStart(9, '0')}`,
    bills: Array.from({ length: billCount }, (_, place) =>
      isExample ? exampleBill(place) : createBill(random),
    ),
    // Drawn last, so that the bills are what they are without it.
    incomeClass: isExample ? 'low' : createIncomeClass(random),
  };
}

/** Whether the office would say that a contributor has the Social Bonus: one marked bill is enough. */
export function hasSocialBonus({ bills }: TaxRecord): boolean {
  return bills.some(({ reduction }) => reduction?.isSocialBonus === true);
}

/** Of ten contributors one makes no return and two earn little. */
function createIncomeClass(random: Random): IncomeClass | null {
  if (random.chance(10)) return null;
  return random.chance(22) ? 'low' : 'other';
}

/** A bill over a thousand euros and a reduced one, both still to be paid for weeks. */
function exampleBill(place: number): TaxBillRecord {
  const isFirst = place === 0;
  return {
    tribute: tributeAt(isFirst ? 0 : 2),
    grossCents: isFirst ? 124_510 : 8_400,
    dueInDays: isFirst ? 45 : 60,
    isPaid: false,
    isForgotten: false,
    reduction: isFirst
      ? null
      : { cents: 4_200, reason: SOCIAL_BONUS_REASONS[0], isSocialBonus: true },
  };
}

function createBill(random: Random): TaxBillRecord {
  const grossCents = 1_000 + random.below(random.chance(10) ? 300_000 : 40_000);
  const dueInDays = random.below(150) - 70;
  const isSocialBonus = random.chance(12);
  const isReduced = isSocialBonus || random.chance(10);
  // All of it now and then: a bill of nothing.
  const cents = random.chance(5) ? grossCents : Math.floor(grossCents / (2 + random.below(8)));
  const reason = isSocialBonus ? random.pick(SOCIAL_BONUS_REASONS) : random.pick(OTHER_REASONS);
  return {
    tribute: random.pick(TRIBUTES),
    grossCents,
    dueInDays,
    isPaid: random.chance(45),
    isForgotten: dueInDays < 0 && random.chance(20),
    reduction: isReduced ? { cents, reason, isSocialBonus } : null,
  };
}

function tributeAt(place: number): TaxTribute {
  const tribute = TRIBUTES[place];
  if (tribute === undefined) throw new RangeError(`no tribute ${place}`);
  return tribute;
}
