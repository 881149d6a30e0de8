import { createServer } from 'node:http';
import type { FormattedExecutionResult } from 'graphql';
import { startHubGateway, type HubGatewayOptions } from '../../gateway/hub-gateway.ts';
import { gatewaySettings } from '../../gateway/settings.ts';
import {
  generateDevelopmentKey,
  type DevelopmentKey,
} from '../../platform/tokens/development-key.ts';
import { createLog } from '../../platform/process/log.ts';
import { connectSubgraph } from '../../platform/subgraph/subgraph-client.ts';
import { startSubgraphServer } from '../../platform/subgraph/subgraph-server.ts';
import { createTokenVerifier, signDevelopmentToken } from '../../platform/tokens/token.ts';
import type { Viewer } from '../../domain/viewer.ts';
import {
  SMALL_CITY_NAMES,
  smallSubgraph,
  smallSupergraph,
  type Seen,
  type SmallCityName,
} from './small-city.ts';

const SECRET = Buffer.alloc(32, 7);

export type SmallCity = AsyncDisposable & {
  readonly url: string;
  readonly seen: Seen;
  /** What was logged, one JSON text a line. */
  readonly lines: string[];
  readonly key: DevelopmentKey;
  readonly token: (kind: Exclude<Viewer['kind'], 'nobody'>, id: string) => Promise<string>;
  readonly ask: (
    query: string,
    options?: { variables?: object; token?: string },
  ) => Promise<FormattedExecutionResult>;
};

export type SmallCityOptions = Partial<
  Pick<HubGatewayOptions, 'isDevelopment' | 'missing' | 'example'>
> & {
  readonly settings?: Partial<HubGatewayOptions['settings']>;
  /** Subgraphs whose address nobody listens at; over HTTP only. */
  readonly dead?: readonly SmallCityName[];
};

export type TransportKind = 'in-process' | 'http';

/** The hub's gateway over the small city, on a free port. */
export async function startSmallCity(
  transport: TransportKind,
  options: SmallCityOptions = {},
): Promise<SmallCity> {
  await using stack = new AsyncDisposableStack();
  const lines: string[] = [];
  const log = createLog('debug', { write: (line: string) => void lines.push(line) });
  const seen: Seen = { contexts: [], asked: [] };
  const subgraphs = new Map(
    await Promise.all(
      SMALL_CITY_NAMES.map(async (name) => {
        const subgraph = smallSubgraph(name, seen, log);
        if (transport === 'in-process') return [name, subgraph] as const;
        const listens = { subgraph, host: '127.0.0.1', port: 0, secret: SECRET, log };
        const url = options.dead?.includes(name)
          ? await unusedAddress()
          : stack.use(await startSubgraphServer({ ...listens, drainMs: 100 })).url;
        return [
          name,
          stack.use(connectSubgraph({ name, url: new URL(url), secret: SECRET })),
        ] as const;
      }),
    ),
  );
  const key = await generateDevelopmentKey();
  const gateway = stack.use(
    await startHubGateway({
      supergraphSdl: smallSupergraph(),
      subgraphs,
      verifier: createTokenVerifier({ developmentKey: key }),
      isDevelopment: false,
      missing: () => [],
      example: () => null,
      log,
      ...options,
      settings: { ...gatewaySettings.parse({}), HUB_GATEWAY_PORT: 0, ...options.settings },
    }),
  );
  const owned = stack.move();
  return {
    url: gateway.url,
    seen,
    lines,
    key,
    token: (kind, id) => signDevelopmentToken({ key, kind, id, expiresInSeconds: 60 }),
    ask: (query, { variables, token } = {}) => post(gateway.url, { query, variables }, token),
    [Symbol.asyncDispose]: () => owned.disposeAsync(),
  };
}

async function post(url: string, body: object, token?: string): Promise<FormattedExecutionResult> {
  const answer = await fetch(url, {
    method: 'POST',
    headers: {
      'content-type': 'application/json',
      ...(token === undefined ? {} : { authorization: `Bearer ${token}` }),
    },
    body: JSON.stringify(body),
  });
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- what the door promises
  return (await answer.json()) as FormattedExecutionResult;
}

/** A port that was free a moment ago. */
async function unusedAddress(): Promise<string> {
  const server = createServer().listen(0, '127.0.0.1');
  await new Promise((resolve) => {
    server.once('listening', resolve);
  });
  const address = server.address();
  const port = typeof address === 'object' && address !== null ? address.port : 0;
  await new Promise((resolve) => {
    server.close(resolve);
  });
  return `http://127.0.0.1:${port}/graphql`;
}
