import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { StoreError } from '../store-error.ts';

/**
 * Takes a data folder for this process alone, since LMDB itself lets two processes
 * open one file. The lock is the operating system's, on a file that SQLite holds
 * exclusively: it goes with the process however that ends, so nothing stale is left.
 *
 * @throws {StoreError} Code 98 DBPathInUse when another process holds the folder.
 */
export function lockFolder(folder: string): Disposable {
  const database = new DatabaseSync(join(folder, 'lock.sqlite'));
  try {
    database.exec('PRAGMA journal_mode = OFF; BEGIN EXCLUSIVE');
  } catch (cause) {
    database.close();
    const error = new StoreError(
      98,
      'DBPathInUse',
      `The data folder ${folder} is in use by another process.`,
    );
    error.cause = cause;
    throw error;
  }
  return { [Symbol.dispose]: () => database.close() };
}
