import {
  getDirectiveValues,
  GraphQLIncludeDirective,
  GraphQLSkipDirective,
  Kind,
  parse,
  type ExecutionResult,
  type GraphQLError,
  type GraphQLFormattedError,
  type SelectionNode,
  type SelectionSetNode,
} from 'graphql';
import type { Fetch } from './transport.ts';

/** What ApolloGateway takes from a subgraph. */
export type PlacedAnswer = {
  readonly data?: Record<string, unknown> | null;
  readonly errors?: readonly GraphQLFormattedError[];
};

/**
 * Gives each error a path that the client understands. ApolloGateway moves `["_entities", 2, …]`
 * to where the entity stands in the client's answer; an error of the whole fetch has no such path
 * and would leave nulls that nothing explains, so it is told once for each field that stays null.
 */
export function placeErrors(fetch: Fetch, { data, errors }: ExecutionResult): PlacedAnswer {
  if (errors === undefined || errors.length === 0) return { data: data ?? null };
  const entities = representationsOf(fetch);
  return {
    data: data ?? null,
    errors: errors.flatMap((error) => {
      const isOfWhole =
        data == null && (error.path === undefined || (entities !== null && error.path.length < 2));
      const paths = isOfWhole ? placesOf(fetch, entities) : [error.path];
      return paths.map((path) => toFormatted(error, path));
    }),
  };
}

function toFormatted(error: GraphQLError, path: GraphQLError['path']): GraphQLFormattedError {
  return {
    message: error.message,
    ...(path === undefined ? {} : { path }),
    extensions: error.extensions,
  };
}

type Representation = { readonly __typename?: unknown };

/** @returns null for a fetch of root fields. */
export function representationsOf({ query, variables }: Fetch): readonly Representation[] | null {
  const representations = variables?.['representations'];
  return Array.isArray(representations) && query.includes('_entities') ? representations : null;
}

function placesOf(
  fetch: Fetch,
  entities: readonly Representation[] | null,
): readonly (readonly (string | number)[])[] {
  const operation = parse(fetch.query, { noLocation: true }).definitions.find(
    (definition) => definition.kind === Kind.OPERATION_DEFINITION,
  );
  if (operation === undefined) return [];
  const keysIn = (set: SelectionSetNode, typename: unknown): readonly string[] => [
    ...new Set(set.selections.flatMap((selection) => keysOf(selection, typename))),
  ];
  const keysOf = (selection: SelectionNode, typename: unknown): readonly string[] => {
    if (!isIncluded(selection, fetch)) return [];
    if (selection.kind === Kind.FIELD) {
      const key = selection.alias?.value ?? selection.name.value;
      return selection.name.value === '__typename' ? [] : [key];
    }
    if (selection.kind === Kind.FRAGMENT_SPREAD) return [];
    const condition = selection.typeCondition?.name.value;
    const isOther = typename !== undefined && condition !== undefined && condition !== typename;
    return isOther ? [] : keysIn(selection.selectionSet, undefined);
  };

  const root = operation.selectionSet;
  if (entities === null) return keysIn(root, undefined).map((key) => [key]);
  const [field] = root.selections;
  const set = field?.kind === Kind.FIELD ? field.selectionSet : undefined;
  if (set === undefined) return [];
  return entities.flatMap(({ __typename: typename }, index) => {
    const keys = keysIn(set, typename);
    const place = ['_entities', index];
    // An entity asked through its interface matches no fragment by name: the error stands at the entity.
    return keys.length === 0 ? [place] : keys.map((key) => [...place, key]);
  });
}

function isIncluded(selection: SelectionNode, { variables }: Fetch): boolean {
  const given = { ...variables };
  const skip = getDirectiveValues(GraphQLSkipDirective, selection, given);
  const include = getDirectiveValues(GraphQLIncludeDirective, selection, given);
  return skip?.['if'] !== true && include?.['if'] !== false;
}
