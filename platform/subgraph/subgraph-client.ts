import type { Clock } from '../clock.ts';
import { createGraphQLClient } from '../http/graphql-client.ts';
import { createSubgraphSigner } from './subgraph-signature.ts';
import type { Subgraph } from './subgraph.ts';

export type SubgraphClientOptions = {
  /** As in the supergraph: `cards`. */
  readonly name: string;
  /** `http://host:port/graphql` of its `subgraph-server.ts`. */
  readonly url: URL;
  /** Shared with the subgraph, 32 bytes. */
  readonly secret: Uint8Array;
  readonly clock?: Clock;
};

/**
 * A subgraph of another process, called over signed HTTP. Unlike one in this process, `execute`
 * rejects when the process does not answer:
 *
 * @throws {UpstreamUnavailableError} No connection, or no answer in time.
 * @throws {UpstreamMalformedError} Something else answers there, or the secret differs.
 */
export function connectSubgraph({
  name,
  url,
  secret,
  clock,
}: SubgraphClientOptions): Subgraph & AsyncDisposable {
  const client = createGraphQLClient({ name, url });
  const sign = createSubgraphSigner({
    secret,
    subgraph: name,
    ...(clock === undefined ? {} : { clock }),
  });
  return {
    name,
    execute({ query, operationName, variables, viewer, signal }) {
      const body = JSON.stringify({ query, operationName, variables });
      return client.post(body, sign(body, viewer), signal);
    },
    [Symbol.asyncDispose]: () => client[Symbol.asyncDispose](),
  };
}
