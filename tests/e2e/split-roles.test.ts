import { spawn, type ChildProcess } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { startDocumentStore } from '../../embedded/document-store/supervise.ts';
import { findFreePort } from '../../embedded/free-port.ts';
import { SIMULATED_SYSTEMS, simulatedAccounts } from '../../embedded/simulated-systems.ts';
import { startPrivateRedis } from '../../embedded/redis/supervise.ts';
import { openDevelopmentKey } from '../../platform/tokens/development-key.ts';
import { createLog } from '../../platform/process/log.ts';
import { signDevelopmentToken } from '../../platform/tokens/token.ts';
import { ROLE_NAMES } from '../../roles.ts';
import { CITY_SEED, createCity } from '../../simulators/city/city.ts';
import { until } from '../support/until.ts';
import { AS_STAFF } from './whole-card.ts';

// The production shape: every role a process of its own, subgraphs behind signed HTTP, nothing
// loaded. Each card is issued and linked as a clerk does it.
const stack = new AsyncDisposableStack();
const city = createCity({ people: 20, madeOn: '2026-11-02', seed: CITY_SEED });
const SUBGRAPHS = ROLE_NAMES.filter((name) => existsSync(`subgraphs/${name}`));
let gateway: string;
let cards: string;
let first: (typeof city.cardholders)[number];
let staff: string;

beforeAll(async () => {
  const [ana] = city.cardholders;
  if (ana === undefined) throw new Error('the city is empty');
  first = ana;
  const folder = mkdtempSync('/tmp/split-');
  stack.defer(() => rmSync(folder, { recursive: true, force: true }));
  const environment = await settings(folder);
  gateway = `http://127.0.0.1:${environment['HUB_GATEWAY_PORT']}`;
  cards = environment['HUB_CARDS_SUBGRAPH_URL'] ?? '';
  for (const role of ROLE_NAMES) startRole(role, environment);
  const key = await openDevelopmentKey(folder);
  staff = await signDevelopmentToken({ key, kind: 'staff', id: 's', expiresInSeconds: 600 });
  await until(async () => (await fetch(`${gateway}/ready`).catch(() => null))?.ok === true, {
    patienceMs: 40_000,
    what: 'a ready gateway',
  });
}, 60_000);
afterAll(async () => {
  await stack.disposeAsync();
});

async function settings(folder: string): Promise<Record<string, string>> {
  const log = createLog('silent');
  const adopt = () => {};
  const store = stack.use(
    await startDocumentStore({
      folder: join(folder, 'store'),
      socketPath: join(folder, 's.sock'),
      log,
      adopt,
    }),
  );
  const redis = stack.use(
    await startPrivateRedis({
      folder,
      socketPath: join(folder, 'r.sock'),
      path: process.env['PATH'],
      adopt,
      log,
    }),
  );
  const free = async (setting: string) => [setting, String(await findFreePort())] as const;
  const ports: Record<string, string> = {};
  for (const name of [
    'GATEWAY',
    'CONTROL',
    'CONSOLE',
    'READERS_DOOR',
    ...SUBGRAPHS.map((subgraph) => subgraph.toUpperCase()),
  ]) {
    const [setting, port] = await free(`HUB_${name}_PORT`);
    ports[setting] = port;
  }
  const systems: Record<string, string> = simulatedAccounts({}, () => 'synthetic');
  for (const { portSetting, addresses } of SIMULATED_SYSTEMS) {
    const [setting, port] = await free(portSetting);
    Object.assign(systems, { [setting]: port }, addresses(Number(port)));
  }
  const subgraphs = SUBGRAPHS.map((name) => [
    `HUB_${name.toUpperCase()}_SUBGRAPH_URL`,
    `http://127.0.0.1:${ports[`HUB_${name.toUpperCase()}_PORT`]}/graphql`,
  ]);
  return {
    ...ports,
    ...systems,
    ...Object.fromEntries(subgraphs),
    PATH: process.env['PATH'] ?? '',
    MONGODB_URI: store.uri,
    REDIS_URL: redis.url,
    HUB_DATA_DIR: folder,
    HUB_SEAL_KEY: randomBytes(32).toString('hex'),
    HUB_LOOKUP_KEY: randomBytes(32).toString('hex'),
    HUB_SUBGRAPH_SECRET: randomBytes(32).toString('hex'),
    HUB_READER_MASTER_KEY: randomBytes(32).toString('hex'),
    HUB_READER_SIGNING_KEY: randomBytes(32).toString('hex'),
    HUB_SPORTS_FILES_DIR: join(folder, 'sports-files'),
    HUB_PEOPLE: '20',
    HUB_CITY_MADE_ON: city.options.madeOn,
    NODE_OPTIONS: '--import=./tests/support/loopback-only.ts',
  };
}

function startRole(role: string, env: Record<string, string>): void {
  const child: ChildProcess = spawn(process.execPath, ['main.ts', `--roles=${role}`], {
    env,
    stdio: 'ignore',
  });
  stack.defer(async () => {
    const gone = new Promise((resolve) => {
      child.once('exit', resolve);
    });
    child.kill('SIGTERM');
    await gone;
  });
}

async function ask(query: string, variables: object) {
  const response = await fetch(`${gateway}/graphql`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', authorization: `Bearer ${staff}` },
    body: JSON.stringify({ query, variables }),
  });
  return (await response.json()) as {
    readonly data: Readonly<Record<string, Readonly<Record<string, unknown>>>>;
    readonly errors?: unknown;
  };
}

/** A card for the first person of the city, whom every system knows. */
async function issueActiveCard(): Promise<string> {
  const { givenName, familyName, birthDate, civilId } = first;
  const person = { givenName, familyName, birthDate, civilId };
  const issued = await ask(
    'mutation($input: IssueCardInput!) { issueCard(input: $input) { ... on CardIssued { card { number } } } }',
    { input: { idempotencyKey: 'split-issue', person } },
  );
  const card = issued.data['issueCard']?.['card'] as { readonly number: string } | undefined;
  const number = card?.number ?? '';
  await ask('mutation($input: ActivateCardInput!) { activateCard(input: $input) { __typename } }', {
    input: { idempotencyKey: 'split-activate', number },
  });
  return number;
}

async function link(number: string, system: string, account: string, proof: object) {
  const input = { idempotencyKey: `split-link-${system}`, number, system, account, proof };
  const { data } = await ask(
    'mutation($input: LinkAccountInput!) { linkAccount(input: $input) { __typename ... on LinkProposed { proposalId } } }',
    { input },
  );
  return data['linkAccount'];
}

/** What a system cannot check is decided by a clerk. */
async function accept(proposalId: unknown): Promise<unknown> {
  const { data } = await ask(
    'mutation($input: DecideLinkProposalInput!) { decideLinkProposal(input: $input) { __typename } }',
    { input: { idempotencyKey: `split-${String(proposalId)}`, proposalId, decision: 'ACCEPT' } },
  );
  return data['decideLinkProposal']?.['__typename'];
}

it('answers over signed HTTP what it answers in one process, from a card issued and linked by a clerk', async () => {
  const number = await issueActiveCard();
  const { municipalLibrary, regionalLibrary, sports, transport, parking, tax } = first;
  const identity = { civilId: first.civilId, birthDate: first.birthDate };
  const linked = [
    await link(number, 'LIBRARY', municipalLibrary?.account ?? '', { pin: municipalLibrary?.pin }),
    await link(number, 'REGIONAL_LIBRARY', regionalLibrary?.account ?? '', {
      pin: regionalLibrary?.pin,
    }),
    await link(number, 'TAX', tax?.contributor ?? '', identity),
  ];
  expect(linked).toEqual(linked.map(() => ({ __typename: 'AccountLinked' })));
  for (const [system, account] of [
    ['SPORTS', sports?.member],
    ['TRANSPORT', transport?.account],
  ] as const) {
    const proposed = await link(number, system, account ?? '', identity);
    expect(await accept(proposed?.['proposalId'])).toBe('LinkProposalDecided');
  }
  const plate = { card: number, number: parking?.plates[0], idempotencyKey: 'split-plate' };
  await ask('mutation($input: AddPlateInput!) { addPlate(input: $input) { __typename } }', {
    input: plate,
  });
  const { data, errors } = await ask(AS_STAFF, { n: number });
  expect(errors).toBeUndefined();
  const live = { source: { freshness: 'LIVE' } };
  expect(data['card']).toMatchObject({
    status: 'ACTIVE',
    library: { loans: [{}, {}, {}, {}], ...live },
    ...{ sports: live, transport: live, parking: live, tax: live },
  });
});

it('answers nothing at a subgraph to whoever is not the gateway', async () => {
  const response = await fetch(cards, {
    method: 'POST',
    headers: { 'content-type': 'application/json', authorization: `Bearer ${staff}` },
    body: JSON.stringify({ query: '{ me { id } }' }),
  });
  expect(response.status).toBe(401);
});
