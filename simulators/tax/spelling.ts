import type { SoapHabits } from '../soap/envelope.ts';

/*
 * How the office's programs write: each behaviour is one that the field has, and goes by whose bill it
 * is or by how many answers went out, so that every run meets all of them in the same order.
 */

/** One prefix or another, the charset of another year, faults with status 200. */
const SPELLINGS: readonly SoapHabits[] = [
  {},
  { envelopePrefix: 'SOAP-ENV', answerPrefix: 'ns2' },
  { envelopePrefix: 'S', answerPrefix: 'tri', claimed: 'ISO-8859-1' },
  { claimed: 'ISO-8859-1', sent: 'ISO-8859-1', faultStatus: 200 },
];

/** The spelling of the next answer. */
export function createSpellings(): () => SoapHabits {
  let answers = 0;
  return () => {
    answers += 1;
    return SPELLINGS[answers % SPELLINGS.length] ?? {};
  };
}

/** Comma with groups, point, comma alone, or point with ten digits before it. */
export function spellAmount(cents: number, habit: number): string {
  const euros = String(Math.trunc(cents / 100));
  const decimals = String(cents % 100).padStart(2, '0');
  const spellings = [
    `${euros.replaceAll(/\B(?=(?:\d{3})+$)/g, '.')},${decimals}`,
    `${euros}.${decimals}`,
    `${euros},${decimals}`,
    `${euros.padStart(10, '0')}.${decimals}`,
  ];
  return spellings[habit % spellings.length] ?? '';
}

/** @param day `YYYY-MM-DD`, written so, with a zone behind it, or as people do. */
export function spellDay(day: string, habit: number): string {
  const [year, month, date] = day.split('-');
  return [day, `${day}+01:00`, `${date}/${month}/${year}`][habit % 3] ?? day;
}

/** Remarks that some clerk's program hangs on to the concept of a bill with the Social Bonus mark. */
const REMARKS = ['', ' (BONO SOCIAL)', ' - Bono Social vulnerable severo', '; BS'] as const;

export function spellConcept(concept: string, isSocialBonus: boolean, habit: number): string {
  return isSocialBonus ? `${concept}${REMARKS[habit % REMARKS.length]}` : concept;
}
