import { globSync, readFileSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';
import { expect, it } from '@jest/globals';

/** Who may import whom, by folder. Data flows left to right; imports follow it. Any `start.ts` builds what it needs. */
const MAY_IMPORT: Record<string, readonly RegExp[]> = {
  domain: [/^domain\//],
  platform: [/^platform\//, /^domain\//],
  connectors: [/^connectors\/$own\//, /^platform\//, /^domain\//],
  subgraphs: [
    /^subgraphs\/$own\//,
    /^connectors\/[^/]+\/(port|settings)\.ts$/,
    /^platform\//,
    /^domain\//,
  ],
  gateway: [/^gateway\//, /^platform\//, /^domain\//],
  sync: [/^sync\//, /^connectors\/[^/]+\/(port|settings)\.ts$/, /^platform\//, /^domain\//],
  console: [/^console\//, /^platform\//, /^domain\//],
  embedded: [/^embedded\//, /^platform\//, /^domain\//],
  simulators: [/^simulators\//, /^platform\//, /^domain\//],
};

const files = globSync(`{${Object.keys(MAY_IMPORT).join(',')}}/**/*.ts`, {
  exclude: ['**/*.test.ts'],
});

function importsOf(file: string): readonly string[] {
  return [...readFileSync(file, 'utf8').matchAll(/(?:from|import)\s*\(?'(\.[^']+)'/g)].map(
    ([, path = '']) => relative('.', join(dirname(file), path)),
  );
}

it.each(files.filter((file) => !file.endsWith('/start.ts')))(
  '%s imports only what its layer may',
  (file) => {
    const [layer = '', own = ''] = file.split('/');
    const allowed = (MAY_IMPORT[layer] ?? []).map(
      (rule) => new RegExp(rule.source.replace('$own', own)),
    );
    expect(importsOf(file).filter((path) => !allowed.some((rule) => rule.test(path)))).toEqual([]);
  },
);

it('lets nobody but the table of roles import a start file', () => {
  const importers = [...files, 'main.ts'].filter((file) =>
    importsOf(file).some((path) => path.endsWith('/start.ts')),
  );
  expect(importers).toEqual([]);
});
