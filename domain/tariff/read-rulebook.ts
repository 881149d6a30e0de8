import { z } from 'zod';
import type { CityDay } from '../city-day.ts';
import { kindsIn, leavesOf, type Condition } from './condition.ts';
import { checkShape, pathOf, type Mistake } from './mistakes.ts';
import { readCondition } from './read-condition.ts';
import {
  CREDIT_PERIODS,
  WHEN_STALE,
  type Access,
  type Credit,
  type Rule,
  type RulePrice,
  type Terms,
} from './rulebook.ts';
import type { ServiceId } from './service.ts';
import { centsSchema, daySchema, nameSchema, sourceSchema } from './shapes.ts';

/** What could be read of a rulebook, and what could not: so that all mistakes are told together. */
export type ReadRulebook = {
  readonly version: number | null;
  readonly startsOn: CityDay | null;
  readonly terms: ReadonlyMap<ServiceId, Terms>;
  readonly rules: readonly Rule[];
  /** Where each rule stands: those that could not be read are left out. */
  readonly pathOfRule: ReadonlyMap<Rule, string>;
  /** Services whose terms are there, be they right or wrong. */
  readonly named: ReadonlySet<string>;
};

const MOST_RULES = 500;

const rulebookSchema = z.strictObject({
  version: z.int().min(1),
  startsOn: daySchema,
  source: sourceSchema,
  services: z.record(z.string(), z.unknown()),
  rules: z.array(z.unknown()).max(MOST_RULES),
});

const accessSchema: z.ZodType<Access> = z.union(
  [
    z.strictObject({ access: z.literal('allow'), cents: centsSchema }),
    z.strictObject({ access: z.literal('deny') }),
  ],
  { error: accessSentence },
);

const termsSchema = z.strictObject({
  source: sourceSchema,
  withoutCard: accessSchema,
  withCard: accessSchema,
  hasListPrices: z.boolean().default(false),
  whenStale: z.enum(WHEN_STALE),
});

const ruleSchema = z.strictObject({
  id: nameSchema,
  source: sourceSchema,
  services: z.array(z.string()).min(1, 'At least one service is named.').max(1000),
  when: z.unknown().optional(),
  opens: z.boolean().default(false),
  cents: centsSchema.optional(),
  percentOff: z.int('A share is a whole number of percent.').min(1).max(100).optional(),
  credit: z
    .strictObject({
      uses: z.int().min(1).max(100_000).optional(),
      cents: centsSchema.min(1, 'A credit of nothing is none.').optional(),
      per: z.enum(CREDIT_PERIODS),
    })
    .optional(),
});

/** Reads what has the right shape; what has not is told in `mistakes`. */
export function readRulebook(data: unknown, mistakes: Mistake[]): ReadRulebook {
  const outer = checkShape(rulebookSchema, data);
  if ('mistakes' in outer) mistakes.push(...outer.mistakes);
  const services = fieldOf(data, 'services') ?? {};
  const rules = fieldOf(data, 'rules');
  const terms = readAllTerms(services, mistakes);
  const pathOfRule = new Map<Rule, string>();
  for (const [index, each] of (Array.isArray(rules) ? rules : []).slice(0, MOST_RULES).entries()) {
    const path = pathOf('rules', [index]);
    const rule = readRule(each, path, mistakes);
    if (rule !== null) pathOfRule.set(rule, path);
  }
  const { version, startsOn } = 'value' in outer ? outer.value : { version: null, startsOn: null };
  const named = new Set(Object.keys(services));
  return { version, startsOn, terms, rules: [...pathOfRule.keys()], pathOfRule, named };
}

function readAllTerms(services: object, mistakes: Mistake[]): Map<ServiceId, Terms> {
  const terms = new Map<ServiceId, Terms>();
  for (const [id, each] of Object.entries(services)) {
    const checked = checkShape(termsSchema, each, pathOf('services', [id]));
    if ('mistakes' in checked) mistakes.push(...checked.mistakes);
    // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- looked up in the catalogue later
    else terms.set(id as ServiceId, toTerms(checked.value));
  }
  return terms;
}

function fieldOf(data: unknown, name: string): object | null {
  if (typeof data !== 'object' || data === null) return null;
  const value: unknown = Object.getOwnPropertyDescriptor(data, name)?.value;
  return typeof value === 'object' ? value : null;
}

function toTerms({ withoutCard, withCard, hasListPrices, whenStale }: Terms): Terms {
  return { withoutCard, withCard, hasListPrices, whenStale };
}

function readRule(data: unknown, path: string, mistakes: Mistake[]): Rule | null {
  const checked = checkShape(ruleSchema, data, path);
  // The condition is read even when something else is wrong.
  const hasWhen = typeof data === 'object' && data !== null && 'when' in data;
  const before = mistakes.length;
  const when = hasWhen ? readCondition(data.when, pathOf(path, ['when']), mistakes) : null;
  if ('mistakes' in checked) {
    mistakes.push(...checked.mistakes);
    return null;
  }
  const { id, opens, cents, percentOff, credit: rawCredit } = checked.value;
  const price = readPrice(cents, percentOff);
  const credit = rawCredit === undefined ? null : toCredit(rawCredit);
  if (cents !== undefined && percentOff !== undefined) {
    mistakes.push({ path, sentence: 'A rule has cents or percentOff, not both.' });
  }
  if (rawCredit !== undefined && credit === null) {
    const sentence = 'A credit is of uses or of cents, one of the two.';
    mistakes.push({ path: pathOf(path, ['credit']), sentence });
  }
  if (when !== null) mistakes.push(...mixedHolderMistakes(when, path));
  if (mistakes.length > before) return null;
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- looked up in the catalogue later
  const services = checked.value.services as readonly string[] as readonly ServiceId[];
  const isPersonal = when !== null && kindsIn(when).length > 0;
  return { id, services, when, isPersonal, opens, price, credit };
}

function readPrice(cents?: number, percent?: number): RulePrice | null {
  if (cents !== undefined) return { kind: 'cents', cents };
  return percent === undefined ? null : { kind: 'percent-off', percent };
}

type RawCredit = NonNullable<z.output<typeof ruleSchema>['credit']>;

function toCredit({ uses, cents, per }: RawCredit): Credit | null {
  if (uses !== undefined && cents === undefined) return { kind: 'uses', amount: uses, per };
  if (cents !== undefined && uses === undefined) return { kind: 'cents', amount: cents, per };
  return null;
}

/** Organisations have no age and no income: what is theirs stands in rules of its own. */
function mixedHolderMistakes(when: Condition, path: string): readonly Mistake[] {
  const namesOrganisation = leavesOf(when).some(
    (leaf) => leaf.kind === 'holder' && leaf.is === 'organisation',
  );
  if (!namesOrganisation || kindsIn(when).length === 0) return [];
  const sentence =
    'Organisations never get personal tariffs: what is theirs cannot depend on facts about a person.';
  return [{ path: pathOf(path, ['when']), sentence }];
}

/** What is missing is told as such, not as a shape that fits neither form. */
function accessSentence(issue: { readonly input?: unknown }): string {
  const { input } = issue;
  if (input === undefined) return 'The base price is missing.';
  if (typeof input === 'object' && input !== null && 'access' in input) {
    if (input.access === 'allow' && !('cents' in input)) return 'The base price is missing: cents.';
  }
  return 'This has to be { access: allow, cents } with whole cents, or { access: deny }.';
}
