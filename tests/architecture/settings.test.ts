import { readFileSync } from 'node:fs';
import { expect, it } from '@jest/globals';
import { machineSettings } from '../../embedded/settings.ts';
import { ROLES } from '../../roles.ts';

const example = readFileSync('.env.example', 'utf8');
const named = [...example.matchAll(/^#?\s?([A-Z][A-Z0-9_]+)=/gm)].map(([, name = '']) => name);
const byName = (a: string, b: string): number => a.localeCompare(b);

it('names every setting in .env.example, and nothing else', async () => {
  const schemas = await Promise.all(Object.values(ROLES).map(({ settings }) => settings()));
  const known = [machineSettings, ...schemas].flatMap(({ shape }) => Object.keys(shape));
  expect([...named].sort(byName)).toEqual([...new Set(known)].sort(byName));
});

it('names no setting twice', () => {
  expect(named).toEqual([...new Set(named)]);
});
