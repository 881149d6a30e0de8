import { randomBytes } from 'node:crypto';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

/** The keys that a production's environment gives, made once for a data folder: 64 hex digits each. */
export type Secrets = {
  readonly HUB_SEAL_KEY: string;
  readonly HUB_LOOKUP_KEY: string;
  readonly HUB_SUBGRAPH_SECRET: string;
};

/** Random per data folder, mode 0600, never committed. Called while the folder's lock is held. */
export function keepSecrets(dataFolder: string): Secrets {
  const path = join(dataFolder, 'secrets.json');
  if (!existsSync(path)) {
    const fresh: Secrets = {
      HUB_SEAL_KEY: randomKey(),
      HUB_LOOKUP_KEY: randomKey(),
      HUB_SUBGRAPH_SECRET: randomKey(),
    };
    writeFileSync(path, `${JSON.stringify(fresh, null, 2)}\n`, { mode: 0o600 });
  }
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- written above
  return JSON.parse(readFileSync(path, 'utf8')) as Secrets;
}

function randomKey(): string {
  return randomBytes(32).toString('hex');
}
