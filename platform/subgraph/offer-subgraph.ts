import type { GraphQLSchema } from 'graphql';
import type { RoleContext } from '../process/role.ts';
import { createSubgraphExecutor } from './subgraph-executor.ts';
import { startSubgraphServer } from './subgraph-server.ts';
import type { SubgraphRequest } from './subgraph.ts';

export type OfferedSubgraph = {
  readonly name: string;
  readonly schema: GraphQLSchema;
  readonly createContext: (request: SubgraphRequest) => unknown;
  readonly port: number;
  readonly host: string;
  readonly secret: Uint8Array;
};

/**
 * Makes a subgraph reachable: for the gateway of this process directly, and over signed HTTP when
 * the gateway runs in another. Disposing ends both.
 *
 * @throws {Error} The port is taken.
 */
export async function offerSubgraph(
  { local, isSubgraphServer, readiness, log }: RoleContext,
  { name, schema, createContext, port, host, secret }: OfferedSubgraph,
): Promise<AsyncDisposable> {
  const subgraph = createSubgraphExecutor({ name, schema, createContext, log });
  local.set(name, subgraph);
  const stack = new AsyncDisposableStack();
  stack.defer(() => void local.delete(name));
  if (isSubgraphServer) {
    stack.use(
      await startSubgraphServer({
        subgraph,
        host,
        port,
        secret,
        log,
        missing: () => readiness.missing(),
      }),
    );
  }
  return stack;
}
