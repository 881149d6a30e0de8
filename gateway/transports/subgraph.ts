import type { Logger } from '../../platform/process/log.ts';
import type { Subgraph } from '../../platform/subgraph/subgraph.ts';
import { createTransport, type Transport } from './transport.ts';

/**
 * Calls a subgraph of the hub. `subgraph-executor.ts` makes one in this process;
 * `subgraph-client.ts` makes one that is reached over signed HTTP.
 */
export function createSubgraphTransport(subgraph: Subgraph, log: Logger): Transport {
  return createTransport({
    name: subgraph.name,
    log,
    send: (fetch, { viewer, requestKey, signal }) =>
      subgraph.execute({ ...fetch, viewer, requestKey, signal }),
  });
}
