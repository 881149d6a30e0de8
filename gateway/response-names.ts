import {
  getOperationAST,
  GraphQLError,
  Kind,
  parse,
  visit,
  type DocumentNode,
  type FieldNode,
} from 'graphql';
import type { GatewayAnswer, GatewayRequest } from './gateway.ts';

/** Gives the client's fields names that cannot be taken for the plan's own, and takes them back. */
export type ResponseNames = {
  /** The request to be planned; the very same when none of its names is in the way. */
  readonly protect: (request: GatewayRequest) => GatewayRequest;
  /** The answer to a protected request, under the names that the client asked for. */
  readonly restore: (answer: GatewayAnswer) => GatewayAnswer;
};

/** A client that begins a name of its own with this mixes up its own answer, nothing else. */
const PREFIX = 'asked__';
/** Names that the planner makes up itself. */
const MADE_UP = /__alias_\d+$/;

/**
 * A plan fetches keys and required fields under their own names, into the same objects as what the
 * client asked, and sends on what it finds there. With `{ card { account: number library { … } } }`
 * a client would choose the account that the library is asked for, and `{ card { id: number } }`
 * would be answered with the id. So an alias that is the name of such a field is replaced while
 * the request is planned and executed, and so is such a field with arguments of the client.
 *
 * NOTE: two fields of one type that require the same field with different arguments still get the
 * same value; that is the planner's.
 */
export function createResponseNames(supergraph: DocumentNode): ResponseNames {
  const used = namesInFieldSets(supergraph);
  const isInTheWay = ({ name: { value: name }, alias, arguments: given = [] }: FieldNode) => {
    const key = alias?.value ?? name;
    if (key !== name && MADE_UP.test(key)) return true;
    const hasArguments = used.get(key);
    if (hasArguments === undefined) return false;
    return key !== name || given.length > 0 || hasArguments;
  };
  const rename = (document: DocumentNode): DocumentNode =>
    visit(document, {
      Field(node) {
        if (!isInTheWay(node)) return undefined;
        const value = PREFIX + (node.alias?.value ?? node.name.value);
        return { ...node, alias: { kind: Kind.NAME, value } };
      },
    });

  const renamed = new WeakMap<DocumentNode, DocumentNode>();
  return {
    protect(request) {
      const known = renamed.get(request.document);
      const document = known ?? rename(request.document);
      if (known === undefined) renamed.set(request.document, document);
      const operation = getOperationAST(document, request.operationName);
      if (document === request.document || operation == null) return request;
      return { ...request, document, operation };
    },
    restore: ({ data, errors, ...rest }) => ({
      ...rest,
      ...(errors === undefined ? {} : { errors: errors.map(restoreError) }),
      ...(data === undefined ? {} : { data: restoreKeys(data) }),
    }),
  };
}

/** Names of all fields that keys and requirements are made of, and whether any has arguments there. */
function namesInFieldSets(supergraph: DocumentNode): ReadonlyMap<string, boolean> {
  const used = new Map([['__typename', false]]);
  visit(supergraph, {
    Directive({ name: { value: directive }, arguments: given = [] }) {
      const argument = { join__type: 'key', join__field: 'requires' }[directive];
      const value = given.find(({ name }) => name.value === argument)?.value;
      if (value?.kind !== Kind.STRING) return;
      visit(parse(`{ ${value.value} }`), {
        Field({ name: { value: name }, arguments: fixed = [] }) {
          used.set(name, used.get(name) === true || fixed.length > 0);
        },
      });
    },
  });
  return used;
}

function restoreKeys<T>(value: T): T;
function restoreKeys(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(restoreKeys);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    Object.entries(value).map(([key, inner]) => [restoreKey(key), restoreKeys(inner)]),
  );
}

function restoreError(error: GraphQLError): GraphQLError {
  if (error.path === undefined) return error;
  const { message, extensions, originalError } = error;
  return new GraphQLError(message, {
    path: error.path.map((key) => (typeof key === 'string' ? restoreKey(key) : key)),
    extensions,
    originalError: originalError ?? null,
  });
}

function restoreKey(key: string): string {
  return key.startsWith(PREFIX) ? key.slice(PREFIX.length) : key;
}
