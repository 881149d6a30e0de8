import {
  chmodSync,
  existsSync,
  mkdirSync,
  readFileSync,
  renameSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { endProcess, identityOf, isAlive, type ProcessIdentity } from './process-identity.ts';

/** Which store a data folder belongs to; `external` is one named by MONGODB_URI. */
export type StoreKind = 'embedded' | 'mongod' | 'external';

/** What a data folder remembers of itself. */
export type FolderRecord = {
  readonly store: StoreKind;
  /** Cardholders of the synthetic city in it; null where nothing synthetic was loaded. */
  readonly people: number | null;
  /** Day the city was made, `YYYY-MM-DD`. */
  readonly madeOn: string;
};

/** Said to the person who started the hub; ends the start with exit code 1. */
export class DataFolderError extends Error {
  override readonly name = 'DataFolderError';
}

export type DataFolder = AsyncDisposable & {
  readonly path: string;
  readonly record: FolderRecord;
  /** Notes a child process, so that the next start can end it should this hub be killed. */
  adopt(pid: number | undefined): void;
};

export type DataFolderOptions = {
  readonly path: string;
  readonly store: StoreKind;
  /** As given by the person; undefined takes what the folder has, or `defaultPeople`. */
  readonly people: number | undefined;
  readonly defaultPeople: number | null;
  readonly today: string;
};

/**
 * Takes a data folder for this process: creates it (mode 0700), refuses one that another living
 * hub holds or that was written for another store or city, and ends what a killed hub left running.
 *
 * @throws {DataFolderError} With one sentence that says what to do.
 */
export async function openDataFolder(options: DataFolderOptions): Promise<DataFolder> {
  const { path } = options;
  try {
    mkdirSync(path, { recursive: true, mode: 0o700 });
    chmodSync(path, 0o700);
  } catch (cause) {
    throw new DataFolderError(`The data folder ${path} cannot be made or used: ${reason(cause)}.`, {
      cause,
    });
  }
  const lockPath = join(path, 'hub.pid');
  const childrenPath = join(path, 'children.json');
  takeLock(lockPath, path);
  try {
    await endLeftovers(childrenPath);
    const record = agreedRecord(options);
    writeWhole(join(path, 'hub.json'), `${JSON.stringify(record, null, 2)}\n`);
    return heldFolder({ path, record, lockPath, childrenPath });
  } catch (error) {
    rmSync(lockPath, { force: true });
    throw error;
  }
}

/** @returns The record of a folder that a hub has used, or null. */
export function readRecord(path: string): FolderRecord | null {
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- written by openDataFolder
  return readJson(join(path, 'hub.json')) as FolderRecord | null;
}

/** @returns The hub that holds the folder now, or null. */
export function holderOf(path: string): ProcessIdentity | null {
  const holder = readIdentity(join(path, 'hub.pid'));
  return holder !== null && isAlive(holder) ? holder : null;
}

type Held = {
  readonly path: string;
  readonly record: FolderRecord;
  readonly lockPath: string;
  readonly childrenPath: string;
};

function heldFolder({ path, record, lockPath, childrenPath }: Held): DataFolder {
  const children: ProcessIdentity[] = [];
  return {
    path,
    record,
    adopt(pid) {
      const identity = pid === undefined ? null : identityOf(pid);
      if (identity === null) return;
      children.push(identity);
      writeWhole(childrenPath, JSON.stringify(children.filter(isAlive)));
    },
    async [Symbol.asyncDispose]() {
      await Promise.all(children.map((child) => endProcess(child)));
      rmSync(childrenPath, { force: true });
      rmSync(lockPath, { force: true });
    },
  };
}

function takeLock(lockPath: string, path: string): void {
  for (;;) {
    try {
      writeFileSync(lockPath, JSON.stringify(identityOf(process.pid)), { flag: 'wx', mode: 0o600 });
      return;
    } catch (error) {
      if (!isErrorWithCode(error, 'EEXIST')) throw error;
    }
    const holder = readIdentity(lockPath);
    if (holder !== null && isAlive(holder)) {
      throw new DataFolderError(
        `Another hub (process ${holder.pid}) is using the data folder ${path}: stop it, or set HUB_DATA_DIR to another folder.`,
      );
    }
    rmSync(lockPath, { force: true });
  }
}

async function endLeftovers(childrenPath: string): Promise<void> {
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- written by heldFolder
  const left = (readJson(childrenPath) ?? []) as readonly ProcessIdentity[];
  await Promise.all(left.filter(isAlive).map((child) => endProcess(child)));
  rmSync(childrenPath, { force: true });
}

function agreedRecord({
  path,
  store,
  people,
  defaultPeople,
  today,
}: DataFolderOptions): FolderRecord {
  const known = readRecord(path);
  if (known === null) return { store, people: people ?? defaultPeople, madeOn: today };
  if (known.store !== store) {
    throw new DataFolderError(
      `The data folder ${path} was written by the ${known.store} store and this start would use ${store}: set HUB_STORE=${known.store}, or run npm run reset to begin anew.`,
    );
  }
  if (people !== undefined && known.people !== null && known.people !== people) {
    throw new DataFolderError(
      `The data folder ${path} holds a city of ${known.people} people, not ${people}: leave --people out, or run npm run reset to begin anew.`,
    );
  }
  return known.people === null ? { ...known, people: people ?? defaultPeople } : known;
}

/** Never half a file: written beside and renamed. */
function writeWhole(path: string, text: string): void {
  writeFileSync(`${path}.new`, text, { mode: 0o600 });
  renameSync(`${path}.new`, path);
}

function readIdentity(path: string): ProcessIdentity | null {
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- written by takeLock
  return readJson(path) as ProcessIdentity | null;
}

function readJson(path: string): unknown {
  if (!existsSync(path)) return null;
  try {
    return JSON.parse(readFileSync(path, 'utf8'));
  } catch {
    return null;
  }
}

function isErrorWithCode(error: unknown, code: string): boolean {
  return typeof error === 'object' && error !== null && 'code' in error && error.code === code;
}

function reason(error: unknown): string {
  return typeof error === 'object' && error !== null && 'message' in error
    ? String(error.message)
    : String(error);
}
