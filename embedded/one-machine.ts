import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { givenIn, isGiven, type Environment } from '../platform/process/config.ts';
import type { Logger } from '../platform/process/log.ts';
import type { Progress } from '../platform/process/progress.ts';
import { openDataFolder, type DataFolder, type StoreKind } from './data-folder.ts';
import { startDocumentStore } from './document-store/supervise.ts';
import { findOnPath } from './find-on-path.ts';
import { startMongod } from './mongod/supervise.ts';
import { startPrivateRedis } from './redis/supervise.ts';
import { keepSecrets } from './secrets.ts';
import { findSideDoors } from './side-doors.ts';
import { startSimulatorsChild } from './simulators.ts';
import { removeSocketFolder, socketFolder } from './socket-folder.ts';

export const DEFAULT_PEOPLE = 1_000;

/** Names the store and the doors of the running hub for the scripts that use them; mode 0600. */
export const RUN_FILE = 'run.json';

/** What it tells, by the names of the settings. */
const IN_RUN_FILE = [
  'MONGODB_URI',
  'HUB_GATEWAY_PORT',
  'HUB_CONSOLE_PORT',
  'HUB_READERS_DOOR_PORT',
] as const;

export type OneMachineOptions = {
  readonly environment: Environment;
  readonly dataDir: string;
  /** As the person gave it; undefined takes what the data folder has, or 1,000. */
  readonly people: number | undefined;
  readonly controlPort: number;
  /** Whether the synthetic city and the simulated legacy systems belong to this start. */
  readonly isDemo: boolean;
  /** Today in the city, `YYYY-MM-DD`. */
  readonly today: string;
  /** Ends a start that is under way, and with it what it has started. */
  readonly signal: AbortSignal;
  readonly log: Logger;
  readonly progress: Progress;
};

export type OneMachine = AsyncDisposable & {
  /** The given environment with everything filled in that a production would give. */
  readonly environment: Environment;
  readonly city: { readonly people: number; readonly madeOn: string } | null;
};

/**
 * What runs when nothing is given: private stores, keys of the data folder's own and, for a demo,
 * the simulated legacy systems. Whatever the environment names already is left as it is.
 *
 * @throws {DataFolderError} The data folder is in use or was written for something else.
 * @throws {Error} A store or the simulators did not start, in one sentence.
 */
export async function startOneMachine(options: OneMachineOptions): Promise<OneMachine> {
  const { environment, isDemo } = options;
  await using starting = new AsyncDisposableStack();
  const folder = starting.use(
    await openDataFolder({
      path: options.dataDir,
      store: storeKind(environment),
      people: isDemo ? options.people : undefined,
      defaultPeople: isDemo ? DEFAULT_PEOPLE : null,
      today: options.today,
    }),
  );
  starting.defer(() => removeSocketFolder(folder.path));
  const { people, madeOn } = folder.record;
  const city = isDemo && people !== null ? { people, madeOn } : null;
  const parts = await Promise.allSettled([
    startStore(options, folder),
    startRedis(options, folder),
    city === null ? null : startSimulators(options, folder, city),
  ]);
  const started = parts.flatMap((part) => (part.status === 'fulfilled' ? [part.value] : []));
  // Side by side, since each may take seconds when it hangs.
  starting.defer(async () => {
    await Promise.allSettled(started.map(async (part) => part?.[Symbol.asyncDispose]()));
  });
  const failed = parts.find((part) => part.status === 'rejected');
  if (failed !== undefined) throw failed.reason;

  const filled: Environment = {
    HUB_DATA_DIR: options.dataDir,
    ...keepSecrets(folder.path),
    ...(await findSideDoors(environment)),
    ...Object.assign({}, ...started.map((part) => part?.environment)),
    ...givenIn(environment),
  };
  const told = Object.fromEntries(IN_RUN_FILE.map((name) => [name, filled[name]]));
  writeFileSync(join(folder.path, RUN_FILE), JSON.stringify(told), { mode: 0o600 });
  const stack = starting.move();
  return {
    environment: filled,
    city,
    [Symbol.asyncDispose]: () => stack.disposeAsync(),
  };
}

type Part = AsyncDisposable & { readonly environment: Readonly<Record<string, string>> };

async function startStore(
  { environment, signal, log, progress }: OneMachineOptions,
  folder: DataFolder,
): Promise<Part | null> {
  const kind = storeKind(environment);
  if (kind === 'external') return null;
  const common = {
    folder: folder.path,
    socketPath: join(socketFolder(folder.path), 'store.sock'),
    adopt: folder.adopt,
    signal,
    log,
  };
  return progress.step(`document store (${kind})`, async () => {
    const command = findOnPath('mongod', environment['PATH']);
    if (kind === 'mongod' && command === null) {
      throw new Error('HUB_STORE is mongod, but there is no mongod on PATH: install MongoDB 7.');
    }
    const store =
      kind === 'mongod' && command !== null
        ? await startMongod({ ...common, command })
        : await startDocumentStore({ ...common, folder: join(folder.path, 'store') });
    return {
      environment: { MONGODB_URI: store.uri },
      [Symbol.asyncDispose]: () => store[Symbol.asyncDispose](),
    };
  });
}

async function startRedis(
  { environment, signal, log, progress }: OneMachineOptions,
  folder: DataFolder,
): Promise<Part | null> {
  if (isGiven(environment, 'REDIS_URL')) return null;
  return progress.step('Redis (private)', async () => {
    const redis = await startPrivateRedis({
      folder: folder.path,
      socketPath: join(socketFolder(folder.path), 'redis.sock'),
      path: environment['PATH'],
      adopt: folder.adopt,
      signal,
      log,
    });
    return {
      environment: { REDIS_URL: redis.url },
      [Symbol.asyncDispose]: () => redis[Symbol.asyncDispose](),
    };
  });
}

function startSimulators(
  { environment, controlPort, signal, log, progress }: OneMachineOptions,
  folder: DataFolder,
  city: { readonly people: number; readonly madeOn: string },
): Promise<Part> {
  return progress.step('simulated legacy systems', () =>
    startSimulatorsChild({
      dataFolder: folder.path,
      ...city,
      controlPort,
      given: environment,
      adopt: folder.adopt,
      signal,
      log,
    }),
  );
}

function storeKind(environment: Environment): StoreKind {
  if (isGiven(environment, 'MONGODB_URI')) return 'external';
  const chosen = environment['HUB_STORE'];
  if (chosen === 'mongod' || chosen === 'embedded') return chosen;
  return findOnPath('mongod', environment['PATH']) === null ? 'embedded' : 'mongod';
}
