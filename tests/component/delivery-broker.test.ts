import { expect, it } from '@jest/globals';
import type { BrokerEvents, ReaderBroker } from '../../connectors/readers/port.ts';
import { UpstreamUnavailableError } from '../../domain/errors.ts';
import { until } from '../support/until.ts';
import { startDelivering } from './delivery-harness.ts';
import { createWordLists } from './delivery-lists.ts';
import { createWordReader, reader, type WordReader } from './delivery-reader.ts';

const [POOLS] = createWordLists(['pools']).groups.map(({ id }) => id) as [never];
const LISTENERS = ['a', 'b', 'c'].map((id) => reader(id, 'pools', { kind: 'mqtt' }));

/** A broker whose readers answer at once; those that are `away` get nothing. */
function createBroker() {
  const words = new Map(LISTENERS.map(({ id }) => [String(id), createWordReader(id, 'pools')]));
  const away = new Set<string>();
  const sent: string[] = [];
  const state = { isDown: false };
  let events: BrokerEvents | null = null;
  const give = (id: string, artefacts: readonly Uint8Array[], one: WordReader) => {
    if (!away.has(id)) queueMicrotask(() => events?.onReport(one.take(artefacts)));
  };
  const check = () => {
    if (state.isDown) throw new UpstreamUnavailableError('mqtt broker', 'away');
  };
  const broker: ReaderBroker & AsyncDisposable = {
    async publish(_group, artefacts) {
      check();
      sent.push('group');
      for (const [id, one] of words) give(id, artefacts, one);
    },
    async publishTo(id, artefacts) {
      check();
      sent.push(artefacts.length === 0 ? `asks ${id}` : `to ${id}`);
      const one = words.get(id);
      if (one !== undefined) give(id, artefacts, one);
    },
    async publishManifest(_group, heads) {
      check();
      sent.push(`manifest ${heads.map(({ name, sequence }) => `${name} ${sequence}`).join()}`);
    },
    [Symbol.asyncDispose]: async () => {},
  };
  return {
    words,
    away,
    sent,
    state,
    heldBy: (id: string) => words.get(id)?.held.get('deny')?.sequence ?? 0,
    connect: (given: BrokerEvents) => {
      events = given;
      return broker;
    },
    connected: () => events?.onConnected?.(),
  };
}

it('asks every reader behind the broker after a start, then reaches all by one publication', async () => {
  const broker = createBroker();
  const lists = createWordLists(['pools']);
  lists.publish(POOLS, 'deny');
  await using _hub = await startDelivering(lists, LISTENERS, { connectBroker: broker.connect });
  await until(() => ['a', 'b', 'c'].every((id) => broker.heldBy(id) === 1));
  broker.sent.length = 0;
  lists.publish(POOLS, 'deny');
  await until(() => ['a', 'b', 'c'].every((id) => broker.heldBy(id) === 2));
  await until(() => broker.sent.includes('manifest deny 2'));
  expect(broker.sent.filter((what) => !what.startsWith('asks'))).toEqual([
    'group',
    'manifest deny 2',
  ]);
});

it('gives a reader its own when it does not move, and nobody else', async () => {
  const broker = createBroker();
  const lists = createWordLists(['pools']);
  lists.publish(POOLS, 'deny');
  await using _hub = await startDelivering(lists, LISTENERS, { connectBroker: broker.connect });
  await until(() => ['a', 'b', 'c'].every((id) => broker.heldBy(id) === 1));
  broker.sent.length = 0;
  broker.away.add('b');
  lists.publish(POOLS, 'deny');
  await until(() => broker.heldBy('a') === 2);
  broker.away.delete('b');
  await until(() => broker.heldBy('b') === 2);
  expect(broker.sent.filter((what) => what.startsWith('to'))).toEqual(['to b']);
});

it('sends a reader at once what it says is missing', async () => {
  const broker = createBroker();
  const lists = createWordLists(['pools']);
  for (let n = 0; n < 3; n += 1) lists.publish(POOLS, 'deny');
  const environment = { HUB_READERS_MQTT_LAG_MS: '60000' };
  const more = { connectBroker: broker.connect, environment };
  await using hub = await startDelivering(lists, LISTENERS, more);
  // Their first lists come only because they are asked first: none moved by itself.
  hub.delivery.heard({
    ...wordsOf(broker, 'a').report(),
    answer: 'VersionMismatch',
    refusal: 'gap',
  });
  await until(() => broker.heldBy('a') === 3);
  expect([broker.heldBy('b'), broker.heldBy('c')]).toEqual([0, 0]);
});

it('goes on at once when the broker is there again, with its manifest', async () => {
  const broker = createBroker();
  const lists = createWordLists(['pools']);
  const environment = { HUB_READERS_FIRST_PAUSE_MS: '60000' };
  broker.state.isDown = true;
  const more = { connectBroker: broker.connect, environment };
  await using hub = await startDelivering(lists, LISTENERS, more);
  lists.publish(POOLS, 'deny');
  await until(() => hub.delivery.states().every(({ failures }) => failures > 0));
  broker.state.isDown = false;
  broker.connected();
  await until(() => ['a', 'b', 'c'].every((id) => broker.heldBy(id) === 1));
  await until(() => broker.sent.includes('manifest deny 1'));
  expect(hub.delivery.states().map(({ failures }) => failures)).toEqual([0, 0, 0]);
});

function wordsOf({ words }: ReturnType<typeof createBroker>, id: string): WordReader {
  const one = words.get(id);
  if (one === undefined) throw new Error(`there is no reader ${id}`);
  return one;
}
