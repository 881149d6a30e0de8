import { spawn } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, statSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from '@jest/globals';
import { findFreePort } from '../../embedded/free-port.ts';
import { isAlive, type ProcessIdentity } from '../../embedded/process-identity.ts';
import { startHubProcess } from '../support/hub-process.ts';
import { EXAMPLE } from './library-query.ts';

const GONE_WITHIN_MS = 5_000;

let dataDir: string;
beforeEach(() => {
  dataDir = mkdtempSync(join(tmpdir(), 'hub-life-'));
});
afterEach(() => rmSync(dataDir, { recursive: true, force: true }));

function childrenIn(folder: string): ProcessIdentity[] {
  return JSON.parse(readFileSync(join(folder, 'children.json'), 'utf8')) as ProcessIdentity[];
}

/** Runs the hub until it ends by itself; for starts that are refused. */
function refusedStart(args: readonly string[], environment: Record<string, string> = {}) {
  return new Promise<{ readonly code: number | null; readonly words: string }>((resolve) => {
    const child = spawn(process.execPath, ['main.ts', ...args], {
      env: { PATH: process.env['PATH'], HUB_DATA_DIR: dataDir, ...environment },
      stdio: ['ignore', 'ignore', 'pipe'],
    });
    let words = '';
    child.stderr.setEncoding('utf8').on('data', (text: string) => {
      words += text;
    });
    child.once('exit', (code) => resolve({ code, words }));
  });
}

it.each([
  ['once', 1],
  ['three times', 3],
])(
  'is gone within five seconds of SIGTERM sent %s, children included',
  async (_times, signals) => {
    await using hub = await startHubProcess({ dataDir });
    const children = childrenIn(dataDir);
    expect(children).toHaveLength(3);
    const askedAt = Date.now();
    for (let sent = 1; sent < signals; sent += 1) hub.child.kill('SIGTERM');
    expect(await hub.stop()).toBe(0);
    expect(Date.now() - askedAt).toBeLessThan(GONE_WITHIN_MS);
    expect(children.filter(isAlive)).toEqual([]);
  },
  60_000,
);

it('starts after kill -9, ends what was left, and keeps data and effects', async () => {
  let number: string;
  {
    await using hub = await startHubProcess({ dataDir });
    number = hub.city.cardholders[0]?.card.number ?? '';
    const input = { number, reason: 'HOLDER_REQUEST', idempotencyKey: 'block-before-kill' };
    await hub.ask(
      'mutation($input: BlockCardInput!) { blockCard(input: $input) { __typename } }',
      { input },
      await hub.token('staff', 'staff-1'),
    );
    await hub.kill();
  }
  const left = childrenIn(dataDir);
  await using hub = await startHubProcess({ dataDir });
  expect(left.filter(isAlive)).toEqual([]);
  const { data } = await hub.ask(EXAMPLE, { n: number }, await hub.token('staff', 'staff-1'));
  expect(data?.['card']).toMatchObject({ status: 'BLOCKED' });
}, 90_000);

it('keeps its folder and keys for its owner alone', async () => {
  await using _hub = await startHubProcess({ dataDir });
  const modes = ['.', 'secrets.json', 'development-key.json'].map(
    (name) => statSync(join(dataDir, name)).mode & 0o777,
  );
  expect(modes).toEqual([0o700, 0o600, 0o600]);
}, 60_000);

it('runs from a data folder with spaces, capitals and 150 characters', async () => {
  const deep = join(dataDir, `Data Folder ${'X'.repeat(150)}`);
  mkdirSync(deep);
  await using hub = await startHubProcess({ dataDir: deep });
  const n = hub.city.cardholders[0]?.card.number;
  const { data } = await hub.ask(EXAMPLE, { n }, await hub.token('staff', 'staff-1'));
  expect(data?.['card']).toMatchObject({ library: { source: { freshness: 'LIVE' } } });
}, 60_000);

it('refuses a second hub on the same folder, another city, and a taken port, in one sentence each', async () => {
  await using hub = await startHubProcess({ dataDir, people: 30 });
  const port = String(await findFreePort());
  const control = String(await findFreePort());
  const second = await refusedStart(['--port', port, '--control-port', control]);
  expect(second.code).toBe(1);
  expect(second.words).toMatch(/^Another hub \(process \d+\) is using the data folder .*\n$/);
  await hub.stop();
  const other = await refusedStart(['--port', port, '--control-port', control, '--people', '31']);
  expect(other.words).toMatch(/^The data folder .* holds a city of 30 people, not 31: .*\n$/);
}, 90_000);

it('says which port is taken and what to do', async () => {
  const server = createServer();
  const port = await new Promise<number>((resolve) => {
    server.listen(0, '127.0.0.1', () => resolve((server.address() as { port: number }).port));
  });
  const { code, words } = await refusedStart(['--port', String(port)]);
  server.close();
  expect(code).toBe(1);
  expect(words).toMatch(new RegExp(`^Port ${port} is taken by another program: .*--port\\.\n$`));
  expect(existsSync(join(dataDir, 'hub.json'))).toBe(false);
});

it('tells all mistakes in the settings together', async () => {
  const { code, words } = await refusedStart(['--roles=library,sync'], {
    MONGODB_URI: 'http://not-mongo',
    HUB_SYNC_CONCURRENCY: 'many',
  });
  expect(code).toBe(1);
  expect(words).toMatch(/MONGODB_URI: must begin with mongodb:\/\//);
  expect(words).toMatch(/REDIS_URL is missing\./);
  expect(words).toMatch(/HUB_SYNC_CONCURRENCY: /);
  expect(words).toMatch(/HUB_LIBRARY_ADDRESS is missing\./);
});
