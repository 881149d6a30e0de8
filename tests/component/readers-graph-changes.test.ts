import { afterAll, beforeAll, beforeEach, expect, it } from '@jest/globals';
import { NOON, startHub, type Hub } from './readers-graph-harness.ts';

let hub: Hub;
let made = 0;

beforeAll(async () => {
  hub = await startHub();
});
afterAll(async () => hub[Symbol.asyncDispose]());
beforeEach(() => {
  hub.rotated.splice(0);
});

function newName(): string {
  made += 1;
  return `turnstile-${made}`;
}

/** `__typename` or the reason of a refusal, or the code of an error. */
async function change(field: string, input: object): Promise<string> {
  made += 1;
  const name = field.charAt(0).toUpperCase() + field.slice(1);
  const { data, errors } = await hub.ask(
    `mutation ($input: ${name}Input!) { ${field}(input: $input) { __typename ... on ReaderRefused { reason } } }`,
    { input: { idempotencyKey: `readers-key-${made}`, ...input } },
  );
  const told = data?.[field];
  return errors.length > 0 ? errors.join() : (told.reason ?? told.__typename);
}

function gate(id: string, change_: object = {}) {
  return { id, group: 'museum', place: 'Casa Natal', way: { kind: 'POLL' }, ...change_ };
}

it('registers a reader once for each wish, and no id twice', async () => {
  const [id, idempotencyKey] = [newName(), 'readers-key-twice'];
  const wish = { ...gate(id), idempotencyKey };
  expect([
    await change('registerReader', wish),
    await change('registerReader', wish),
    await change('registerReader', gate(id)),
  ]).toEqual(['ReaderRegistered', 'ReaderRegistered', 'ID_TAKEN']);
});

it('registers each kind of way', async () => {
  const ways = [
    { kind: 'PUSH', url: 'http://127.0.0.1:9/' },
    { kind: 'MQTT' },
    { kind: 'UHPPOTE', host: '10.0.0.9', port: 60_000, serial: '4294967295', doors: [1, 4] },
  ];
  const results = await Promise.all(
    ways.map((way) => change('registerReader', gate(newName(), { way }))),
  );
  expect(results).toEqual(ways.map(() => 'ReaderRegistered'));
});

it.each([
  ['an unknown group', { group: 'nowhere' }],
  ['a place of another group', { place: 'Moreda' }],
  ['a way without its address', { way: { kind: 'PUSH' } }],
  ['an id with a blank', { id: 'turnstile 1' }],
])('refuses %s', async (_what, wrong) => {
  const wish = { ...gate(newName()), ...wrong };
  expect(await change('registerReader', wish)).toBe('registerReader BAD_USER_INPUT');
});

it('retires a reader for good, once for each wish', async () => {
  const id = newName();
  await change('registerReader', gate(id));
  const wish = { id, idempotencyKey: `readers-key-retire-${id}` };
  expect([
    await change('retireReader', wish),
    await change('retireReader', wish),
    await change('retireReader', { id }),
    await change('registerReader', gate(id)),
  ]).toEqual(['ReaderRetired', 'ReaderRetired', 'READER_UNKNOWN', 'ID_TAKEN']);
});

it('asks that a reader be tried at once', async () => {
  const id = newName();
  await change('registerReader', gate(id));
  expect([
    await change('replayReader', { id }),
    await change('replayReader', { id: 'none' }),
  ]).toEqual(['ReaderReplayed', 'READER_UNKNOWN']);
  const row = await hub.city.connection.collection<{ _id: string }>('readers').findOne({ _id: id });
  expect(row).toMatchObject({ replayAskedAt: NOON });
});

it('rotates the keys of a group once for each wish', async () => {
  const wish = { group: 'pools', idempotencyKey: 'readers-key-rotate' };
  expect([
    await change('rotateGroupKeys', wish),
    await change('rotateGroupKeys', wish),
    await change('rotateGroupKeys', { group: 'nowhere' }),
  ]).toEqual(['GroupKeysRotated', 'GroupKeysRotated', 'GROUP_UNKNOWN']);
  expect(hub.rotated).toEqual(['pools 4']);
});
