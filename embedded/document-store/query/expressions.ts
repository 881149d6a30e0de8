import { StoreError } from '../store-error.ts';
import { assertFieldPath, type Computed } from './projection-tree.ts';
import { type Doc, isArray, isDoc, type Value } from './value.ts';

/**
 * A value in a pipeline: `'$a.b'` is a field, `'$$ROOT'` the document, `{$literal: x}` is x,
 * documents and arrays hold such values, everything else is itself.
 *
 * @throws {StoreError} Code 168 InvalidPipelineOperator for every other operator, 17276 for
 *   every other variable.
 */
export function parseExpression(value: Value): Computed {
  if (typeof value === 'string' && value.startsWith('$')) return parseReference(value);
  if (isArray(value)) {
    const items = value.map(parseExpression);
    return (root) => items.map((item) => item(root) ?? null);
  }
  return isDoc(value) ? parseDoc(value) : () => value;
}

function parseReference(text: string): Computed {
  if (!text.startsWith('$$')) return toPath(text.slice(1));
  const [variable = '', ...rest] = text.slice(2).split('.');
  if (variable !== 'ROOT' && variable !== 'CURRENT') {
    throw new StoreError(17276, 'Location17276', `Use of undefined variable: ${variable}`);
  }
  return rest.length === 0 ? (root) => root : toPath(rest.join('.'));
}

function toPath(path: string): Computed {
  assertFieldPath(path);
  const parts = path.split('.');
  return (root) => readPath(root, parts, 0);
}

/** Unlike a filter's path this one gives an array for an array on the way, and has no indexes. */
function readPath(doc: Doc, parts: readonly string[], from: number): Value | undefined {
  let current = doc;
  for (let part = from; ; part++) {
    const value = current.get(parts[part] ?? '');
    if (part === parts.length - 1 || value === undefined) return value;
    if (isArray(value)) {
      return value.flatMap((item) => {
        const inner = isDoc(item) ? readPath(item, parts, part + 1) : undefined;
        return inner === undefined ? [] : [inner];
      });
    }
    if (!isDoc(value)) return undefined;
    current = value;
  }
}

function parseDoc(doc: Doc): Computed {
  const [first = ''] = doc.keys();
  if (!first.startsWith('$')) return parseFields(doc);
  if (doc.size !== 1) {
    const message = `An object representing an expression must have exactly one field: ${first}`;
    throw new StoreError(15983, 'Location15983', message);
  }
  const literal = doc.get(first) ?? null;
  if (first === '$literal') return () => literal;
  throw new StoreError(
    168,
    'InvalidPipelineOperator',
    `The expression '${first}' is unknown or not supported by this store.`,
  );
}

/** A field whose value is missing is left out. */
function parseFields(doc: Doc): Computed {
  const fields = [...doc].map(([name, value]) => {
    assertFieldPath(name);
    if (name.includes('.')) {
      const message = `FieldPath field names may not contain '.': '${name}'`;
      throw new StoreError(16412, 'Location16412', message);
    }
    return { name, compute: parseExpression(value) };
  });
  return (root) => {
    const result = new Map<string, Value>();
    for (const { name, compute } of fields) {
      const value = compute(root);
      if (value !== undefined) result.set(name, value);
    }
    return result;
  };
}
