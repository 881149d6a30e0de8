import { StoreError } from '../store-error.ts';
import { type Doc, EMPTY_DOC, isArray, isDoc, type Value } from './value.ts';

/** A computed value, from the document as it came in; `undefined` leaves the field out. */
export type Computed = (root: Doc) => Value | undefined;

/** What is said about one field: kept, dropped, computed, or something about its own fields. */
export type ProjectionNode = 'keep' | 'drop' | Computed | ProjectionTree;

export type ProjectionTree = Map<string, ProjectionNode>;

/** `include` keeps what is named, `exclude` keeps the rest. */
export type ProjectionMode = 'include' | 'exclude';

/**
 * Puts one path into a tree.
 *
 * @throws {StoreError} Code 31249 or 31250 when the path collides with one already there.
 */
export function addToTree(tree: ProjectionTree, path: string, node: ProjectionNode): void {
  const parts = path.split('.');
  const last = parts.pop() ?? '';
  let current = tree;
  for (const [index, part] of parts.entries()) {
    const next = current.get(part) ?? new Map<string, ProjectionNode>();
    if (!(next instanceof Map)) {
      const rest = [...parts.slice(index + 1), last].join('.');
      const message = `Path collision at ${path} remaining portion ${rest}`;
      throw new StoreError(31249, 'Location31249', message);
    }
    current.set(part, next);
    current = next;
  }
  if (current.has(last)) {
    throw new StoreError(31250, 'Location31250', `Path collision at ${path}`);
  }
  current.set(last, node);
}

/** Splits and checks a field's name. @throws {StoreError} Code 40353, 15998 or 16410. */
export function assertFieldPath(path: string): void {
  if (path === '') throw new StoreError(40352, 'Location40352', 'FieldPath cannot be empty');
  for (const part of path.split('.')) {
    if (part === '') {
      const message = `FieldPath '${path}' has an empty part`;
      throw new StoreError(15998, 'Location15998', message);
    }
    if (part.startsWith('$')) {
      const message = `FieldPath field names may not start with '$': '${path}'`;
      throw new StoreError(16410, 'Location16410', message);
    }
  }
}

/** The document with what the tree keeps, in its own order, then what the tree computes. */
export function applyTree(doc: Doc, tree: ProjectionTree, mode: ProjectionMode): Doc {
  const kept = keepFields(doc, tree, mode);
  return hasComputed(tree) ? computeFields(kept, tree, doc) : kept;
}

function keepFields(doc: Doc, tree: ProjectionTree, mode: ProjectionMode): Doc {
  const kept = new Map<string, Value>();
  for (const [name, value] of doc) {
    const node = tree.get(name);
    if (node === 'keep' || (node === undefined && mode === 'exclude')) kept.set(name, value);
    if (node instanceof Map) {
      const inner = keepWithin(value, node, mode);
      if (inner !== undefined) kept.set(name, inner);
    } else if (typeof node === 'function' && mode === 'exclude') {
      // A field that is set anew keeps its place.
      kept.set(name, value);
    }
  }
  return kept;
}

/** Arrays are gone through, arrays within them too; a scalar has no fields to keep. */
function keepWithin(value: Value, tree: ProjectionTree, mode: ProjectionMode): Value | undefined {
  if (isDoc(value)) return keepFields(value, tree, mode);
  if (isArray(value)) {
    return value.flatMap((item) => {
      const inner = keepWithin(item, tree, mode);
      if (inner !== undefined) return [inner];
      // What is to be computed within needs a document to go into.
      return hasComputed(tree) ? [EMPTY_DOC] : [];
    });
  }
  return mode === 'exclude' ? value : undefined;
}

function hasComputed(tree: ProjectionTree): boolean {
  return tree
    .values()
    .some((node) => typeof node === 'function' || (node instanceof Map && hasComputed(node)));
}

function computeFields(doc: Doc, tree: ProjectionTree, root: Doc): Doc {
  const result = new Map(doc);
  for (const [name, node] of tree) {
    if (typeof node === 'function') {
      const value = node(root);
      if (value === undefined) result.delete(name);
      else result.set(name, value);
    } else if (node instanceof Map && hasComputed(node)) {
      result.set(name, computeWithin(result.get(name), node, root));
    }
  }
  return result;
}

/** What is not a document becomes one; each element of an array for itself. */
function computeWithin(value: Value | undefined, tree: ProjectionTree, root: Doc): Value {
  if (value !== undefined && isArray(value)) {
    return value.map((item) => computeWithin(item, tree, root));
  }
  const doc = value !== undefined && isDoc(value) ? value : new Map<string, Value>();
  return computeFields(doc, tree, root);
}
