import { badValue, describe, isArray, isNumber, type Value } from './value.ts';

/** BSON's types by their codes. Types that this store does not keep are known here too: asking
 * for one is a good question whose answer is no. Source: MongoDB manual, "BSON Types". */
const NAMES: ReadonlyMap<number, string> = new Map([
  [-1, 'minKey'],
  [1, 'double'],
  [2, 'string'],
  [3, 'object'],
  [4, 'array'],
  [5, 'binData'],
  [6, 'undefined'],
  [7, 'objectId'],
  [8, 'bool'],
  [9, 'date'],
  [10, 'null'],
  [11, 'regex'],
  [12, 'dbPointer'],
  [13, 'javascript'],
  [14, 'symbol'],
  [15, 'javascriptWithScope'],
  [16, 'int'],
  [17, 'timestamp'],
  [18, 'long'],
  [19, 'decimal'],
  [127, 'maxKey'],
]);

const KNOWN = new Set(NAMES.values());
const NUMBERS = ['int', 'long', 'double', 'decimal'];

/** The operand of `$type`: an alias or a code, or an array of them; `number` is all numbers. */
export function parseTypes(operand: Value): ReadonlySet<string> {
  const wanted = isArray(operand) ? operand : [operand];
  if (wanted.length === 0) throw badValue('$type must match at least one type');
  return new Set(wanted.flatMap(parseType));
}

function parseType(wanted: Value): readonly string[] {
  if (wanted === 'number') return NUMBERS;
  if (typeof wanted === 'string') {
    if (!KNOWN.has(wanted)) throw badValue(`Unknown type name alias: ${wanted}`);
    return [wanted];
  }
  const name = isNumber(wanted) ? NAMES.get(wanted.value) : undefined;
  if (name === undefined) throw badValue(`Invalid type code for $type: ${describe(wanted)}`);
  return [name];
}
