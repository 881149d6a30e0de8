import { createLibraryClients } from '../../connectors/library/client.ts';
import { toLibrariesOptions } from '../../connectors/library/options.ts';
import { systemClock as clock } from '../../platform/clock.ts';
import { parseSettings } from '../../platform/process/config.ts';
import { createLastKnown } from '../../platform/stores/last-known.ts';
import { createCollections } from '../../platform/stores/mongo.ts';
import { offerSubgraph } from '../../platform/subgraph/offer-subgraph.ts';
import { createOnce } from '../../platform/stores/once.ts';
import { reachSubgraph } from '../../platform/subgraph/reach-subgraph.ts';
import type { Role, RoleContext } from '../../platform/process/role.ts';
import { openStores } from '../../platform/stores/stores.ts';
import { createCardOf } from './find-card.ts';
import { librarySettings } from './settings.ts';
import { createLibrarySubgraph } from './subgraph.ts';

/** The library subgraph over the city's two library systems. */
export async function startLibrary(context: RoleContext): Promise<Role> {
  const { environment, log } = context;
  const { library: settings } = parseSettings({ library: librarySettings }, environment);
  const secret = settings.HUB_SUBGRAPH_SECRET;
  await using starting = new AsyncDisposableStack();
  const { connection, redis, seal, hash } = starting.use(await openStores(settings, log));
  const once = createOnce({ connection, seal, hash, clock });
  await createCollections(connection);
  const lastKnown = createLastKnown({
    redis,
    seal,
    clock,
    log,
    maxAgeMs: settings.HUB_LAST_KNOWN_HOURS * 3_600_000,
    maxEntries: settings.HUB_LAST_KNOWN_CARDS,
  });
  starting.defer(() => lastKnown.settled());
  const { ports } = starting.use(
    createLibraryClients(toLibrariesOptions(settings, settings.HUB_CITY_ZONE, log)),
  );
  const cards = starting.use(
    reachSubgraph(context, { name: 'cards', url: settings.HUB_CARDS_SUBGRAPH_URL, secret }),
  );
  const { schema, createContext } = createLibrarySubgraph({
    libraries: ports,
    cardOf: createCardOf(cards),
    lastKnown,
    once,
    clock,
    deadlineMs: settings.HUB_LIBRARY_REQUEST_TIMEOUT_MS,
    log,
  });
  starting.use(
    await offerSubgraph(context, {
      name: 'library',
      schema,
      createContext,
      port: settings.HUB_LIBRARY_PORT,
      host: settings.HUB_SUBGRAPH_HOST,
      secret,
    }),
  );
  const stack = starting.move();
  return { [Symbol.asyncDispose]: () => stack.disposeAsync() };
}
