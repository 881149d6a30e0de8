import { afterEach, beforeEach, expect, it } from '@jest/globals';
import { signDevelopmentToken } from '../../platform/tokens/token.ts';
import { until } from '../support/until.ts';
import { heardBy, HUB, startMqttCity, type MqttCity } from './support/mqtt-city.ts';

let city: MqttCity;
beforeEach(async () => {
  city = await startMqttCity(50);
});
afterEach(async () => {
  await city[Symbol.asyncDispose]();
});

const hub = () => city.connect({ username: HUB.user, password: HUB.password, clientId: 'hub-1' });

it('gives a reader what is for its group and for itself', async () => {
  const reader = await city.connectReader('pool-1');
  const heard = heardBy(reader);
  await reader.subscribeAsync(['tessera/pools/lists', 'tessera/readers/pool-1/lists'], { qos: 1 });
  const sender = await hub();
  await sender.publishAsync('tessera/pools/lists', 'for all', { qos: 1 });
  await sender.publishAsync('tessera/readers/pool-1/lists', 'for one', { qos: 1 });
  await until(() => heard.length === 2);
  expect(heard.map(({ text }) => text).toSorted()).toEqual(['for all', 'for one']);
});

it.each([
  'tessera/gyms/lists',
  'tessera/gyms/manifest',
  'tessera/readers/gym-1/lists',
  'tessera/readers/pool-2/lists',
  'tessera/readers/pool-1/report',
  'tessera/+/lists',
  'tessera/#',
  '#',
  '+/pools/lists',
  '$share/thieves/tessera/gyms/lists',
  '$SYS/#',
])('does not let a reader of the pools subscribe to %s', async (topic) => {
  const reader = await city.connectReader('pool-1');
  await expect(reader.subscribeAsync(topic, { qos: 1 })).rejects.toThrow(/Unspecified error/);
  expect(city.broker.calls()['subscription refused']).toBe(1);
});

it('gives nothing of another group to who asked for it all the same', async () => {
  const reader = await city.connectReader('pool-1');
  const heard = heardBy(reader);
  await reader.subscribeAsync('tessera/gyms/lists', { qos: 1 }).catch(() => {});
  await reader.subscribeAsync('tessera/pools/lists', { qos: 1 });
  const sender = await hub();
  await sender.publishAsync('tessera/gyms/lists', 'secret', { qos: 1 });
  await sender.publishAsync('tessera/pools/lists', 'ours', { qos: 1 });
  await until(() => heard.length > 0);
  expect(heard.map(({ text }) => text)).toEqual(['ours']);
});

it('gives a reader that was moved nothing more of its old group', async () => {
  const reader = await city.connectReader('pool-1');
  const heard = heardBy(reader);
  const topics = ['tessera/pools/lists', 'tessera/readers/pool-1/lists'];
  await reader.subscribeAsync(topics, { qos: 1 });
  city.groups.set('pool-1', 'gyms');
  const sender = await hub();
  for (const topic of topics) await sender.publishAsync(topic, topic, { qos: 1 });
  await until(() => heard.length > 0);
  expect(heard.map(({ text }) => text)).toEqual(['tessera/readers/pool-1/lists']);
});

it.each([
  ['as another reader', 'tessera/readers/pool-2/report', false],
  ['that the broker is to keep', 'tessera/readers/pool-1/report', true],
])('takes no report %s, and cuts off who sends it', async (_what, topic, retain) => {
  const listener = await hub();
  const heard = heardBy(listener);
  await listener.subscribeAsync('tessera/readers/+/report', { qos: 1 });
  const reader = await city.connectReader('pool-1');
  reader.publish(topic, '{}', { qos: 1, retain });
  await until(() => !reader.connected);
  const honest = await city.connectReader('pool-1');
  await honest.publishAsync('tessera/readers/pool-1/report', 'mine', { qos: 1 });
  await until(() => heard.length > 0);
  expect(heard.map(({ text }) => text)).toEqual(['mine']);
});

it.each(['tessera/pools/lists', 'tessera/pools/manifest', 'tessera/readers/pool-1/lists'])(
  'takes nothing on %s from a reader',
  async (topic) => {
    const neighbour = await city.connectReader('pool-2');
    const heard = heardBy(neighbour);
    await neighbour.subscribeAsync(['tessera/pools/lists', 'tessera/pools/manifest'], { qos: 1 });
    const reader = await city.connectReader('pool-1');
    reader.publish(topic, 'forged', { qos: 1 });
    await until(() => city.broker.calls()['publication refused'] === 1);
    expect(heard).toEqual([]);
  },
);

it('takes no last will that a reader may not say', async () => {
  const listener = await city.connectReader('pool-2');
  const heard = heardBy(listener);
  await listener.subscribeAsync('tessera/pools/lists', { qos: 1 });
  const login = {
    clientId: 'reader-pool-1',
    username: 'pool-1',
    password: await city.token('pool-1'),
  };
  const will = { topic: 'tessera/pools/lists', payload: Buffer.from('forged'), qos: 1 } as const;
  const reader = await city.connect({ ...login, will });
  reader.stream.destroy();
  await until(() => city.broker.calls()['publication refused'] === 1);
  expect(heard).toEqual([]);
});

it('takes no token of another reader, of another role, of another key, or that is over', async () => {
  const { key } = city;
  const staff = await signDevelopmentToken({
    key,
    kind: 'staff',
    id: 'pool-1',
    expiresInSeconds: 9,
  });
  const stranger = await startMqttCity();
  const passwords = [
    await city.token('pool-2'),
    staff,
    await stranger.token('pool-1'),
    await city.token('pool-1', -5),
    'no token',
    '',
  ];
  await stranger[Symbol.asyncDispose]();
  for (const password of passwords) {
    const login = { clientId: 'reader-pool-1', username: 'pool-1', password };
    await expect(city.connect(login)).rejects.toThrow(/Not authorized/);
  }
});

it('lets nobody in under the client id of another, whose connection would end', async () => {
  const victim = await city.connectReader('pool-2');
  const login = {
    clientId: 'reader-pool-2',
    username: 'pool-1',
    password: await city.token('pool-1'),
  };
  await expect(city.connect(login)).rejects.toThrow(/Not authorized/);
  expect(victim.connected).toBe(true);
});

it('lets in no reader that nobody knows, and no hub with a wrong password', async () => {
  const reader = {
    clientId: 'reader-new-1',
    username: 'new-1',
    password: await city.token('new-1'),
  };
  await expect(city.connect(reader)).rejects.toThrow(/Not authorized/);
  const login = { clientId: 'hub-1', username: HUB.user, password: 'guess' };
  await expect(city.connect(login)).rejects.toThrow(/Not authorized/);
});

it('sends a reader away whose group was taken from it', async () => {
  const reader = await city.connectReader('pool-1');
  city.groups.delete('pool-1');
  await until(() => !reader.connected);
  expect(reader.connected).toBe(false);
});

it('keeps nothing for a reader that is away', async () => {
  const login = {
    clientId: 'reader-pool-1',
    username: 'pool-1',
    password: await city.token('pool-1'),
  };
  const before = await city.connect({ ...login, clean: false });
  await before.subscribeAsync('tessera/pools/lists', { qos: 1 });
  await before.endAsync();
  const sender = await hub();
  await sender.publishAsync('tessera/pools/lists', 'missed', { qos: 1 });
  const after = await city.connect({ ...login, clean: false });
  const heard = heardBy(after);
  await after.subscribeAsync('tessera/pools/lists', { qos: 1 });
  await sender.publishAsync('tessera/pools/lists', 'heard', { qos: 1 });
  await until(() => heard.length > 0);
  expect(heard.map(({ text }) => text)).toEqual(['heard']);
});

it('does not let the hub have a list retained or speak as a reader', async () => {
  for (const [topic, retain] of [
    ['tessera/pools/lists', true],
    ['tessera/pools/manifest', false],
    ['tessera/readers/pool-1/report', false],
  ] as const) {
    const sender = await hub();
    sender.publish(topic, 'x', { qos: 1, retain });
    await until(() => !sender.connected);
  }
  expect(city.broker.calls()['publication refused']).toBe(3);
});
