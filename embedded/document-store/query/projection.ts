import { StoreError } from '../store-error.ts';
import {
  addToTree,
  applyTree,
  assertFieldPath,
  type Computed,
  type ProjectionMode,
  type ProjectionTree,
} from './projection-tree.ts';
import {
  assertSupported,
  badValue,
  describe,
  type Doc,
  isDoc,
  isNumber,
  type Value,
} from './value.ts';

export type CompiledProjection = {
  /** True for `{}`: the stored bytes may be sent as they are. */
  readonly isIdentity: boolean;
  readonly project: (doc: Doc) => Doc;
};

/** What a value that is neither yes nor no means: computed in `$project`, refused in `find`. */
export type ParseComputed = (path: string, value: Value) => Computed;

/**
 * Inclusion or exclusion of fields, as `find` takes them.
 *
 * @throws {StoreError} Code 31253 or 31254 for mixing the two, 31249 or 31250 for colliding
 *   paths, 2 for `$slice`, `$elemMatch`, the positional `$` and computed fields.
 */
export function compileProjection(spec: Doc): CompiledProjection {
  assertSupported(spec, 'projection');
  if (spec.size === 0) return { isIdentity: true, project: (doc) => doc };
  return compileFields(spec, (path, value) => {
    const what = isDoc(value) ? [...value.keys()].join(', ') : describe(value);
    throw badValue(`projection: ${path}: ${what} is not supported by this store.`);
  });
}

type Builder = {
  readonly tree: ProjectionTree;
  readonly parseComputed: ParseComputed;
  mode: ProjectionMode | undefined;
  /** What is said of `_id`, which may differ from the rest. */
  id: boolean | undefined;
};

/** The projection of `find` and of `$project`, which differ in `parseComputed`. */
export function compileFields(spec: Doc, parseComputed: ParseComputed): CompiledProjection {
  const builder: Builder = { tree: new Map(), parseComputed, mode: undefined, id: undefined };
  for (const [name, value] of spec) addField(builder, name, value);
  // {_id: 1} by itself includes, {_id: 0} by itself excludes.
  const mode = builder.mode ?? (builder.id === true ? 'include' : 'exclude');
  const { tree } = builder;
  const keepsId = builder.id ?? true;
  if (!tree.has('_id') && keepsId !== (mode === 'exclude')) {
    tree.set('_id', keepsId ? 'keep' : 'drop');
  }
  return { isIdentity: false, project: (doc) => applyTree(doc, tree, mode) };
}

function addField(builder: Builder, path: string, value: Value): void {
  if (path.endsWith('.$')) throw badValue(`projection: '${path}' is not supported by this store.`);
  assertFieldPath(path);
  if (isNumber(value) || typeof value === 'boolean') {
    addFlag(builder, path, isNumber(value) ? value.value !== 0 : value);
    return;
  }
  if (!isDoc(value) || startsWithOperator(value)) {
    const computed = builder.parseComputed(path, value);
    setMode(builder, path, 'include');
    addToTree(builder.tree, path, computed);
    return;
  }
  if (value.size === 0) {
    const message = `An empty sub-projection is not a valid value. Found empty object at path ${path}`;
    throw new StoreError(51270, 'Location51270', message);
  }
  for (const [name, inner] of value) addField(builder, `${path}.${name}`, inner);
}

function addFlag(builder: Builder, path: string, isIncluded: boolean): void {
  if (path === '_id') {
    builder.id = isIncluded;
    return;
  }
  setMode(builder, path, isIncluded ? 'include' : 'exclude');
  addToTree(builder.tree, path, isIncluded ? 'keep' : 'drop');
}

function setMode(builder: Builder, path: string, mode: ProjectionMode): void {
  if (builder.mode !== undefined && builder.mode !== mode) {
    throw mode === 'include'
      ? new StoreError(
          31253,
          'Location31253',
          `Cannot do inclusion on field ${path} in exclusion projection`,
        )
      : new StoreError(
          31254,
          'Location31254',
          `Cannot do exclusion on field ${path} in inclusion projection`,
        );
  }
  builder.mode = mode;
}

export function startsWithOperator(value: Doc): boolean {
  const [first] = value.keys();
  return first?.startsWith('$') === true;
}
