import type { StoreLog } from './child-messages.ts';
import { aggregateCommands } from './commands/aggregate-commands.ts';
import type { Command, Engine } from './commands/call.ts';
import { collectionCommands } from './commands/collection-commands.ts';
import { createDispatch, type Dispatch } from './commands/dispatch.ts';
import { findAndModifyCommands } from './commands/find-and-modify.ts';
import { diagnosticCommands, helloCommands } from './commands/hello.ts';
import { indexCommands } from './commands/index-commands.ts';
import { queryCommands } from './commands/query-commands.ts';
import { transactionCommands } from './commands/transaction-commands.ts';
import { writeCommands } from './commands/write-commands.ts';
import { createPacer } from './pacer.ts';
import { createCursors } from './read/cursors.ts';
import { openCatalog } from './storage/catalog.ts';
import { openEnvironment } from './storage/environment.ts';
import { createWriteQueue } from './storage/write-queue.ts';
import { createLocks } from './transaction/locks.ts';
import { createSessionRecords } from './transaction/session-records.ts';
import { createSessions } from './transaction/sessions.ts';

export type EngineOptions = {
  /** Exists, and is locked by this process. */
  readonly folder: string;
  /** Where clients connect to. */
  readonly address: string;
  readonly log: StoreLog;
  /** The data on disk and what is in memory may differ: the process must end. */
  readonly onBroken: (error: unknown) => void;
};

export type RunningEngine = AsyncDisposable & { readonly dispatch: Dispatch };

const TRANSACTION_MS = 60_000;

/** Opens the data and everything that works on it; disposing finishes what is being written. */
export function startEngine({ folder, address, log, onBroken }: EngineOptions): RunningEngine {
  const environment = openEnvironment(folder);
  const catalog = openCatalog(environment.meta);
  const queue = createWriteQueue(environment, onBroken);
  const locks = createLocks();
  const records = createSessionRecords(environment.sessions, () => new Date());
  const cursors = createCursors();
  const sessions = createSessions({
    environment,
    catalog,
    queue,
    locks,
    records,
    lifetimeMs: TRANSACTION_MS,
    onEnd: (transaction) => cursors.closeOwnedBy(transaction),
  });
  const pacer = createPacer();
  const engine: Engine = {
    environment,
    catalog,
    queue,
    locks,
    pacer,
    records,
    sessions,
    cursors,
    log,
  };
  const commands = new Map<string, Command>(
    Object.entries({
      ...helloCommands(address),
      ...diagnosticCommands,
      ...queryCommands,
      ...writeCommands,
      ...findAndModifyCommands,
      ...aggregateCommands,
      ...collectionCommands,
      ...indexCommands,
      ...transactionCommands,
    }),
  );
  return {
    dispatch: createDispatch(engine, commands),
    async [Symbol.asyncDispose]() {
      cursors[Symbol.dispose]();
      await queue.drained();
      await sessions[Symbol.asyncDispose]();
      await environment[Symbol.asyncDispose]();
    },
  };
}
