import { execFile } from 'node:child_process';
import { setTimeout as pause } from 'node:timers/promises';
import { promisify } from 'node:util';
import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { connectAsync } from 'mqtt';
import { createRandom, type Random } from '../../simulators/city/random.ts';
import { goThrough, ROUNDS, type Fault } from '../support/fault-rounds.ts';
import { untilInForce, untilInForceBut, usesAstray } from '../support/in-force.ts';
import {
  EAR,
  HUB_AT_BROKER,
  READERS,
  startReaderCity,
  type ReaderCity,
} from '../support/reader-city.ts';
import { startRepeatingProxy, type RepeatingProxy } from '../support/repeating-proxy.ts';
import { until } from '../support/until.ts';

// What stands at the doors is unplugged, set back, given wrong clocks, called again and again, slow or dead.
const MS_A_ROUND = 60_000;
const DAY_MS = 24 * 60 * 60 * 1000;
/** How long messages are disturbed. */
const DISTURBED_MS = 1_500;
const SLOW_MS = 2_500;
/** Readers that are well get a change as fast as if all were. */
const UNDELAYED_MS = 2_000;

let city: ReaderCity;
let proxy: RepeatingProxy;
let clockOffsetMs = 0;

beforeAll(async () => {
  const late = { url: '' };
  proxy = await startRepeatingProxy(() => late.url);
  city = await startReaderCity({
    pushUrl(id, fleetUrl) {
      late.url = fleetUrl;
      return `${proxy.url}/${id}`;
    },
    environment: { HUB_READERS_DEAD_FAILURES: '4', HUB_READERS_DEAD_MS: '1000' },
  });
  await untilInForce(city, Date.now());
}, 120_000);
afterAll(async () => {
  await city[Symbol.asyncDispose]();
  await proxy[Symbol.asyncDispose]();
}, 30_000);

/** A fault in all its rounds. @returns What was wrong. */
function survived(name: string, fault: Fault, lanes = 3): Promise<readonly string[]> {
  return goThrough(city, name, fault, { offsetMs: () => clockOffsetMs, lanes });
}

async function startFleet(offsetMs: number): Promise<number> {
  clockOffsetMs = offsetMs;
  await city.fleet.start(offsetMs);
  return Date.now();
}

async function untilUsesAreStored(): Promise<void> {
  let astray: readonly string[] = [];
  const isRight = async () => {
    astray = await usesAstray(city);
    return astray.length === 0;
  };
  await until(isRight, { patienceMs: 20_000, what: () => `every tap once: ${astray.join(', ')}` });
}

it(
  'brings a reader up to date that was out of reach for a day',
  async () => {
    expect(
      await survived('a day away', async (random) => {
        const { fleet, changes } = city;
        await fleet.stop();
        await changes.make(4, random);
        // It counts the day that passed by its clock; the next round begins on a day of its own again.
        return startFleet(clockOffsetMs === 0 ? DAY_MS : 0);
      }),
    ).toEqual([]);
  },
  ROUNDS * MS_A_ROUND,
);

it(
  'brings a reader up to date that was set back to an old backup',
  async () => {
    expect(
      await survived(
        'backup',
        async (random) => {
          const { fleet, changes } = city;
          await fleet.stop();
          for (const { id } of READERS) fleet.backUp(id);
          await startFleet(0);
          await changes.make(4, random);
          await untilInForce(city, Date.now());
          await untilUsesAreStored();
          await fleet.stop();
          for (const { id } of READERS) fleet.restore(id);
          await changes.make(4, random);
          return startFleet(0);
        },
        0,
      ),
    ).toEqual([]);
  },
  ROUNDS * MS_A_ROUND,
);

it(
  'is right at a reader whose clock is a day ahead or behind',
  async () => {
    expect(
      await survived('wrong clock', async () => {
        await untilUsesAreStored();
        await city.fleet.kill();
        return startFleet(clockOffsetMs > 0 ? -DAY_MS : DAY_MS);
      }),
    ).toEqual([]);
  },
  ROUNDS * MS_A_ROUND,
);

/** Messages of a group come again by the broker, in any order. @returns How many. */
async function sayAgain(random: Random): Promise<number> {
  const { broker, hub } = city;
  const topic = `tessera/${EAR.group}/lists`;
  const [ear, mouth] = await Promise.all([
    connectAsync(broker.address, {
      clientId: `reader-${EAR.id}`,
      username: EAR.id,
      password: await hub.readerToken(EAR.id),
    }),
    connectAsync(broker.address, {
      clientId: 'again',
      username: HUB_AT_BROKER.user,
      password: HUB_AT_BROKER.password,
    }),
  ]);
  const heard: Buffer[] = [];
  ear.on('message', (_topic, payload) => void heard.push(payload));
  await ear.subscribeAsync(topic, { qos: 1 });
  let said = 0;
  for (const endAt = Date.now() + DISTURBED_MS; Date.now() < endAt; await pause(50)) {
    if (heard.length === 0) continue;
    await mouth.publishAsync(topic, random.pick(heard), { qos: 1 });
    said += 1;
  }
  await Promise.all([ear.endAsync(true), mouth.endAsync(true)]);
  return said;
}

it(
  'loses and repeats nothing when messages come twice, late and in any order, and answers are lost',
  async () => {
    const said: number[] = [];
    const fault: Fault = async (random) => {
      proxy.disturb(random);
      said.push(
        await sayAgain(createRandom(random.hex(8))).finally(() => {
          proxy.disturb(null);
        }),
      );
      return Date.now();
    };
    if (clockOffsetMs !== 0) {
      await city.fleet.stop();
      await startFleet(0);
    }
    expect(await goThrough(city, 'any order', fault)).toEqual([]);
    expect(Math.min(proxy.counts.repeated, proxy.counts.lost, ...said)).toBeGreaterThan(0);
  },
  ROUNDS * MS_A_ROUND,
);

async function isDead(readerId: string): Promise<boolean> {
  const letter = `bull:reader-dead-letters:reader-${readerId}`;
  return (await city.hub.stores.redis.exists(letter)) > 0;
}

/** As a person at the command line does it. */
async function replay(readerId: string): Promise<void> {
  const { stores } = city.hub;
  await promisify(execFile)(process.execPath, ['scripts/readers.ts', 'replay', readerId], {
    env: { MONGODB_URI: stores.mongoUri, HUB_READER_GROUPS_FILE: `${stores.folder}/groups.json` },
  });
}

it(
  'delays no reader for a slow and a dead one, names the dead one, and brings it back when it is replayed',
  async () => {
    const { fleet, changes } = city;
    const times: number[] = [];
    const fault: Fault = async (random) => {
      await fleet.setHabit('gate-push', { kind: 'dead' });
      await fleet.setHabit('pools-push', { kind: 'slow', ms: SLOW_MS });
      await changes.make(3, random);
      times.push(await untilInForceBut(city, ['gate-push', 'pools-push']));
      const hasLetter = () => isDead('gate-push');
      await until(hasLetter, { patienceMs: 30_000, what: 'a dead letter' });
      await fleet.setHabit('pools-push', { kind: 'well' });
      await fleet.setHabit('gate-push', { kind: 'well' });
      const wellAt = Date.now();
      await replay('gate-push');
      return wellAt;
    };
    expect(await goThrough(city, 'slow and dead', fault, { lanes: 0 })).toEqual([]);
    expect(times.filter((ms) => ms > UNDELAYED_MS)).toEqual([]);
    await until(async () => !(await isDead('gate-push')), { what: 'no dead letter' });
    process.stderr.write(`well readers beside them: at worst ${Math.max(...times)} ms\n`);
  },
  ROUNDS * MS_A_ROUND,
);

it('has stored every tap of all this once', async () => {
  await untilUsesAreStored();
  expect(await usesAstray(city)).toEqual([]);
});
