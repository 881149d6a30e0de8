import { randomUUID } from 'node:crypto';
import type { z } from 'zod';
import { createTransportClient } from '../../connectors/transport/client.ts';
import { createNetwork } from '../../connectors/transport/network/network.ts';
import { toNetworkOptions, toTransportOptions } from '../../connectors/transport/options.ts';
import { systemClock as clock } from '../../platform/clock.ts';
import { ConfigError, parseSettings } from '../../platform/process/config.ts';
import type { Role, RoleContext } from '../../platform/process/role.ts';
import { createLastKnown } from '../../platform/stores/last-known.ts';
import { createCollections } from '../../platform/stores/mongo.ts';
import { createOnce } from '../../platform/stores/once.ts';
import { openStores } from '../../platform/stores/stores.ts';
import { offerSubgraph } from '../../platform/subgraph/offer-subgraph.ts';
import { reachSubgraph } from '../../platform/subgraph/reach-subgraph.ts';
import type { TopUpLimits } from './context.ts';
import { createCardOf } from './find-card.ts';
import { startHarvest } from './harvest.ts';
import { transportSettings } from './settings.ts';
import { createTransportSubgraph } from './subgraph.ts';

/** As `/ready` names it. */
const FIRST_HARVEST = 'first harvest of transport';

/** The transport subgraph over the city's card back office and its network. */
export async function startTransport(context: RoleContext): Promise<Role> {
  const { environment, log, readiness } = context;
  const { transport: settings } = parseSettings({ transport: transportSettings }, environment);
  const secret = settings.HUB_SUBGRAPH_SECRET;
  const zone = settings.HUB_CITY_ZONE;
  const topUpLimits = toTopUpLimits(settings);
  await using starting = new AsyncDisposableStack();
  const { connection, redis, seal, hash } = starting.use(await openStores(settings, log));
  const once = createOnce({ connection, seal, hash, clock });
  await createCollections(connection);
  const maxAgeMs = settings.HUB_LAST_KNOWN_HOURS * 3_600_000;
  const maxEntries = settings.HUB_LAST_KNOWN_CARDS;
  const lastKnown = createLastKnown({ redis, seal, clock, log, maxAgeMs, maxEntries });
  starting.defer(() => lastKnown.settled());
  const transport = starting.use(createTransportClient(toTransportOptions(settings, zone, log)));
  const network = starting.use(createNetwork(toNetworkOptions(settings, log)));
  const intervalMs = settings.HUB_TRANSPORT_REFRESH_MS;
  readiness.expect(FIRST_HARVEST);
  const { first } = starting.use(startHarvest({ network, intervalMs, log }));
  void first.then(() => readiness.done(FIRST_HARVEST));
  const cards = starting.use(
    reachSubgraph(context, { name: 'cards', url: settings.HUB_CARDS_SUBGRAPH_URL, secret }),
  );
  const { schema, createContext } = createTransportSubgraph({
    transport,
    network,
    harvest: {
      timetableMs: settings.HUB_TRANSPORT_TIMETABLE_INTERVAL_MS,
      liveMs: intervalMs,
      maxAgeMs,
    },
    cardOf: createCardOf(cards),
    lastKnown,
    once,
    clock,
    zone,
    topUpLimits,
    newOperationId: randomUUID,
    deadlineMs: settings.HUB_TRANSPORT_REQUEST_TIMEOUT_MS,
    log,
  });
  const { HUB_TRANSPORT_PORT: port, HUB_SUBGRAPH_HOST: host } = settings;
  const offered = { name: 'transport', schema, createContext, port, host, secret };
  starting.use(await offerSubgraph(context, offered));
  const stack = starting.move();
  return { [Symbol.asyncDispose]: () => stack.disposeAsync() };
}

/** @throws {ConfigError} No amount lies between the two. */
function toTopUpLimits({
  HUB_TRANSPORT_TOP_UP_MIN_CENTS: minCents,
  HUB_TRANSPORT_TOP_UP_MAX_CENTS: maxCents,
}: z.infer<typeof transportSettings>): TopUpLimits {
  if (minCents <= maxCents) return { minCents, maxCents };
  throw new ConfigError([
    'HUB_TRANSPORT_TOP_UP_MIN_CENTS must not be more than HUB_TRANSPORT_TOP_UP_MAX_CENTS.',
  ]);
}
