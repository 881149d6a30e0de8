import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { createServer } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { findFreePort } from '../../embedded/free-port.ts';
import { startOneMachine, type OneMachine } from '../../embedded/one-machine.ts';
import { createLog } from '../../platform/process/log.ts';
import { createProgress } from '../../platform/process/progress.ts';
import { openDevelopmentKey } from '../../platform/tokens/development-key.ts';
import { signDevelopmentToken } from '../../platform/tokens/token.ts';
import { until } from '../../tests/support/until.ts';
import { childrenOf } from '../support/process-usage.ts';

/** A port on which nobody listens: the legacy systems are not what is measured. */
const NOWHERE = 'http://127.0.0.1:9';

const PROBE = new URL('probe.ts', import.meta.url);

/** The hub's processes and their roles. */
const PROCESSES = { readers: 'readers', graph: 'cards,entitlements,sync,gateway' } as const;

/** Parts of the graph that are not asked for anything here; the gateway wants each to have been there once. */
const ABSENT_SUBGRAPHS = ['LIBRARY', 'SPORTS', 'TRANSPORT', 'PARKING', 'TAX'] as const;

/** Of every system that a role wants to know of. */
const ABSENT_SYSTEMS: Readonly<Record<string, string>> = {
  HUB_LIBRARY_ADDRESS: '127.0.0.1:9',
  HUB_LIBRARY_USER: 'hub',
  HUB_LIBRARY_PASSWORD: 'hub',
  HUB_REGIONAL_LIBRARY_URL: NOWHERE,
  HUB_REGIONAL_LIBRARY_CLIENT_ID: 'hub',
  HUB_REGIONAL_LIBRARY_CLIENT_SECRET: 'hub',
  HUB_TRANSPORT_URL: `${NOWHERE}/soap`,
  HUB_TRANSPORT_GTFS_URL: `${NOWHERE}/gtfs.zip`,
  HUB_TRANSPORT_USER: 'hub',
  HUB_TRANSPORT_PASSWORD: 'hub',
  HUB_PARKING_URL: `${NOWHERE}/v1`,
  HUB_PARKING_TOKEN: 'hub',
  HUB_TAX_URL: `${NOWHERE}/soap`,
  HUB_TAX_USER: 'hub',
  HUB_TAX_PASSWORD: 'hub',
  HUB_CENSUS_URL: `${NOWHERE}/soap`,
  HUB_CENSUS_USER: 'hub',
  HUB_CENSUS_PASSWORD: 'hub',
};

export type BenchHub = AsyncDisposable & {
  /** Settings by which the stores are reached. */
  readonly environment: Readonly<Record<string, string | undefined>>;
  readonly folder: string;
  readonly url: string;
  readonly door: string;
  /** Process numbers by part: the hub's own, and its stores. */
  readonly pids: Readonly<Record<string, number>>;
  /** What the probe sees of the hub's own processes, by part; see `probe-file.ts`. */
  readonly probeFiles: Readonly<Record<string, string>>;
  /** Where the development key lies that tokens are signed with. */
  readonly dataDir: string;
  /** Starts the hub's processes over the stores, which are filled by then. */
  startProcesses(more?: Readonly<Record<string, string>>): Promise<void>;
  token(kind: 'staff' | 'reader', id: string): Promise<string>;
  ask(query: string, variables: object): Promise<unknown>;
};

/**
 * The stores of the one-machine default and, over them, the hub in two processes: the graph with what
 * follows from events, and everything about readers.
 *
 * @param options.profileDir Where the hub's processes write profiles of their CPU when they end.
 */
export async function openBenchHub({
  profileDir,
}: { readonly profileDir?: string | undefined } = {}): Promise<BenchHub> {
  const folder = mkdtempSync(join(tmpdir(), 'bench-sync-'));
  await using starting = new AsyncDisposableStack();
  starting.defer(() => rmSync(folder, { recursive: true, force: true }));
  const dataDir = join(folder, 'data');
  mkdirSync(dataDir, { mode: 0o700 });
  const machine = starting.use(await startStores(dataDir));
  const absent = starting.use(await startAbsentSubgraphs());
  const environment = {
    ...machine.environment,
    ...absent.environment,
    ...(await hubPorts()),
    HUB_LOG_LEVEL: 'error',
  };
  const url = `http://127.0.0.1:${environment.HUB_GATEWAY_PORT}`;
  const key = await openDevelopmentKey(dataDir);
  const token: BenchHub['token'] = (kind, id) =>
    signDevelopmentToken({ key, kind, id, expiresInSeconds: 24 * 3_600 });
  const staff = await token('staff', 'bench');
  const stack = starting.move();
  const processes = createProcesses(stack, { folder, profileDir });
  return {
    ...{ environment, folder, url, dataDir, token },
    door: `http://127.0.0.1:${environment.HUB_READERS_DOOR_PORT}`,
    pids: processes.pids,
    probeFiles: processes.probeFiles,
    async startProcesses(more = {}) {
      processes.start({ ...environment, ...more });
      await until(async () => (await ask(url, staff, '{ services { id } }', {})) !== null, {
        patienceMs: 120_000,
        what: 'the hub',
      });
    },
    ask: async (query, variables) => {
      const answer = await ask(url, staff, query, variables);
      if (answer === null) throw new Error('The hub gives no answer.');
      return answer;
    },
    [Symbol.asyncDispose]: () => stack.disposeAsync(),
  };
}

async function startStores(dataDir: string): Promise<OneMachine> {
  return startOneMachine({
    environment: { PATH: process.env['PATH'], ...ABSENT_SYSTEMS },
    dataDir,
    people: undefined,
    controlPort: await findFreePort(),
    isDemo: false,
    today: new Date().toISOString().slice(0, 10),
    signal: new AbortController().signal,
    log: createLog('warn'),
    progress: createProgress(() => {}),
  });
}

/** No addresses of cards and entitlements: they are in the gateway's own process. */
async function hubPorts() {
  const [gateway, cards, entitlements, readers, door] = await Promise.all(
    Array.from({ length: 5 }, async () => String(await findFreePort())),
  );
  return {
    HUB_GATEWAY_PORT: gateway,
    HUB_CARDS_PORT: cards,
    HUB_ENTITLEMENTS_PORT: entitlements,
    HUB_READERS_PORT: readers,
    HUB_READERS_SUBGRAPH_URL: `http://127.0.0.1:${readers}/graphql`,
    HUB_READERS_DOOR_PORT: door,
  };
}

function createProcesses(
  stack: AsyncDisposableStack,
  { folder, profileDir }: { readonly folder: string; readonly profileDir: string | undefined },
) {
  const pids: Record<string, number> = storePids();
  const probeFiles: Record<string, string> = {};
  return {
    pids,
    probeFiles,
    start(environment: Readonly<Record<string, string | undefined>>): void {
      for (const [part, roles] of Object.entries(PROCESSES)) {
        const probeFile = join(folder, `${part}.probe.jsonl`);
        const env = { ...environment, BENCH_PROBE_FILE: probeFile };
        probeFiles[part] = probeFile;
        pids[part] = stack.use(startProcess(roles, env, profileDir)).pid;
      }
    },
  };
}

/** Says for each of them that it is ready, and no more. */
async function startAbsentSubgraphs() {
  const server = createServer((_request, response) => response.end('{}'));
  server.listen({ port: 0, host: '127.0.0.1' });
  await once(server, 'listening');
  const address = server.address();
  const port = typeof address === 'object' && address !== null ? address.port : 0;
  const url = `http://127.0.0.1:${port}/graphql`;
  return {
    environment: Object.fromEntries(
      ABSENT_SUBGRAPHS.map((name) => [`HUB_${name}_SUBGRAPH_URL`, url]),
    ),
    [Symbol.asyncDispose]: async () => {
      server.closeAllConnections();
      server.close();
      await once(server, 'close');
    },
  };
}

/** Of what was started so far. */
function storePids(): Record<string, number> {
  const pids: Record<string, number> = {};
  for (const { pid, command } of childrenOf(process.pid)) {
    if (command.includes('document-store')) pids['store'] = pid;
    if (command.includes('redis-server')) pids['redis'] = pid;
  }
  return pids;
}

function startProcess(
  roles: string,
  env: Readonly<Record<string, string | undefined>>,
  profileDir: string | undefined,
): AsyncDisposable & { readonly pid: number } {
  const profile = profileDir === undefined ? [] : ['--cpu-prof', '--cpu-prof-dir', profileDir];
  const args = [...profile, '--import', PROBE.href, 'main.ts', `--roles=${roles}`];
  const child: ChildProcess = spawn(process.execPath, args, {
    stdio: ['ignore', 'inherit', 'inherit'],
    env,
  });
  const gone = new Promise<void>((resolve) => {
    child.once('exit', () => resolve());
  });
  return {
    pid: child.pid ?? 0,
    async [Symbol.asyncDispose]() {
      child.kill('SIGTERM');
      await gone;
    },
  };
}

/** @returns The data; null when nobody answers or not yet. */
async function ask(url: string, token: string, query: string, variables: object): Promise<unknown> {
  const response = await fetch(`${url}/graphql`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', authorization: `Bearer ${token}` },
    body: JSON.stringify({ query, variables }),
  }).catch(() => null);
  if (response === null || !response.ok) {
    await response?.body?.cancel();
    return null;
  }
  const answer: unknown = await response.json();
  if (typeof answer !== 'object' || answer === null || !('data' in answer)) return null;
  if ('errors' in answer) throw new Error(JSON.stringify(answer.errors));
  return answer.data;
}
