import { randomInt, randomUUID } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import type { Connection } from 'mongoose';
import { parseCityDay } from '../../domain/city-day.ts';
import type { ReaderGroup } from '../../domain/reader-list/group.ts';
import { groupsOfGijon } from '../../domain/reader-list/groups-of-gijon.ts';
import { parseReaderGroups } from '../../domain/reader-list/parse-groups.ts';
import { parseReaderId } from '../../domain/reader-list/reader.ts';
import { servicesOfGijon as catalogue } from '../../domain/tariff/services-of-gijon.ts';
import { systemClock as clock } from '../../platform/clock.ts';
import { parseSettings } from '../../platform/process/config.ts';
import type { Role, RoleContext } from '../../platform/process/role.ts';
import { createAudit } from '../../platform/stores/audit.ts';
import { createCollections } from '../../platform/stores/mongo.ts';
import { createOnce } from '../../platform/stores/once.ts';
import { openStores, type Stores } from '../../platform/stores/stores.ts';
import { offerSubgraph } from '../../platform/subgraph/offer-subgraph.ts';
import { reachSubgraph } from '../../platform/subgraph/reach-subgraph.ts';
import { CITY_SEED, createCity } from '../../simulators/city/city.ts';
import { toTariffHolders } from '../../simulators/city/tariff-facts.ts';
import { createBuildStore } from '../../sync/readers/build-store.mongo.ts';
import { createGroupsReady } from '../../sync/readers/groups-ready.ts';
import { createListStore } from '../../sync/readers/list-store.mongo.ts';
import { createReaderRegistry } from '../../sync/readers/registry/reader-registry.mongo.ts';
import { createCreditParts } from './credits/credit-parts.ts';
import { createDeskParts } from './desk-parts.ts';
import { createCardOf } from './find-card.ts';
import { loadHolders } from './load.ts';
import { createQuoteCounter } from './quote-counter.ts';
import type { QuoteLimits } from './quote-limits.ts';
import { createRightsParts } from './rights-parts.ts';
import { addFirstRulebooks } from './rulebooks/first-rulebooks.ts';
import type { ListProgress, RulebookProgress } from './rulebooks/rulebook-progress.ts';
import { entitlementsSettings } from './settings.ts';
import type { MerchantStore } from './store.ts';
import { createEntitlementsSubgraph } from './subgraph.ts';

type SyntheticCity = NonNullable<RoleContext['city']>;

/** The entitlements subgraph; fills itself with facts of the synthetic city where it is told to. */
export async function startEntitlements(context: RoleContext): Promise<Role> {
  const { environment, log, city, progress } = context;
  const { entitlements: settings } = parseSettings(
    { entitlements: entitlementsSettings },
    environment,
  );
  const { HUB_CITY_ZONE: zone, HUB_SUBGRAPH_SECRET: secret } = settings;
  const groups = await readGroups(settings.HUB_READER_GROUPS_FILE);
  await using starting = new AsyncDisposableStack();
  const stores = starting.use(await openStores(settings, log));
  const { connection, redis, seal, hash } = stores;
  const parts = createRightsParts({ connection, seal, catalogue, clock, zone });
  const { creditBook } = createCreditParts({ connection, seal, hash, ...parts });
  const desk = starting.use(createDeskParts({ connection, seal, clock, log }));
  const audit = createAudit({ connection, keepDays: settings.HUB_AUDIT_DAYS });
  const once = createOnce({ connection, seal, hash, clock });
  const serviceOf = createServiceOf(connection, { groups, merchants: parts.store.merchants });
  const rulebookProgress = createProgress(connection, groups);
  await createCollections(connection);
  await addFirstRulebooks(parts.rulebookStore, { catalogue, clock });
  if (city !== null) {
    await progress.step(`facts about ${city.people} people`, (at) =>
      loadCity(city, { ...stores, zone }, at),
    );
  }
  const cards = starting.use(
    reachSubgraph(context, { name: 'cards', url: settings.HUB_CARDS_SUBGRAPH_URL, secret }),
  );
  const take = createQuoteCounter({ redis, hash, perHour: settings.HUB_QUOTES_PER_HOUR });
  const subgraph = createEntitlementsSubgraph({
    ...parts,
    ...desk,
    ...{ catalogue, groups, audit, once, clock, zone, hash, log, rulebookProgress, creditBook },
    cardOf: createCardOf(cards),
    quoteLimits: { take, serviceOf },
    newId: randomUUID,
  });
  const { HUB_ENTITLEMENTS_PORT: port, HUB_SUBGRAPH_HOST: host } = settings;
  starting.use(
    await offerSubgraph(context, { name: 'entitlements', ...subgraph, port, host, secret }),
  );
  const stack = starting.move();
  return { [Symbol.asyncDispose]: () => stack.disposeAsync() };
}

async function readGroups(file: string | undefined): Promise<readonly ReaderGroup[]> {
  if (file === undefined) return groupsOfGijon;
  return parseReaderGroups(JSON.parse(await readFile(file, 'utf8')), { catalogue });
}

/** A reader's service is its group's; a merchant's was registered. */
function createServiceOf(
  connection: Connection,
  { groups, merchants }: { groups: readonly ReaderGroup[]; merchants: MerchantStore },
): QuoteLimits['serviceOf'] {
  const readers = createReaderRegistry({ connection, groups });
  return async (viewer) => {
    if (viewer.kind === 'merchant') return merchants.find(viewer.id);
    if (viewer.kind !== 'reader') return null;
    const reader = await readers.find(parseReaderId(viewer.id));
    return groups.find(({ id }) => id === reader?.group)?.service ?? null;
  };
}

/** As the builds of lists and the readers say, in whichever process they are. */
function createProgress(connection: Connection, groups: readonly ReaderGroup[]): RulebookProgress {
  const builds = createBuildStore(connection);
  const lists = createListStore(connection);
  const groupsReady = createGroupsReady({
    groups,
    registry: createReaderRegistry({ connection, groups }),
    async groupsWith(name) {
      const made = (await lists.findHeads()).filter((head) => head.name === name);
      return new Set(made.filter(({ state }) => state === 'live').map(({ group }) => group));
    },
  });
  const progressOf = async (version: number): Promise<ListProgress | null> => {
    const build = await builds.findByRulebook(version);
    if (build === null) return null;
    const { done, total } = build;
    const ready = await groupsReady(`rulebook-${version}`);
    return { done, total, groupsReady: ready.length, groupsTotal: groups.length };
  };
  return {
    async find(versions) {
      const found = await Promise.all(
        versions.map(async (version) => [version, await progressOf(version)] as const),
      );
      return new Map(
        found.flatMap(([version, progress]) =>
          progress === null ? [] : [[version, progress] as const],
        ),
      );
    },
  };
}

async function loadCity(
  city: SyntheticCity,
  { connection, seal, zone }: Stores & { readonly zone: string },
  at: (share: number) => void,
): Promise<void> {
  // Written last by a load that was not cut short.
  const loads = connection.collection<{ _id: string; people: number }>('city_loads');
  const id = `${CITY_SEED}:facts`;
  if ((await loads.findOne({ _id: id }))?.people === city.people) return;
  const { cardholders } = createCity({ ...city, seed: CITY_SEED });
  await loadHolders(toTariffHolders(cardholders, parseCityDay(city.madeOn), zone), {
    ...{ connection, seal, zone, now: clock.now(), draw: randomInt },
    onProgress: (done) => at(done / city.people),
  });
  await loads.updateOne(
    { _id: id },
    { $set: { people: city.people } },
    { upsert: true, writeConcern: { w: 'majority' } },
  );
}
