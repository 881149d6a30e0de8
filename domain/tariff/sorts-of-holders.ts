import { leavesOf } from './condition.ts';
import { CLASS_FACT_KINDS, CLASS_FACTS, type ClassFactKind, type ClassKey } from './fact-kinds.ts';
import type { Rule } from './rulebook.ts';
import type { Situation } from './situation.ts';

/**
 * How many classes of one kind a sort of holder may have: one, as nearly everybody, or several, as who
 * has evidence of both on one day.
 */
export type ClassesOfKind = 'one' | 'several';

/** What tells holders apart: a bound of an age stands for all ages up to the next. */
type Choices = {
  readonly ages: readonly (number | null)[];
  /** By kind of fact: what somebody can have of it. */
  readonly classes: readonly (readonly (readonly ClassKey[])[])[];
};

/** How many sorts `sortsOfHolders` gives, but for organisations. */
export function countSorts(rules: readonly Rule[], ofKind: ClassesOfKind): number {
  const { ages, classes } = choicesOf(rules, ofKind);
  return classes.reduce((count, values) => count * values.length, ages.length);
}

/** One holder of every sort that the rules tell apart, organisations first. */
export function sortsOfHolders(
  rules: readonly Rule[],
  ofKind: ClassesOfKind,
): readonly Situation[] {
  const { ages, classes } = choicesOf(rules, ofKind);
  let combinations: readonly (readonly ClassKey[])[] = [[]];
  for (const values of classes) {
    combinations = combinations.flatMap((known) => values.map((keys) => [...known, ...keys]));
  }
  return [
    toSituation('organisation', null, []),
    ...combinations.flatMap((keys) => ages.map((age) => toSituation('person', age, keys))),
  ];
}

function choicesOf(rules: readonly Rule[], ofKind: ClassesOfKind): Choices {
  const leaves = rules.flatMap(({ when }) => (when === null ? [] : leavesOf(when)));
  const bounds = leaves.flatMap((leaf) => (leaf.kind === 'age' ? [leaf.from, leaf.under] : []));
  const kinds = CLASS_FACT_KINDS.filter((kind) =>
    leaves.some((leaf) => leaf.kind === 'class' && leaf.fact === kind),
  );
  return {
    ages: [null, ...new Set([0, ...bounds])],
    classes: kinds.map((kind) => (ofKind === 'one' ? oneOf(kind) : someOf(kind))),
  };
}

function oneOf(kind: ClassFactKind): readonly (readonly ClassKey[])[] {
  return [[], ...keysOf(kind).map((key) => [key])];
}

function someOf(kind: ClassFactKind): readonly (readonly ClassKey[])[] {
  let some: readonly (readonly ClassKey[])[] = [[]];
  for (const key of keysOf(kind)) some = some.flatMap((known) => [known, [...known, key]]);
  return some;
}

function keysOf(kind: ClassFactKind): readonly ClassKey[] {
  return CLASS_FACTS[kind].classes.map((name) => `${kind}:${name}` as const);
}

function toSituation(
  kind: Situation['kind'],
  age: number | null,
  classes: readonly ClassKey[],
): Situation {
  return { kind, age, classes: new Set(classes), factsByKind: new Map() };
}
