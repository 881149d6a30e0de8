import { globSync, readFileSync } from 'node:fs';
import { basename, dirname } from 'node:path';
import { expect, it } from '@jest/globals';
import { parse } from 'yaml';
import { machineSettings } from '../../embedded/settings.ts';
import { ROLE_NAMES, ROLES, type RoleName } from '../../roles.ts';

type Service = {
  readonly command?: readonly string[];
  readonly environment?: Readonly<Record<string, string>>;
  readonly healthcheck?: object;
  readonly profiles?: readonly string[];
  readonly depends_on?: Readonly<Record<string, object>>;
};

const compose = parse(readFileSync('docker-compose.yml', 'utf8'), { merge: true }) as {
  readonly services: Readonly<Record<string, Service>>;
};

it('runs every role in a container of its own', () => {
  const roles = Object.values(compose.services).flatMap(
    ({ command }) => /^--roles=(.+)$/.exec(command?.[0] ?? '')?.[1] ?? [],
  );
  expect(roles.toSorted()).toEqual([...ROLE_NAMES].toSorted());
});

it.each(Object.keys(compose.services))('looks after the health of %s', (name) => {
  expect(compose.services[name]?.healthcheck).toBeDefined();
});

it.each(ROLE_NAMES)('gives the container of %s only settings that it reads', async (role) => {
  const schema = await ROLES[role satisfies RoleName].settings();
  const read = [...Object.keys(schema.shape), ...Object.keys(machineSettings.shape)];
  const given = Object.keys(compose.services[role]?.environment ?? {});
  expect(given.filter((name) => !read.includes(name))).toEqual([]);
});

it('holds no key and no development key', () => {
  const values = Object.values(compose.services).flatMap(({ environment }) =>
    Object.entries(environment ?? {}).filter(([name]) => /KEY|SECRET|PASSWORD/.test(name)),
  );
  expect(values.filter(([, value]) => !/^\$\{[A-Z_]+:\?/.test(value))).toEqual([]);
});

it('keeps simulators out of production', () => {
  expect(compose.services['simulators']?.profiles).toEqual(['demo']);
});

it('runs the image as somebody other than root, on Node 26', () => {
  const stages = readFileSync('Dockerfile', 'utf8').split(/^FROM /m);
  expect(stages.at(-1)).toMatch(/^node:26[\s\S]*^USER node$/m);
});

it('tells the gateway where every subgraph is, and lets it wait for them', () => {
  const subgraphs = globSync('subgraphs/*/schema.graphql').map((path) => basename(dirname(path)));
  const { gateway } = compose.services;
  const addresses = Object.entries(gateway?.environment ?? {}).flatMap(([name, value]) =>
    name.endsWith('_SUBGRAPH_URL') ? new URL(value).hostname : [],
  );
  expect(addresses.toSorted()).toEqual(subgraphs.toSorted());
  expect(Object.keys(gateway?.depends_on ?? {}).toSorted()).toEqual(subgraphs.toSorted());
});
