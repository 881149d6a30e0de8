import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { pino } from 'pino';
import { createParkingClient } from '../../connectors/parking/client.ts';
import { toParkingOptions } from '../../connectors/parking/options.ts';
import { parkingSystemSettings } from '../../connectors/parking/settings.ts';
import { parseCardId } from '../../domain/card-id.ts';
import { parsePlate } from '../../domain/plate.ts';
import { parseSettings, type Environment } from '../../platform/process/config.ts';
import { createReadiness } from '../../platform/process/readiness.ts';
import type { Role } from '../../platform/process/role.ts';
import { createCity } from '../../simulators/city/city.ts';
import { startParkingSystem } from '../../simulators/parking/start-parking.ts';
import { NO_FAULT, type Simulator } from '../../simulators/simulator.ts';
import {
  startTransportSystem,
  type TransportSystem,
} from '../../simulators/transport/start-transport.ts';
import { createPlateStore } from '../../subgraphs/parking/plate-store.mongo.ts';
import { startSync as startSyncRole } from '../../sync/start.ts';
import { until } from '../support/until.ts';
import { silent } from './library-harness.ts';
import { startRedisChild } from './redis-child.ts';
import { startSync, type Sync } from './sync-harness.ts';

// The role as the hub starts it, over the systems' own protocols.

const stack = new AsyncDisposableStack();
const lines: string[] = [];
const log = pino({ level: 'trace' }, { write: (line) => lines.push(line) });
const zone = 'Europe/Madrid';
const city = createCity({
  people: 40,
  madeOn: new Date().toISOString().slice(0, 10),
  seed: 'sync',
});
let sync: Sync;
let transport: TransportSystem;
let parking: Simulator;

beforeAll(async () => {
  sync = stack.use(await startSync());
  const where = { city, host: '127.0.0.1', port: 0, journalPath: null, zone };
  transport = stack.use(await startTransportSystem({ ...where, user: 'hub', password: 'secret' }));
  parking = stack.use(await startParkingSystem({ ...where, token: 'secret' }));
  const plates = createPlateStore({ connection: sync.connection, ...sync.secrets });
  const added = { id: 'p1', plate: PLATE, addedAt: new Date() };
  await plates.addAbsent([{ cardId: CARD, plates: [added] }]);
  stack.use(await startRole(settings()));
}, 60_000);
afterAll(async () => stack.disposeAsync());

const [first] = city.cardholders;
const CARD = parseCardId(first?.card.id ?? '');
const PLATE = parsePlate(first?.parking?.plates[0] ?? '');
const ACCOUNT = first?.transport?.account ?? '';

/** Systems that nothing here asks. */
const NOT_ASKED = {
  HUB_CENSUS_URL: 'http://127.0.0.1:9/soap',
  HUB_CENSUS_USER: 'hub',
  HUB_CENSUS_PASSWORD: 'secret',
  HUB_TAX_URL: 'http://127.0.0.1:9/soap',
  HUB_TAX_USER: 'hub',
  HUB_TAX_PASSWORD: 'secret',
};

function settings() {
  return {
    ...sync.environment,
    HUB_TRANSPORT_URL: `${transport.address}/soap`,
    HUB_TRANSPORT_USER: 'hub',
    HUB_TRANSPORT_PASSWORD: 'secret',
    HUB_TRANSPORT_GTFS_URL: `${transport.address}/gtfs.zip`,
    HUB_TRANSPORT_TIMEOUT_MS: '300',
    HUB_TRANSPORT_BREAKER_OPEN_MS: '200',
    HUB_PARKING_URL: parking.address,
    HUB_PARKING_TOKEN: 'secret',
    ...NOT_ASKED,
    HUB_OUTBOX_INTERVAL_MS: '20',
  };
}

function startRole(environment: Environment): Promise<Role> {
  const [local, progress] = [new Map(), { step: () => Promise.reject(new Error('no step')) }];
  const context = { environment, local, progress, roles: ['sync'], isSubgraphServer: false };
  return startSyncRole({ ...context, readiness: createReadiness([]), city: null, log });
}

/** Rights of the first cardholder's vehicle that parking has in force. */
async function rightsInForce(): Promise<number> {
  const { parking: given } = parseSettings({ parking: parkingSystemSettings }, settings());
  await using client = createParkingClient(toParkingOptions(given, zone, silent));
  const [answer] = await client.fetchPlates([PLATE], new Set(['rights']));
  const rights = answer?.rights ?? null;
  if (rights === null || !('value' in rights)) throw new Error('parking does not tell the rights');
  return rights.value.length;
}

it('reaches parking while transport hangs, and transport when it answers again', async () => {
  expect(await rightsInForce()).toBeGreaterThan(0);
  await transport.putFault({ ...NO_FAULT, kind: 'hang' });
  const [toTransport = '', toParking = ''] = await sync.write([
    { cardId: CARD, secret: ACCOUNT },
    { cardId: CARD, consumer: 'parking' },
  ]);
  await sync.untilDone([toParking]);
  expect([await rightsInForce(), (await sync.get(toParking)).hadEffect]).toEqual([0, true]);
  await until(async () => (await sync.get(toTransport)).tries > 0, { what: 'a try to fail' });
  expect(await sync.get(toTransport)).toMatchObject({
    lastFailure: { code: 'UPSTREAM_UNAVAILABLE' },
  });
  await transport.putFault(NO_FAULT);
  await sync.untilDone([toTransport]);
  expect(transport.ledger.isBlocked(ACCOUNT)).toBe(true);
}, 30_000);

it('keeps on with an account that transport does not know, and logs no account and no plate', async () => {
  const [id = ''] = await sync.write([{ cardId: 'card-unknown', secret: '7999999999999' }]);
  await until(async () => (await sync.get(id)).tries > 0, { what: 'the refusal' });
  const { doneAt, lastFailure } = await sync.get(id);
  expect([doneAt, lastFailure?.code]).toEqual([null, 'UPSTREAM_REJECTED']);
  const logged = lines.join('');
  expect(logged).toContain(id);
  const secrets = [ACCOUNT, '7999999999999', PLATE.slice(3)];
  expect(secrets.filter((secret) => logged.includes(secret))).toEqual([]);
});

it('stops within its time though Redis has stopped answering', async () => {
  await using child = await startRedisChild();
  const role = await startRole({ ...settings(), REDIS_URL: child.url });
  child.signal('SIGSTOP');
  const before = performance.now();
  await role[Symbol.asyncDispose]();
  const took = performance.now() - before;
  child.signal('SIGCONT');
  expect(took).toBeLessThan(4_000);
}, 30_000);
