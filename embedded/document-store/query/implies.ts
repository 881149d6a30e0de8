import type { CompiledFilter, Conjunct } from './filter.ts';
import { toValueTest } from './filter-matcher.ts';
import { compareValues, isSameBracket } from './key.ts';
import { isNumber, typeName, type Value } from './value.ts';

/** Whether every document that `filter` matches is sure to match `condition`, the
 * `partialFilterExpression` of an index. False when in doubt. */
export function implies(filter: CompiledFilter, condition: CompiledFilter): boolean {
  return condition.conjuncts.every((wanted) =>
    filter.conjuncts.some((given) => impliesOne(given, wanted)),
  );
}

function impliesOne(given: Conjunct, wanted: Conjunct): boolean {
  if (given.kind === 'other' || wanted.kind === 'other') {
    return given.kind === 'other' && wanted.kind === 'other' && given.source === wanted.source;
  }
  if (given.path !== wanted.path) return false;
  switch (given.kind) {
    case 'equals':
      return valueImplies(given.value, wanted);
    case 'in':
      return given.values.every((value) => valueImplies(value, wanted));
    case 'range':
      return rangeImplies(given, wanted);
    case 'exists':
      return wanted.kind === 'exists' && wanted.exists === given.exists;
    case 'type':
    default:
      if (wanted.kind === 'exists') return wanted.exists;
      return wanted.kind === 'type' && given.types.every((type) => wanted.types.includes(type));
  }
}

type FieldConjunct = Exclude<Conjunct, { readonly kind: 'other' }>;

/** What holds for a value holds for the element of the document that equals it. */
function valueImplies(value: Value, wanted: FieldConjunct): boolean {
  // Equality with null is met by a missing field, of which little else is true.
  if (wanted.kind === 'exists') return wanted.exists && value !== null;
  if (wanted.kind === 'type') return value !== null && hasType(value, wanted.types);
  return toValueTest(wanted)(value);
}

/** An equal number may be of the other type. */
function hasType(value: Value, types: readonly string[]): boolean {
  if (isNumber(value)) return types.includes('int') && types.includes('double');
  return types.includes(typeName(value));
}

function rangeImplies(given: Conjunct & { kind: 'range' }, wanted: FieldConjunct): boolean {
  const { operator, value } = given;
  if (wanted.kind === 'exists') return wanted.exists && value !== null;
  if (wanted.kind === 'type') return value !== null && hasType(value, wanted.types);
  if (wanted.kind !== 'range' || !isSameBracket(value, wanted.value)) return false;
  const isUp = operator.startsWith('$g');
  if (isUp !== wanted.operator.startsWith('$g')) return false;
  const order = compareValues(value, wanted.value) * (isUp ? 1 : -1);
  const isStrict = !operator.endsWith('e');
  return order > 0 || (order === 0 && (isStrict || wanted.operator.endsWith('e')));
}
