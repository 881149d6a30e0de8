import { spawn, type ChildProcess } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { startDocumentStore } from '../../embedded/document-store/supervise.ts';
import { findFreePort } from '../../embedded/free-port.ts';
import { startPrivateRedis } from '../../embedded/redis/supervise.ts';
import { openDevelopmentKey } from '../../platform/tokens/development-key.ts';
import { createLog } from '../../platform/process/log.ts';
import { signDevelopmentToken } from '../../platform/tokens/token.ts';
import { CITY_SEED, createCity } from '../../simulators/city/city.ts';
import { until } from '../support/until.ts';
import { EXAMPLE } from './library-query.ts';

// The production shape: every role a process of its own, subgraphs behind signed HTTP, nothing
// loaded. Each card is issued and linked as a clerk does it.
const stack = new AsyncDisposableStack();
const city = createCity({ people: 20, madeOn: '2026-11-02', seed: CITY_SEED });
let gateway: string;
let cards: string;
let staff: string;

beforeAll(async () => {
  const folder = mkdtempSync('/tmp/split-');
  stack.defer(() => rmSync(folder, { recursive: true, force: true }));
  const environment = await settings(folder);
  gateway = `http://127.0.0.1:${environment['HUB_GATEWAY_PORT']}`;
  cards = environment['HUB_CARDS_SUBGRAPH_URL'] ?? '';
  for (const role of ['simulators', 'cards', 'library', 'sync', 'gateway']) {
    startRole(role, environment);
  }
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
  const ports = await Promise.all(Array.from({ length: 6 }, findFreePort));
  const [gatewayPort, controlPort, cardsPort, libraryPort, sip2Port, kohaPort] = ports.map(String);
  return {
    PATH: process.env['PATH'] ?? '',
    MONGODB_URI: store.uri,
    REDIS_URL: redis.url,
    HUB_DATA_DIR: folder,
    HUB_SEAL_KEY: randomBytes(32).toString('hex'),
    HUB_LOOKUP_KEY: randomBytes(32).toString('hex'),
    HUB_SUBGRAPH_SECRET: randomBytes(32).toString('hex'),
    HUB_GATEWAY_PORT: gatewayPort ?? '',
    HUB_CONTROL_PORT: controlPort ?? '',
    HUB_CARDS_PORT: cardsPort ?? '',
    HUB_CARDS_SUBGRAPH_URL: `http://127.0.0.1:${cardsPort}/graphql`,
    HUB_LIBRARY_PORT: libraryPort ?? '',
    HUB_LIBRARY_SUBGRAPH_URL: `http://127.0.0.1:${libraryPort}/graphql`,
    HUB_LIBRARY_ADDRESS: `127.0.0.1:${sip2Port}`,
    HUB_LIBRARY_USER: 'hub',
    HUB_LIBRARY_PASSWORD: 'synthetic',
    HUB_REGIONAL_LIBRARY_URL: `http://127.0.0.1:${kohaPort}`,
    HUB_REGIONAL_LIBRARY_CLIENT_ID: 'hub',
    HUB_REGIONAL_LIBRARY_CLIENT_SECRET: 'synthetic',
    HUB_SIMULATED_LIBRARY_PORT: sip2Port ?? '',
    HUB_SIMULATED_REGIONAL_LIBRARY_PORT: kohaPort ?? '',
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

async function issueActiveCard(): Promise<string> {
  const issued = await ask(
    'mutation($input: IssueCardInput!) { issueCard(input: $input) { ... on CardIssued { card { number } } } }',
    {
      input: {
        idempotencyKey: 'split-issue',
        person: {
          givenName: 'Ana',
          familyName: 'Núñez',
          birthDate: '1985-02-03',
          civilId: '00000000T',
        },
      },
    },
  );
  const card = issued.data['issueCard']?.['card'] as { readonly number: string } | undefined;
  const number = card?.number ?? '';
  await ask('mutation($input: ActivateCardInput!) { activateCard(input: $input) { __typename } }', {
    input: { idempotencyKey: 'split-activate', number },
  });
  return number;
}

it('answers over signed HTTP what it answers in one process, from a card issued and linked by a clerk', async () => {
  const number = await issueActiveCard();
  const [borrower] = city.cardholders;
  for (const [system, record] of [
    ['LIBRARY', borrower?.municipalLibrary],
    ['REGIONAL_LIBRARY', borrower?.regionalLibrary],
  ] as const) {
    const proof = { pin: record?.pin };
    const { data } = await ask(
      'mutation($input: LinkAccountInput!) { linkAccount(input: $input) { __typename } }',
      {
        input: {
          idempotencyKey: `split-link-${system}`,
          number,
          system,
          account: record?.account,
          proof,
        },
      },
    );
    expect(data['linkAccount']).toEqual({ __typename: 'AccountLinked' });
  }
  const { data, errors } = await ask(EXAMPLE, { n: number });
  expect(errors).toBeUndefined();
  expect(data['card']).toMatchObject({
    status: 'ACTIVE',
    library: { mayBorrow: true, loans: [{}, {}, {}, {}], source: { freshness: 'LIVE' } },
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
