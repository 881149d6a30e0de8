import { kindsIn } from './condition.ts';
import type { FactKind } from './fact-kinds.ts';
import { assertNoMistakes, valueOf, type Checked, type Mistake } from './mistakes.ts';
import { readRulebook } from './read-rulebook.ts';
import { findContradictions, type RulebookContext } from './rulebook-mistakes.ts';
import type { Rule, Rulebook } from './rulebook.ts';
import type { ServiceCatalogue, ServiceId } from './service.ts';
import { findUnreachable } from './unreachable-rules.ts';

/**
 * Everything that is wrong with a rulebook, each with its path and a sentence. None: it can be
 * published. Rules that give nothing are told once the rest is right, since they may follow from it.
 */
export function findRulebookMistakes(data: unknown, context: RulebookContext): readonly Mistake[] {
  const checked = checkRulebook(data, context);
  return 'mistakes' in checked ? checked.mistakes : [];
}

/**
 * A rulebook from its data; see the JSON beside this file.
 *
 * @throws {InvalidInputError} The mistakes, all together, one a line.
 */
export function parseRulebook(data: unknown, context: RulebookContext): Rulebook {
  return valueOf('The rulebook', checkRulebook(data, context));
}

/**
 * Rulebooks that follow one another, in the order of the day they begin on.
 *
 * @throws {InvalidInputError} There is none, or one has mistakes.
 */
export function parseRulebooks(
  all: readonly unknown[],
  { catalogue }: { readonly catalogue: ServiceCatalogue },
): readonly Rulebook[] {
  if (all.length === 0) {
    assertNoMistakes('The list of rulebooks', [{ path: '', sentence: 'It is empty.' }]);
  }
  const rulebooks: Rulebook[] = [];
  for (const data of all) rulebooks.push(parseRulebook(data, { catalogue, others: rulebooks }));
  return rulebooks.toSorted((a, b) => (a.startsOn < b.startsOn ? -1 : 1));
}

function checkRulebook(data: unknown, context: RulebookContext): Checked<Rulebook> {
  const mistakes: Mistake[] = [];
  const read = readRulebook(data, mistakes);
  mistakes.push(...findContradictions(read, context));
  const { version, startsOn } = read;
  if (version === null || startsOn === null || mistakes.length > 0) return { mistakes };
  const rulebook = toRulebook({ ...read, version, startsOn });
  const unreachable = findUnreachable(read, rulebook);
  return unreachable.length > 0 ? { mistakes: unreachable } : { value: rulebook };
}

function toRulebook({
  version,
  startsOn,
  terms,
  rules,
}: Pick<Rulebook, 'version' | 'startsOn' | 'terms' | 'rules'>): Rulebook {
  const rulesByService = new Map<ServiceId, readonly Rule[]>();
  const kindsByService = new Map<ServiceId, ReadonlySet<FactKind>>();
  for (const service of terms.keys()) {
    const own = rules.filter((rule) => rule.services.includes(service));
    if (own.length === 0) continue;
    rulesByService.set(service, own);
    const conditions = own.flatMap(({ when }) => (when === null ? [] : [when]));
    kindsByService.set(service, new Set(conditions.flatMap((when) => kindsIn(when))));
  }
  return { version, startsOn, terms, rules, rulesByService, kindsByService };
}
