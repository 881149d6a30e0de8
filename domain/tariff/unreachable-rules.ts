import { isMet } from './condition.ts';
import { pathOf, type Mistake } from './mistakes.ts';
import { priceFor } from './price.ts';
import type { ReadRulebook } from './read-rulebook.ts';
import type { Rule, Rulebook } from './rulebook.ts';
import type { ServiceId } from './service.ts';
import type { Situation } from './situation.ts';
import { countSorts, sortsOfHolders } from './sorts-of-holders.ts';

/** So many rules are asked within about a second; where it would take more, nothing is accused. */
const MOST_TRIALS = 5_000_000;

/**
 * Rules that nobody can meet, and rules that nowhere give anything: each rule is tried with one
 * holder of every sort that the rules of a service tell apart. With list prices only the former is
 * told, since which of two rules is better depends on the list price.
 */
export function findUnreachable(read: ReadRulebook, rulebook: Rulebook): readonly Mistake[] {
  const mistakes: Mistake[] = [];
  for (const rule of rulebook.rules) {
    const path = read.pathOfRule.get(rule) ?? '';
    if (countTrials([rule]) > MOST_TRIALS) continue;
    if (!sortsOfHolders([rule], 'one').some((situation) => holds(rule, situation))) {
      const sentence = 'Nobody can meet this condition.';
      mistakes.push({ path: pathOf(path, ['when']), sentence });
    }
  }
  if (mistakes.length > 0) return mistakes;
  for (const [service, rules] of rulebook.rulesByService) {
    if (rulebook.terms.get(service)?.hasListPrices !== false) continue;
    if (countTrials(rules) > MOST_TRIALS) continue;
    for (const rule of uselessRules(rulebook, service, rules)) {
      const path = pathOf(read.pathOfRule.get(rule) ?? '', [
        'services',
        rule.services.indexOf(service),
      ]);
      const sentence = `At ${service} this rule gives nothing: whoever meets it is served as well without it.`;
      mistakes.push({ path, sentence });
    }
  }
  return mistakes;
}

function uselessRules(
  rulebook: Rulebook,
  service: ServiceId,
  rules: readonly Rule[],
): ReadonlySet<Rule> {
  const useless = new Set(rules);
  // A credit ends, and then the next best counts: each is tried as the only one, and none at all.
  const credits = rules.filter(({ credit }) => credit !== null);
  const usedUp = new Map(credits.map(({ id }) => [id, 0]));
  const states = [
    usedUp,
    ...credits.map(({ id }) => new Map([...usedUp].filter(([other]) => other !== id))),
  ];
  for (const situation of sortsOfHolders(rules, 'one')) {
    for (const creditsLeft of states) {
      const { rules: giving } = priceFor({ rulebook, service, situation, creditsLeft });
      for (const rule of giving) useless.delete(rule);
    }
    if (useless.size === 0) break;
  }
  return useless;
}

function holds({ when, isPersonal }: Rule, situation: Situation): boolean {
  if (when === null) return true;
  return !(isPersonal && situation.kind === 'organisation') && isMet(when, situation);
}

function countTrials(rules: readonly Rule[]): number {
  const states = 1 + rules.filter(({ credit }) => credit !== null).length;
  return countSorts(rules, 'one') * states * rules.length;
}
