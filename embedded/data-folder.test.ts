import { spawn } from 'node:child_process';
import {
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from '@jest/globals';
import { openDataFolder, readRecord, type DataFolderOptions } from './data-folder.ts';
import { identityOf, isAlive } from './process-identity.ts';

let root: string;
beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), 'data-folder-'));
});
afterEach(() => rmSync(root, { recursive: true, force: true }));

function options(change: Partial<DataFolderOptions> = {}): DataFolderOptions {
  return {
    path: join(root, 'data'),
    store: 'embedded',
    people: undefined,
    defaultPeople: 1_000,
    today: '2026-11-21',
    ...change,
  };
}

/** Leaves a folder as a hub killed with SIGKILL leaves it. */
async function leaveBehind(change: Partial<DataFolderOptions> = {}): Promise<void> {
  const folder = await openDataFolder(options(change));
  await folder[Symbol.asyncDispose]();
}

it('makes the folder for its owner alone and remembers store and city', async () => {
  await using folder = await openDataFolder(options({ people: 50 }));
  expect(statSync(folder.path).mode & 0o777).toBe(0o700);
  expect(readRecord(folder.path)).toEqual({
    store: 'embedded',
    people: 50,
    madeOn: '2026-11-21',
    cityEdition: 2,
  });
});

it('keeps the recorded city when the next start names none', async () => {
  await leaveBehind({ people: 50 });
  await using folder = await openDataFolder(options({ today: '2027-01-01' }));
  expect(folder.record).toEqual({
    store: 'embedded',
    people: 50,
    madeOn: '2026-11-21',
    cityEdition: 2,
  });
});

it.each([
  ['another number of people', { people: 60 }, /holds a city of 50 people, not 60.*npm run reset/],
  ['another store', { store: 'mongod' }, /written by the embedded store.*HUB_STORE=embedded/],
  ['a store elsewhere', { store: 'external' }, /embedded store.*: leave MONGODB_URI out.*/],
] as const)('refuses %s in one sentence that says what to do', async (_what, change, sentence) => {
  await leaveBehind({ people: 50 });
  await expect(openDataFolder(options(change))).rejects.toThrow(sentence);
});

it('says that MONGODB_URI is missing where the data is in another store', async () => {
  await leaveBehind({ store: 'external' });
  await expect(openDataFolder(options())).rejects.toThrow(/MONGODB_URI, which is not set: set it/);
});

it('refuses a city of another release, which lacks what this one shows', async () => {
  await leaveBehind({ people: 50 });
  const path = join(root, 'data');
  const record = { store: 'embedded', people: 50, madeOn: '2026-11-21' };
  writeFileSync(join(path, 'hub.json'), JSON.stringify(record));
  await expect(openDataFolder(options())).rejects.toThrow(/another release: run npm run reset/);
});

it("leaves a folder with somebody else's files as it is", async () => {
  mkdirSync(join(root, 'data'), { mode: 0o755 });
  writeFileSync(join(root, 'data', 'holiday.jpg'), '');
  await expect(openDataFolder(options())).rejects.toThrow(/holds files that are not the hub's/);
  expect(readdirSync(join(root, 'data'))).toEqual(['holiday.jpg']);
  expect(statSync(join(root, 'data')).mode & 0o777).toBe(0o755);
});

it('lets one of two hubs win that start at once over what a dead one left', async () => {
  await leaveBehind();
  writeFileSync(join(root, 'data', 'hub.pid'), JSON.stringify({ pid: 1, startedAt: 'never' }));
  const both = await Promise.allSettled([openDataFolder(options()), openDataFolder(options())]);
  expect(both.map(({ status }) => status).toSorted()).toEqual(['fulfilled', 'rejected']);
});

it('refuses a second hub on the same folder', async () => {
  await using _held = await openDataFolder(options());
  await expect(openDataFolder(options())).rejects.toThrow(/Another hub \(process \d+\) is using/);
});

it('takes over the folder of a hub that is dead, even when its process number lives on in another', async () => {
  await leaveBehind();
  const other = { pid: process.pid, startedAt: '1' };
  writeFileSync(join(root, 'data', 'hub.pid'), JSON.stringify(other));
  await using folder = await openDataFolder(options());
  expect(JSON.parse(readFileSync(join(folder.path, 'hub.pid'), 'utf8'))).toEqual(
    identityOf(process.pid),
  );
});

it('ends what a killed hub left running', async () => {
  await leaveBehind();
  const child = spawn(process.execPath, ['-e', 'setInterval(() => {}, 1000)'], { stdio: 'ignore' });
  const identity = identityOf(child.pid ?? 0);
  if (identity === null) throw new Error('the child did not start');
  writeFileSync(join(root, 'data', 'children.json'), JSON.stringify([identity]));
  await using _folder = await openDataFolder(options());
  expect(isAlive(identity)).toBe(false);
});

it('says which folder cannot be used', async () => {
  writeFileSync(join(root, 'file'), '');
  await expect(openDataFolder(options({ path: join(root, 'file', 'data') }))).rejects.toThrow(
    /data folder .*file\/data cannot be made or used/,
  );
});
