import { StoreError } from '../store-error.ts';
import { toIndex } from './paths.ts';
import { badValue, type Doc, failedToParse, type Value } from './value.ts';

/** Where and when a leaf works. */
export type Place = {
  /** The path taken so far, positional parts resolved. */
  readonly trail: readonly string[];
  /** The document as it was before the update. */
  readonly root: Doc;
  readonly isInsert: boolean;
  readonly now: Date;
};

/** What an operator does to one field. */
export type UpdateLeaf = {
  readonly kind: 'leaf';
  readonly operator: string;
  /** Gives the value afterwards: `undefined` for none, the same object for no change. */
  readonly modify: (current: Value | undefined, place: Place) => Value | undefined;
};

/** `fields` has names, indexes and `$` for children; `elements` has `$[]` and `$[name]`. */
export type UpdateBranch = {
  readonly kind: 'fields' | 'elements';
  readonly children: ReadonlyMap<string, UpdateNode>;
};

export type UpdateNode = UpdateLeaf | UpdateBranch;

export const EMPTY_TREE: UpdateBranch = { kind: 'fields', children: new Map() };

/**
 * Adds an operator at a path to the tree of an update.
 *
 * @throws {StoreError} Code 40 ConflictingUpdateOperators when the path is, lies below or lies
 *   above one that is there; 2, 52 or 56 for a path that is no path.
 */
export function addLeaf(tree: UpdateBranch, path: string, leaf: UpdateLeaf): UpdateBranch {
  const parts = path.split('.');
  assertUpdatable(path, parts);
  let node: UpdateNode = leaf;
  for (const part of parts.toReversed()) {
    node = {
      kind: part.startsWith('$[') ? 'elements' : 'fields',
      children: new Map([[part, node]]),
    };
  }
  const merged = mergeNodes(tree, node, { path, trail: [] });
  return merged.kind === 'leaf' ? tree : merged;
}

function assertUpdatable(path: string, parts: readonly string[]): void {
  for (const [index, part] of parts.entries()) {
    if (part === '') {
      const message = `The update path '${path}' contains an empty field name, which is not allowed.`;
      throw new StoreError(56, 'EmptyFieldName', message);
    }
    if (!part.startsWith('$')) continue;
    if (part !== '$' && !part.startsWith('$[')) {
      const message = `The dollar ($) prefixed field '${part}' in '${path}' is not allowed for storage.`;
      throw new StoreError(52, 'DollarPrefixedFieldName', message);
    }
    if (part !== '$' && !/^\$\[(?:[a-z][a-zA-Z0-9]*)?\]$/.test(part)) {
      throw badValue(`'${part}' in the path '${path}' is no array filter identifier.`);
    }
    if (index === 0) {
      throw badValue(
        `Cannot have a positional element ('${part}') in the first position in path '${path}'`,
      );
    }
  }
  if (parts.filter((part) => part === '$').length > 1) {
    throw badValue(`Too many positional (i.e. '$') elements found in path '${path}'`);
  }
}

type MergePlace = { readonly path: string; readonly trail: readonly string[] };

/** @throws {StoreError} Code 40 when both say something about one field. */
export function mergeNodes(a: UpdateNode, b: UpdateNode, { path, trail }: MergePlace): UpdateNode {
  if (a.kind === 'leaf' || b.kind === 'leaf' || a.kind !== b.kind) {
    const at = trail.join('.');
    const message = `Updating the path '${path}' would create a conflict at '${at}'`;
    throw new StoreError(40, 'ConflictingUpdateOperators', message);
  }
  const children = new Map(a.children);
  for (const [name, child] of b.children) {
    const present = children.get(name);
    const inner = { path, trail: [...trail, name] };
    children.set(name, present === undefined ? child : mergeNodes(present, child, inner));
  }
  return { kind: a.kind, children };
}

/** The same tree with children in the order in which MongoDB applies them and creates fields:
 * by name, numbers by number. */
export function sortTree(node: UpdateNode): UpdateNode {
  if (node.kind === 'leaf') return node;
  const children = [...node.children].toSorted(([a], [b]) => compareNames(a, b));
  return { kind: node.kind, children: new Map(children.map(([k, v]) => [k, sortTree(v)])) };
}

function compareNames(a: string, b: string): number {
  const [x, y] = [toIndex(a), toIndex(b)];
  if (x >= 0 && y >= 0) return x - y;
  return a < b ? -1 : Number(a > b);
}

/** Every leaf below a node, itself included. */
export function leavesOf(node: UpdateNode): readonly UpdateLeaf[] {
  return node.kind === 'leaf' ? [node] : [...node.children.values()].flatMap(leavesOf);
}

/** The names in `$[name]` that the tree uses; `$` too when it is positional. */
export function identifiersOf(node: UpdateNode): ReadonlySet<string> {
  if (node.kind === 'leaf') return new Set();
  return new Set(
    [...node.children]
      .flatMap(([name, child]) => [name, ...identifiersOf(child)])
      .filter((name) => name.startsWith('$')),
  );
}

/** @throws {StoreError} Code 9 FailedToParse. */
export function assertEachUsed(filters: Iterable<string>, used: ReadonlySet<string>): void {
  for (const name of filters) {
    if (!used.has(`$[${name}]`)) {
      throw failedToParse(`The array filter for identifier '${name}' was not used in the update`);
    }
  }
}
