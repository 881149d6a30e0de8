import type { GraphQLDataSource } from '@apollo/gateway';
import type { ExecutionResult } from 'graphql';
import { HubError, UpstreamMalformedError, UpstreamUnavailableError } from '../../domain/errors.ts';
import type { Logger } from '../../platform/process/log.ts';
import { createPublicErrors } from '../../platform/subgraph/public-error.ts';
import type { Asking } from '../asking.ts';
import { placeErrors, representationsOf } from './place-errors.ts';

/** One fetch of a query plan. */
export type Fetch = {
  readonly query: string;
  readonly operationName?: string | undefined;
  readonly variables?: Readonly<Record<string, unknown>> | undefined;
};

export type TransportOptions = {
  /** Name of the subgraph. */
  readonly name: string;
  /** @throws {HubError} The subgraph gave no answer. */
  readonly send: (fetch: Fetch, asking: Asking) => Promise<ExecutionResult>;
  readonly log: Logger;
};

/** How ApolloGateway reaches one subgraph. */
export type Transport = GraphQLDataSource<{ asking: Asking }>;

/**
 * A transport that always answers before the deadline and never throws: a fetch that fails as a
 * whole becomes an error at each place of the answer that stays null because of it.
 */
export function createTransport({ name, send, log }: TransportOptions): Transport {
  const { fromThrown } = createPublicErrors(name, log);
  let isDown = false;
  const tellMove = (error: unknown): void => {
    const wasDown = isDown;
    isDown = error instanceof UpstreamUnavailableError;
    if (isDown && !wasDown)
      log.warn({ subgraph: name, reason: reasonOf(error) }, 'subgraph is down');
    if (!isDown && wasDown) log.info({ subgraph: name }, 'subgraph answers again');
  };

  const ask = async (fetch: Fetch, asking: Asking): Promise<ExecutionResult> => {
    try {
      const answer = await beforeDeadline(name, asking.signal, () => send(fetch, asking));
      const complete = assertComplete(name, fetch, answer);
      tellMove(null);
      return complete;
    } catch (thrown) {
      if (!asking.signal.aborted) tellMove(thrown);
      return { errors: [fromThrown(thrown)] };
    }
  };

  return {
    async process({ request, context }) {
      const { query = '', operationName, variables } = request;
      const fetch = { query, operationName, variables };
      return placeErrors(fetch, await ask(fetch, context['asking']));
    },
  };
}

/** The gateway counts on one entity, or null, for each that was asked; without them only errors are left. */
function assertComplete(name: string, fetch: Fetch, answer: ExecutionResult): ExecutionResult {
  const asked = representationsOf(fetch);
  const entities = answer.data?.['_entities'];
  if (asked === null || answer.data == null) return answer;
  if (Array.isArray(entities) && entities.length === asked.length) return answer;
  if (answer.errors !== undefined) return { errors: answer.errors };
  throw new UpstreamMalformedError(name, `other than ${asked.length} entities in the answer`);
}

/** Nothing starts after the deadline; what has started is left alone but no longer waited for. */
async function beforeDeadline<T>(
  name: string,
  signal: AbortSignal,
  work: () => Promise<T>,
): Promise<T> {
  // Made when it is needed: an error costs its stack.
  const over = () => new UpstreamUnavailableError(name, 'the deadline is over');
  if (signal.aborted) throw over();
  const { promise, reject } = Promise.withResolvers<never>();
  const stop = (): void => reject(over());
  signal.addEventListener('abort', stop, { once: true });
  try {
    return await Promise.race([work(), promise]);
  } finally {
    signal.removeEventListener('abort', stop);
  }
}

function reasonOf(error: unknown): string {
  return error instanceof HubError ? error.message : String(error);
}
