import type { CityDay } from '../../../domain/city-day.ts';
import type { Mistake } from '../../../domain/tariff/mistakes.ts';
import { findRulebookMistakes, parseRulebook } from '../../../domain/tariff/parse-rulebook.ts';
import { readRulebook } from '../../../domain/tariff/read-rulebook.ts';
import type { Rulebook } from '../../../domain/tariff/rulebook.ts';
import type { ServiceCatalogue } from '../../../domain/tariff/service.ts';

/** Half of what a request may be long: the text stands in JSON once more, where each quote takes two. */
const MOST_CHARACTERS = 120_000;
/** A version has nine digits at most in the name of a reader's list. */
const HIGHEST_VERSION = 999_999_999;

export type CheckedRulebook =
  { readonly rulebook: Rulebook } | { readonly mistakes: readonly Mistake[] };

/** What a rulebook that is to be published is measured against. */
export type PublicationContext = {
  readonly catalogue: ServiceCatalogue;
  /** Published and not cancelled. */
  readonly standing: readonly Rulebook[];
  /** The highest version that was ever published, cancelled ones included; 0 for none. */
  readonly highestVersion: number;
  readonly today: CityDay;
};

/** A rulebook by its text, or all that is wrong with it, whenever it begins. */
export function checkRulebook(
  text: string,
  { catalogue, standing }: Pick<PublicationContext, 'catalogue' | 'standing'>,
): CheckedRulebook {
  const data = readJson(text);
  if ('mistakes' in data) return data;
  const context = { catalogue, others: standing };
  const mistakes = findRulebookMistakes(data.value, context);
  return mistakes.length > 0 ? { mistakes } : { rulebook: parseRulebook(data.value, context) };
}

/**
 * A rulebook that may be published now, or all that stands against it: what is wrong with it, a version
 * that is not higher than every other, and a first day that is not still to come.
 */
export function checkPublication(text: string, context: PublicationContext): CheckedRulebook {
  const data = readJson(text);
  if ('mistakes' in data) return data;
  const checked = checkRulebook(text, context);
  const mistakes = 'mistakes' in checked ? checked.mistakes : [];
  const told = new Set(mistakes.map(({ path }) => path));
  const further = publicationMistakes(data.value, context).filter(({ path }) => !told.has(path));
  return further.length === 0 ? checked : { mistakes: [...mistakes, ...further] };
}

function publicationMistakes(
  data: unknown,
  { highestVersion, today }: PublicationContext,
): readonly Mistake[] {
  const mistakes: Mistake[] = [];
  const { version, startsOn } = readRulebook(data, []);
  if (version !== null && version <= highestVersion) {
    const sentence = `Versions only grow: ${highestVersion + 1} is the lowest that is free.`;
    mistakes.push({ path: 'version', sentence });
  }
  if (version !== null && version > HIGHEST_VERSION) {
    const sentence = `This is too large: ${HIGHEST_VERSION} at most.`;
    mistakes.push({ path: 'version', sentence });
  }
  if (startsOn !== null && startsOn <= today) {
    const sentence = `It would begin on ${startsOn}, and today is ${today}: a rulebook begins tomorrow at the earliest.`;
    mistakes.push({ path: 'startsOn', sentence });
  }
  return mistakes;
}

function readJson(
  text: string,
): { readonly value: unknown } | { readonly mistakes: readonly Mistake[] } {
  if (text.length > MOST_CHARACTERS) {
    const sentence = `The rulebook has ${text.length} characters; ${MOST_CHARACTERS} are the most.`;
    return { mistakes: [{ path: '', sentence }] };
  }
  try {
    return { value: JSON.parse(text) };
  } catch (error) {
    const reason = error instanceof Error ? error.message : 'it cannot be parsed';
    return { mistakes: [{ path: '', sentence: `This is not JSON: ${reason}.` }] };
  }
}
