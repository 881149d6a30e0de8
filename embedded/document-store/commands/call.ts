import type { StoreLog } from '../child-messages.ts';
import type { Pacer } from '../pacer.ts';
import type { Cursors } from '../read/cursors.ts';
import type { Catalog } from '../storage/catalog.ts';
import type { Sweeper } from '../storage/sweeper.ts';
import type { Environment } from '../storage/environment.ts';
import type { WriteQueue } from '../storage/write-queue.ts';
import type { Locks } from '../transaction/locks.ts';
import type { SessionRecords } from '../transaction/session-records.ts';
import type { Sessions } from '../transaction/sessions.ts';
import type { Transaction } from '../transaction/transaction.ts';
import type { ReplyDoc } from '../wire/bson-writer.ts';
import type { CommandTime } from './command-time.ts';
import type { Arguments } from './arguments.ts';

/** The parts of the running store that commands work with. */
export type Engine = {
  readonly environment: Environment;
  readonly catalog: Catalog;
  readonly queue: WriteQueue;
  readonly locks: Locks;
  readonly pacer: Pacer;
  readonly records: SessionRecords;
  readonly sessions: Sessions;
  readonly cursors: Cursors;
  readonly sweeper: Pick<Sweeper, 'wake'>;
  readonly log: StoreLog;
};

/** One command that runs. */
export type Call = {
  readonly engine: Engine;
  readonly database: string;
  readonly given: Arguments;
  readonly session: Uint8Array | undefined;
  readonly number: bigint | undefined;
  readonly transaction: Transaction | undefined;
  readonly time: CommandTime;
};

export type Command = {
  /** The fields it knows beside those that every command has; the first is its own name. */
  readonly fields: readonly string[];
  /** May run inside a transaction; others are refused there with code 263. */
  readonly inTransaction?: boolean;
  run(call: Call): ReplyDoc | Promise<ReplyDoc>;
};

/** The full name of the collection that the command's own field names. */
export function namespaceOf({ database, given }: Call): string {
  return `${database}.${given.text(given.command)}`;
}
