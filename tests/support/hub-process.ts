import { spawn, type ChildProcess } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { findFreePort } from '../../embedded/free-port.ts';
import { openDevelopmentKey } from '../../platform/tokens/development-key.ts';
import { signDevelopmentToken } from '../../platform/tokens/token.ts';
import { CITY_SEED, createCity, type City } from '../../simulators/city/city.ts';
import type { FaultKind } from '../../simulators/simulator.ts';
import { until } from './until.ts';

export type Answer = {
  readonly data?: Readonly<Record<string, unknown>> | null;
  readonly errors?: readonly {
    readonly message: string;
    readonly path?: readonly (string | number)[];
    readonly extensions?: Readonly<Record<string, unknown>>;
  }[];
};

export type TokenKind = 'citizen' | 'staff' | 'kiosk' | 'merchant' | 'reader';

/** A hub as a person starts it: `main.ts` in processes of its own, real stores, simulators, sockets. */
export type HubProcess = AsyncDisposable & {
  readonly url: string;
  readonly dataDir: string;
  readonly child: ChildProcess;
  /** Everything it wrote so far, both streams. */
  output(): string;
  /** The synthetic city in it; made on the day given by the data folder. */
  readonly city: City;
  /** Sends one operation; without a token as nobody. */
  ask(query: string, variables?: object, token?: string | null): Promise<Answer>;
  token(kind: TokenKind, id: string): Promise<string>;
  putFault(system: string, kind: FaultKind, more?: object): Promise<void>;
  calls(): Promise<Record<string, Record<string, number>>>;
  /** SIGTERM, and waits until the process is gone. */
  stop(): Promise<number | null>;
  /** SIGKILL to the hub alone, and waits until it is gone. */
  kill(): Promise<void>;
};

export type HubProcessOptions = {
  readonly people?: number;
  /** Kept after dispose when given, so that a second hub can start on it. */
  readonly dataDir?: string;
  readonly environment?: Readonly<Record<string, string>>;
};

export async function startHubProcess(options: HubProcessOptions = {}): Promise<HubProcess> {
  const { people = 60, dataDir } = options;
  const folder = dataDir ?? mkdtempSync(join(tmpdir(), 'hub-'));
  const port = await findFreePort();
  const controlPort = await findFreePort();
  // Two hubs that start at once would both find the usual ones free.
  const doors = {
    HUB_CONSOLE_PORT: String(await findFreePort()),
    HUB_READERS_DOOR_PORT: String(await findFreePort()),
  };
  const environment = { ...doors, ...options.environment };
  const { child, output } = spawnHub({ people, folder, port, controlPort, environment });
  const gone = new Promise<number | null>((resolve) => {
    child.once('exit', (code) => resolve(code));
  });
  const end = async (signal: NodeJS.Signals) => {
    child.kill(signal);
    return gone;
  };
  const url = `http://127.0.0.1:${port}`;
  await until(
    async () => {
      if (child.exitCode !== null) throw new Error(`the hub did not start:\n${output()}`);
      return (await fetch(`${url}/ready`).catch(() => null))?.ok === true;
    },
    { patienceMs: 60_000, what: () => `a ready hub:\n${output()}` },
  );
  return {
    url,
    dataDir: folder,
    child,
    output,
    city: createCity({ people, madeOn: today(), seed: CITY_SEED }),
    ask: (query, variables = {}, token = null) => ask(url, { query, variables }, token),
    async token(kind, id) {
      const key = await openDevelopmentKey(folder);
      return signDevelopmentToken({ key, kind, id, expiresInSeconds: 3_600 });
    },
    ...control(`http://127.0.0.1:${controlPort}`),
    stop: () => end('SIGTERM'),
    kill: async () => void (await end('SIGKILL')),
    async [Symbol.asyncDispose]() {
      if (child.exitCode === null && child.signalCode === null) await end('SIGTERM');
      if (dataDir === undefined) rmSync(folder, { recursive: true, force: true });
    },
  };
}

type SpawnOptions = {
  readonly people: number;
  readonly folder: string;
  readonly port: number;
  readonly controlPort: number;
  readonly environment?: Readonly<Record<string, string>>;
};

function spawnHub({ people, folder, port, controlPort, environment = {} }: SpawnOptions) {
  const flags = { port, 'control-port': controlPort, people };
  const args = Object.entries(flags).flatMap(([name, value]) => [`--${name}`, String(value)]);
  const child = spawn(process.execPath, ['main.ts', ...args], {
    stdio: ['ignore', 'pipe', 'pipe'],
    env: {
      PATH: process.env['PATH'],
      HUB_DATA_DIR: folder,
      NODE_OPTIONS: '--import=./tests/support/loopback-only.ts',
      ...environment,
    },
  });
  let output = '';
  for (const stream of [child.stdout, child.stderr]) {
    stream.setEncoding('utf8').on('data', (text: string) => {
      output += text;
    });
  }
  return { child, output: () => output };
}

async function ask(url: string, body: object, token: string | null): Promise<Answer> {
  const response = await fetch(`${url}/graphql`, {
    method: 'POST',
    headers: {
      'content-type': 'application/json',
      ...(token === null ? {} : { authorization: `Bearer ${token}` }),
    },
    body: JSON.stringify(body),
  });
  return (await response.json()) as Answer;
}

function control(url: string): Pick<HubProcess, 'putFault' | 'calls'> {
  return {
    async putFault(system, kind, more = {}) {
      const response = await fetch(`${url}/faults/${system}`, {
        method: 'PUT',
        body: JSON.stringify({ kind, ...more }),
      });
      if (!response.ok) throw new Error(await response.text());
    },
    async calls() {
      const response = await fetch(`${url}/calls`);
      return (await response.json()) as Record<string, Record<string, number>>;
    },
  };
}

function today(): string {
  return new Intl.DateTimeFormat('en-CA', { timeZone: 'Europe/Madrid' }).format(new Date());
}
