import type { WireTexts } from './wire.ts';

/** A text in the city's language, else in English, else in any; null for none. */
export function textOf(texts: WireTexts | null | undefined): string | null {
  const said = (texts ?? []).filter(({ string }) => string.trim() !== '');
  const [chosen] = ['es', 'en']
    .flatMap((wanted) => said.filter(({ language }) => language.toLowerCase() === wanted))
    .concat(said);
  return chosen?.string.trim() ?? null;
}
