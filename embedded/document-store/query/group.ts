import { StoreError } from '../store-error.ts';
import { type Accumulator, parseAccumulator } from './accumulators.ts';
import { parseExpression } from './expressions.ts';
import { encodeKey } from './key.ts';
import { createBudget, memoryExceeded, sizeOf } from './memory-budget.ts';
import type { Stage } from './stage.ts';
import { type Doc, isDoc, type Value } from './value.ts';

/** What one group costs besides what it gathers, about. */
const GROUP_BYTES = 200;

type Group = { readonly id: Value; readonly accumulators: readonly Accumulator[] };

/** Groups by values that compare as equal: 1 with 1.0, missing with null. They come out in the
 * order in which each was first met. */
export function parseGroup(value: Value): Stage {
  if (!isDoc(value)) {
    throw new StoreError(15947, 'Location15947', "a group's fields must be specified in an object");
  }
  const id = value.get('_id');
  if (id === undefined) {
    throw new StoreError(15955, 'Location15955', 'a group specification must include an _id');
  }
  const computeId = parseExpression(id);
  const specs = [...value]
    .filter(([name]) => name !== '_id')
    .map(([name, accumulator]) => parseAccumulator(name, accumulator));
  return async function* group(source, { maxBytes, maxGroups }) {
    const take = createBudget('$group', maxBytes);
    const groups = new Map<string, Group>();
    for await (const doc of source) {
      const groupId = computeId(doc) ?? null;
      const key = encodeKey(groupId).toString('latin1');
      let found = groups.get(key);
      if (found === undefined) {
        if (groups.size >= maxGroups) {
          throw memoryExceeded(
            `$group would make more than ${maxGroups} groups, this store's limit.`,
          );
        }
        found = { id: groupId, accumulators: specs.map(({ create }) => create()) };
        groups.set(key, found);
        take(GROUP_BYTES + key.length + sizeOf(groupId));
      }
      for (const [index, { input }] of specs.entries()) {
        take(found.accumulators[index]?.add(input(doc)) ?? 0);
      }
    }
    for (const found of groups.values()) yield toResult(found, specs);
  };
}

function toResult({ id, accumulators }: Group, specs: readonly { readonly name: string }[]): Doc {
  const result = new Map<string, Value>([['_id', id]]);
  for (const [index, { name }] of specs.entries()) {
    result.set(name, accumulators[index]?.result() ?? null);
  }
  return result;
}
