import { ApolloGateway, type ServiceEndpointDefinition } from '@apollo/gateway';
import type { ApolloServerOptionsWithGateway } from '@apollo/server';
import { print } from 'graphql';
import type { Logger } from '../platform/process/log.ts';
import { createResponseNames } from './response-names.ts';
import { putResolvableKeysFirst, readSupergraph } from './supergraph-features.ts';
import type { Transport } from './transports/transport.ts';
import { refuseNullsOfNobody, showErrors } from './visible-errors.ts';

/** What ApolloServer needs of a gateway. */
export type Gateway = ApolloServerOptionsWithGateway<never>['gateway'];
export type GatewayRequest = Parameters<ApolloGateway['executor']>[0];
export type GatewayAnswer = Awaited<ReturnType<ApolloGateway['executor']>>;

export type GatewayOptions = {
  /** The composed supergraph, as `scripts/compose.ts` writes it. */
  readonly supergraphSdl: string;
  /**
   * Called once for each subgraph when the supergraph is loaded.
   *
   * @throws {SupergraphError} The subgraph cannot be reached by what the supergraph says of it.
   */
  readonly transportOf: (subgraph: ServiceEndpointDefinition) => Transport;
  readonly log: Logger;
};

/**
 * ApolloGateway plans and executes; this adds errors that say where and what.
 *
 * @throws {SupergraphError} The supergraph uses a feature that is not supported. Other mistakes in
 *   it are found when the server that uses the gateway starts.
 */
export function createGateway({ supergraphSdl, transportOf, log }: GatewayOptions): Gateway {
  const supergraph = readSupergraph(supergraphSdl);
  const names = createResponseNames(supergraph);
  // The package sends usage figures to its maker unless this variable says no, and has no other switch.
  // oxlint-disable-next-line node/no-process-env -- see above
  process.env['APOLLO_TELEMETRY_DISABLED'] = 'true';
  // Contexts of the requests for which a subgraph was asked.
  const fetched = new WeakSet<object>();
  const apollo = new ApolloGateway({
    supergraphSdl: print(putResolvableKeysFirst(supergraph)),
    buildService(subgraph) {
      const transport = transportOf(subgraph);
      return {
        process(options: Parameters<Transport['process']>[0]) {
          fetched.add(options.context);
          return transport.process(options);
        },
      };
    },
    logger: quietly(log),
    // Otherwise a client's header shows the query plan, with fields that are hidden from clients.
    __exposeQueryPlanExperimental: false,
    validateSupergraph: true,
  });
  return {
    async load(options) {
      const loaded = await apollo.load(options);
      return {
        ...loaded,
        async executor(request) {
          const asked = names.protect(request);
          const shown = showErrors(await loaded.executor(asked), asked);
          const answer = fetched.has(request.context) ? shown : refuseNullsOfNobody(shown, asked);
          return asked === request ? answer : names.restore(answer);
        },
      };
    },
    onSchemaLoadOrUpdate: (callback) => apollo.onSchemaLoadOrUpdate(callback),
    stop: () => apollo.stop(),
  };
}

/** Apollo's packages log whole messages; what they call information is detail to an operator. */
export function quietly(log: Logger) {
  const line = (message: unknown): string => String(message);
  return {
    debug: (message?: unknown) => log.trace(line(message)),
    info: (message?: unknown) => log.debug(line(message)),
    warn: (message?: unknown) => log.warn(line(message)),
    error: (message?: unknown) => log.error(line(message)),
  };
}
