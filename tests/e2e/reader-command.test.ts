import { spawn } from 'node:child_process';
import { text } from 'node:stream/consumers';
import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { startHubProcess, type HubProcess } from '../support/hub-process.ts';
import { until } from '../support/until.ts';

// What a person types beside a running hub: one reader at which to hold up cards, and a day of uses.
let hub: HubProcess;

beforeAll(async () => {
  hub = await startHubProcess({ people: 60 });
}, 70_000);
afterAll(async () => hub[Symbol.asyncDispose]());

async function run(script: string, ...args: readonly string[]): Promise<string> {
  const child = spawn(process.execPath, [`scripts/${script}.ts`, ...args], {
    env: { PATH: process.env['PATH'], HUB_DATA_DIR: hub.dataDir },
  });
  const [told, failed] = await Promise.all([text(child.stdout), text(child.stderr)]);
  return `${told}${failed}`;
}

const numberOf = (place: number) => hub.city.cardholders[place]?.card.number ?? '';
const tap = (...args: readonly string[]) => run('reader', '--group', 'museum-railway', ...args);

async function block(number: string): Promise<void> {
  const { errors } = await hub.ask(
    'mutation($n: CardNumber!) { blockCard(input: { idempotencyKey: "reader-block", number: $n, reason: DAMAGED }) { __typename } }',
    { n: number },
    await hub.token('staff', 'staff-1'),
  );
  expect(errors).toBeUndefined();
}

it('lets a card in, and refuses it a moment after it was blocked', async () => {
  const number = numberOf(0);
  expect(await tap('--tap', number)).toMatch(/ADELANTE .*\(accepted\)/);
  await block(number);
  await until(async () => (await tap('--tap', number)).includes('NO VALIDA'), {
    what: 'the blocked card at the reader',
  });
});

it('goes on by its files while the hub is away, and uploads afterwards', async () => {
  const [known, denied] = [numberOf(1), numberOf(0)];
  await tap('--tap', known);
  const offline = await tap('--offline', '--tap', known, '--tap', denied);
  expect(offline).toMatch(/ADELANTE .*\(accepted\)/);
  expect(offline).toMatch(/NO VALIDA .*\(denied\)/);
  await tap('--tap', known);
  const query =
    'query($n: CardNumber!) { card(number: $n) { uses { items { service place isAdmitted } } } }';
  const holder = await hub.token('citizen', hub.city.cardholders[1]?.id ?? '');
  const use = { service: 'municipal-museums', place: 'Museo del Ferrocarril', isAdmitted: true };
  await until(
    async () => {
      const { data } = await hub.ask(query, { n: known }, holder);
      return (
        JSON.stringify(data) === JSON.stringify({ card: { uses: { items: [use, use, use] } } })
      );
    },
    { what: 'three uses of the card' },
  );
});

it.each([
  [['--group', 'nowhere', '--tap', '9724330243874204897'], /There are: bus-line-1,|group/],
  [['--group', 'pools'], /Usage: npm run reader/],
  [['--group', 'pools', '--tap', '1234'], /card number/i],
])('says what is wrong with %j', async (args, sentence) => {
  expect(await run('reader', ...args)).toMatch(sentence);
});

it('plays a short day through forty readers, and the hub has every use', async () => {
  const told = await run('day', '--uses', '400', '--seconds', '1');
  expect(told).toMatch(/400 uses, all uploaded and acknowledged/);
  expect(told).toMatch(/urban-bus/);
}, 60_000);
