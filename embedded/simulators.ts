import type { ChildProcess } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Environment } from '../platform/process/config.ts';
import { findFreePort } from './free-port.ts';
import { startSupervisedChild } from './supervised-child.ts';
import type { Logger } from 'pino';

export type SimulatorsOptions = {
  readonly dataFolder: string;
  readonly people: number;
  readonly madeOn: string;
  readonly controlPort: number;
  /** As the hub reads it: accounts named there are the ones that the simulated libraries know. */
  readonly given: Environment;
  readonly adopt: (pid: number | undefined) => void;
  /** Ends a start that is under way. */
  readonly signal?: AbortSignal | undefined;
  readonly log: Logger;
};

/** The hub's own program, started once more with the role `simulators`. */
const PROGRAM = fileURLToPath(new URL('../main.ts', import.meta.url));

/**
 * All simulated legacy systems in one child process, on ports that stay the same when it is
 * started again.
 *
 * @returns The settings by which the hub reaches them.
 */
export async function startSimulatorsChild({
  dataFolder,
  people,
  madeOn,
  controlPort,
  given,
  adopt,
  signal,
  log,
}: SimulatorsOptions): Promise<
  { readonly environment: Readonly<Record<string, string>> } & AsyncDisposable
> {
  const libraryPort = await findFreePort();
  const regionalLibraryPort = await findFreePort();
  const accounts = {
    HUB_LIBRARY_USER: given['HUB_LIBRARY_USER'] || 'hub',
    HUB_LIBRARY_PASSWORD: given['HUB_LIBRARY_PASSWORD'] || randomSecret(),
    HUB_REGIONAL_LIBRARY_CLIENT_ID: given['HUB_REGIONAL_LIBRARY_CLIENT_ID'] || 'hub',
    HUB_REGIONAL_LIBRARY_CLIENT_SECRET:
      given['HUB_REGIONAL_LIBRARY_CLIENT_SECRET'] || randomSecret(),
  };
  const child = await startSupervisedChild({
    name: 'simulators',
    command: process.execPath,
    args: [PROGRAM, '--roles=simulators'],
    env: {
      ...accounts,
      HUB_CONTROL_PORT: String(controlPort),
      HUB_PEOPLE: String(people),
      HUB_CITY_MADE_ON: madeOn,
      HUB_SIMULATORS_DIR: join(dataFolder, 'simulators'),
      HUB_SIMULATED_LIBRARY_PORT: String(libraryPort),
      HUB_SIMULATED_REGIONAL_LIBRARY_PORT: String(regionalLibraryPort),
    },
    whenReady: saysReady,
    adopt,
    signal,
    log,
  });
  return {
    environment: {
      ...accounts,
      HUB_LIBRARY_ADDRESS: `127.0.0.1:${libraryPort}`,
      HUB_REGIONAL_LIBRARY_URL: `http://127.0.0.1:${regionalLibraryPort}`,
    },
    [Symbol.asyncDispose]: () => child[Symbol.asyncDispose](),
  };
}

function randomSecret(): string {
  return randomBytes(12).toString('hex');
}

/** `main.ts` sends `{ ready: true }` when it was started with an IPC channel. */
function saysReady(child: ChildProcess): Promise<void> {
  return new Promise((resolve) => {
    child.on('message', (message) => {
      if (typeof message === 'object' && message !== null && 'ready' in message) resolve();
    });
  });
}
