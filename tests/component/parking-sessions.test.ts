import { afterAll, beforeAll, beforeEach, expect, it } from '@jest/globals';
import type { ParkingSession } from '../../connectors/parking/port.ts';
import { parsePlate } from '../../domain/plate.ts';
import { type Mishap } from './parking-fake-port.ts';
import {
  ANA_NUMBER,
  KIOSK,
  minutes,
  newKey,
  NOON,
  STAFF,
  startHub,
  startStores,
  type Hub,
  type Stores,
} from './parking-harness.ts';

const SESSION =
  'session { id zone startedAt paidUntil endedAt plate { number } source { system asOf freshness } }';
let stores: Stores;
let hub: Hub;
let plateId: string;

beforeAll(async () => {
  stores = await startStores();
});
beforeEach(async () => {
  stores.now = NOON;
  hub = startHub(stores);
  plateId = await hub.addPlate('1234BCD');
});
afterAll(async () => stores[Symbol.asyncDispose]());

const stay = (change = {}) => {
  return { plateId, zoneId: 'z-centre', until: minutes(60).toISOString(), ...change };
};

/** A stay of Ana's car until one o'clock, as her card has begun it. */
async function running(change: Partial<ParkingSession> = {}): Promise<ParkingSession> {
  await hub.noteStay(plateId, 's-1');
  return standing(change);
}

/** The same in the system alone, as another app has begun it. */
function standing(change: Partial<ParkingSession> = {}): ParkingSession {
  const times = { startedAt: NOON, paidUntil: minutes(60), endedAt: null };
  const what = { id: 's-1', plate: parsePlate('1234BCD'), zone: 'Centro' };
  const session = { version: 4, ...what, ...times, ...change };
  hub.parking.sessions.set(session.id, session);
  return session;
}

it('starts a stay once, also for two at once with the same key', async () => {
  const source = `mutation ($input: StartParkingInput!) { told: startParking(input: $input) { ... on ParkingStarted { ${SESSION} } } }`;
  const input = { card: ANA_NUMBER, idempotencyKey: newKey(), ...stay() };
  const [one, other] = await Promise.all([hub.ask(source, { input }), hub.ask(source, { input })]);
  const [id] = hub.parking.sessions.keys();
  expect(one.data.told.session).toEqual({
    id,
    zone: 'Centro',
    startedAt: NOON.toISOString(),
    paidUntil: minutes(60).toISOString(),
    endedAt: null,
    plate: { number: '1234BCD' },
    source: { system: 'parking', asOf: NOON.toISOString(), freshness: 'LIVE' },
  });
  expect([other, hub.parking.written]).toEqual([one, [`start ${id}`]]);
});

it('chooses a version 4 UUID, and forgets what was remembered of the card', async () => {
  await hub.change('startParking', stay());
  const [id] = hub.parking.sessions.keys();
  expect(id).toMatch(/^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/);
  expect(hub.lastKnown.forgotten).toEqual([hub.ana.id]);
});

it('sends whole seconds, since systems cut fractions off', async () => {
  stores.now = new Date(NOON.getTime() + 700);
  await hub.change('startParking', stay({ until: '2027-03-01T12:00:00.900Z' }));
  const [session] = hub.parking.sessions.values();
  expect([session?.startedAt, session?.paidUntil]).toEqual([NOON, minutes(60)]);
  await hub.change('stopParking', { sessionId: session?.id });
  expect([...hub.parking.sessions.values()][0]?.endedAt).toEqual(NOON);
});

it.each<[string, object, object, readonly Mishap[]]>([
  ['CARD_NOT_USABLE', {}, { isUsable: false }, []],
  ['PLATE_NOT_FOUND', { plateId: 'none' }, {}, []],
  ['ZONE_NOT_FOUND', { zoneId: 'z-none' }, {}, []],
  ['ZONE_NOT_FOUND', { zoneId: 'z-old' }, {}, []],
  ['PARKING_REFUSED', {}, {}, ['refused']],
  ['startParking BAD_USER_INPUT', { until: NOON.toISOString() }, {}, []],
  ['startParking BAD_USER_INPUT', { until: minutes(24 * 60 + 1).toISOString() }, {}, []],
  ['startParking BAD_USER_INPUT', { until: 'tomorrow' }, {}, []],
  ['startParking UPSTREAM_UNAVAILABLE', {}, {}, ['unsent']],
])('answers %s to the start of %j with %j', async (expected, input, card, mishaps) => {
  hub.changeCard(card);
  hub.parking.mishaps.push(...mishaps);
  expect(await hub.change('startParking', stay(input))).toBe(expected);
  expect(hub.parking.sessions.size).toBe(0);
});

it('leaves the key free when nothing was sent', async () => {
  const input = stay({ idempotencyKey: newKey() });
  hub.parking.mishaps.push('unsent');
  const told = [await hub.change('startParking', input), await hub.change('startParking', input)];
  expect(told).toEqual(['startParking UPSTREAM_UNAVAILABLE', 'ParkingStarted']);
});

it('starts a stay from a kiosk, and hides it there', async () => {
  const source = `mutation ($input: StartParkingInput!) { told: startParking(input: $input) { ... on ParkingStarted { session { plate { number } } } } }`;
  const input = { card: ANA_NUMBER, idempotencyKey: newKey(), ...stay() };
  const { data } = await hub.ask(source, { input }, KIOSK);
  expect(data.told.session.plate.number).toBe('••••BCD');
});

it('moves the end of a running stay', async () => {
  await running();
  const until = minutes(120);
  const source = `mutation ($input: ExtendParkingInput!) { told: extendParking(input: $input) { ... on ParkingExtended { ${SESSION} } } }`;
  const wish = { sessionId: 's-1', until: until.toISOString(), idempotencyKey: newKey() };
  const { data } = await hub.ask(source, { input: { card: ANA_NUMBER, ...wish } }, STAFF);
  expect(data.told.session).toMatchObject({ id: 's-1', paidUntil: until.toISOString() });
  expect(hub.parking.sessions.get('s-1')?.version).toBe(5);
});

it('stops a running stay now, also with a card that is not active', async () => {
  await running();
  stores.now = minutes(20);
  hub.changeCard({ isUsable: false });
  expect(await hub.change('stopParking', { sessionId: 's-1' })).toBe('ParkingStopped');
  expect(hub.parking.sessions.get('s-1')?.endedAt).toEqual(minutes(20));
});

it.each<[string, object, object, Partial<ParkingSession>]>([
  ['SESSION_NOT_FOUND', { sessionId: 's-none' }, {}, {}],
  ['SESSION_ENDED', {}, {}, { endedAt: minutes(1) }],
  ['SESSION_ENDED', {}, {}, { paidUntil: NOON }],
  ['CARD_NOT_USABLE', {}, { isUsable: false }, {}],
  ['extendParking BAD_USER_INPUT', { until: minutes(60).toISOString() }, {}, {}],
  [
    'extendParking BAD_USER_INPUT',
    { until: minutes(23 * 60).toISOString() },
    {},
    { startedAt: minutes(-61) },
  ],
  ['extendParking BAD_USER_INPUT', { sessionId: '../rights' }, {}, {}],
  ['ParkingExtended', {}, {}, { paidUntil: null }],
])(
  'answers %s to the extension %j with card %j of session %j',
  async (expected, input, card, session) => {
    await running(session);
    hub.changeCard(card);
    const wish = { sessionId: 's-1', until: minutes(120).toISOString(), ...input };
    expect(await hub.change('extendParking', wish)).toBe(expected);
  },
);

it.each<[string, Partial<ParkingSession>]>([
  ['SESSION_ENDED', { endedAt: minutes(1) }],
  ['SESSION_ENDED', { paidUntil: NOON }],
  // Known by its id: a system may not tell the country of a plate.
  ['ParkingStopped', { plate: parsePlate('1234BCD', 'PT') }],
])('answers %s to the stop of session %j', async (expected, session) => {
  await running(session);
  expect(await hub.change('stopParking', { sessionId: 's-1' })).toBe(expected);
});

it('reads a session again that somebody else has changed, and changes it then', async () => {
  await running();
  hub.parking.mishaps.push('outdated');
  expect(await hub.change('stopParking', { sessionId: 's-1' })).toBe('ParkingStopped');
  expect([hub.parking.reads.session, hub.parking.written]).toEqual([2, ['stop v4', 'stop v4']]);
});

it('gives up on a session that somebody else keeps changing', async () => {
  await running();
  hub.parking.mishaps.push('outdated', 'outdated');
  expect(await hub.change('stopParking', { sessionId: 's-1' })).toBe('SESSION_CHANGED');
  expect(hub.parking.sessions.get('s-1')?.endedAt).toBeNull();
});

it('says what became of a session that somebody else has ended meanwhile', async () => {
  await running();
  const { stopSession } = hub.parking;
  hub.parking.stopSession = (...asked) => {
    standing({ version: 5, endedAt: minutes(-1) });
    return stopSession(...asked);
  };
  expect(await hub.change('stopParking', { sessionId: 's-1' })).toBe('ParkingStopped');
  expect(hub.parking.sessions.get('s-1')).toMatchObject({ version: 5, endedAt: minutes(-1) });
});

it('gives two extensions at once one end after the other', async () => {
  await running();
  const extend = (count: number) =>
    hub.change('extendParking', { sessionId: 's-1', until: minutes(count).toISOString() });
  const told = await Promise.all([extend(90), extend(120)]);
  expect(told).toContain('ParkingExtended');
  expect(hub.parking.sessions.get('s-1')?.paidUntil).toEqual(minutes(120));
});

it('says nothing of plates in its log, whatever fails', async () => {
  await running();
  hub.parking.mishaps.push('lost', 'gone', 'unsent', 'refused');
  hub.parking.fetchSession = () => Promise.reject(new Error('a bug'));
  for (const _ of [1, 2]) await hub.change('startParking', stay());
  await hub.change('stopParking', { sessionId: 's-1' });
  await hub.change('addPlate', { number: '1234BCD', country: 'Spain' });
  expect(hub.logged()).toMatch(/a bug/);
  expect(hub.logged()).not.toMatch(/1234BCD/);
});
