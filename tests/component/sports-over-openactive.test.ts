import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, beforeEach, expect, it } from '@jest/globals';
import { pino } from 'pino';
import { createSportsClient } from '../../connectors/sports/client.ts';
import type { SportsPort } from '../../connectors/sports/port.ts';
import { createCity } from '../../simulators/city/city.ts';
import { NO_FAULT, type FaultKind } from '../../simulators/simulator.ts';
import { startSportsSystem, type SportsSystem } from '../../simulators/sports/start-sports.ts';
import { startHarvest } from '../../subgraphs/sports/harvest.ts';
import {
  ana,
  ANA_NUMBER,
  GYM_NUMBER,
  HOUR_MS,
  hours,
  nextKey,
  NOON,
  toPaths,
  useSports,
  ZONE,
  type Row,
  type Sports,
} from './sports-harness.ts';

/** Rounds of each lost answer; more of them in a test of faults. */
const ROUNDS = Number(process.env['HUB_TEST_LOST_ANSWERS'] ?? 10);

const city = createCity({ people: 60, madeOn: '2026-11-21', seed: 'gijon' });
const stack = new AsyncDisposableStack();
const time = { now: NOON };
let system: SportsSystem;
let port: SportsPort;
const start = useSports();

beforeAll(async () => {
  const filesDir = await mkdtemp(join(tmpdir(), 'sp-files-'));
  stack.defer(() => rm(filesDir, { recursive: true, force: true }));
  const clock = { now: () => time.now };
  const where = { host: '127.0.0.1', port: 0, journalPath: null, zone: ZONE, clock };
  system = stack.use(await startSportsSystem({ city, ...where, apiKey: 'key', filesDir }));
  const log = pino({ level: 'silent' });
  const options = { baseUrl: system.address, apiKey: 'key', filesDir, timeZone: ZONE, log };
  // Breakers stay closed: each fault is to be met, not to be kept away.
  const guard = { timeoutMs: 400, breakerMinimumCalls: 10_000, breakerWindow: 10_000 };
  port = stack.use(createSportsClient({ ...options, guard }));
});
beforeEach(async () => {
  time.now = NOON;
  await system.putFault(NO_FAULT);
  system.writeFiles();
});
afterAll(() => stack.disposeAsync());

/** The sports part over the real connector, all of it harvested once. */
async function startHarvested(): Promise<Sports> {
  const sports = await start({ port, deadlineMs: 900 });
  await harvest(sports);
  return sports;
}

async function harvest({ store, clock, log }: Sports): Promise<void> {
  const addresses = { facilities: 'f', slots: 's', orders: 'o' };
  const rules = { addresses, intervalMs: 60_000, maxShrinkPercent: 20, acceptedSha256: null };
  await using harvesting = startHarvest({ port, store, clock, log, ...rules });
  await harvesting.first;
}

type FreeSlot = { readonly id: string; readonly freePlaces: number; readonly startsAt: string };

type FacilitiesFound = {
  readonly items: readonly {
    readonly name: string;
    readonly slots: readonly (FreeSlot & { readonly isBookable: boolean })[];
  }[];
};

/** Slots of tomorrow that can be booked here, by the name of their facility. */
async function slotsOf(sports: Sports, name: string): Promise<readonly FreeSlot[]> {
  const query =
    '{ facilities(first: 50) { items { name slots(on: "2026-11-22") { id startsAt freePlaces isBookable } } } }';
  const { data } = await sports.ask(query);
  const found = data?.['facilities'] as FacilitiesFound | undefined;
  return (found?.items ?? [])
    .filter((facility) => facility.name === name)
    .flatMap(({ slots }) => slots.filter(({ isBookable }) => isBookable));
}

const BOOK = `mutation ($input: BookSlotInput!) { told: bookSlot(input: $input) {
  __typename ... on SlotBooked { booking { id facility startsAt places } } ... on BookingRefused { reason }
} }`;
const CANCEL = `mutation ($input: CancelBookingInput!) { told: cancelBooking(input: $input) {
  __typename ... on BookingCancelled { booking { state } } ... on CancellationRefused { reason }
} }`;

async function tell(sports: Sports, mutation: string, input: object): Promise<Row> {
  const whole = { card: ANA_NUMBER, idempotencyKey: nextKey(), ...input };
  const { data, errors } = await sports.ask(mutation, { input: whole });
  expect(toPaths(errors)).toEqual([]);
  return data?.['told'] as Row;
}

async function booked(sports: Sports, input: object): Promise<string> {
  const { booking } = await tell(sports, BOOK, input);
  return String((booking as Row)['id']);
}

async function bookings(sports: Sports): Promise<readonly (Row | null)[]> {
  const { sports: parts } = await sports.askCards(
    [ana],
    'bookings { id facility state madeThrough }',
  );
  return parts[0]?.bookings ?? [];
}

it("tells the passes and bookings of the example's card from what the sports body sends", async () => {
  await using sports = await startHarvested();
  const fields =
    'passes { name validUntil isActive usesLeft } bookings { facility madeThrough } source { freshness asOf }';
  const { sports: parts, errors } = await sports.askCards([ana], fields);
  expect(errors).toEqual([]);
  expect(parts[0]).toEqual({
    passes: [
      {
        name: 'Abono anual',
        validUntil: '2027-09-17T22:00:00.000Z',
        isActive: true,
        usesLeft: null,
      },
      {
        name: 'Bono 10 natación',
        validUntil: '2027-05-12T22:00:00.000Z',
        isActive: true,
        usesLeft: 7,
      },
    ],
    bookings: [{ facility: 'Tenis, pista 1', madeThrough: 'COUNTER' }],
    source: { freshness: 'LIVE', asOf: NOON.toISOString() },
  });
});

it('asks nothing that was harvested of the sports body', async () => {
  await using sports = await startHarvested();
  const before = system.calls();
  await bookings(sports);
  expect((await slotsOf(sports, 'Rocódromo')).length).toBeGreaterThan(5);
  expect(system.calls()).toEqual(before);
});

it('books a slot, which the next harvest and the next nightly file show as the same one', async () => {
  await using sports = await startHarvested();
  const [slot] = await slotsOf(sports, 'Pádel, pista 1');
  const id = await booked(sports, { slotId: slot?.id });
  const own = { id, facility: 'Pádel, pista 1', state: 'CONFIRMED', madeThrough: 'HUB' };
  expect(await bookings(sports)).toContainEqual(own);
  time.now = sports.now = new Date(NOON.getTime() + HOUR_MS);
  system.writeFiles();
  await harvest(sports);
  const shown = await bookings(sports);
  expect(shown.filter((row) => row?.['facility'] === own.facility)).toEqual([own]);
  expect(await slotsOf(sports, 'Pádel, pista 1')).not.toContainEqual(slot);
});

it('tells a slot that somebody else was faster with', async () => {
  await using sports = await startHarvested();
  const [, slot] = await slotsOf(sports, 'Pádel, pista 2');
  await booked(sports, { slotId: slot?.id });
  const input = { card: GYM_NUMBER, slotId: slot?.id };
  expect(await tell(sports, BOOK, input)).toEqual({
    __typename: 'BookingRefused',
    reason: 'SLOT_FULL',
  });
});

it('books many places for an organisation, and cancels them', async () => {
  await using sports = await startHarvested();
  const [slot] = await slotsOf(sports, 'Pabellón');
  const id = await booked(sports, { card: GYM_NUMBER, slotId: slot?.id, places: 12 });
  await harvest(sports);
  const left = (await slotsOf(sports, 'Pabellón'))[0]?.freePlaces ?? 0;
  expect((slot?.freePlaces ?? 0) - left).toBe(12);
  const told = await tell(sports, CANCEL, { card: GYM_NUMBER, bookingId: id });
  expect(told).toMatchObject({ booking: { state: 'CANCELLED' } });
  await harvest(sports);
  expect((await slotsOf(sports, 'Pabellón'))[0]?.freePlaces).toBe(slot?.freePlaces);
});

it('learns from the feed of orders that the sports body has cancelled', async () => {
  await using sports = await startHarvested();
  const [, slot] = await slotsOf(sports, 'Squash, pista 1');
  const id = await booked(sports, { slotId: slot?.id });
  system.cancelBySeller(id);
  await harvest(sports);
  const shown = await bookings(sports);
  expect(shown.find((row) => row?.['id'] === id)).toMatchObject({ state: 'CANCELLED_BY_SELLER' });
});

it.each<FaultKind>(['refuse', 'hang', 'error', 'malformed', 'close'])(
  'tells what it has harvested while the sports body answers with %s, and harvests again after',
  async (kind) => {
    await using sports = await startHarvested();
    const before = await bookings(sports);
    await system.putFault({ ...NO_FAULT, kind });
    sports.now = hours(0.5);
    await harvest(sports);
    expect(await bookings(sports)).toEqual(before);
    const query = '{ facilities(first: 1) { items { source { freshness } } } }';
    const shown = (freshness: string) => ({ facilities: { items: [{ source: { freshness } }] } });
    expect((await sports.ask(query)).data).toEqual(shown('LAST_KNOWN'));
    await system.putFault(NO_FAULT);
    await harvest(sports);
    expect((await sports.ask(query)).data).toEqual(shown('LIVE'));
  },
);

it.each<[FaultKind, string]>([
  ['close', 'PUT /orders/{id}'],
  ['hang', 'PUT /orders/{id}'],
])('makes exactly one booking of each wish whose answer is lost: %s', async (kind, operation) => {
  await using sports = await startHarvested();
  const slots = await slotsOf(sports, 'Piscina, calle libre');
  const place = kind === 'close' ? 0 : 1;
  const slotId = slots[place]?.id;
  for (let round = 0; round < Math.min(ROUNDS, 30); round += 1) {
    const input = { slotId, idempotencyKey: nextKey() };
    await system.putFault({ ...NO_FAULT, kind, operation, times: 1 });
    expect(await tell(sports, BOOK, input)).toEqual({ __typename: 'OutcomeUnknown' });
    const first = await tell(sports, BOOK, input);
    expect(first).toMatchObject({ __typename: 'SlotBooked' });
    expect(await tell(sports, BOOK, input)).toEqual(first);
  }
  await harvest(sports);
  const left = (await slotsOf(sports, 'Piscina, calle libre'))[place]?.freePlaces ?? 0;
  expect((slots[place]?.freePlaces ?? 0) - left).toBe(Math.min(ROUNDS, 30));
});

it('finds out a cancellation whose answer is lost', async () => {
  await using sports = await startHarvested();
  const [, , slot] = await slotsOf(sports, 'Piscina infantil');
  const bookingId = await booked(sports, { slotId: slot?.id });
  const input = { bookingId, idempotencyKey: nextKey() };
  await system.putFault({ ...NO_FAULT, kind: 'close', operation: 'PATCH /orders/{id}', times: 1 });
  expect(await tell(sports, CANCEL, input)).toEqual({ __typename: 'OutcomeUnknown' });
  expect(await tell(sports, CANCEL, input)).toMatchObject({ booking: { state: 'CANCELLED' } });
  expect(await port.fetchOrderStatus(bookingId)).toBe('cancelledByCustomer');
});
