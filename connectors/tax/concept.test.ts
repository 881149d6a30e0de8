import { expect, it } from '@jest/globals';
import { toConcept } from './concept.ts';

it.each([
  ['Basuras 2026', 'Basuras 2026'],
  ['  Basuras\n 2026 ', 'Basuras 2026'],
  ['IBI 2026 - C/ Mayor, 3 (piso 2)', 'IBI 2026 - C/ Mayor, 3 (piso 2)'],
  ['Basuras 2026 (BONO SOCIAL)', 'Basuras 2026'],
  ['Basuras 2026 - Bono Social vulnerable severo', 'Basuras 2026'],
  ['Basuras 2026; BS', 'Basuras 2026'],
  ['Basuras 2026 (B.S.)', 'Basuras 2026'],
  ['Basuras 2026 (B. S.)', 'Basuras 2026'],
  ['Basuras 2026 (F. NUMEROSA)', 'Basuras 2026'],
  // Accents as marks of their own.
  ['Basuras 2026 (exclusio\u0301n)', 'Basuras 2026'],
  ['Basuras 2026 / bonosocial', 'Basuras 2026'],
  ['Basuras 2026 [FAMILIA NUMEROSA]', 'Basuras 2026'],
  ['Basuras 2026: RIESGO DE EXCLUSION', 'Basuras 2026'],
  ['IBI, bloque B s/n', 'IBI, bloque B s/n'],
  ['Bono Social 2026', 'Recibo'],
  ['(BS) Basuras', 'Recibo'],
  ['   ', 'Recibo'],
])('makes of the concept %j %j', (text, concept) => {
  expect(toConcept(text)).toBe(concept);
});
