import { StoreError } from '../store-error.ts';
import { toIndex } from './paths.ts';
import {
  leavesOf,
  mergeNodes,
  type Place,
  type UpdateBranch,
  type UpdateNode,
} from './update-tree.ts';
import { badValue, describe, type Doc, isArray, isDoc, type Value } from './value.ts';

/** MongoDB's limit on the nulls that a far index puts before itself. */
const MOST_PADDING = 1_500_000;

export type ArrayFilter = (element: Value) => boolean;

export type UpdateRun = {
  readonly root: Doc;
  readonly isInsert: boolean;
  readonly now: Date;
  readonly matchedIndex: number | undefined;
  readonly arrayFilters: ReadonlyMap<string, ArrayFilter>;
  /** Grows and shrinks with the way through the document. */
  readonly trail: string[];
};

/** The document after the update: a copy where something changed, the same object elsewhere. */
export function applyUpdateTree(tree: UpdateBranch, run: UpdateRun): Doc {
  return applyToDoc(tree, run.root, run);
}

function applyNode(
  node: UpdateNode,
  current: Value | undefined,
  run: UpdateRun,
): Value | undefined {
  if (node.kind === 'leaf') return node.modify(current, run satisfies Place);
  if (node.kind === 'elements') return applyToElements(node, current, run);
  if (current === undefined) return createDoc(node, run);
  if (isDoc(current)) return applyToDoc(node, current, run);
  if (isArray(current)) return applyToArray(node, current, run);
  for (const [name, child] of resolve(node, run)) refuseBlocked(child, name, current, run);
  return current;
}

/** The way to a missing field is made of documents, if anything is to be put there. */
function createDoc(node: UpdateBranch, run: UpdateRun): Doc | undefined {
  const created = applyToDoc(node, new Map(), run);
  return created.size === 0 ? undefined : created;
}

function applyToDoc(node: UpdateBranch, doc: Doc, run: UpdateRun): Doc {
  let changed: Map<string, Value> | undefined;
  for (const [name, child] of resolve(node, run)) {
    const before = doc.get(name);
    const after = within(name, run, () => applyNode(child, before, run));
    if (after === before) continue;
    changed ??= new Map(doc);
    if (after === undefined) changed.delete(name);
    else changed.set(name, after);
  }
  return changed ?? doc;
}

function applyToArray(node: UpdateBranch, items: readonly Value[], run: UpdateRun): Value {
  let changed: Value[] | undefined;
  for (const [name, child] of resolve(node, run)) {
    const index = toIndex(name);
    if (index < 0) {
      refuseBlocked(child, name, items, run);
      continue;
    }
    refuseRename(child, run);
    const before = (changed ?? items)[index];
    const after = within(name, run, () => applyNode(child, before, run));
    if (after === before) continue;
    changed ??= [...items];
    if (index - changed.length > MOST_PADDING) {
      throw new StoreError(
        34,
        'CannotBackfillArray',
        `can't backfill more than ${MOST_PADDING} elements`,
      );
    }
    while (changed.length < index) changed.push(null);
    // An element is not taken out, which would move the others: null takes its place.
    changed[index] = after ?? null;
  }
  return changed ?? items;
}

/** The children by the names they have in this document: `$` is the index that the filter found. */
function resolve(node: UpdateBranch, run: UpdateRun): Iterable<[string, UpdateNode]> {
  const positional = node.children.get('$');
  if (positional === undefined) return node.children;
  if (run.matchedIndex === undefined) {
    throw badValue('The positional operator did not find the match needed from the query.');
  }
  const name = String(run.matchedIndex);
  const children = new Map(node.children);
  children.delete('$');
  const same = children.get(name);
  const place = { path: [...run.trail, name].join('.'), trail: [...run.trail, name] };
  return children.set(name, same === undefined ? positional : mergeNodes(positional, same, place));
}

function applyToElements(
  node: UpdateBranch,
  current: Value | undefined,
  run: UpdateRun,
): Value | undefined {
  const path = run.trail.join('.');
  if (current === undefined) {
    throw badValue(
      `The path '${path}' must exist in the document in order to apply array updates.`,
    );
  }
  if (!isArray(current)) {
    throw badValue(`Cannot apply array updates to non-array element ${path}: ${describe(current)}`);
  }
  let changed: Value[] | undefined;
  for (const [index, item] of current.entries()) {
    const child = childFor(node, item, index, run);
    if (child === undefined) continue;
    refuseRename(child, run);
    const after = within(String(index), run, () => applyNode(child, item, run)) ?? null;
    if (after === item) continue;
    changed ??= [...current];
    changed[index] = after;
  }
  return changed ?? current;
}

/** What is to be done to one element: all that its identifiers' filters let through, together. */
function childFor(
  node: UpdateBranch,
  item: Value,
  index: number,
  run: UpdateRun,
): UpdateNode | undefined {
  let found: UpdateNode | undefined;
  for (const [name, child] of node.children) {
    if (name !== '$[]' && run.arrayFilters.get(name.slice(2, -1))?.(item) !== true) continue;
    const trail = [...run.trail, String(index)];
    found =
      found === undefined ? child : mergeNodes(found, child, { path: trail.join('.'), trail });
  }
  return found;
}

function within<Result>(name: string, run: UpdateRun, work: () => Result): Result {
  run.trail.push(name);
  try {
    return work();
  } finally {
    run.trail.pop();
  }
}

/** Below a scalar, or below an array by a name, nothing can be: only $unset is content with it. */
function refuseBlocked(child: UpdateNode, name: string, current: Value, run: UpdateRun): void {
  const isContent = leavesOf(child).every(
    ({ operator }) => operator === '$unset' || (operator === '$setOnInsert' && !run.isInsert),
  );
  if (isContent) return;
  const at = run.trail.at(-1) ?? '';
  const message = `Cannot create field '${name}' in element {${at}: ${describe(current)}}`;
  throw new StoreError(28, 'PathNotViable', message);
}

function refuseRename(child: UpdateNode, run: UpdateRun): void {
  if (!leavesOf(child).some(({ operator }) => operator === '$rename')) return;
  const message = `'${run.trail.join('.')}' is an array`;
  throw badValue(
    `The source and destination field of $rename cannot be an array element: ${message}`,
  );
}
