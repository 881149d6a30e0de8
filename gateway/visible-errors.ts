import { GraphQLError, Kind, type FieldNode, type SelectionSetNode } from 'graphql';
import type { GatewayAnswer, GatewayRequest } from './gateway.ts';

/**
 * The answer with errors that the client can place. A query plan also fetches what the client did
 * not ask, keys and `@inaccessible` fields among it: a path is cut where it leaves the client's
 * own selection, so that it names nothing hidden. What the gateway found wrong with the values of
 * a subgraph stands among the errors, since a null without an error would pass for the truth.
 */
export function showErrors(answer: GatewayAnswer, request: GatewayRequest): GatewayAnswer {
  const { valueCompletion, ...extensions } = answer.extensions ?? {};
  const found = answer.errors ?? toErrors(valueCompletion);
  const { data } = answer;
  return {
    ...(found.length === 0 ? {} : { errors: unique(found.map((e) => cutPath(e, request))) }),
    ...(data === undefined ? {} : { data }),
    ...(Object.keys(extensions).length === 0 ? {} : { extensions }),
  };
}

/**
 * Of an answer for which no subgraph was asked: the planner leaves out what no subgraph can answer,
 * which would pass for a null that one gave. Only the schema itself is answered without asking.
 */
export function refuseNullsOfNobody(answer: GatewayAnswer, request: GatewayRequest): GatewayAnswer {
  const fragments = fragmentsOf(request);
  const [unanswerable] = Object.entries(answer.data ?? {})
    .filter(([, value]) => value === null)
    .flatMap(([key]) => fieldsOf(request.operation.selectionSet, key, fragments))
    .filter(({ name }) => !name.value.startsWith('__'));
  if (answer.errors !== undefined || unanswerable === undefined) return answer;
  const reason = `No subgraph can answer the field "${unanswerable.name.value}" as it is asked.`;
  return { errors: [new GraphQLError(reason, { extensions: { code: 'BAD_REQUEST' } })] };
}

function toErrors(valueCompletion: unknown): readonly GraphQLError[] {
  if (!Array.isArray(valueCompletion)) return [];
  return valueCompletion.filter((error) => error instanceof GraphQLError);
}

function cutPath(error: GraphQLError, request: GatewayRequest): GraphQLError {
  if (error.path === undefined) return error;
  const path = visiblePart(error.path, request);
  if (path.length === error.path.length) return error;
  const { message, extensions, originalError } = error;
  return new GraphQLError(message, {
    path: path.length === 0 ? null : path,
    extensions,
    originalError: originalError ?? null,
  });
}

function visiblePart(
  path: readonly (string | number)[],
  request: GatewayRequest,
): readonly (string | number)[] {
  const fragments = fragmentsOf(request);
  let sets: readonly SelectionSetNode[] = [request.operation.selectionSet];
  for (const [index, key] of path.entries()) {
    if (typeof key === 'number') continue;
    const fields = sets.flatMap((set) => fieldsOf(set, key, fragments));
    if (fields.length === 0) return path.slice(0, index);
    sets = fields.flatMap(({ selectionSet }) => selectionSet ?? []);
  }
  return path;
}

type Fragments = ReadonlyMap<string, SelectionSetNode>;

function fragmentsOf({ document }: GatewayRequest): Fragments {
  return new Map(
    document.definitions.flatMap((definition) =>
      definition.kind === Kind.FRAGMENT_DEFINITION
        ? [[definition.name.value, definition.selectionSet] as const]
        : [],
    ),
  );
}

/** The fields with this response key. */
function fieldsOf(set: SelectionSetNode, key: string, fragments: Fragments): readonly FieldNode[] {
  return set.selections.flatMap((selection) => {
    if (selection.kind === Kind.FIELD) {
      return (selection.alias ?? selection.name).value === key ? [selection] : [];
    }
    const inner =
      selection.kind === Kind.INLINE_FRAGMENT
        ? selection.selectionSet
        : fragments.get(selection.name.value);
    return inner === undefined ? [] : fieldsOf(inner, key, fragments);
  });
}

/** Errors that differed only in what was cut off would say the same thing twice. */
function unique(errors: readonly GraphQLError[]): readonly GraphQLError[] {
  const seen = new Set<string>();
  return errors.filter(({ message, path, extensions }) => {
    const key = JSON.stringify([message, path, extensions['code'], extensions['reference']]);
    return seen.size < seen.add(key).size;
  });
}
