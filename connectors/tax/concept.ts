/**
 * Words by which an office says whose bill it is instead of what it is for: its Social Bonus mark
 * first of all. The list is of what is to be feared, and can never be whole.
 */
const SOCIAL =
  /social|\bb(?:\.\s?)?s\b|vulnerab|exclusi[oó]n|numerosa|monoparental|discapaci|incapaci|dependencia|pensionista|jubilad|desemple|\bparad[oa]|renta\s*m[ií]nima|ingreso\s*m[ií]nimo|violencia|v[ií]ctima/iu;

/** Where a remark begins: a bracket, a dash between blanks, another sign. */
const REMARK = /\s*(?:[([{;:|*+/]|\s[-–—]+\s)/u;

/** What is left of a concept that says nothing else. */
const NAMELESS = 'Recibo';

/**
 * The concept without remarks on the holder's social situation. What is left of one with a remark
 * reads like everybody else's, so that the cut tells nothing either.
 */
export function toConcept(text: string): string {
  // One letter for one with its accent, so that the words above are found.
  const concept = text.normalize('NFC').replaceAll(/\s+/gu, ' ').trim();
  if (!SOCIAL.test(concept)) return concept === '' ? NAMELESS : concept;
  const [named = ''] = concept.split(REMARK);
  return named === '' || SOCIAL.test(named) ? NAMELESS : named;
}
