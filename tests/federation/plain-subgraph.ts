import { buildSubgraphSchema } from '@apollo/subgraph';
import { graphql, parse } from 'graphql';
import { readBody } from '../../platform/http/http-body.ts';
import { startHttpListener, type HttpListener } from '../../platform/http/http-listener.ts';
import { createLog } from '../../platform/process/log.ts';

export type PlainSubgraph = HttpListener & {
  /** Headers of each request, as they came. */
  readonly received: Record<string, unknown>[];
};

/** Somebody else's subgraph: a GraphQL server over HTTP that knows nothing of the hub. */
export async function startPlainSubgraph(sdl: string, resolvers: object): Promise<PlainSubgraph> {
  const schema = buildSubgraphSchema([{ typeDefs: parse(sdl), resolvers: { ...resolvers } }]);
  const received: Record<string, unknown>[] = [];
  const listener = await startHttpListener({
    host: '127.0.0.1',
    port: 0,
    drainMs: 100,
    log: createLog('silent'),
    async handler(request, response) {
      received.push(request.headers);
      const body: unknown = JSON.parse((await readBody(request, 1e6)).toString());
      const { query: source, variables: variableValues } = body as Record<
        'query' | 'variables',
        never
      >;
      response.end(JSON.stringify(await graphql({ schema, source, variableValues })));
    },
  });
  return Object.assign(listener, { received });
}
