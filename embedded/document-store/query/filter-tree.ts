import type { Path } from './paths.ts';
import type { Value } from './value.ts';

export type RangeOperator = '$gt' | '$gte' | '$lt' | '$lte';

/** What is asked about the values at one path. `$ne`, `$nin` and `$exists: false` are a `not`. */
export type FieldTest =
  | { readonly kind: 'equals'; readonly value: Value }
  | { readonly kind: 'in'; readonly values: readonly Value[] }
  | { readonly kind: 'range'; readonly operator: RangeOperator; readonly value: Value }
  | { readonly kind: 'exists' }
  | { readonly kind: 'type'; readonly types: ReadonlySet<string> }
  | { readonly kind: 'size'; readonly size: number }
  | { readonly kind: 'elementDoc'; readonly filter: FilterNode }
  /** One element of the array passes all of these. */
  | { readonly kind: 'elementValue'; readonly tests: readonly FieldTest[] }
  /** Each is passed on its own, by different elements perhaps; without any, nothing passes. */
  | { readonly kind: 'all'; readonly tests: readonly FieldTest[] }
  /** Not all of these are passed. */
  | { readonly kind: 'not'; readonly tests: readonly FieldTest[] };

/** Where a condition came from, as written: equal ones are the same condition. */
export type Origin = { readonly name: string; readonly operator: string; readonly value: Value };

export type FilterNode =
  | {
      readonly kind: 'and' | 'or' | 'nor';
      readonly children: readonly FilterNode[];
      readonly origin: Origin;
    }
  | {
      readonly kind: 'field';
      readonly path: Path;
      readonly test: FieldTest;
      readonly origin: Origin;
    };
