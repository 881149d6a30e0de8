import { existsSync, mkdtempSync, mkdirSync, rmSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, expect, it } from '@jest/globals';
import { removeSocketFolder, socketFolder } from './socket-folder.ts';

const root = mkdtempSync('/tmp/socket-folder-').toLowerCase();
mkdirSync(root, { recursive: true });
afterAll(() => rmSync(root, { recursive: true, force: true }));

it('lies in the data folder where that path is short and free of capitals', () => {
  expect(socketFolder(join(root, 'data'))).toBe(join(root, 'data', 'run'));
});

it.each(['With Capitals', 'x'.repeat(150)])(
  'lies elsewhere, short and lower-case, for %s',
  (name) => {
    const folder = socketFolder(join(root, name));
    expect(folder).not.toContain(name);
    expect([folder, folder.length < 80]).toEqual([folder.toLowerCase(), true]);
    expect(statSync(folder).mode & 0o777).toBe(0o700);
    expect(socketFolder(join(root, name))).toBe(folder);
    removeSocketFolder(join(root, name));
    expect(existsSync(folder)).toBe(false);
  },
);
