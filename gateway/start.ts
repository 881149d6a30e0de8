import { readFileSync } from 'node:fs';
import { setTimeout as pause } from 'node:timers/promises';
import { ConfigError, parseSettings } from '../platform/process/config.ts';
import { openDevelopmentKey } from '../platform/tokens/development-key.ts';
import { reachSubgraph } from '../platform/subgraph/reach-subgraph.ts';
import type { Role, RoleContext } from '../platform/process/role.ts';
import type { Subgraph } from '../platform/subgraph/subgraph.ts';
import { dataDirOf, openTokenVerifier } from '../platform/tokens/token-settings.ts';
import { signDevelopmentToken } from '../platform/tokens/token.ts';
import { CITY_SEED, createCity } from '../simulators/city/city.ts';
import { EXAMPLE_QUERY } from '../welcome.ts';
import type { Example } from './explorer.ts';
import { startHubGateway } from './hub-gateway.ts';
import { gatewaySettings, type GatewaySettings } from './settings.ts';

const SUPERGRAPH = new URL('../supergraph.graphql', import.meta.url);
/** How often a subgraph of another process is asked whether it is ready, until it is. */
const READY_POLL_MS = 500;
/** Of the token in the explorer, for a synthetic person on this machine alone. */
const EXAMPLE_TOKEN_SECONDS = 30 * 24 * 60 * 60;

/** The hub's door. It opens before the rest of the hub is there and says what is missing. */
export async function startGateway(context: RoleContext): Promise<Role> {
  const { environment, log, city, readiness } = context;
  const { gateway: settings } = parseSettings({ gateway: gatewaySettings }, environment);
  const isDevelopment = settings.HUB_JWKS_URL === undefined;
  await using starting = new AsyncDisposableStack();
  const subgraphs = new Map<string, Subgraph>();
  for (const [name, url] of Object.entries(addresses(settings))) {
    const secret = settings.HUB_SUBGRAPH_SECRET;
    if (secret === undefined) throw new ConfigError(['HUB_SUBGRAPH_SECRET is missing.']);
    subgraphs.set(name, starting.use(reachSubgraph(context, { name, url, secret })));
    if (url !== undefined) starting.use(awaitReady(name, url, context));
  }
  const verifier = await openTokenVerifier(settings, context);
  const example = isDevelopment && city !== null ? await createExample(city, context) : null;
  const gateway = starting.use(
    await startHubGateway({
      settings,
      supergraphSdl: readFileSync(SUPERGRAPH, 'utf8'),
      subgraphs,
      verifier,
      isDevelopment,
      example: () => example,
      missing: () => readiness.missing(),
      log,
    }),
  );
  log.debug({ url: gateway.url }, 'gateway listens');
  const stack = starting.move();
  return { [Symbol.asyncDispose]: () => stack.disposeAsync() };
}

/** Each subgraph of the supergraph, and where it listens when it runs in another process. */
function addresses(settings: GatewaySettings): Readonly<Record<string, URL | undefined>> {
  return {
    cards: settings.HUB_CARDS_SUBGRAPH_URL,
    library: settings.HUB_LIBRARY_SUBGRAPH_URL,
    sports: settings.HUB_SPORTS_SUBGRAPH_URL,
    transport: settings.HUB_TRANSPORT_SUBGRAPH_URL,
    parking: settings.HUB_PARKING_SUBGRAPH_URL,
    tax: settings.HUB_TAX_SUBGRAPH_URL,
    entitlements: settings.HUB_ENTITLEMENTS_SUBGRAPH_URL,
    readers: settings.HUB_READERS_SUBGRAPH_URL,
  };
}

/** The gateway is ready once every subgraph has been; one that fails later fails its own fields. */
function awaitReady(name: string, url: URL, { readiness }: RoleContext): Disposable {
  const stop = new AbortController();
  readiness.expect(`subgraph ${name}`);
  void (async () => {
    while (!stop.signal.aborted) {
      const answer = await fetch(new URL('/ready', url), { signal: stop.signal }).catch(() => null);
      await answer?.body?.cancel();
      if (answer?.ok === true) return readiness.done(`subgraph ${name}`);
      await pause(READY_POLL_MS, undefined, { signal: stop.signal }).catch(() => {});
    }
  })();
  return { [Symbol.dispose]: () => stop.abort() };
}

/** The explorer opens with a query that works: the synthetic city's first card, asked for by its holder. */
async function createExample(
  city: NonNullable<RoleContext['city']>,
  { environment }: RoleContext,
): Promise<Example | null> {
  const [first] = createCity({ ...city, people: 1, seed: CITY_SEED }).cardholders;
  if (first === undefined) return null;
  const key = await openDevelopmentKey(dataDirOf(environment));
  const token = await signDevelopmentToken({
    key,
    kind: 'citizen',
    id: first.id,
    expiresInSeconds: EXAMPLE_TOKEN_SECONDS,
  });
  return {
    query: EXAMPLE_QUERY,
    variables: { n: first.card.number },
    headers: { authorization: `Bearer ${token}` },
  };
}
