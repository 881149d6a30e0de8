import { spawn, type ChildProcess } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { findFreePort } from '../../embedded/free-port.ts';
import { startOneMachine } from '../../embedded/one-machine.ts';
import { createLog } from '../../platform/process/log.ts';
import { createProgress } from '../../platform/process/progress.ts';
import { openDevelopmentKey } from '../../platform/tokens/development-key.ts';
import { signDevelopmentToken } from '../../platform/tokens/token.ts';
import { until } from '../../tests/support/until.ts';

/** A port on which nobody listens: the legacy systems are not what is measured. */
const NOWHERE = 'http://127.0.0.1:9';

/** Of every system that a role wants to know of. */
const ABSENT_SYSTEMS: Readonly<Record<string, string>> = {
  HUB_LIBRARY_SUBGRAPH_URL: `${NOWHERE}/graphql`,
  HUB_SPORTS_SUBGRAPH_URL: `${NOWHERE}/graphql`,
  HUB_TRANSPORT_SUBGRAPH_URL: `${NOWHERE}/graphql`,
  HUB_PARKING_SUBGRAPH_URL: `${NOWHERE}/graphql`,
  HUB_TAX_SUBGRAPH_URL: `${NOWHERE}/graphql`,
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
  /** Process numbers by part: the hub's own, stores not. */
  readonly pids: Readonly<Record<string, number>>;
  /** Starts the hub's processes over the stores, which are filled by then. */
  startProcesses(more?: Readonly<Record<string, string>>): Promise<void>;
  token(kind: 'staff' | 'reader', id: string): Promise<string>;
  ask(query: string, variables: object): Promise<unknown>;
};

/**
 * The stores of the one-machine default and, over them, the hub in two processes: the graph with what
 * follows from events, and everything about readers.
 */
export async function openBenchHub(): Promise<BenchHub> {
  const folder = mkdtempSync(join(tmpdir(), 'bench-sync-'));
  await using starting = new AsyncDisposableStack();
  starting.defer(() => rmSync(folder, { recursive: true, force: true }));
  const dataDir = join(folder, 'data');
  mkdirSync(dataDir, { mode: 0o700 });
  const machine = starting.use(
    await startOneMachine({
      environment: { PATH: process.env['PATH'], ...ABSENT_SYSTEMS },
      dataDir,
      people: undefined,
      controlPort: await findFreePort(),
      isDemo: false,
      today: new Date().toISOString().slice(0, 10),
      signal: new AbortController().signal,
      log: createLog('warn'),
      progress: createProgress(() => {}),
    }),
  );
  const [gateway, cards, entitlements, readers, door] = await Promise.all(
    Array.from({ length: 5 }, () => findFreePort()),
  );
  const url = `http://127.0.0.1:${gateway}`;
  const environment = {
    ...machine.environment,
    HUB_GATEWAY_PORT: String(gateway),
    HUB_CARDS_PORT: String(cards),
    HUB_CARDS_SUBGRAPH_URL: `http://127.0.0.1:${cards}/graphql`,
    HUB_ENTITLEMENTS_PORT: String(entitlements),
    HUB_ENTITLEMENTS_SUBGRAPH_URL: `http://127.0.0.1:${entitlements}/graphql`,
    HUB_READERS_PORT: String(readers),
    HUB_READERS_SUBGRAPH_URL: `http://127.0.0.1:${readers}/graphql`,
    HUB_READERS_DOOR_PORT: String(door),
    HUB_LOG_LEVEL: 'warn',
  };
  const key = await openDevelopmentKey(dataDir);
  const token: BenchHub['token'] = (kind, id) =>
    signDevelopmentToken({ key, kind, id, expiresInSeconds: 24 * 3_600 });
  const staff = await token('staff', 'bench');
  const pids: Record<string, number> = {};
  const stack = starting.move();
  return {
    environment,
    folder,
    url,
    door: `http://127.0.0.1:${door}`,
    pids,
    async startProcesses(more = {}) {
      const env = { ...environment, ...more };
      for (const roles of ['readers', 'cards,entitlements,sync,gateway']) {
        const child = stack.use(startProcess(roles, env));
        pids[roles === 'readers' ? 'readers' : 'graph'] = child.pid;
      }
      await until(async () => (await ask(url, staff, '{ services { id } }', {})) !== null, {
        patienceMs: 120_000,
        what: 'the hub',
      });
    },
    token,
    ask: async (query, variables) => {
      const answer = await ask(url, staff, query, variables);
      if (answer === null) throw new Error('The hub gives no answer.');
      return answer;
    },
    [Symbol.asyncDispose]: () => stack.disposeAsync(),
  };
}

function startProcess(
  roles: string,
  env: Readonly<Record<string, string | undefined>>,
): AsyncDisposable & { readonly pid: number } {
  const child: ChildProcess = spawn(process.execPath, ['main.ts', `--roles=${roles}`], {
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
