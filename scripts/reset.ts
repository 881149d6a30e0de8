import { rmSync } from 'node:fs';
import { resolve } from 'node:path';
import { endLeftovers, readRecord } from '../embedded/data-folder.ts';
import { holderOf } from '../embedded/folder-lock.ts';
import { socketFolder } from '../embedded/socket-folder.ts';
import { dataDir } from './data-dir.ts';

const folder = resolve(dataDir());
const holder = holderOf(folder);
if (holder !== null) {
  process.stderr.write(`The hub (process ${holder.pid}) is running on ${folder}: stop it first.\n`);
  process.exit(1);
}
if (readRecord(folder) === null) {
  process.stdout.write(`There is no data folder of the hub at ${folder}: nothing to delete.\n`);
} else {
  await endLeftovers(folder);
  rmSync(socketFolder(folder), { recursive: true, force: true });
  rmSync(folder, { recursive: true, force: true });
  process.stdout.write(`Deleted ${folder}. The next npm start makes a new city.\n`);
}
