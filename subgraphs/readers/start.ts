import { randomUUID } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import type { z } from 'zod';
import { createMqttBroker } from '../../connectors/readers/mqtt/broker.ts';
import {
  toMqttOptions,
  toPushOptions,
  toUhppoteOptions,
} from '../../connectors/readers/options.ts';
import type { BrokerEvents } from '../../connectors/readers/port.ts';
import { createPushCaller } from '../../connectors/readers/push/client.ts';
import { createUhppoteController } from '../../connectors/readers/uhppote/controller.ts';
import { wiegandNumber } from '../../connectors/readers/uhppote/wiegand.ts';
import { groupsOfGijon } from '../../domain/reader-list/groups-of-gijon.ts';
import type { ReaderGroup } from '../../domain/reader-list/group.ts';
import { parseReaderGroups } from '../../domain/reader-list/parse-groups.ts';
import type { ReaderId } from '../../domain/reader-list/reader.ts';
import { servicesOfGijon as catalogue } from '../../domain/tariff/services-of-gijon.ts';
import { systemClock as clock } from '../../platform/clock.ts';
import { parseSettings } from '../../platform/process/config.ts';
import type { Logger } from '../../platform/process/log.ts';
import type { Role, RoleContext } from '../../platform/process/role.ts';
import { createReaderKeys } from '../../platform/reader-keys.ts';
import { createAudit } from '../../platform/stores/audit.ts';
import { createCollections } from '../../platform/stores/mongo.ts';
import { createOnce } from '../../platform/stores/once.ts';
import { connectRedis } from '../../platform/stores/redis.ts';
import { openStores, type Stores } from '../../platform/stores/stores.ts';
import { offerSubgraph } from '../../platform/subgraph/offer-subgraph.ts';
import { openTokenVerifier, refineIssuer } from '../../platform/tokens/token-settings.ts';
import { createGroupLists } from '../../sync/pipeline/group-lists.ts';
import { createPipeline } from '../../sync/pipeline/pipeline.ts';
import { createBuildStore } from '../../sync/readers/build-store.mongo.ts';
import type { Delivery } from '../../sync/readers/delivery/delivery.ts';
import { deliverySettings } from '../../sync/readers/delivery/settings.ts';
import { startDelivery } from '../../sync/readers/delivery/start-delivery.ts';
import { readDoorTls } from '../../sync/readers/door/door-tls.ts';
import { startReadersDoor } from '../../sync/readers/door/start-readers-door.ts';
import { startListPublishing, type ListPublishing } from '../../sync/readers/list-publishing.ts';
import { createListStore } from '../../sync/readers/list-store.mongo.ts';
import { createPlainCards } from '../../sync/readers/plain-cards.ts';
import { createReaderRegistry } from '../../sync/readers/registry/reader-registry.mongo.ts';
import { listSettings } from '../../sync/readers/settings.ts';
import { createCardIndex } from '../../sync/uses/card-index.ts';
import { createCardTokens } from '../../sync/uses/card-tokens.ts';
import { createHoldersOfCards } from '../../sync/uses/holders-of-cards.ts';
import { createUseReads } from '../../sync/uses/read-uses.ts';
import { startUsesWork } from '../../sync/uses/start-uses-work.ts';
import { createPriceOfCode } from '../../sync/uses/price-of-code.ts';
import { createHolderClasses, createUseRules } from '../../sync/uses/tariff-of-uses.ts';
import { createUsesParts } from '../../sync/uses/uses-parts.ts';
import { createUses } from '../../sync/uses/uses.ts';
import { createChips } from '../cards/chips.mongo.ts';
import { createMediumTokens } from '../cards/medium-tokens.mongo.ts';
import { createCreditParts } from '../entitlements/credits/credit-parts.ts';
import { createRightsParts } from '../entitlements/rights-parts.ts';
import type { RightsThreadSettings } from '../entitlements/rights-thread/thread-settings.ts';
import { createRulebookLists } from '../entitlements/rulebooks/rulebook-lists.ts';
import { readersSettings } from './settings.ts';
import { createReadersSubgraph } from './subgraph.ts';

/** Settings of all that this role is. */
export const readersRoleSettings = readersSettings
  .extend(deliverySettings.shape)
  .extend(listSettings.shape)
  .superRefine(refineIssuer);

type Settings = z.infer<typeof readersRoleSettings>;

/** What every part of this role works with. */
type Shared = ReturnType<typeof openShared>;

/**
 * The readers: their lists, the delivery of these, the door at which they ask and upload, what becomes
 * of uses, and the part of the graph that tells of all this. One process at a time delivers.
 */
export async function startReaders(context: RoleContext): Promise<Role> {
  const { environment, log, readiness } = context;
  const { readers: settings } = parseSettings({ readers: readersRoleSettings }, environment);
  await using starting = new AsyncDisposableStack();
  const stores = starting.use(await openStores(settings, log));
  const groups = await readGroups(settings.HUB_READER_GROUPS_FILE);
  const patient = () =>
    starting.adopt(connectRedis(settings.REDIS_URL, 'patient', log), (redis) => redis.disconnect());
  const shared = openShared({ settings, stores, groups, log });
  const publishing = starting.use(await startLists(shared, patient()));
  const caller = starting.use(createPushCaller(toPushOptions(settings)));
  const redis = { producer: stores.redis, worker: patient() };
  const connectBroker = toBrokerConnector(settings, log);
  const { registry, rights } = shared;
  const late: { delivery?: Delivery } = {};
  const { uses, work } = openUses(shared, publishing, late);
  // Before anything runs that writes or asks.
  await createCollections(stores.connection);
  const controller = starting.use(
    createUhppoteController(toUhppoteOptions(settings, shared.zone, log)),
  );
  const delivery = starting.use(
    await startDelivery({
      ...{ lists: publishing.lists, registry, rightChanges: rights.rightChanges, caller },
      ...{ connectBroker, controller, plainCards: openPlainCards(shared) },
      ...{ settings, redis, clock, random: Math.random, log },
    }),
  );
  late.delivery = delivery;
  starting.use(work());
  const { HUB_READERS_HOST: host, HUB_READERS_DOOR_PORT: port } = settings;
  starting.use(
    await startReadersDoor({
      ...{ delivery, groups, uses, host, port, log, keys: shared.keys },
      tokens: await openTokenVerifier(settings, context),
      epochOf: async (group) => (await publishing.epochs(group)).present,
      tls: readDoorTls(settings),
      missing: () => readiness.missing(),
    }),
  );
  starting.use(await offerGraph(context, shared, publishing));
  const stack = starting.move();
  return { [Symbol.asyncDispose]: () => stack.disposeAsync() };
}

async function readGroups(file: string | undefined): Promise<readonly ReaderGroup[]> {
  if (file === undefined) return groupsOfGijon;
  return parseReaderGroups(JSON.parse(await readFile(file, 'utf8')), { catalogue });
}

type Opened = {
  readonly settings: Settings;
  readonly stores: Stores;
  readonly groups: readonly ReaderGroup[];
  readonly log: Logger;
};

/** Nothing here runs by itself. */
function openShared({ settings, stores, groups, log }: Opened) {
  const { connection, seal, hash } = stores;
  const zone = settings.HUB_CITY_ZONE;
  const rights = createRightsParts({ connection, seal, catalogue, clock, zone });
  return {
    ...{ settings, stores, groups, log, zone, rights },
    keys: createReaderKeys({
      master: settings.HUB_READER_MASTER_KEY,
      signing: settings.HUB_READER_SIGNING_KEY,
    }),
    tokens: createMediumTokens(connection, seal),
    registry: createReaderRegistry({ connection, groups }),
    rulebooks: createRulebookLists(rights.rulebooks, zone),
    once: createOnce({ connection, seal, hash, clock }),
    audit: createAudit({ connection, keepDays: settings.HUB_AUDIT_DAYS }),
  };
}

function startLists(
  { settings, stores, groups, log, zone, rights, keys, tokens, rulebooks }: Shared,
  worker: ReturnType<typeof connectRedis>,
): Promise<ListPublishing> {
  const mongoUri = settings.MONGODB_URI;
  const forThread: RightsThreadSettings = { mongoUri, sealKey: settings.HUB_SEAL_KEY, zone };
  return startListPublishing({
    ...{ connection: stores.connection, mongoUri, rulebooks, keys, groups, zone, settings, clock },
    redis: { producer: stores.redis, worker },
    rights: rights.rightsWith(tokens),
    rightsSource: {
      module: new URL('../entitlements/rights-thread/start.ts', import.meta.url).href,
      settings: forThread,
    },
    rightChanges: rights.rightChanges,
    log,
  });
}

function toBrokerConnector(settings: Settings, log: Logger) {
  if (settings.HUB_READERS_MQTT_URL === undefined) return null;
  return (events: BrokerEvents) => {
    const options = toMqttOptions(settings, `tessera-${randomUUID()}`, events, log);
    if (options === null) throw new Error('there is no broker to connect to');
    return createMqttBroker(options);
  };
}

/** What door controllers are told of the cards of their group. */
function openPlainCards({ settings, stores, groups, zone, rights, tokens, rulebooks }: Shared) {
  const bits = settings.HUB_READERS_UHPPOTE_BITS === '26' ? 26 : 34;
  return createPlainCards({
    ...{ rulebooks, groups, clock, zone, rightChanges: rights.rightChanges },
    rights: rights.rightsWith(tokens),
    store: createListStore(stores.connection),
    chips: createChips(stores.connection, zone),
    numberOf: (chip) => wiegandNumber(chip, bits),
  });
}

/**
 * Uses, and what follows from them; nothing follows before `work` is called.
 *
 * @param late Delivery is there a moment later than the collections of uses, which are made first.
 */
function openUses(shared: Shared, publishing: ListPublishing, late: { delivery?: Delivery }) {
  const { settings, stores, log, zone, keys, tokens, rights } = shared;
  const { rightChanges, rulebooks, store } = rights;
  const cards = createCardIndex({
    tokens: createCardTokens({ rights: rights.rightsWith(tokens), rightChanges, clock, zone }),
    epochs: {
      async liveEpochs(group) {
        const { present, earlier } = await publishing.epochs(group);
        return [present, ...earlier];
      },
    },
    keys,
    clock,
  });
  const { connection, seal, hash } = stores;
  const listStore = createListStore(connection);
  const common = { connection, cards, clock, zone, keepDays: settings.HUB_USES_KEEP_DAYS, log };
  const holdersOf = createHoldersOfCards(store);
  const parts = createUsesParts({
    ...common,
    rules: createUseRules({ rulebooks: () => rulebooks.published(), holdersOf }),
    holders: createHolderClasses({ holdersOf, zone }),
    book: createCreditParts({ connection, seal, hash, ...rights }).useBook,
    priceOf: createPriceOfCode({
      lists: async () =>
        (await listStore.findHeads()).map(({ group, rulebook, codes, pastCodes }) => {
          return { group, rulebook, codes: [...pastCodes, ...codes] };
        }),
      clock,
    }),
  });
  const places = {
    async find(id: ReaderId) {
      const reader = (await late.delivery?.find(id)) ?? null;
      const clockSkewMs = late.delivery?.state(id)?.skewMs ?? null;
      return reader === null ? null : { place: reader.place, clockSkewMs };
    },
  };
  return {
    uses: createUses({ ...common, places }),
    work: () => startUsesWork({ ...parts, log }),
  };
}

async function offerGraph(
  context: RoleContext,
  { settings, stores, groups, registry, zone, rights, rulebooks, once, audit }: Shared,
  { rotate }: ListPublishing,
): Promise<AsyncDisposable> {
  const { connection, redis } = stores;
  await using starting = new AsyncDisposableStack();
  const listStore = createListStore(connection);
  const pipeline = starting.use(
    createPipeline({
      ...{ rightChanges: rights.rightChanges, listStore, rulebooks, redis, clock },
      builds: createBuildStore(connection),
    }),
  );
  const subgraph = createReadersSubgraph({
    ...{ groups, registry, pipeline, audit, once, clock, zone },
    groupLists: createGroupLists({ store: listStore, rotate }),
    uses: createUseReads(connection),
    newRequestId: randomUUID,
  });
  const { HUB_READERS_PORT: port, HUB_SUBGRAPH_HOST: host, HUB_SUBGRAPH_SECRET: secret } = settings;
  starting.use(await offerSubgraph(context, { name: 'readers', ...subgraph, port, host, secret }));
  return starting.move();
}
