import {
  chmodSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { dirname, join } from 'node:path';
import { lockDataFolder, type FolderLock } from './folder-lock.ts';
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
  /** What its people have; a city of another edition lacks what this release shows. */
  readonly cityEdition?: number;
};

/** Rises when the synthetic city's people get accounts in more systems. */
const CITY_EDITION = 2;

const CHILDREN_FILE = 'children.json';

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

/** What the hub and its scripts write there, by how the names begin; and what a mounted disk brings along. */
const OWN_NAMES =
  /^(hub\.|children\.json|secrets\.json|development-key\.json|run|store|mongod|redis|simulators|lost\+found)/;

/**
 * Takes a data folder for this process: creates it (mode 0700), refuses one that another living
 * hub holds or that was written for something else, and ends what a killed hub left running.
 *
 * @throws {DataFolderError} With one sentence that says what to do.
 */
export async function openDataFolder(options: DataFolderOptions): Promise<DataFolder> {
  const { path } = options;
  const lock = takeFolder(path);
  if (!lock.isTaken) {
    throw new DataFolderError(
      `Another hub (process ${lock.holder.pid}) is using the data folder ${path}: stop it, or set HUB_DATA_DIR to another folder.`,
    );
  }
  try {
    await endLeftovers(path);
    const record = agreedRecord(options);
    writeWhole(join(path, 'hub.json'), `${JSON.stringify(record, null, 2)}\n`);
    return heldFolder({ path, record, lock });
  } catch (error) {
    lock[Symbol.dispose]();
    throw error;
  }
}

/** Ends the children that a killed hub left running on a folder; nobody may hold the folder. */
export async function endLeftovers(path: string): Promise<void> {
  const childrenPath = join(path, CHILDREN_FILE);
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- written by heldFolder
  const left = (readJson(childrenPath) ?? []) as readonly ProcessIdentity[];
  await Promise.all(left.filter(isAlive).map((child) => endProcess(child)));
  rmSync(childrenPath, { force: true });
}

/** @returns The record of a folder that a hub has used, or null. */
export function readRecord(path: string): FolderRecord | null {
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- written by openDataFolder
  return readJson(join(path, 'hub.json')) as FolderRecord | null;
}

type Held = {
  readonly path: string;
  readonly record: FolderRecord;
  readonly lock: Disposable;
};

function heldFolder({ path, record, lock }: Held): DataFolder {
  const children: ProcessIdentity[] = [];
  const childrenPath = join(path, CHILDREN_FILE);
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
      lock[Symbol.dispose]();
    },
  };
}

/** @throws {DataFolderError} It cannot be made or written, or it is a folder of somebody else's. */
function takeFolder(path: string): FolderLock {
  try {
    makeFolder(path);
    const isForeign = readRecord(path) === null && !readdirSync(path).every(isOwnName);
    if (!isForeign) {
      chmodSync(path, 0o700);
      return lockDataFolder(path);
    }
  } catch (cause) {
    throw new DataFolderError(`The data folder ${path} cannot be made or used: ${reason(cause)}.`, {
      cause,
    });
  }
  throw new DataFolderError(
    `The folder ${path} holds files that are not the hub's: set HUB_DATA_DIR to an empty folder or to one that is not there yet.`,
  );
}

function makeFolder(path: string): void {
  // Recursive only where it must be: Node never comes back from it where the parent takes no folders, as in /proc.
  const isRecursive = !existsSync(dirname(path));
  if (!existsSync(path)) mkdirSync(path, { recursive: isRecursive, mode: 0o700 });
}

function isOwnName(name: string): boolean {
  return OWN_NAMES.test(name);
}

function agreedRecord({
  path,
  store,
  people,
  defaultPeople,
  today,
}: DataFolderOptions): FolderRecord {
  const known = readRecord(path);
  if (known === null) {
    return { store, people: people ?? defaultPeople, madeOn: today, cityEdition: CITY_EDITION };
  }
  if (known.store !== store) throw new DataFolderError(otherStore(path, known.store, store));
  if (known.people !== null && known.cityEdition !== CITY_EDITION) {
    throw new DataFolderError(
      `The data folder ${path} holds a synthetic city of another release: run npm run reset to begin anew.`,
    );
  }
  if (people !== undefined && known.people !== null && known.people !== people) {
    throw new DataFolderError(
      `The data folder ${path} holds a city of ${known.people} people, not ${people}: leave --people out, or run npm run reset to begin anew.`,
    );
  }
  return known.people === null
    ? { ...known, people: people ?? defaultPeople, cityEdition: CITY_EDITION }
    : known;
}

function otherStore(path: string, known: StoreKind, wanted: StoreKind): string {
  const anew = 'or run npm run reset to begin anew';
  if (known === 'external') {
    return `The data folder ${path} belongs to a store named by MONGODB_URI, which is not set: set it again, ${anew}.`;
  }
  const was = `The data folder ${path} was written by the ${known} store`;
  return wanted === 'external'
    ? `${was} and MONGODB_URI names another: leave MONGODB_URI out, set HUB_DATA_DIR to another folder, ${anew}.`
    : `${was} and this start would use ${wanted}: set HUB_STORE=${known}, ${anew}.`;
}

/** Never half a file: written beside and renamed. */
function writeWhole(path: string, text: string): void {
  writeFileSync(`${path}.new`, text, { mode: 0o600 });
  renameSync(`${path}.new`, path);
}

function readJson(path: string): unknown {
  if (!existsSync(path)) return null;
  try {
    return JSON.parse(readFileSync(path, 'utf8'));
  } catch {
    return null;
  }
}

function reason(error: unknown): string {
  return typeof error === 'object' && error !== null && 'message' in error
    ? String(error.message)
    : String(error);
}
