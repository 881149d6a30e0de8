import { ApolloServer } from '@apollo/server';
import {
  ApolloServerPluginCacheControlDisabled,
  ApolloServerPluginInlineTraceDisabled,
  ApolloServerPluginLandingPageDisabled,
  ApolloServerPluginSchemaReportingDisabled,
  ApolloServerPluginUsageReportingDisabled,
} from '@apollo/server/plugin/disabled';
import type { FormattedExecutionResult } from 'graphql';
import type { Logger } from '../platform/process/log.ts';
import type { Asking } from './asking.ts';
import type { ErrorFormatter } from './errors.ts';
import { quietly, type Gateway } from './gateway.ts';
import { SupergraphError } from './supergraph-features.ts';

/** One operation of a client. */
export type Operation = {
  readonly query: string;
  readonly operationName: string | undefined;
  readonly variables: Readonly<Record<string, unknown>> | undefined;
};

/** Validates, plans and executes operations. Disposing lets go of the gateway. */
export type Engine = AsyncDisposable & {
  /**
   * Without `data` in the answer, the operation was not executed: it is no valid one.
   *
   * @throws {Error} A bug; the answer of an operation that failed is an answer.
   */
  execute(operation: Operation, asking: Asking): Promise<FormattedExecutionResult>;
};

export type EngineOptions = {
  readonly gateway: Gateway;
  readonly formatError: ErrorFormatter;
  /** Lets clients read the schema. */
  readonly hasIntrospection: boolean;
  readonly log: Logger;
};

/** More mistakes than these are not told: a document of nothing but mistakes would be answered at length. */
const MOST_MISTAKES = 5;

/** @throws {SupergraphError} The supergraph cannot be loaded. */
export async function startEngine({
  gateway,
  formatError,
  hasIntrospection,
  log,
}: EngineOptions): Promise<Engine> {
  const server = new ApolloServer<{ asking: Asking }>({
    gateway,
    formatError,
    introspection: hasIntrospection,
    includeStacktraceInErrorResponses: false,
    validationOptions: { maxErrors: MOST_MISTAKES },
    persistedQueries: false,
    stopOnTerminationSignals: false,
    nodeEnv: 'production',
    logger: quietly(log),
    plugins: [
      ApolloServerPluginCacheControlDisabled(),
      ApolloServerPluginInlineTraceDisabled(),
      ApolloServerPluginLandingPageDisabled(),
      ApolloServerPluginSchemaReportingDisabled(),
      ApolloServerPluginUsageReportingDisabled(),
    ],
  });
  await server.start().catch((error: unknown) => {
    if (error instanceof SupergraphError) throw error;
    throw new SupergraphError(`The supergraph cannot be loaded: ${firstReason(error)}`, {
      cause: error,
    });
  });
  return {
    async execute({ query, operationName, variables }, asking) {
      const { body } = await server.executeOperation(
        {
          query,
          ...(operationName === undefined ? {} : { operationName }),
          ...(variables === undefined ? {} : { variables }),
        },
        { contextValue: { asking } },
      );
      if (body.kind === 'single') return body.singleResult;
      throw new Error('the gateway answered in parts, which nothing asks of it');
    },
    [Symbol.asyncDispose]: () => server.stop(),
  };
}

/** Of a message with a heading, a list of causes and extracts of the schema: the first cause. */
function firstReason(error: unknown): string {
  const message = error instanceof Error ? error.message : String(error);
  const [cause = message] = message.split(/Caused by:\s*/).slice(1);
  const [reason = ''] = cause.split('\n\n');
  return reason.replace(/\s+/g, ' ').replace(/[^.?]$/, '$&.');
}
