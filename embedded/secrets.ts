import { randomBytes } from 'node:crypto';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

const NAMES = [
  'HUB_SEAL_KEY',
  'HUB_LOOKUP_KEY',
  'HUB_SUBGRAPH_SECRET',
  'HUB_READER_MASTER_KEY',
  'HUB_READER_SIGNING_KEY',
] as const;

/** The keys that a production's environment gives, made once for a data folder: 64 hex digits each. */
export type Secrets = Readonly<Record<(typeof NAMES)[number], string>>;

/**
 * Random per data folder, mode 0600, never committed. Called while the folder's lock is held. A folder
 * of an earlier release gets the keys that it lacks.
 */
export function keepSecrets(dataFolder: string): Secrets {
  const path = join(dataFolder, 'secrets.json');
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- written below
  const kept = (existsSync(path) ? JSON.parse(readFileSync(path, 'utf8')) : {}) as Partial<Secrets>;
  const fresh = NAMES.filter((name) => kept[name] === undefined);
  const secrets = { ...kept, ...Object.fromEntries(fresh.map((name) => [name, randomKey()])) };
  if (fresh.length > 0) {
    writeFileSync(path, `${JSON.stringify(secrets, null, 2)}\n`, { mode: 0o600 });
  }
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- every name has its key by now
  return secrets as Secrets;
}

function randomKey(): string {
  return randomBytes(32).toString('hex');
}
