import { mkdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { MongoClient, MongoServerError, type Db } from 'mongodb';
import type { Logger } from 'pino';
import { startSupervisedChild } from '../supervised-child.ts';

export type MongodOptions = {
  /** Executable, as found on PATH. */
  readonly command: string;
  /** Data folder of the hub; mongod keeps its files in `mongod` below it. */
  readonly folder: string;
  readonly socketPath: string;
  readonly adopt: (pid: number | undefined) => void;
  /** Ends a start that is under way. */
  readonly signal?: AbortSignal | undefined;
  readonly log: Logger;
};

/** MongoDB's codes for "already a replica set" and "not one yet". */
const ALREADY_INITIALIZED = 23;
const NOT_YET_INITIALIZED = 94;

/**
 * A private `mongod` as a one-node replica set on a Unix socket, without a TCP port.
 *
 * @returns The address as drivers take it.
 * @throws {Error} It did not start, or never became primary.
 */
export async function startMongod({
  command,
  folder,
  socketPath,
  adopt,
  signal,
  log,
}: MongodOptions): Promise<{ readonly uri: string } & AsyncDisposable> {
  const directory = join(folder, 'mongod');
  mkdirSync(directory, { recursive: true, mode: 0o700 });
  rmSync(socketPath, { force: true });
  const host = encodeURIComponent(socketPath);
  const child = await startSupervisedChild({
    name: 'mongod',
    command,
    args: [
      ...['--dbpath', directory, '--replSet', 'rs0', '--bind_ip', socketPath],
      ...['--filePermissions', '0700', '--logpath', join(directory, 'mongod.log'), '--logappend'],
    ],
    whenReady: (_child, over) =>
      becomesPrimary(`mongodb://${host}/?directConnection=true`, socketPath, over),
    adopt,
    signal,
    log,
  });
  return {
    uri: `mongodb://${host}/tessera?directConnection=true&replicaSet=rs0`,
    [Symbol.asyncDispose]: () => child[Symbol.asyncDispose](),
  };
}

/** Asks until mongod listens, makes it a replica set of one where it is none, and waits until it is primary. */
async function becomesPrimary(uri: string, socketPath: string, signal: AbortSignal): Promise<void> {
  while (!signal.aborted) {
    const client = new MongoClient(uri, { serverSelectionTimeoutMS: 500 });
    try {
      const admin = client.db('admin');
      const hello = await admin.command({ hello: 1 });
      if (hello['isWritablePrimary'] === true) return;
      // Without a set name it has never been made a replica set.
      if (hello['setName'] === undefined) await initiate(admin, socketPath);
    } catch (error) {
      if (error instanceof MongoServerError && error.code !== NOT_YET_INITIALIZED) throw error;
    } finally {
      await client.close();
    }
    await pause(50);
  }
}

async function initiate(admin: Db, socketPath: string): Promise<void> {
  try {
    await admin.command({
      replSetInitiate: { _id: 'rs0', members: [{ _id: 0, host: socketPath }] },
    });
  } catch (error) {
    if (!(error instanceof MongoServerError) || error.code !== ALREADY_INITIALIZED) throw error;
  }
}
