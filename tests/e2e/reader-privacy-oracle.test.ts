import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { findFreePort } from '../../embedded/free-port.ts';
import { startHubProcess, type HubProcess } from '../support/hub-process.ts';

// A reader gets what is for its group, and a quote is no oracle: what readers, merchants and holders are
// told through the gateway of cards that are not theirs to ask about.
const PEOPLE = 80;
const dataDir = mkdtempSync(join(tmpdir(), 'hub-oracle-'));
const told: string[] = [];
let hub: HubProcess;
let staff: string;

beforeAll(async () => {
  const environment = { HUB_READERS_DOOR_PORT: String(await findFreePort()) };
  hub = await startHubProcess({ dataDir, people: PEOPLE, environment });
  staff = await hub.token('staff', 'staff-1');
  const [id, place] = ['pools-1', 'El Llano'];
  const way = { kind: 'POLL' };
  await change('registerReader', {
    idempotencyKey: `register-${id}`,
    id,
    group: 'pools',
    place,
    way,
  });
}, 120_000);
afterAll(async () => {
  await hub?.[Symbol.asyncDispose]();
  rmSync(dataDir, { recursive: true, force: true });
}, 30_000);

/** Where the running hub says that its readers' door is. */
function door(): string {
  const run = JSON.parse(readFileSync(join(dataDir, 'run.json'), 'utf8')) as Record<string, string>;
  return `http://127.0.0.1:${run['HUB_READERS_DOOR_PORT']}`;
}

async function change(mutation: string, input: object): Promise<void> {
  const type = `${mutation.charAt(0).toUpperCase()}${mutation.slice(1)}Input`;
  const query = `mutation($input: ${type}!) { ${mutation}(input: $input) { __typename } }`;
  told.push(JSON.stringify(await hub.ask(query, { input }, staff)));
}

it('gives a reader the lists and keys of its own group, and 403 for every other', async () => {
  const headers = { authorization: `Bearer ${await hub.token('reader', 'pools-1')}` };
  const statusOf = async (path: string) => (await fetch(`${door()}${path}`, { headers })).status;
  const groups = ['pools', 'pools-east', 'bus-line-1', 'no-such'];
  const lists = groups.map((group) => statusOf(`/reader-lists/${group}?since=&waitMs=1`));
  const keys = groups.map((group) => statusOf(`/reader-keys/${group}`));
  expect(await Promise.all(lists)).toEqual([200, 403, 403, 403]);
  expect(await Promise.all(keys)).toEqual([200, 403, 403, 403]);
});

const QUOTE = `query ($card: CardNumber, $service: ID!, $on: DateTime) {
  quote(card: $card, service: $service, on: $on) {
    __typename ... on Quote { priceCents code } ... on QuoteRefused { reason message } } }`;

/** The whole answer as it came over the wire. */
async function quote(
  token: string,
  card: string,
  service = 'swimming-pools',
  on?: string,
): Promise<string> {
  const response = await fetch(`${hub.url}/graphql`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', authorization: `Bearer ${token}` },
    body: JSON.stringify({ query: QUOTE, variables: { card, service, on } }),
  });
  return `${response.status} ${await response.text()}`;
}

const UNKNOWN = '9724330240000000058';

it('quotes to readers and merchants their own service alone, and only now', async () => {
  const reader = await hub.token('reader', 'pools-1');
  const merchant = await hub.token('merchant', 'museum-1');
  await change('registerMerchant', {
    idempotencyKey: 'merchant-1',
    merchant: 'museum-1',
    service: 'private-museums',
  });
  const known = hub.city.cardholders[40]?.card.number ?? '';
  expect(await quote(reader, known)).toContain('"Quote"');
  expect(await quote(merchant, known, 'private-museums')).toContain('"Quote"');
  const tomorrow = new Date(Date.now() + 24 * 60 * 60 * 1000).toISOString();
  const refused = (card: string) =>
    Promise.all([
      quote(reader, card, 'urban-bus'),
      quote(reader, card, 'swimming-pools', tomorrow),
      quote(merchant, card, 'swimming-pools'),
      quote(merchant, card, 'private-museums', tomorrow),
    ]);
  const answers = await refused(known);
  expect(answers.every((answer) => answer.includes('FORBIDDEN'))).toBe(true);
  const plain = (all: readonly string[]) =>
    all.map((answer) => answer.replace(/"reference":"[^"]+"/g, ''));
  expect(plain(await refused(UNKNOWN))).toEqual(plain(answers));
});

it('answers alike, byte for byte, for cards that are unknown, blocked and somebody else’s', async () => {
  const reader = await hub.token('reader', 'pools-1');
  const blocked = hub.city.cardholders[70]?.card.number ?? '';
  expect(await quote(reader, blocked)).toContain('"Quote"');
  await change('blockCard', {
    idempotencyKey: 'privacy-block',
    number: blocked,
    reason: 'DAMAGED',
  });
  expect(told.at(-1)).toContain('CardBlocked');
  const [mine, theirs] = [hub.city.cardholders[50], hub.city.cardholders[51]];
  const citizen = await hub.token('citizen', mine?.id ?? '');
  const answers = [
    await quote(reader, UNKNOWN),
    await quote(reader, blocked),
    await quote(citizen, UNKNOWN),
    await quote(citizen, theirs?.card.number ?? ''),
  ];
  expect([...new Set(answers)]).toEqual([answers[0]]);
  expect(answers[0]).toContain('CARD_NOT_ACCEPTED');
  const open = await quote(reader, theirs?.card.number ?? '');
  expect(new Set([...answers, open]).size).toBe(2);
});

it('tells only so many prices with one card in an hour, whether there is such a card or not', async () => {
  const reader = await hub.token('reader', 'pools-1');
  const known = hub.city.cardholders[60]?.card.number ?? '';
  const lastOf = async (card: string) => {
    let last = '';
    for (let asked = 0; asked < 200 && !last.includes('TOO_MANY_QUOTES'); asked += 1) {
      last = await quote(reader, card);
    }
    return last;
  };
  const [first, second] = [await lastOf(known), await lastOf('9724330240000000066')];
  expect(first).toContain('TOO_MANY_QUOTES');
  expect(second).toBe(first);
}, 60_000);
