import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Clock } from '../clock.ts';
import { BodyRefusedError, readBody } from '../http/http-body.ts';
import { startHttpListener } from '../http/http-listener.ts';
import type { Logger } from '../process/log.ts';
import { createSignatureCheck, type SignatureCheck } from './subgraph-signature.ts';
import type { Subgraph } from './subgraph.ts';

export type SubgraphServerOptions = {
  readonly subgraph: Subgraph;
  readonly host: string;
  /** 0 takes a free one. */
  readonly port: number;
  /** Shared with the gateway, 32 bytes. */
  readonly secret: Uint8Array;
  readonly log: Logger;
  /** Parts still missing; `/ready` is 503 and names them until there are none. */
  readonly missing?: () => readonly string[];
  /** Default 4 MiB: representations of many entities. */
  readonly bodyLimitBytes?: number;
  /** How long a stop waits for running requests, default 3 s. */
  readonly drainMs?: number;
  readonly clock?: Clock;
};

/** A subgraph behind HTTP; disposing stops it gracefully. */
export type SubgraphServer = AsyncDisposable & {
  /** `http://host:port/graphql` */
  readonly url: string;
};

/**
 * Serves `POST /graphql` to the gateway alone (signed requests, 401 for others), and `GET /live`
 * and `GET /ready` to anybody.
 *
 * @throws {Error} The port is taken.
 */
export async function startSubgraphServer(options: SubgraphServerOptions): Promise<SubgraphServer> {
  const { subgraph, secret, clock, missing = () => [], bodyLimitBytes = 4 * 1024 * 1024 } = options;
  const check = createSignatureCheck({
    secret,
    subgraph: subgraph.name,
    ...(clock === undefined ? {} : { clock }),
  });
  const listener = await startHttpListener({
    host: options.host,
    port: options.port,
    drainMs: options.drainMs ?? 3_000,
    log: options.log,
    async handler(request, response) {
      switch (`${request.method} ${request.url}`) {
        case 'POST /graphql':
          return answerFetch(request, response, { subgraph, check, bodyLimitBytes });
        case 'GET /live':
          return send(response, 200, { live: true });
        case 'GET /ready': {
          const waiting = listener.isStopping() ? ['stopping'] : missing();
          return send(response, waiting.length === 0 ? 200 : 503, { missing: waiting });
        }
        default:
          return send(response, 404, { message: 'There is POST /graphql, GET /live, GET /ready.' });
      }
    },
  });
  return {
    url: `${listener.origin}/graphql`,
    [Symbol.asyncDispose]: () => listener[Symbol.asyncDispose](),
  };
}

async function answerFetch(
  request: IncomingMessage,
  response: ServerResponse,
  {
    subgraph,
    check,
    bodyLimitBytes,
  }: {
    readonly subgraph: Subgraph;
    readonly check: SignatureCheck;
    readonly bodyLimitBytes: number;
  },
): Promise<void> {
  let body;
  try {
    body = await readBody(request, bodyLimitBytes);
  } catch (error) {
    if (!(error instanceof BodyRefusedError)) throw error;
    response.setHeader('connection', 'close');
    return send(response, error.status, { message: error.message });
  }
  const viewer = check(request.headers, body);
  if (viewer === null) return send(response, 401, { message: 'Only the gateway may ask.' });
  const fetched = parseJson(body);
  if (!isFetch(fetched)) return send(response, 400, { message: 'The body is no GraphQL request.' });

  const gone = new AbortController();
  response.once('close', () => {
    if (!response.writableFinished) gone.abort();
  });
  const result = await subgraph.execute({
    query: fetched.query,
    operationName: fetched.operationName,
    variables: fetched.variables,
    viewer,
    requestKey: gone,
    signal: gone.signal,
  });
  return send(response, 200, result);
}

type Fetch = Pick<Parameters<Subgraph['execute']>[0], 'query' | 'operationName' | 'variables'>;

/** The signature vouches for the sender; this is for a gateway of another version. */
function isFetch(value: unknown): value is Fetch {
  if (typeof value !== 'object' || value === null || !('query' in value)) return false;
  const operationName = 'operationName' in value ? value.operationName : undefined;
  const variables = 'variables' in value ? value.variables : undefined;
  return (
    typeof value.query === 'string' &&
    (operationName === undefined || typeof operationName === 'string') &&
    (variables === undefined || (typeof variables === 'object' && variables !== null))
  );
}

function parseJson(body: Buffer): unknown {
  try {
    return JSON.parse(body.toString('utf8'));
  } catch {
    return null;
  }
}

function send(response: ServerResponse, status: number, value: unknown): void {
  const text = JSON.stringify(value);
  response
    .writeHead(status, {
      'content-type': 'application/json',
      'content-length': Buffer.byteLength(text),
    })
    .end(text);
}
