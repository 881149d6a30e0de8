import {
  execute,
  GraphQLError,
  parse,
  validate,
  ValuesOfCorrectTypeRule,
  type DocumentNode,
  type ExecutionResult,
  type GraphQLSchema,
} from 'graphql';
import type { Viewer } from '../../domain/viewer.ts';
import type { Logger } from '../process/log.ts';
import { keepByText } from './keep-by-text.ts';
import { createPublicErrors } from './public-error.ts';
import type { Subgraph, SubgraphRequest } from './subgraph.ts';

export type SubgraphExecutorOptions = {
  /** As in the supergraph: `cards`. */
  readonly name: string;
  readonly schema: GraphQLSchema;
  /** Called once for each client request, with its first fetch, however many follow. */
  readonly createContext: (request: SubgraphRequest) => unknown;
  readonly log: Logger;
};

type Checked = { readonly document: DocumentNode } | { readonly errors: readonly GraphQLError[] };

/** Makes a callable subgraph of a schema: each text parsed and validated once, errors in public form. */
export function createSubgraphExecutor({
  name,
  schema,
  createContext,
  log,
}: SubgraphExecutorOptions): Subgraph {
  const { toPublic, fromThrown } = createPublicErrors(name, log);
  const check = keepByText((text) => checkDocument(schema, text));
  const contextOf = keepContexts(createContext);

  const run = async (request: SubgraphRequest): Promise<ExecutionResult> => {
    const checked = check(request.query);
    if ('errors' in checked) return { errors: checked.errors.map(toPublic) };
    const result = await execute({
      schema,
      document: checked.document,
      operationName: request.operationName,
      variableValues: request.variables,
      contextValue: contextOf(request),
    });
    if (result.errors === undefined) return result;
    return { ...result, errors: result.errors.map(toPublic) };
  };

  return {
    name,
    async execute(request) {
      try {
        return await run(request);
      } catch (thrown) {
        return { errors: [fromThrown(thrown)] };
      }
    },
  };
}

function checkDocument(schema: GraphQLSchema, text: string): Checked {
  let document;
  try {
    document = parse(text);
  } catch (thrown) {
    return { errors: [asBug(messageOf(thrown))] };
  }
  const errors = validate(schema, document);
  if (errors.length === 0) return { document };
  // A literal that a scalar refuses is the caller's mistake and is told as it is. Anything else
  // means that gateway and subgraph know different schemas.
  const ofValues = validate(schema, document, [ValuesOfCorrectTypeRule]);
  return {
    errors: ofValues.length === errors.length ? ofValues : errors.map((e) => asBug(e.message)),
  };
}

function asBug(message: string): GraphQLError {
  return new GraphQLError(message, { originalError: new Error(`refused document: ${message}`) });
}

function messageOf(thrown: unknown): string {
  return thrown instanceof Error ? thrown.message : String(thrown);
}

/**
 * One context for a request key, gone with the key. A key that comes back with another viewer
 * gets a context of its own: loaders have no notion of who may see what.
 */
function keepContexts(
  createContext: (request: SubgraphRequest) => unknown,
): (request: SubgraphRequest) => unknown {
  const kept = new WeakMap<object, { readonly viewer: Viewer; readonly context: unknown }>();
  return (request) => {
    const { requestKey, viewer } = request;
    const known = kept.get(requestKey);
    if (known?.viewer === viewer) return known.context;
    const context = createContext(request);
    if (known === undefined) kept.set(requestKey, { viewer, context });
    return context;
  };
}
