import type { SoapHabits } from '../soap/envelope.ts';

/*
 * How the programs of the census write: each behaviour is one that the field has, and goes by whom it
 * is about or by how many answers went out, so that every run meets all of them in the same order.
 */

/** One prefix or another, the charset of another year, faults with status 200. */
const SPELLINGS: readonly SoapHabits[] = [
  {},
  { envelopePrefix: 'SOAP-ENV', answerPrefix: 'ns2' },
  { envelopePrefix: 'S', answerPrefix: 'pad', claimed: 'ISO-8859-1' },
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

/** @param day `YYYY-MM-DD`, written so, with a zone or midnight behind it, or as people do. */
export function spellDay(day: string, habit: number): string {
  const [year, month, date] = day.split('-');
  const spellings = [day, `${date}/${month}/${year}`, `${day}+01:00`, `${day}T00:00:00.000+01:00`];
  return spellings[habit % spellings.length] ?? day;
}

const FLAGS = [
  ['S', 'N'],
  ['true', 'false'],
  ['SI', 'NO'],
  ['1', '0'],
] as const;

export function spellFlag(isSet: boolean, habit: number): string {
  const [yes, no] = FLAGS[habit % FLAGS.length] ?? FLAGS[0];
  return isSet ? yes : no;
}

/** As it was asked, with a hyphen, in small letters, or as a number that has lost its zeros. */
export function spellNif(nif: string, habit: number): string {
  const spellings = [
    nif,
    `${nif.slice(0, -1)}-${nif.slice(-1)}`,
    nif.toLowerCase(),
    nif.replace(/^0{1,7}/, ''),
  ];
  return spellings[habit % spellings.length] ?? nif;
}
