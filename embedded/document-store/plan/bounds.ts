import { EMPTY_ARRAY, encodeKey, encodeKeyDescending, type KeyPart } from '../query/key.ts';
import type { CompiledFilter, Conjunct } from '../query/filter.ts';
import type { SortField } from '../query/sort.ts';
import { prefixEnd } from '../storage/byte-keys.ts';
import type { Value } from '../query/value.ts';

/** Keys from `start` on and before `end`, within one field of an index. */
export type Interval = { readonly start: Uint8Array; readonly end: Uint8Array };

/** What a filter says about one field of an index. */
export type FieldBounds = {
  /** `points` are single values: an order by the next field is kept behind one of them. */
  readonly kind: 'points' | 'range';
  readonly intervals: readonly Interval[];
  /** Whether null or missing lies in them: a sparse index then lacks some of the answers. */
  readonly includesNull: boolean;
};

const MOST_POINTS = 1000;

/**
 * The tightest bounds that hold for every document of the answer, or undefined for none.
 * On a multikey field two conditions may be met by two different elements, so only one of
 * them may narrow the scan.
 */
export function boundsOf(
  { conjuncts }: CompiledFilter,
  { path, descending }: SortField,
  options: { readonly isMultikey: boolean },
): FieldBounds | undefined {
  const own = conjuncts.filter((conjunct) => 'path' in conjunct && conjunct.path === path);
  const encode = descending ? encodeKeyDescending : encodeKey;
  const points = own.map(pointsOf).filter((values) => values !== undefined);
  const [values] = points.toSorted((a, b) => a.length - b.length);
  if (values !== undefined && values.length <= MOST_POINTS) return toPoints(values, encode);
  return toRange(own, encode, descending, options.isMultikey);
}

type Encode = (value: KeyPart) => Uint8Array;

function pointsOf(conjunct: Conjunct): readonly Value[] | undefined {
  const values =
    conjunct.kind === 'equals'
      ? [conjunct.value]
      : conjunct.kind === 'in'
        ? conjunct.values
        : undefined;
  // An array may be met as a whole or as an element, and its own key is in no index.
  return values?.some((value) => Array.isArray(value)) === true ? undefined : values;
}

function toPoints(values: readonly Value[], encode: Encode): FieldBounds {
  const includesNull = values.includes(null);
  const parts: readonly KeyPart[] = includesNull ? [EMPTY_ARRAY, ...values] : values;
  const keys = parts.map((value) => Buffer.from(encode(value))).toSorted(Buffer.compare);
  const distinct = keys.filter((key, place) => place === 0 || !key.equals(keys[place - 1] ?? key));
  const intervals = distinct.map((key) => ({ start: key, end: prefixEnd(key) }));
  return { kind: 'points', intervals, includesNull };
}

function toRange(
  conjuncts: readonly Conjunct[],
  encode: Encode,
  descending: boolean,
  isMultikey: boolean,
): FieldBounds | undefined {
  const ranges = conjuncts.filter((conjunct) => conjunct.kind === 'range').filter(isOrdered);
  const [first] = ranges;
  if (first === undefined) return undefined;
  // A comparison looks at values of its own type only: the first byte of a key is the type.
  const bracket = Buffer.from(encode(first.value).subarray(0, 1));
  let start: Uint8Array = bracket;
  let end: Uint8Array = prefixEnd(bracket);
  for (const { operator, value } of isMultikey ? [first] : ranges) {
    const key = Buffer.from(encode(value));
    if (key[0] !== bracket[0]) return { kind: 'range', intervals: [], includesNull: false };
    const isLower = operator.startsWith('$gt') !== descending;
    const isInclusive = operator.endsWith('e');
    if (isLower) start = larger(start, isInclusive ? key : prefixEnd(key));
    else end = smaller(end, isInclusive ? prefixEnd(key) : key);
  }
  const isEmpty = Buffer.compare(start, end) >= 0;
  return { kind: 'range', intervals: isEmpty ? [] : [{ start, end }], includesNull: false };
}

/** Null and arrays are compared in ways that an index cannot follow. */
function isOrdered({ value }: { readonly value: Value }): boolean {
  return value !== null && !Array.isArray(value);
}

function larger(a: Uint8Array, b: Uint8Array): Uint8Array {
  return Buffer.compare(a, b) >= 0 ? a : b;
}

function smaller(a: Uint8Array, b: Uint8Array): Uint8Array {
  return Buffer.compare(a, b) <= 0 ? a : b;
}
