import { z } from 'zod';
import { leavesOf, type Condition } from './condition.ts';
import { CLASS_FACT_KINDS, CLASS_FACTS } from './fact-kinds.ts';
import { checkShape, pathOf, type Mistake } from './mistakes.ts';

/** Deep enough for every rule that people can read, and far from the end of the stack. */
const DEEPEST = 8;
const OLDEST = 150;
const FORMS = 'all, any, not, age, fact (with in) or holder';

const years = z.int().min(0).max(OLDEST);
const ageSchema = z.strictObject({ from: years.optional(), under: years.optional() });
const classSchema = z.strictObject({
  fact: z.enum(CLASS_FACT_KINDS),
  in: z.array(z.string()).min(1, 'At least one class is named.'),
});
const holderSchema = z.strictObject({ holder: z.enum(['person', 'organisation']) });

/**
 * Reads `{ all: [] }`, `{ any: [] }`, `{ not: {} }`, `{ age: { from, under } }`, `{ fact, in: [] }` or
 * `{ holder }`.
 *
 * @param mistakes what is wrong is added here, with its path below `path`.
 * @returns null when something is wrong.
 */
export function readCondition(
  data: unknown,
  path: string,
  mistakes: Mistake[],
  depth = 1,
): Condition | null {
  const tell = (sentence: string): null => {
    mistakes.push({ path, sentence });
    return null;
  };
  if (typeof data !== 'object' || data === null || Array.isArray(data)) {
    return tell(`A condition is an object with ${FORMS}.`);
  }
  if (depth > DEEPEST) return tell(`Conditions stand at most ${DEEPEST} deep in one another.`);
  if ('fact' in data || 'in' in data) return readClass(data, path, mistakes);
  if ('holder' in data) {
    const holder = take(checkShape(holderSchema, data, path), mistakes);
    return holder === null ? null : { kind: 'holder', is: holder.holder };
  }
  const [[form, value] = ['', undefined], ...others] = Object.entries(data);
  if (others.length > 0) return tell(`A condition has one of ${FORMS}, and nothing beside it.`);
  if (form === 'age') return readAge(value, pathOf(path, ['age']), mistakes);
  if (form === 'not') return readNot(value, pathOf(path, ['not']), mistakes, depth);
  if (form !== 'all' && form !== 'any') return tell(`A condition has one of ${FORMS}.`);
  return readJoined(form, value, pathOf(path, [form]), mistakes, depth);
}

function readJoined(
  kind: 'all' | 'any',
  data: unknown,
  ...[path, mistakes, depth]: readonly [string, Mistake[], number]
): Condition | null {
  if (!Array.isArray(data) || data.length === 0) {
    mistakes.push({ path, sentence: 'This has to be a list of at least one condition.' });
    return null;
  }
  const of = data.map((inner: unknown, index) =>
    readCondition(inner, pathOf(path, [index]), mistakes, depth + 1),
  );
  const read = of.filter((inner) => inner !== null);
  return read.length === of.length ? { kind, of: read } : null;
}

/** Without what it is for, a benefit: who gets one more benefit would otherwise pay more. */
function readNot(
  data: unknown,
  path: string,
  mistakes: Mistake[],
  depth: number,
): Condition | null {
  const of = readCondition(data, path, mistakes, depth + 1);
  if (of === null) return null;
  const benefits = leavesOf(of).flatMap((leaf) =>
    leaf.kind === 'class'
      ? CLASS_FACTS[leaf.fact].benefits.filter((name) => leaf.keys.includes(`${leaf.fact}:${name}`))
      : [],
  );
  if (benefits.length > 0) {
    const sentence = `A rule cannot ask that somebody is not ${benefits.join(' or ')}: one more benefit would raise the price.`;
    mistakes.push({ path, sentence });
    return null;
  }
  return { kind: 'not', of };
}

function readAge(data: unknown, path: string, mistakes: Mistake[]): Condition | null {
  const age = take(checkShape(ageSchema, data, path), mistakes);
  if (age === null) return null;
  if (age.from === undefined && age.under === undefined) {
    mistakes.push({ path, sentence: 'An age has from, under or both.' });
    return null;
  }
  const { from = 0, under = OLDEST + 1 } = age;
  if (from >= under) {
    mistakes.push({ path, sentence: `Nobody is ${from} or older and under ${under}.` });
    return null;
  }
  return { kind: 'age', from, under };
}

function readClass(data: object, path: string, mistakes: Mistake[]): Condition | null {
  const read = take(checkShape(classSchema, data, path), mistakes);
  if (read === null) return null;
  const { fact } = read;
  const { classes } = CLASS_FACTS[fact];
  const unknown = read.in.flatMap((name, index) =>
    classes.includes(name)
      ? []
      : [
          {
            path: pathOf(path, ['in', index]),
            sentence: `No fact can give the class ${name}: those of ${fact} are ${classes.join(', ')}.`,
          },
        ],
  );
  mistakes.push(...unknown);
  if (unknown.length > 0) return null;
  return { kind: 'class', fact, keys: read.in.map((name) => `${fact}:${name}` as const) };
}

function take<T>(checked: ReturnType<typeof checkShape<T>>, mistakes: Mistake[]): T | null {
  if ('value' in checked) return checked.value;
  mistakes.push(...checked.mistakes);
  return null;
}
