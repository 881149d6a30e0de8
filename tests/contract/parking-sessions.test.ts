import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, it } from '@jest/globals';
import type { ParkingPort, ParkingSession, SessionOutcome } from '../../connectors/parking/port.ts';
import { parsePlate } from '../../domain/plate.ts';
import {
  ANA,
  BOTH,
  CITY,
  createClientOf,
  hoursLater,
  NOON_AT,
  plain,
  platesOf,
  startParking,
  stayOf,
} from './support/parking-system.ts';

const FOREIGN = parsePlate('AB12CD', 'PT');

function sessionOf(outcome: SessionOutcome): ParkingSession {
  if (outcome.kind !== 'done') throw new Error(`the outcome is ${outcome.kind}`);
  return outcome.session;
}

async function sessionsOf(client: ParkingPort, plate = ANA) {
  const [answer] = plain(await client.fetchPlates([plate], BOTH));
  return answer?.sessions;
}

it('starts, extends and stops a stay, a version for each', async () => {
  await using parking = await startParking();
  await using client = createClientOf(parking);
  const stay = stayOf(ANA);
  const started = sessionOf(await client.postSession(stay));
  expect(started).toEqual({
    id: stay.id,
    version: 1,
    plate: ANA,
    zone: 'Zona A · Centro',
    startedAt: NOON_AT,
    paidUntil: hoursLater(1),
    endedAt: null,
  });
  expect(await sessionsOf(client)).toEqual([started]);
  const extended = sessionOf(await client.extendSession(started, hoursLater(2)));
  expect(extended).toEqual({ ...started, version: 2, paidUntil: hoursLater(2) });
  expect(await client.fetchSession(stay.id)).toEqual(extended);
  const stopped = sessionOf(await client.stopSession(extended, NOON_AT));
  expect(stopped).toEqual({ ...extended, version: 3, endedAt: NOON_AT });
  expect(await client.fetchSession(stay.id)).toEqual(stopped);
  expect(await sessionsOf(client)).toEqual([]);
});

it('starts one session for the same id, however often', async () => {
  await using parking = await startParking();
  await using client = createClientOf(parking);
  const stay = stayOf(ANA);
  const first = sessionOf(await client.postSession(stay));
  await client.extendSession(first, hoursLater(3));
  expect(await client.postSession(stay)).toEqual({
    kind: 'done',
    session: { ...first, version: 2, paidUntil: hoursLater(3) },
  });
  expect(await sessionsOf(client)).toHaveLength(1);
});

it.each([
  ['plate', { plate: FOREIGN }],
  ['place', { zoneId: 'ora-b' }],
  ['start', { from: hoursLater(-1) }],
])('refuses an id that is taken by a session with another %s', async (_what, more) => {
  await using parking = await startParking();
  await using client = createClientOf(parking);
  const stay = stayOf(ANA);
  await client.postSession(stay);
  expect(await client.postSession({ ...stay, ...more })).toEqual({ kind: 'refused' });
});

it.each([
  ['where no stays are sold', { zoneId: 'restricted-puerto' }],
  ['in no zone', { zoneId: 'nowhere' }],
  ['that ends before it starts', { until: hoursLater(-1) }],
  ['that is longer than is sold', { until: hoursLater(5) }],
])('refuses a stay %s', async (_what, more) => {
  await using parking = await startParking();
  await using client = createClientOf(parking);
  expect(await client.postSession(stayOf(ANA, more))).toEqual({ kind: 'refused' });
});

it('refuses a second stay of a vehicle, and shows two vehicles of one card at once', async () => {
  await using parking = await startParking();
  await using client = createClientOf(parking);
  await client.postSession(stayOf(ANA));
  expect(await client.postSession(stayOf(ANA, { zoneId: 'ora-b' }))).toEqual({ kind: 'refused' });
  expect(await client.postSession(stayOf(FOREIGN))).toMatchObject({ kind: 'done' });
  expect(plain(await client.fetchPlates([ANA, FOREIGN], new Set(['sessions'])))).toMatchObject([
    { sessions: [{ plate: ANA }] },
    { rights: null, sessions: [{ plate: FOREIGN }] },
  ]);
});

it('keeps two plates apart that have one number in two countries', async () => {
  await using parking = await startParking();
  await using client = createClientOf(parking);
  const spanish = parsePlate('0001 BCD');
  const portuguese = parsePlate('0001BCD', 'PT');
  await client.postSession(stayOf(portuguese));
  expect(plain(await client.fetchPlates([spanish], new Set(['sessions'])))).toMatchObject([
    { plate: spanish, sessions: [] },
  ]);
  expect(await sessionsOf(client, portuguese)).toHaveLength(1);
});

it('says that a session was changed meanwhile', async () => {
  await using parking = await startParking();
  await using client = createClientOf(parking);
  const started = sessionOf(await client.postSession(stayOf(ANA)));
  await client.extendSession(started, hoursLater(2));
  expect([
    await client.extendSession(started, hoursLater(3)),
    await client.stopSession(started, NOON_AT),
  ]).toEqual([{ kind: 'outdated' }, { kind: 'outdated' }]);
  // The very change that was made is known again.
  expect(await client.extendSession(started, hoursLater(2))).toMatchObject({ kind: 'done' });
});

it('lets one of ten who change a session at once through', async () => {
  await using parking = await startParking();
  await using client = createClientOf(parking, { guard: { concurrency: 20, timeoutMs: 3_000 } });
  const started = sessionOf(await client.postSession(stayOf(ANA)));
  const outcomes = await Promise.all(
    Array.from({ length: 10 }, (_, place) =>
      client.extendSession(started, hoursLater(1.1 + place / 10)),
    ),
  );
  expect(outcomes.map(({ kind }) => kind).toSorted()).toEqual([
    'done',
    ...Array.from({ length: 9 }, () => 'outdated'),
  ]);
});

it('refuses to change what has ended or never was', async () => {
  await using parking = await startParking();
  await using client = createClientOf(parking);
  const started = sessionOf(await client.postSession(stayOf(ANA)));
  const stopped = sessionOf(await client.stopSession(started, NOON_AT));
  expect([
    await client.extendSession(stopped, hoursLater(2)),
    await client.extendSession({ ...started, id: 'nobody' }, hoursLater(2)),
    await client.stopSession(started, NOON_AT),
  ]).toEqual([{ kind: 'refused' }, { kind: 'refused' }, { kind: 'done', session: stopped }]);
  expect(await client.fetchSession('nobody')).toBeNull();
});

it('counts a stay across the end of summer time by instants', async () => {
  const from = new Date('2026-10-25T00:30:00Z');
  const clock = { now: () => from };
  await using parking = await startParking({ clock });
  await using client = createClientOf(parking, { clock });
  const until = new Date('2026-10-25T02:30:00Z');
  await client.postSession(stayOf(ANA, { from, until }));
  // From half past two to half past three by the city's clocks, and two hours all the same.
  expect(await sessionsOf(client)).toMatchObject([{ startedAt: from, paidUntil: until }]);
});

it('takes every right back, that of others not, and does so once', async () => {
  const two = CITY.cardholders.find(({ parking }) =>
    parking?.permits.some(({ plates, untilDay }) => plates.length === 2 && (untilDay ?? 0) > 0),
  );
  const [mine = ANA, theirs = ANA] = (two?.parking?.plates ?? []).map((plate) => parsePlate(plate));
  await using parking = await startParking();
  await using client = createClientOf(parking);
  const [before, shared] = plain(await client.fetchPlates([mine, theirs], BOTH));
  expect(await client.revokeRights([mine])).toBe(Object(before?.rights).length);
  expect(plain(await client.fetchPlates([mine, theirs], BOTH))).toEqual([
    { ...before, rights: [] },
    shared,
  ]);
  expect(await client.revokeRights([mine])).toBe(0);
});

it('leaves a paid stay alone when it takes rights back', async () => {
  await using parking = await startParking();
  await using client = createClientOf(parking);
  const started = sessionOf(await client.postSession(stayOf(ANA)));
  expect(await client.revokeRights([ANA, ...platesOf(CITY).slice(1, 3)])).toBeGreaterThan(1);
  expect(plain(await client.fetchPlates([ANA], BOTH))).toEqual([
    { plate: ANA, rights: [], sessions: [started] },
  ]);
});

it('remembers stays and what was taken back when it is started anew', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'apds-'));
  const journalPath = join(folder, 'parking.jsonl');
  try {
    await using first = await startParking({ journalPath });
    await using client = createClientOf(first);
    await client.postSession(stayOf(ANA));
    await client.revokeRights([ANA]);
    const before = await client.fetchPlates([ANA], BOTH);
    await using second = await startParking({ journalPath });
    await using another = createClientOf(second);
    expect(await another.fetchPlates([ANA], BOTH)).toEqual(before);
  } finally {
    rmSync(folder, { recursive: true });
  }
});
