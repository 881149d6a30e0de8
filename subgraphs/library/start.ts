import { createLibraryClients } from '../../connectors/library/client.ts';
import { toLibrariesOptions } from '../../connectors/library/options.ts';
import { systemClock } from '../../platform/clock.ts';
import { parseSettings } from '../../platform/config.ts';
import { createLastKnown } from '../../platform/last-known.ts';
import { connectMongo, createCollections } from '../../platform/mongo.ts';
import { createOnce } from '../../platform/once.ts';
import { assertKeepsJobs, connectRedis } from '../../platform/redis.ts';
import type { Role, RoleContext } from '../../platform/role.ts';
import { createKeyedHash, createSeal } from '../../platform/seal.ts';
import { reachSubgraph } from '../../platform/reach-subgraph.ts';
import { offerSubgraph } from '../../platform/offer-subgraph.ts';
import { createCardOf } from './find-card.ts';
import { librarySettings } from './settings.ts';
import { createLibrarySubgraph } from './subgraph.ts';

/** The library subgraph over the city's two library systems. */
export async function startLibrary(context: RoleContext): Promise<Role> {
  const { environment, log } = context;
  const { library: settings } = parseSettings({ library: librarySettings }, environment);
  await using starting = new AsyncDisposableStack();

  const connection = starting.adopt(await connectMongo({ uri: settings.MONGODB_URI }), (mongo) =>
    mongo.close(),
  );
  const redis = starting.adopt(connectRedis(settings.REDIS_URL, 'failFast', log), (client) =>
    client.disconnect(),
  );
  await assertKeepsJobs(redis);
  const seal = createSeal(settings.HUB_SEAL_KEY);
  const hash = createKeyedHash(settings.HUB_LOOKUP_KEY);
  const once = createOnce({ connection, seal, hash, clock: systemClock });
  await createCollections(connection);
  const lastKnown = createLastKnown({
    redis,
    seal,
    clock: systemClock,
    log,
    maxAgeMs: settings.HUB_LAST_KNOWN_HOURS * 3_600_000,
    maxEntries: settings.HUB_LAST_KNOWN_CARDS,
  });
  starting.defer(() => lastKnown.settled());
  const { ports } = starting.use(createLibraryClients(toLibrariesOptions(settings, log)));
  const cards = starting.use(
    reachSubgraph(context, {
      name: 'cards',
      url: settings.HUB_CARDS_URL,
      secret: settings.HUB_SUBGRAPH_SECRET,
    }),
  );
  const subgraph = createLibrarySubgraph({
    libraries: ports,
    cardOf: createCardOf(cards),
    lastKnown,
    once,
    clock: systemClock,
    deadlineMs: settings.HUB_LIBRARY_REQUEST_TIMEOUT_MS,
    log,
  });
  starting.use(
    await offerSubgraph(context, {
      name: 'library',
      ...subgraph,
      port: settings.HUB_LIBRARY_PORT,
      host: settings.HUB_SUBGRAPH_HOST,
      secret: settings.HUB_SUBGRAPH_SECRET,
    }),
  );
  const stack = starting.move();
  return { [Symbol.asyncDispose]: () => stack.disposeAsync() };
}
