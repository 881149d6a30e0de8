import type { GraphQLFormattedError } from 'graphql';
import {
  ForbiddenError,
  InvalidInputError,
  UnauthenticatedError,
  UpstreamUnavailableError,
} from '../../domain/errors.ts';
import type { Viewer } from '../../domain/viewer.ts';
import type { Subgraph } from './subgraph.ts';

/** One question of one subgraph to another, on behalf of a viewer, whose policy holds there too. */
export type SubgraphQuestion = {
  /** For operators: `cards`. */
  readonly name: string;
  readonly query: string;
  readonly variables: Readonly<Record<string, unknown>>;
  readonly viewer: Viewer;
};

/**
 * Fields hidden from clients are answered to the hub's own requests. Each question is a request of
 * its own: what a change is based on is read anew.
 *
 * @returns The answer's `data`, its shape not checked.
 * @throws {HubError} What the other subgraph said, under the same code.
 */
export async function askSubgraph(
  subgraph: Subgraph,
  { name, query, variables, viewer }: SubgraphQuestion,
): Promise<unknown> {
  const { data, errors } = await subgraph.execute({ query, variables, viewer, requestKey: {} });
  const [error] = errors ?? [];
  if (error !== undefined) throw toFailure(name, error.toJSON?.() ?? error);
  return data;
}

function toFailure(name: string, { message, extensions }: GraphQLFormattedError): Error {
  switch (extensions?.['code']) {
    case 'FORBIDDEN':
      return new ForbiddenError();
    case 'UNAUTHENTICATED':
      return new UnauthenticatedError();
    case 'BAD_USER_INPUT':
      return new InvalidInputError(message);
    case 'UPSTREAM_UNAVAILABLE':
      return new UpstreamUnavailableError(name, 'did not answer');
    default:
      return new Error(`${name} subgraph: ${message}`);
  }
}
