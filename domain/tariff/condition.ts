import type { ClassFactKind, ClassKey, FactKind } from './fact-kinds.ts';
import type { HolderKind, Situation } from './situation.ts';

/** What a rule asks of a holder. A fact that nobody recorded is not so. */
export type Condition =
  | { readonly kind: 'all'; readonly of: readonly Condition[] }
  | { readonly kind: 'any'; readonly of: readonly Condition[] }
  | { readonly kind: 'not'; readonly of: Condition }
  /** Full years on the service date: `from` and more, and fewer than `under`. */
  | { readonly kind: 'age'; readonly from: number; readonly under: number }
  | { readonly kind: 'class'; readonly fact: ClassFactKind; readonly keys: readonly ClassKey[] }
  | { readonly kind: 'holder'; readonly is: HolderKind };

export function isMet(condition: Condition, situation: Situation): boolean {
  const { kind } = condition;
  if (kind === 'all') return condition.of.every((inner) => isMet(inner, situation));
  if (kind === 'any') return condition.of.some((inner) => isMet(inner, situation));
  if (kind === 'not') return !isMet(condition.of, situation);
  if (kind === 'class') return condition.keys.some((key) => situation.classes.has(key));
  if (kind === 'holder') return situation.kind === condition.is;
  return (
    situation.age !== null && situation.age >= condition.from && situation.age < condition.under
  );
}

/** The kinds of fact by which a condition that is met is met: not those it could do without. */
export function groundsOf(condition: Condition, situation: Situation): readonly FactKind[] {
  if (condition.kind !== 'all' && condition.kind !== 'any') return kindsIn(condition);
  return condition.of
    .filter((inner) => isMet(inner, situation))
    .flatMap((inner) => groundsOf(inner, situation));
}

/** Every kind of fact that a condition reads. */
export function kindsIn(condition: Condition): readonly FactKind[] {
  return leavesOf(condition).flatMap((leaf): readonly FactKind[] => {
    if (leaf.kind === 'age') return ['birth-date'];
    return leaf.kind === 'class' ? [leaf.fact] : [];
  });
}

export type Leaf = Extract<Condition, { kind: 'age' | 'class' | 'holder' }>;

/** The questions of a condition without the words that join them. */
export function leavesOf(condition: Condition): readonly Leaf[] {
  if (condition.kind === 'not') return leavesOf(condition.of);
  if (condition.kind !== 'all' && condition.kind !== 'any') return [condition];
  return condition.of.flatMap((inner) => leavesOf(inner));
}
