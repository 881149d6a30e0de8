import { mkdtemp, readdir, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, it } from '@jest/globals';
import { openDevelopmentKey } from './development-key.ts';

async function temporaryFolder() {
  const folder = await mkdtemp(join(tmpdir(), 'key-'));
  return {
    path: join(folder, 'data'),
    [Symbol.asyncDispose]: () => rm(folder, { recursive: true }),
  };
}

it('gives everybody who opens it at once the same key', async () => {
  await using folder = await temporaryFolder();
  const keys = await Promise.all(Array.from({ length: 20 }, () => openDevelopmentKey(folder.path)));
  expect(new Set(keys.map(({ d }) => d)).size).toBe(1);
  expect(await readdir(folder.path)).toEqual(['development-key.json']);
});

it('is readable by its owner alone', async () => {
  await using folder = await temporaryFolder();
  await openDevelopmentKey(folder.path);
  const modes = await Promise.all(
    [folder.path, join(folder.path, 'development-key.json')].map(
      async (path) => (await stat(path)).mode & 0o777,
    ),
  );
  expect(modes).toEqual([0o700, 0o600]);
});

it('says what to do about a file that is no key', async () => {
  await using folder = await temporaryFolder();
  await openDevelopmentKey(folder.path);
  await writeFile(join(folder.path, 'development-key.json'), '{"kty":"RSA"}');
  await expect(openDevelopmentKey(folder.path)).rejects.toThrow('delete it, and a new one is made');
});
