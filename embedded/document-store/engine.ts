import type { StoreLog } from './child-messages.ts';
import { toNumber } from './commands/arguments.ts';
import type { Command, Engine } from './commands/call.ts';
import { createDispatch, type Dispatch } from './commands/dispatch.ts';
import { createFailPoints } from './commands/fail-points.ts';
import { commandTable } from './commands/table.ts';
import { createPacer } from './pacer.ts';
import { createCursors } from './read/cursors.ts';
import { openCatalog, type Catalog } from './storage/catalog.ts';
import { openEnvironment } from './storage/environment.ts';
import { startSweeper, type Sweeper } from './storage/sweeper.ts';
import { createWriteQueue, type WriteQueue } from './storage/write-queue.ts';
import { createLocks } from './transaction/locks.ts';
import { createSessionRecords } from './transaction/session-records.ts';
import { createSessions, type Sessions } from './transaction/sessions.ts';

export type EngineOptions = {
  /** Exists, and is locked by this process. */
  readonly folder: string;
  /** Where clients connect to. */
  readonly address: string;
  readonly log: StoreLog;
  /** Whether `configureFailPoint` and `setParameter` may be used. */
  readonly hasTestCommands: boolean;
  /** The data on disk and what is in memory may differ: the process must end. */
  readonly onBroken: (error: unknown) => void;
};

export type RunningEngine = AsyncDisposable & {
  readonly dispatch: Dispatch;
  /** Ends open transactions, for which running commands may be waiting. */
  readonly abortTransactions: () => void;
};

/** As MongoDB's transactionLifetimeLimitSeconds. */
const TRANSACTION_MS = 60_000;

/** Opens the data and everything that works on it; disposing finishes what is being written. */
export async function startEngine(options: EngineOptions): Promise<RunningEngine> {
  const { folder, address, log, hasTestCommands, onBroken } = options;
  const environment = openEnvironment(folder);
  const catalog = openCatalog(environment.meta);
  const queue = createWriteQueue(environment, onBroken);
  await dropUnfinished(catalog, queue);
  const locks = createLocks();
  const now = () => new Date();
  const records = createSessionRecords(environment.sessions, now);
  const cursors = createCursors();
  const storage = { environment, catalog, queue, locks, records };
  const sweeper = startSweeper({ ...storage, now, log });
  const sessions = createSessions({
    ...storage,
    lifetimeMs: TRANSACTION_MS,
    onEnd: (transaction) => cursors.closeOwnedBy(transaction),
  });
  const engine: Engine = { ...storage, pacer: createPacer(), sessions, cursors, sweeper, log };
  const failPoints = createFailPoints();
  const testCommands: Readonly<Record<string, Command>> = hasTestCommands
    ? { configureFailPoint: failPoints.command, setParameter: setParameter(sweeper, sessions) }
    : {};
  return {
    dispatch: createDispatch(engine, commandTable(address, testCommands), failPoints),
    abortTransactions: () => sessions[Symbol.dispose](),
    async [Symbol.asyncDispose]() {
      cursors[Symbol.dispose]();
      await sweeper[Symbol.asyncDispose]();
      await queue.drained();
      sessions[Symbol.dispose]();
      await environment[Symbol.asyncDispose]();
    },
  };
}

/** An index that was being built when the process ended was never acknowledged. */
async function dropUnfinished(catalog: Catalog, queue: WriteQueue): Promise<void> {
  const unfinished = catalog
    .all()
    .flatMap((collection) =>
      collection.indexes.filter(({ isReady }) => !isReady).map((index) => ({ collection, index })),
    );
  if (unfinished.length === 0) return;
  await queue.run(() => {
    for (const { collection, index } of unfinished) catalog.dropIndex(collection, index);
  });
}

/** The two of MongoDB's parameters that let a test not wait for a minute. */
function setParameter(sweeper: Sweeper, sessions: Sessions): Command {
  return {
    fields: ['setParameter', 'ttlMonitorSleepSecs', 'transactionLifetimeLimitSeconds'],
    run({ given }) {
      const pause = toNumber(given.body.get('ttlMonitorSleepSecs'));
      if (pause !== undefined) sweeper.setPauseMs(pause * 1000);
      const lifetime = toNumber(given.body.get('transactionLifetimeLimitSeconds'));
      if (lifetime !== undefined) sessions.setLifetimeMs(lifetime * 1000);
      return {};
    },
  };
}
