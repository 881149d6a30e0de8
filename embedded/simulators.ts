import type { ChildProcess } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Logger } from 'pino';
import { z } from 'zod';
import type { Environment } from '../platform/process/config.ts';
import { findFreePort, findPortTrouble } from './free-port.ts';
import { SIMULATED_SYSTEMS, simulatedAccounts, type SimulatedSystem } from './simulated-systems.ts';
import { startSupervisedChild } from './supervised-child.ts';

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

/** In the simulators' folder. */
const PORTS_FILE = 'ports.json';
const keptPorts = z.record(z.string(), z.int().min(1).max(65_535));

/** The hub's own program, started once more with the role `simulators`. */
const PROGRAM = fileURLToPath(new URL('../main.ts', import.meta.url));

/**
 * All simulated legacy systems in one child process, on ports that stay the same when it is
 * started again.
 *
 * @returns The settings by which the hub reaches them.
 */
export async function startSimulatorsChild(options: SimulatorsOptions): Promise<SimulatorsChild> {
  for (let attempt = 1; ; attempt += 1) {
    try {
      return await startOnce(options);
    } catch (error) {
      // A port that was free a moment ago may have gone to another program meanwhile.
      if (attempt === MAX_ATTEMPTS || !String(error).includes('EADDRINUSE')) throw error;
    }
  }
}

const MAX_ATTEMPTS = 3;

type SimulatorsChild = {
  readonly environment: Readonly<Record<string, string>>;
} & AsyncDisposable;

async function startOnce({
  dataFolder,
  people,
  madeOn,
  controlPort,
  given,
  adopt,
  signal,
  log,
}: SimulatorsOptions): Promise<SimulatorsChild> {
  const simulatorsFolder = join(dataFolder, 'simulators');
  const ports = await findPorts(join(simulatorsFolder, PORTS_FILE));
  const shared = {
    ...simulatedAccounts(given, randomSecret),
    HUB_SPORTS_FILES_DIR: join(simulatorsFolder, 'sports-files'),
  };
  const child = await startSupervisedChild({
    name: 'simulators',
    command: process.execPath,
    args: [PROGRAM, '--roles=simulators'],
    env: {
      ...shared,
      HUB_CONTROL_PORT: String(controlPort),
      HUB_PEOPLE: String(people),
      HUB_CITY_MADE_ON: madeOn,
      HUB_SIMULATORS_DIR: simulatorsFolder,
      ...Object.fromEntries(ports.map(({ portSetting, port }) => [portSetting, String(port)])),
    },
    whenReady: saysReady,
    adopt,
    signal,
    log,
  });
  return {
    environment: Object.assign({}, shared, ...ports.map(({ addresses, port }) => addresses(port))),
    [Symbol.asyncDispose]: () => child[Symbol.asyncDispose](),
  };
}

/**
 * The ports of the last start where they are free, so that a feed that was harvested goes on where it
 * was left. One after the other, so that no two systems get the same.
 */
async function findPorts(keptAt: string) {
  const last = readPorts(keptAt);
  const found: (SimulatedSystem & { readonly port: number })[] = [];
  for (const system of SIMULATED_SYSTEMS) {
    const known = last[system.portSetting];
    const isFree = known !== undefined && (await findPortTrouble(known, '127.0.0.1')) === null;
    found.push({ ...system, port: isFree ? known : await findFreePort() });
  }
  mkdirSync(dirname(keptAt), { recursive: true, mode: 0o700 });
  const ports = Object.fromEntries(found.map(({ portSetting, port }) => [portSetting, port]));
  writeFileSync(keptAt, JSON.stringify(ports), { mode: 0o600 });
  return found;
}

function readPorts(path: string): Readonly<Record<string, number>> {
  try {
    return keptPorts.parse(JSON.parse(readFileSync(path, 'utf8')));
  } catch {
    // The first start, or a file cut short: any free ports will do.
    return {};
  }
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
