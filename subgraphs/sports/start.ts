import { randomUUID } from 'node:crypto';
import { createSportsClient } from '../../connectors/sports/client.ts';
import { toSportsOptions } from '../../connectors/sports/options.ts';
import type { Feed } from '../../connectors/sports/port.ts';
import type { SportsSystemSettings } from '../../connectors/sports/settings.ts';
import { systemClock as clock } from '../../platform/clock.ts';
import { parseSettings } from '../../platform/process/config.ts';
import type { Role, RoleContext } from '../../platform/process/role.ts';
import { createCollections } from '../../platform/stores/mongo.ts';
import { createOnce } from '../../platform/stores/once.ts';
import { openStores } from '../../platform/stores/stores.ts';
import { offerSubgraph } from '../../platform/subgraph/offer-subgraph.ts';
import { reachSubgraph } from '../../platform/subgraph/reach-subgraph.ts';
import { createCardOf } from './find-card.ts';
import { startHarvest } from './harvest.ts';
import { sportsSettings } from './settings.ts';
import { createSportsStore } from './store.mongo.ts';
import { createSportsSubgraph } from './subgraph.ts';

/** As `/ready` names it. */
const FIRST_HARVEST = 'first harvest of sports';

/** The sports subgraph, and the harvest of what it tells. */
export async function startSports(context: RoleContext): Promise<Role> {
  const { environment, log, readiness, progress } = context;
  const { sports: settings } = parseSettings({ sports: sportsSettings }, environment);
  const secret = settings.HUB_SUBGRAPH_SECRET;
  const zone = settings.HUB_CITY_ZONE;
  const harvestMs = settings.HUB_SPORTS_HARVEST_MS;
  await using starting = new AsyncDisposableStack();
  const { connection, seal, hash } = starting.use(await openStores(settings, log));
  const once = createOnce({ connection, seal, hash, clock });
  const store = createSportsStore(connection, hash);
  await createCollections(connection);
  const port = starting.use(createSportsClient(toSportsOptions(settings, zone, log)));
  readiness.expect(FIRST_HARVEST);
  const harvest = starting.use(
    startHarvest({
      port,
      store,
      addresses: feedAddresses(settings),
      intervalMs: harvestMs,
      maxShrinkPercent: settings.HUB_SPORTS_MAX_SHRINK,
      acceptedSha256: settings.HUB_SPORTS_ACCEPT_FILE ?? null,
      clock,
      log,
    }),
  );
  void (async () => {
    await progress.step(FIRST_HARVEST, () => harvest.first);
    readiness.done(FIRST_HARVEST);
  })();
  const cards = starting.use(
    reachSubgraph(context, { name: 'cards', url: settings.HUB_CARDS_SUBGRAPH_URL, secret }),
  );
  const subgraph = createSportsSubgraph({
    port,
    store,
    cardOf: createCardOf(cards),
    once,
    newOrderId: randomUUID,
    clock,
    zone,
    harvestMs,
    maxAgeMs: settings.HUB_LAST_KNOWN_HOURS * 3_600_000,
    deadlineMs: settings.HUB_SPORTS_REQUEST_TIMEOUT_MS,
    log,
  });
  const where = { port: settings.HUB_SPORTS_PORT, host: settings.HUB_SUBGRAPH_HOST, secret };
  starting.use(await offerSubgraph(context, { name: 'sports', ...subgraph, ...where }));
  const stack = starting.move();
  return { [Symbol.asyncDispose]: () => stack.disposeAsync() };
}

function feedAddresses(settings: SportsSystemSettings): Readonly<Record<Feed, string>> {
  const base = settings.HUB_SPORTS_URL.href;
  return {
    facilities: `${base} ${settings.HUB_SPORTS_FACILITY_FEED}`,
    slots: `${base} ${settings.HUB_SPORTS_SLOT_FEED}`,
    orders: `${base} ${settings.HUB_SPORTS_ORDER_FEED}`,
  };
}
