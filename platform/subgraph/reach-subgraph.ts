import { UpstreamUnavailableError } from '../../domain/errors.ts';
import { ConfigError } from '../process/config.ts';
import type { RoleContext } from '../process/role.ts';
import { connectSubgraph } from './subgraph-client.ts';
import type { Subgraph } from './subgraph.ts';

export type SubgraphToReach = {
  readonly name: string;
  /** Where it listens when it runs in another process; undefined: in this one. */
  readonly url: URL | undefined;
  readonly secret: Uint8Array;
};

/**
 * A subgraph, wherever it runs: the one of this process, looked up when it is called since roles start one
 * after another, or the one behind an address.
 *
 * @throws {ConfigError} It runs in another process and no address is given.
 */
export function reachSubgraph(
  { local, roles }: RoleContext,
  { name, url, secret }: SubgraphToReach,
): Subgraph & AsyncDisposable {
  if (url !== undefined) return connectSubgraph({ name, url, secret });
  if (!roles.includes(name)) {
    throw new ConfigError([
      `HUB_${name.toUpperCase()}_SUBGRAPH_URL is missing: the role ${name} does not run in this process.`,
    ]);
  }
  return {
    name,
    async execute(request) {
      const subgraph = local.get(name);
      if (subgraph === undefined) throw new UpstreamUnavailableError(name, 'is not started');
      return subgraph.execute(request);
    },
    async [Symbol.asyncDispose]() {
      // The role that offers it ends it.
    },
  };
}
