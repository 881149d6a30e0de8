import { startHttpListener } from '../platform/http/http-listener.ts';
import type { Logger } from '../platform/process/log.ts';
import type { Subgraph } from '../platform/subgraph/subgraph.ts';
import type { TokenVerifier } from '../platform/tokens/token.ts';
import { createCors } from './cors.ts';
import { createDoor } from './door.ts';
import { startEngine, type Engine } from './engine.ts';
import { createErrorMask } from './errors.ts';
import { createExplorer, type Example } from './explorer.ts';
import { createGateway } from './gateway.ts';
import { createOperationReader } from './http-operation.ts';
import { createOperationCheck, DEFAULT_LIMITS } from './limits.ts';
import type { GatewaySettings } from './settings.ts';
import { SupergraphError } from './supergraph-features.ts';
import { createSubgraphTransport } from './transports/subgraph.ts';
import { createViewerReader } from './viewer-reader.ts';

export type HubGatewayOptions = {
  readonly settings: Omit<GatewaySettings, 'HUB_GATEWAY_PORT'> & {
    /** 0 takes a free one. */
    readonly HUB_GATEWAY_PORT: number;
  };
  readonly supergraphSdl: string;
  /** By name: in this process or reached over HTTP. Not closed by the gateway. */
  readonly subgraphs: ReadonlyMap<string, Subgraph>;
  readonly verifier: TokenVerifier;
  /** Serves introspection and the explorer, and tells suggestions; any origin on localhost may ask. */
  readonly isDevelopment: boolean;
  /** What the explorer opens with; asked at each opening. */
  readonly example: () => Example | null;
  /** Parts of the hub that are still missing: until there are none, operations are refused. */
  readonly missing: () => readonly string[];
  readonly log: Logger;
};

/** The hub's door, open from the start; disposing stops accepting, finishes what runs, and closes. */
export type HubGateway = AsyncDisposable & {
  /** `http://host:port/graphql` */
  readonly url: string;
};

/** Time for running requests when the gateway stops; less than the whole hub takes for it. */
const DRAIN_MS = 3_000;

/**
 * @throws {SupergraphError} The supergraph cannot be loaded, or a subgraph in it is not given.
 * @throws {Error} The port is taken.
 */
export async function startHubGateway(options: HubGatewayOptions): Promise<HubGateway> {
  const { settings, isDevelopment, log } = options;
  const formatError = createErrorMask({ isDevelopment, log });
  await using stack = new AsyncDisposableStack();
  const engine: Engine = stack.use(
    await startEngine({
      gateway: createGateway({ ...options, transportOf: createTransportOf(options) }),
      formatError,
      hasIntrospection: isDevelopment,
      log,
    }),
  );
  const listener = await startHttpListener({
    host: settings.HUB_GATEWAY_HOST,
    port: settings.HUB_GATEWAY_PORT,
    drainMs: DRAIN_MS,
    log,
    handler: createDoor({
      engine,
      formatError,
      readOperation: createOperationReader({
        bodyLimitBytes: settings.HUB_GATEWAY_BODY_LIMIT_BYTES,
        allowsSimpleGet: false,
      }),
      readViewer: createViewerReader(options.verifier),
      checkOperation: createOperationCheck(limitsOf(settings)),
      cors: createCors({ origins: settings.HUB_GATEWAY_ORIGINS, allowsThisMachine: isDevelopment }),
      missing: options.missing,
      explorer: isDevelopment ? createExplorer(options.example) : null,
      forwardedHeaders: [],
      deadlineMs: settings.HUB_GATEWAY_DEADLINE_MS,
      log,
    }),
  });
  // Disposed in reverse: the door first, then what answers behind it.
  stack.use(listener);
  const started = stack.move();
  return {
    url: `${listener.origin}/graphql`,
    [Symbol.asyncDispose]: () => started.disposeAsync(),
  };
}

function createTransportOf({ subgraphs, log }: HubGatewayOptions) {
  return ({ name }: { readonly name: string }) => {
    const subgraph = subgraphs.get(name);
    if (subgraph !== undefined) return createSubgraphTransport(subgraph, log);
    throw new SupergraphError(
      `The supergraph has a subgraph ${name}, and nothing says where it is.`,
    );
  };
}

function limitsOf(settings: HubGatewayOptions['settings']) {
  return {
    ...DEFAULT_LIMITS,
    maxDepth: settings.HUB_GATEWAY_MAX_DEPTH,
    maxAliases: settings.HUB_GATEWAY_MAX_ALIASES,
    maxFields: settings.HUB_GATEWAY_MAX_FIELDS,
    maxTokens: settings.HUB_GATEWAY_MAX_TOKENS,
  };
}
