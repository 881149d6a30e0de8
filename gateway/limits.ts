import {
  getOperationAST,
  GraphQLError,
  Kind,
  OperationTypeNode,
  parse,
  type DocumentNode,
  type SelectionSetNode,
} from 'graphql';
import { keepByText } from '../platform/subgraph/keep-by-text.ts';

/** The largest operation that is planned. Counts are after fragments are put in place. */
export type Limits = {
  /** Fields within fields. */
  readonly maxDepth: number;
  readonly maxAliases: number;
  readonly maxFields: number;
  /** How often one selection set may name the same field; a client needs it once. */
  readonly maxRepeats: number;
  /** Words and signs of the text, as graphql-js counts them while it parses. */
  readonly maxTokens: number;
};

/** Several times what a whole card over all subgraphs takes. */
export const DEFAULT_LIMITS: Limits = {
  maxDepth: 25,
  maxAliases: 100,
  maxFields: 5_000,
  maxRepeats: 100,
  maxTokens: 5_000,
};

type CheckedOperation = { readonly error: GraphQLError } | { readonly type: OperationTypeNode };

/** Looks at a document before anything is spent on it. */
export type OperationCheck = (text: string, operationName: string | undefined) => CheckedOperation;

type Checked = { readonly error: GraphQLError } | { readonly document: DocumentNode };

export function createOperationCheck(limits: Limits): OperationCheck {
  const check = keepByText((text) => checkText(text, limits));
  return (text, operationName) => {
    const checked = check(text);
    if ('error' in checked) return checked;
    const operation = getOperationAST(checked.document, operationName);
    if (operation == null) return { error: new GraphQLError(whyNone(operationName)) };
    if (operation.operation !== OperationTypeNode.SUBSCRIPTION)
      return { type: operation.operation };
    return { error: new GraphQLError('Subscriptions are not served: ask with a query.') };
  };
}

function whyNone(operationName: string | undefined): string {
  return operationName === undefined
    ? 'The document has no operation, or several and none is named.'
    : `The document has no operation named ${JSON.stringify(operationName)}.`;
}

function checkText(text: string, { maxTokens, ...limits }: Limits): Checked {
  let document;
  try {
    document = parse(text, { maxTokens });
  } catch (error) {
    if (error instanceof GraphQLError) return { error };
    throw error;
  }
  const size = sizeOf(document);
  const over = [
    [size.depth, limits.maxDepth, 'levels deep'],
    [size.aliases, limits.maxAliases, 'aliases long'],
    [size.fields, limits.maxFields, 'fields long'],
    [size.repeats, limits.maxRepeats, 'repeats of one field long'],
  ] as const;
  const found = over.find(([is, most]) => is > most);
  if (found === undefined) return { document };
  const [, most, what] = found;
  return { error: new GraphQLError(`The operation is too large: at most ${most} ${what}.`) };
}

type Size = {
  readonly depth: number;
  readonly aliases: number;
  readonly fields: number;
  readonly repeats: number;
};

const NOTHING: Size = { depth: 0, aliases: 0, fields: 0, repeats: 0 };

/**
 * Each fragment is measured once, so a document of fragments that double each other takes no
 * longer than any other. A fragment inside itself counts as nothing: validation refuses it.
 */
function sizeOf(document: DocumentNode): Size {
  const fragments = new Map<string, SelectionSetNode>();
  for (const definition of document.definitions) {
    if (definition.kind === Kind.FRAGMENT_DEFINITION) {
      fragments.set(definition.name.value, definition.selectionSet);
    }
  }
  const measured = new Map<string, Size>();
  const ofFragment = (name: string): Size => {
    const known = measured.get(name);
    if (known !== undefined) return known;
    measured.set(name, NOTHING);
    const set = fragments.get(name);
    const size = set === undefined ? NOTHING : ofSet(set);
    measured.set(name, size);
    return size;
  };
  const ofSet = ({ selections }: SelectionSetNode): Size => {
    const named = new Map<string, number>();
    const sizes = selections.map((selection): Size => {
      if (selection.kind === Kind.FRAGMENT_SPREAD) return ofFragment(selection.name.value);
      if (selection.kind === Kind.INLINE_FRAGMENT) return ofSet(selection.selectionSet);
      const key = selection.alias?.value ?? selection.name.value;
      named.set(key, (named.get(key) ?? 0) + 1);
      const inner = selection.selectionSet === undefined ? NOTHING : ofSet(selection.selectionSet);
      return {
        depth: inner.depth + 1,
        aliases: inner.aliases + (selection.alias === undefined ? 0 : 1),
        fields: inner.fields + 1,
        repeats: inner.repeats,
      };
    });
    const total = sizes.reduce(add, NOTHING);
    return { ...total, repeats: Math.max(total.repeats, ...named.values()) };
  };
  return document.definitions
    .flatMap((definition) =>
      definition.kind === Kind.OPERATION_DEFINITION ? [ofSet(definition.selectionSet)] : [],
    )
    .reduce(add, NOTHING);
}

function add(a: Size, b: Size): Size {
  return {
    depth: Math.max(a.depth, b.depth),
    aliases: a.aliases + b.aliases,
    fields: a.fields + b.fields,
    repeats: Math.max(a.repeats, b.repeats),
  };
}
