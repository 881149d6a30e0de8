import { randomUUID } from 'node:crypto';
import { isNativeError } from 'node:util/types';
import { GraphQLError, Kind } from 'graphql';
import { HubError, UpstreamUnavailableError } from '../../domain/errors.ts';
import type { Logger } from '../process/log.ts';

/** Turns what a resolver threw into what a client may read. One per subgraph. */
export type PublicErrors = {
  /**
   * @param error As graphql-js located it: its path is kept, nothing else is.
   * @returns `message`, `path` and `extensions.code`, one of the eight codes; INTERNAL also has
   *   `extensions.reference`, by which the log line is found.
   */
  readonly toPublic: (error: GraphQLError) => GraphQLError;
  /** The same for something thrown outside of a resolver. */
  readonly fromThrown: (thrown: unknown) => GraphQLError;
};

/** What a citizen reads about a bug. */
export const INTERNAL_MESSAGE = 'Something went wrong on our side.';

/** Our own document store, where it is named as what did not answer. */
const STORE = 'document store';

/** The driver's names for a store that cannot be reached: an outage, to be tried again, and no bug. */
const STORE_AWAY =
  /^Mongo(ose)?(NetworkError|NetworkTimeoutError|ServerSelectionError|PoolClearedError|PoolClearedOnNetworkError|NotConnectedError)$/;

/** Kinds of syntax nodes at which graphql-js reports an argument that it could not coerce. */
const VALUE_KINDS: ReadonlySet<string> = new Set([
  Kind.VARIABLE,
  Kind.INT,
  Kind.FLOAT,
  Kind.STRING,
  Kind.BOOLEAN,
  Kind.NULL,
  Kind.ENUM,
  Kind.LIST,
  Kind.OBJECT,
  Kind.OBJECT_FIELD,
]);

/**
 * @param log Gets each bug once, with its stack, however many fields it failed; no variables.
 *   Refused and malformed answers of legacy systems are told there too.
 */
export function createPublicErrors(subgraph: string, log: Logger): PublicErrors {
  const references = new WeakMap<object, string>();
  const told = new WeakSet<HubError>();

  const bug = (thrown: unknown, path: GraphQLError['path']): GraphQLError => {
    const error = isNativeError(thrown) ? thrown : new Error(`thrown: ${typeof thrown}`);
    let reference = references.get(error);
    if (reference === undefined) {
      reference = randomUUID();
      references.set(error, reference);
      log.error({ reference, subgraph, field: path?.join('.'), stack: stackOf(error) }, 'bug');
    }
    return publicError(INTERNAL_MESSAGE, path, { code: 'INTERNAL', reference });
  };

  const expected = (error: HubError, path: GraphQLError['path']): GraphQLError => {
    if (!told.has(error)) tellOperators(error);
    return publicError(error.publicMessage, path, { code: error.code });
  };

  const tellOperators = (error: HubError): void => {
    told.add(error);
    const line = { subgraph, code: error.code, reason: withoutNumbers(error.message) };
    if (error.code === 'UPSTREAM_MALFORMED') log.error(line, 'legacy answer cannot be read');
    if (error.message.startsWith(STORE)) log.error(line, 'the document store is not answering');
    if (error.code === 'UPSTREAM_REJECTED') log.warn(line, 'legacy system refused');
  };

  const toPublic = (error: GraphQLError): GraphQLError => {
    const cause = named(causeOf(error));
    if (cause instanceof HubError) return expected(cause, error.path);
    if (isInputError(error)) {
      return publicError(withoutSuggestion(error.message), error.path, { code: 'BAD_USER_INPUT' });
    }
    return bug(cause, error.path);
  };

  return {
    toPublic,
    fromThrown(thrown) {
      const cause = named(thrown);
      return cause instanceof HubError ? expected(cause, undefined) : bug(cause, undefined);
    },
  };
}

/** graphql-js adds what it would have liked to read; outside development that describes the schema. */
export function withoutSuggestion(message: string): string {
  return message.replace(/ ?Did you mean .*\?/s, '').trimEnd();
}

/** Runs of five digits and more are card numbers, civil ids, barcodes: they have no place in a log. */
export function withoutNumbers(text: string): string {
  return text.replace(/[A-Z]?\d{5,}[A-Z]?/gi, '[number]').replace(/\S+@\S+/g, '[address]');
}

/**
 * The driver marks what a store that goes away in the middle of a write or a transaction ends with, under
 * whatever name, a bulk write's for instance. Source: MongoDB's error labels.
 */
const PASSING_LABELS: readonly string[] = [
  'TransientTransactionError',
  'RetryableWriteError',
  'UnknownTransactionCommitResult',
];

function isPassing(error: Error): boolean {
  const labels: unknown = 'errorLabels' in error ? error.errorLabels : null;
  return Array.isArray(labels) && labels.some((label) => PASSING_LABELS.includes(label));
}

/** The failure behind an error of the store's driver; anything else as it is. */
function named(thrown: unknown): unknown {
  if (!isNativeError(thrown)) return thrown;
  if (!STORE_AWAY.test(thrown.name) && !isPassing(thrown)) return thrown;
  return new UpstreamUnavailableError(STORE, thrown.name, { cause: thrown });
}

/** What was thrown, below the layers that graphql-js wraps around it. */
function causeOf(error: GraphQLError): unknown {
  let cause: Error = error;
  while (cause instanceof GraphQLError && cause.originalError !== undefined) {
    cause = cause.originalError;
  }
  return cause;
}

/** Variables are reported at their definition, arguments at the value given, resolvers at their field. */
function isInputError({ nodes }: GraphQLError): boolean {
  const [node] = nodes ?? [];
  return (
    node !== undefined && (node.kind === Kind.VARIABLE_DEFINITION || VALUE_KINDS.has(node.kind))
  );
}

function publicError(
  message: string,
  path: GraphQLError['path'],
  extensions: Readonly<Record<string, unknown>>,
): GraphQLError {
  return new GraphQLError(message, { path, extensions });
}

function stackOf(error: Error): string {
  const below = isNativeError(error.cause) ? `\ncaused by ${stackOf(error.cause)}` : '';
  return withoutNumbers(error.stack ?? error.message) + below;
}
