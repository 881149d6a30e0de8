import { NOBODY } from '../domain/viewer.ts';
import { startHttpListener } from '../platform/http/http-listener.ts';
import type { Logger } from '../platform/process/log.ts';
import { createCors } from './cors.ts';
import { createDoor } from './door.ts';
import { startEngine } from './engine.ts';
import { passErrors } from './errors.ts';
import { createGateway } from './gateway.ts';
import { createOperationReader } from './http-operation.ts';
import { createOperationCheck, type Limits } from './limits.ts';
import { SupergraphError } from './supergraph-features.ts';
import { createHttpTransport } from './transports/http.ts';

export type StandaloneGatewayOptions = {
  readonly supergraphSdl: string;
  readonly host: string;
  /** 0 takes a free one. */
  readonly port: number;
  /** Names of client headers that all subgraphs get; none by default. With any, a GET must show that no other site sent it. */
  readonly forwardedHeaders: readonly string[];
  readonly log: Logger;
};

/** Much larger than any operation of people; against those that are made to exhaust. */
const LIMITS: Limits = {
  maxDepth: 100,
  maxAliases: 1_000,
  maxFields: 50_000,
  maxRepeats: 1_000,
  maxTokens: 15_000,
};
const BODY_LIMIT_BYTES = 10 * 1024 * 1024;
const DEADLINE_MS = 30_000;
const DRAIN_MS = 3_000;

/**
 * A gateway over any supergraph, reaching its subgraphs by the addresses in it. Nothing of the
 * city: no token is asked, the schema can be read, errors of subgraphs pass with their messages.
 *
 * @returns With the address of the endpoint; disposing finishes what runs and closes.
 * @throws {SupergraphError} The supergraph cannot be loaded.
 * @throws {Error} The port is taken.
 */
export async function startStandaloneGateway({
  supergraphSdl,
  host,
  port,
  forwardedHeaders,
  log,
}: StandaloneGatewayOptions): Promise<AsyncDisposable & { readonly url: string }> {
  await using stack = new AsyncDisposableStack();
  const gateway = createGateway({
    supergraphSdl,
    log,
    transportOf: ({ name, url }) =>
      stack.use(createHttpTransport({ name, url: parseAddress(name, url), log })),
  });
  const engine = stack.use(
    await startEngine({ gateway, formatError: passErrors, hasIntrospection: true, log }),
  );
  const listener = stack.use(
    await startHttpListener({
      host,
      port,
      drainMs: DRAIN_MS,
      log,
      handler: createDoor({
        engine,
        formatError: passErrors,
        readOperation: createOperationReader({
          bodyLimitBytes: BODY_LIMIT_BYTES,
          // A page of another site that makes a browser send a query gains nothing: it cannot read
          // the answer, a GET changes nothing, and nobody is signed in. A header that is passed on
          // may be a cookie or a password that the browser adds by itself.
          allowsSimpleGet: forwardedHeaders.length === 0,
        }),
        readViewer: () => Promise.resolve(NOBODY),
        checkOperation: createOperationCheck(LIMITS),
        cors: createCors({ origins: [], allowsThisMachine: false }),
        missing: () => [],
        explorer: null,
        forwardedHeaders: forwardedHeaders.map((name) => name.toLowerCase()),
        deadlineMs: DEADLINE_MS,
        log,
      }),
    }),
  );
  const started = stack.move();
  return {
    url: `${listener.origin}/graphql`,
    [Symbol.asyncDispose]: () => started.disposeAsync(),
  };
}

function parseAddress(name: string, url: string | undefined): URL {
  const address = URL.parse(url ?? '');
  if (address !== null && /^https?:$/.test(address.protocol)) return address;
  throw new SupergraphError(
    `The supergraph gives no http address for the subgraph ${name}, but ${JSON.stringify(url ?? '')}.`,
  );
}
