import { createGraphQLClient } from '../../platform/http/graphql-client.ts';
import type { Logger } from '../../platform/process/log.ts';
import { createTransport, type Transport } from './transport.ts';

export type HttpTransportOptions = {
  readonly name: string;
  readonly url: URL;
  readonly log: Logger;
};

/** Calls any GraphQL server over HTTP, unsigned, with the client's headers that are to be forwarded. */
export function createHttpTransport({
  name,
  url,
  log,
}: HttpTransportOptions): Transport & AsyncDisposable {
  const client = createGraphQLClient({ name, url });
  const transport = createTransport({
    name,
    log,
    send: ({ query, operationName, variables }, { forwarded, signal }) =>
      client.post(JSON.stringify({ query, operationName, variables }), forwarded, signal),
  });
  return {
    process: (options) => transport.process(options),
    [Symbol.asyncDispose]: () => client[Symbol.asyncDispose](),
  };
}
