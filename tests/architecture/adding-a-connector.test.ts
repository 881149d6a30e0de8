import { execFile } from 'node:child_process';
import { existsSync, readFileSync, realpathSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { blocksOf, followPage, type FollowedPage } from '../support/followed-page.ts';

const PAGE = 'docs/adding-a-connector.md';
const PAGES = [PAGE, 'docs/adding-a-subgraph.md'];

const run = promisify(execFile);
let followed: FollowedPage;

beforeAll(() => {
  followed = followPage(PAGE);
});
afterAll(() => followed[Symbol.dispose]());

/** Runs one of the project's tools in the copy. @returns What it had to say when it failed, else nothing. */
async function complaintOf(tool: string, ...args: readonly string[]): Promise<string> {
  const program = realpathSync(join('node_modules/.bin', tool));
  const flags = ['--experimental-vm-modules', '--disable-warning=ExperimentalWarning'];
  const ran = run(process.execPath, [...flags, program, ...args], { cwd: followed.folder });
  return ran.then(
    () => '',
    ({ stdout, stderr }: { stdout: string; stderr: string }) => `${stdout}${stderr}`,
  );
}

function writtenCode(): readonly string[] {
  return [...new Set(followed.blocks.map(({ path }) => path))].filter((path) =>
    path.endsWith('.ts'),
  );
}

it('has the files of a connector, a simulator and a contract test, none of them in the product', () => {
  const whole = blocksOf(PAGE).flatMap(({ path, place }) => (place === null ? [path] : []));
  expect(whole.length).toBeGreaterThan(7);
  expect(whole.filter((path) => existsSync(path))).toEqual([]);
});

it('leads to code that the strict compiler takes', async () => {
  const project = { extends: './tsconfig.json', include: writtenCode() };
  writeFileSync(join(followed.folder, 'tsconfig.page.json'), JSON.stringify(project));
  expect(await complaintOf('tsc', '--project', 'tsconfig.page.json')).toBe('');
});

it('leads to code that the linter takes', async () => {
  expect(await complaintOf('oxlint', '--type-aware', ...writtenCode())).toBe('');
});

it('leads to a connector whose own test passes, as do those of settings and containers', async () => {
  const tests = followed.blocks.flatMap(({ path }) => (path.endsWith('.test.ts') ? [path] : []));
  const tables = ['settings', 'containers'].map((name) => `tests/architecture/${name}.test.ts`);
  expect(await complaintOf('jest', '--runTestsByPath', ...tests, ...tables)).toBe('');
}, 60_000);

it.each(PAGES)('%s names only files that there are', (page) => {
  const ours = blocksOf(PAGE).map(({ path }) => path);
  const text = readFileSync(page, 'utf8').replaceAll(/^```.*?^```$/gms, '');
  const named = [...text.matchAll(/`([\w.-]+(?:\/[\w.-]+)+)`/g)].map(([, path = '']) => path);
  const missing = named.filter(
    (path) => !/NAME|bikes/.test(path) && !ours.includes(path) && !existsSync(path),
  );
  expect(named.length).toBeGreaterThan(5);
  expect(missing).toEqual([]);
});
