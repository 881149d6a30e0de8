import type { z } from 'zod';
import { InvalidInputError } from '../errors.ts';

/** One thing that is wrong with data somebody wrote: where, such as `rules[3].when.age.from`, and a sentence. */
export type Mistake = { readonly path: string; readonly sentence: string };

/** A value, or all that is wrong with what should have become one. */
export type Checked<T> = { readonly value: T } | { readonly mistakes: readonly Mistake[] };

/** Reads data by a zod schema and tells every mistake at its path, below `base`. */
export function checkShape<T>(schema: z.ZodType<T>, data: unknown, base = ''): Checked<T> {
  const result = schema.safeParse(data, { error: sentenceFor });
  if (result.success) return { value: result.data };
  return { mistakes: result.error.issues.flatMap((issue) => toMistakes(issue, base)) };
}

/** @throws {InvalidInputError} There is a mistake; the message tells all of them, one a line. */
export function assertNoMistakes(what: string, mistakes: readonly Mistake[]): void {
  if (mistakes.length === 0) return;
  const lines = mistakes.map(({ path, sentence }) => `${path === '' ? what : path}: ${sentence}`);
  throw new InvalidInputError(`${what} cannot be read.\n${lines.join('\n')}`);
}

/** @throws {InvalidInputError} As `assertNoMistakes`. */
export function valueOf<T>(what: string, checked: Checked<T>): T {
  if ('value' in checked) return checked.value;
  assertNoMistakes(what, checked.mistakes);
  throw new InvalidInputError(`${what} cannot be read.`);
}

/** `rules[3].price`, from a base and the steps below it. */
export function pathOf(base: string, steps: readonly PropertyKey[]): string {
  return steps.reduce<string>((path, step) => {
    if (typeof step === 'number') return `${path}[${step}]`;
    return path === '' ? String(step) : `${path}.${String(step)}`;
  }, base);
}

function toMistakes(issue: z.core.$ZodIssue, base: string): readonly Mistake[] {
  if (issue.code !== 'unrecognized_keys') {
    return [{ path: pathOf(base, issue.path), sentence: issue.message }];
  }
  return issue.keys.map((key) => ({
    path: pathOf(base, [...issue.path, key]),
    sentence: 'No such field is known here.',
  }));
}

const KINDS: Readonly<Record<string, string>> = {
  string: 'a text',
  int: 'a whole number',
  number: 'a number',
  boolean: 'true or false',
  array: 'a list',
  object: 'an object',
  record: 'an object',
};

/** What zod found, as people would say it. A schema's own sentence goes before these. */
function sentenceFor(issue: z.core.$ZodRawIssue): string | undefined {
  if (issue.code === 'invalid_type') {
    if (issue.input === undefined) return 'This field is missing.';
    return `This has to be ${KINDS[issue.expected] ?? issue.expected}.`;
  }
  if (issue.code === 'invalid_value') return `This has to be one of ${issue.values.join(', ')}.`;
  if (issue.code === 'too_small')
    return `This is too small or too short: ${issue.minimum} at least.`;
  if (issue.code === 'too_big') return `This is too large or too long: ${issue.maximum} at most.`;
  return undefined;
}
