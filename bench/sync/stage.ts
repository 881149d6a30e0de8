import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import type { Connection } from 'mongoose';
import type { CardId } from '../../domain/card-id.ts';
import type { MediumToken } from '../../domain/card/medium-token.ts';
import { groupsOfGijon } from '../../domain/reader-list/groups-of-gijon.ts';
import { mapBounded } from '../../platform/map-bounded.ts';
import { storeSettings } from '../../platform/process/common-settings.ts';
import { parseSettings } from '../../platform/process/config.ts';
import { createLog, type Logger } from '../../platform/process/log.ts';
import type { Seal } from '../../platform/stores/seal.ts';
import { openStores } from '../../platform/stores/stores.ts';
import { createMediumTokens } from '../../subgraphs/cards/medium-tokens.mongo.ts';
import type { Figure } from '../support/report.ts';
import { findCandidates, type Candidate } from './candidates.ts';
import { grantPass } from './changes.ts';
import { addRulebooks, FIRST_VERSION } from './city-rulebook.ts';
import { followControllers, type ControllerLog } from './controller-log.ts';
import { startBroker, startControllers, type Broker, type Controller } from './devices.ts';
import { startFleets, type Fleets } from './fleets.ts';
import { findHeads, untilBuilt, untilHeld } from './heads.ts';
import { openBenchHub, type BenchHub } from './hub.ts';
import { loadCity } from './load-city.ts';
import { followPublishedLists, type PublishedLists } from './published-lists.ts';
import { planReaders, PLAIN_GROUP, type PlannedReader } from './reader-plan.ts';
import { registerReaders } from './registration.ts';

export const ZONE = 'Europe/Madrid';

const FLEETS = 4;
const READY_MS = 30 * 60_000;
/** A list with so many entries counts as a large one. */
const LARGE = 200_000;

export type StageOptions = {
  readonly people: number;
  readonly readers: number;
  /** Changes that will be sent, one for each card. */
  readonly changes: number;
  /** Cards with a pass for the short group from the beginning. */
  readonly passes: number;
  readonly profileDir?: string | undefined;
  readonly tell: (text: string) => void;
};

/** A city, the hub and its readers, all of whom have every list. */
export type Stage = {
  readonly hub: BenchHub;
  readonly connection: Connection;
  readonly seal: Seal;
  readonly fleets: Fleets;
  readonly controllers: readonly Controller[];
  readonly controllerLog: ControllerLog;
  readonly lists: PublishedLists;
  readonly readers: readonly PlannedReader[];
  readonly candidates: Iterator<Candidate>;
  readonly today: string;
  readonly findTokens: (ids: readonly CardId[]) => Promise<ReadonlyMap<CardId, MediumToken>>;
  readonly log: Logger;
  /** Of getting here. */
  readonly figures: readonly Figure[];
};

/** @param running Ends all that is started here, also before it is ready. */
export async function openStage(
  running: AsyncDisposableStack,
  options: StageOptions,
): Promise<Stage> {
  const { people, tell } = options;
  const log = createLog('warn');
  const hub = running.use(await openBenchHub({ profileDir: options.profileDir }));
  const { stores: settings } = parseSettings({ stores: storeSettings }, hub.environment);
  const stores = running.use(await openStores(settings, log));
  const { connection, seal } = stores;
  const today = new Intl.DateTimeFormat('en-CA', { timeZone: ZONE }).format(new Date());
  const city = { people, madeOn: today, zone: ZONE };
  const loadedIn = await timed(async () => {
    await addRulebooks(connection);
    await loadCity(stores, { ...city, onProgress: everyTenth(tell, 'of the city loaded') });
  });
  const readers = planReaders(groupsOfGijon, { readers: options.readers, fleets: FLEETS });
  const broker = running.use(
    await startBroker({ folder: hub.folder, dataDir: hub.dataDir, readers }),
  );
  const builtIn = await timed(() => startHub(hub, { broker, connection, tell }));
  const candidates = findCandidates(city, options.changes + options.passes);
  tell(`the lists are built; ${options.passes} passes are granted`);
  await mapBounded(candidates.slice(0, options.passes), 8, (one) => grantPass(hub, one));
  const devices = await startDevices(running, { hub, readers, broker: broker.url });
  const heldIn = await timed(async () => {
    await registerReaders(hub, readers, devices);
    tell(`${readers.length} readers are registered and get their lists`);
    await untilHeld(connection, { fleets: devices.fleets, readers }, READY_MS);
  });
  const lists = running.use(await followPublishedLists(connection, log));
  const tokens = createMediumTokens(connection, seal);
  return {
    ...{ hub, connection, seal, ...devices, lists, readers, today, log },
    candidates: candidates.slice(options.passes).values(),
    findTokens: (ids) => tokens.find(ids),
    figures: [
      seconds('city loaded', loadedIn),
      seconds('processes started, all lists built and signed', builtIn),
      seconds('all readers registered and with every list', heldIn),
      ...(await sizes(connection)),
      ...countWays(readers),
    ],
  };
}

type HubParts = Pick<StageOptions, 'tell'> & {
  readonly broker: Broker;
  readonly connection: Connection;
};

/** Resolves when every list is built. */
async function startHub(hub: BenchHub, { broker, connection, tell }: HubParts): Promise<void> {
  await hub.startProcesses({
    HUB_READERS_MQTT_URL: broker.url,
    HUB_READERS_MQTT_PASSWORD: broker.password,
  });
  tell('the hub answers; its lists are being built');
  const wanted = { groups: groupsOfGijon.length, rulebook: FIRST_VERSION, patienceMs: READY_MS };
  await untilBuilt(connection, wanted);
}

function seconds(name: string, value: number): Figure {
  return { name, value, unit: 's' };
}

type DevicesOptions = {
  readonly hub: BenchHub;
  readonly readers: readonly PlannedReader[];
  readonly broker: string;
};

async function startDevices(
  running: AsyncDisposableStack,
  { hub, readers, broker }: DevicesOptions,
) {
  const folder = join(hub.folder, 'readers');
  mkdirSync(folder);
  const token = (id: string): Promise<string> => hub.token('reader', id);
  const common = { folder, door: hub.door, broker, readers, zone: ZONE, token };
  const fleets = running.use(await startFleets({ ...common, fleets: FLEETS }));
  const controllers = await startControllers(folder, readers);
  for (const controller of controllers) running.use(controller);
  return { fleets, controllers, controllerLog: running.use(followControllers(controllers)) };
}

async function sizes(connection: Connection): Promise<readonly Figure[]> {
  const heads = (await findHeads(connection)).filter(({ name }) => name !== 'deny');
  const large = heads.filter(({ entryCount }) => entryCount >= LARGE);
  const short = heads.find(({ group }) => group === PLAIN_GROUP);
  return [
    { name: 'reader groups', value: heads.length, unit: 'groups' },
    { name: `groups with ${LARGE} entries or more`, value: large.length, unit: 'groups' },
    { name: 'entries of the short group', value: short?.entryCount ?? 0, unit: 'entries' },
  ];
}

function countWays(readers: readonly PlannedReader[]): readonly Figure[] {
  return (['push', 'mqtt', 'poll', 'uhppote'] as const).map((way) => ({
    name: `readers: ${way}`,
    value: readers.filter((reader) => reader.way === way).length,
    unit: 'readers',
  }));
}

/** @returns Seconds. */
export async function timed(work: () => Promise<unknown>): Promise<number> {
  const startedAt = performance.now();
  await work();
  return (performance.now() - startedAt) / 1_000;
}

function everyTenth(tell: (text: string) => void, what: string): (share: number) => void {
  let told = 0;
  return (share) => {
    const tenths = Math.floor(share * 10);
    if (tenths <= told) return;
    told = tenths;
    tell(`${tenths * 10} % ${what}`);
  };
}
