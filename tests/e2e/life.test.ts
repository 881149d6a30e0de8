import { spawn, type ChildProcess } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, statSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from '@jest/globals';
import { findFreePort } from '../../embedded/free-port.ts';
import { isAlive, type ProcessIdentity } from '../../embedded/process-identity.ts';
import { startHubProcess } from '../support/hub-process.ts';
import { until } from '../support/until.ts';
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
  return program(['main.ts', ...args], environment);
}

/** Runs a program of the hub until it ends; `onWords` sees what it has written so far. */
function program(
  args: readonly string[],
  environment: Record<string, string> = {},
  onWords: (words: string, child: ChildProcess) => void = () => {},
) {
  return new Promise<{ readonly code: number | null; readonly words: string }>((resolve) => {
    const child = spawn(process.execPath, args, {
      env: { PATH: process.env['PATH'], HUB_DATA_DIR: dataDir, ...environment },
      stdio: ['ignore', 'ignore', 'pipe'],
    });
    let words = '';
    child.stderr.setEncoding('utf8').on('data', (text: string) => {
      words += text;
      onWords(words, child);
    });
    child.once('exit', (code) => resolve({ code, words }));
  });
}

/** The door is open by then, and the cards, which load the city, come first. */
async function isLoading(port: string): Promise<boolean> {
  const answer = await fetch(`http://127.0.0.1:${port}/ready`).catch(() => null);
  return (await answer?.text())?.includes('"cards"') ?? false;
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

it('is gone within five seconds of SIGTERM in the middle of loading, and loads the rest next time', async () => {
  const port = String(await findFreePort());
  const args = ['--port', port, '--control-port', String(await findFreePort()), '--people', '8000'];
  let hub: ChildProcess | undefined;
  const ended = program(['main.ts', ...args], {}, (_words, child) => {
    hub = child;
  });
  await until(() => isLoading(port), { patienceMs: 30_000, what: 'a hub that loads' });
  const children = childrenIn(dataDir);
  const askedAt = Date.now();
  hub?.kill('SIGTERM');
  expect((await ended).code).toBe(0);
  expect(Date.now() - askedAt).toBeLessThan(GONE_WITHIN_MS);
  expect(children).toHaveLength(3);
  expect(children.filter(isAlive)).toEqual([]);
  await using next = await startHubProcess({ dataDir, people: 8_000 });
  const n = next.city.cardholders.at(-1)?.card.number;
  const { data } = await next.ask(EXAMPLE, { n }, await next.token('staff', 'staff-1'));
  expect(data?.['card']).toMatchObject({ number: n, status: 'ACTIVE' });
}, 90_000);

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

it.each([
  [
    'the same port twice',
    { HUB_GATEWAY_PORT: '40999', HUB_CONTROL_PORT: '40999' },
    /are both 40999/,
  ],
  [
    'settings of several roles, all told together',
    { HUB_PEOPLE: '0', HUB_LIBRARY_TIMEOUT_MS: 'soon', HUB_GATEWAY_HOST: '0.0.0.0' },
    /^HUB_GATEWAY_HOST: .*\nHUB_LIBRARY_TIMEOUT_MS: .*\nHUB_PEOPLE: must be a whole number, 1 or more\.\n$/,
  ],
])('refuses %s before anything starts', async (_what, environment, sentences) => {
  const { code, words } = await refusedStart([], environment);
  expect(code).toBe(1);
  expect(words.split('\n').toSorted().slice(1).join('\n') + '\n').toMatch(sentences);
  expect(existsSync(join(dataDir, 'hub.json'))).toBe(false);
});

it('says that the document store cannot be used, and not with what password', async () => {
  const { code, words } = await refusedStart(['--demo', '--people', '5'], {
    MONGODB_URI: 'mongodb://hub:hidden@127.0.0.1:1/tessera',
    HUB_GATEWAY_PORT: String(await findFreePort()),
    HUB_CONTROL_PORT: String(await findFreePort()),
  });
  expect(code).toBe(1);
  expect(words).toMatch(
    /\nThe document store cannot be used, look at MONGODB_URI: .*127\.0\.0\.1:1\.\n$/,
  );
  expect(words).not.toContain('hidden');
}, 30_000);

it('leaves nothing running when the data of a killed hub is deleted', async () => {
  await using hub = await startHubProcess({ dataDir });
  const children = childrenIn(dataDir);
  expect((await program(['scripts/reset.ts'])).words).toMatch(/is running on .*: stop it first\./);
  await hub.kill();
  expect((await program(['scripts/reset.ts'])).code).toBe(0);
  expect(children.filter(isAlive)).toEqual([]);
  expect(existsSync(dataDir)).toBe(false);
}, 60_000);

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
