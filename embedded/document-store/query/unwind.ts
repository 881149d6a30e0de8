import { StoreError } from '../store-error.ts';
import { assertFieldPath } from './projection-tree.ts';
import type { Stage } from './stage.ts';
import { badValue, type Doc, isArray, isDoc, type Value } from './value.ts';

/** One document per element of an array. What is no array counts as one element; null, missing
 * and an empty array as none, unless they are to be preserved. */
export function parseUnwind(value: Value): Stage {
  const { path, isPreserving } = parseOptions(value);
  const parts = path.split('.');
  return async function* unwind(source) {
    for await (const doc of source) {
      const found = readDocPath(doc, parts);
      if (isArray(found) && found.length > 0) {
        for (const element of found) yield withPath(doc, parts, element);
      } else if (isArray(found) || found === undefined || found === null) {
        // Of an empty array nothing is left, not even the field.
        if (isPreserving) yield isArray(found) ? withPath(doc, parts, undefined) : doc;
      } else {
        yield doc;
      }
    }
  };
}

function parseOptions(value: Value): { readonly path: string; readonly isPreserving: boolean } {
  const options = isDoc(value) ? value : new Map<string, Value>([['path', value]]);
  for (const [name, option] of options) {
    if (name === 'includeArrayIndex') {
      throw badValue(
        '$unwind: includeArrayIndex gives 64-bit integers, which this store does not keep.',
      );
    }
    if (name === 'preserveNullAndEmptyArrays' && typeof option !== 'boolean') {
      throw located(
        28809,
        'expected a boolean for the preserveNullAndEmptyArrays option to $unwind stage',
      );
    }
    if (name !== 'path' && name !== 'preserveNullAndEmptyArrays') {
      throw located(28811, `unrecognized option to $unwind stage: ${name}`);
    }
  }
  const path = options.get('path');
  if (path === undefined) throw located(28812, 'no path specified to $unwind stage');
  if (typeof path !== 'string')
    throw located(28808, 'expected a string as the path for $unwind stage');
  if (!path.startsWith('$')) {
    throw located(28818, `path option to $unwind stage should be prefixed with a '$': ${path}`);
  }
  assertFieldPath(path.slice(1));
  return {
    path: path.slice(1),
    isPreserving: options.get('preserveNullAndEmptyArrays') === true,
  };
}

function located(code: number, message: string): StoreError {
  return new StoreError(code, `Location${code}`, message);
}

/** Through documents only: an array on the way hides what is below. */
function readDocPath(doc: Doc, parts: readonly string[]): Value | undefined {
  let current: Value | undefined = doc;
  for (const part of parts) {
    if (current === undefined || !isDoc(current)) return undefined;
    current = current.get(part);
  }
  return current;
}

function withPath(
  doc: Doc,
  [first = '', ...rest]: readonly string[],
  value: Value | undefined,
): Doc {
  const result = new Map(doc);
  const inner = result.get(first);
  if (rest.length > 0 && inner !== undefined && isDoc(inner)) {
    result.set(first, withPath(inner, rest, value));
  } else if (value === undefined) {
    result.delete(first);
  } else {
    result.set(first, value);
  }
  return result;
}
