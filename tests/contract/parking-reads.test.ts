import { expect, it } from '@jest/globals';
import { addDays, endOfCityDay, parseCityDay, startOfCityDay } from '../../domain/city-day.ts';
import { parsePlate } from '../../domain/plate.ts';
import { AREAS, areaIdOf } from '../../simulators/parking/places.ts';
import { createCity } from '../../simulators/city/city.ts';
import { startRecorder } from './support/parking-recorder.ts';
import {
  ANA,
  BOTH,
  CITY,
  createClientOf,
  hoursLater,
  MADE_ON,
  NOON_AT,
  plain,
  platesOf,
  startParking,
  stayOf,
  TOKEN,
} from './support/parking-system.ts';

const ZONE = 'Europe/Madrid';
const day = (days: number) => addDays(parseCityDay(MADE_ON), days);

/** Rights of each plate as the city says: those that are not over. */
function rightsByPlate() {
  return CITY.cardholders.flatMap(({ parking }) =>
    (parking?.plates ?? []).map((number) => ({
      plate: parsePlate(number),
      rights: (parking?.permits ?? [])
        .filter(({ plates, untilDay }) => plates.includes(number) && (untilDay ?? 0) >= 0)
        .map(({ kind, where, fromDay, untilDay }) => ({
          id: expect.any(String),
          plate: parsePlate(number),
          kind,
          zone: AREAS.find(({ id }) => id === areaIdOf(where))?.name,
          validFrom: startOfCityDay(day(fromDay), ZONE),
          validUntil: untilDay === null ? null : endOfCityDay(day(untilDay), ZONE),
        })),
      sessions: [],
    })),
  );
}

it.each([100, 7])(
  'reads the rights of every plate of the city, %d rows a page',
  async (pageSize) => {
    await using parking = await startParking({ pageSize });
    await using client = createClientOf(parking, { guard: { timeoutMs: 5_000 } });
    const answers = await client.fetchPlates(platesOf(CITY), BOTH);
    const wanted = rightsByPlate();
    expect(plain(answers)).toEqual(wanted);
    expect(wanted[0]?.rights.map(({ kind }) => kind)).toEqual(['resident', 'access']);
  },
);

it('asks once a list for a hundred plates, and for names only when it holds none', async () => {
  const city = createCity({ people: 400, madeOn: MADE_ON, seed: 'hundred' });
  const hundred = platesOf(city).slice(0, 100);
  await using parking = await startParking({ city, pageSize: 500 });
  await using client = createClientOf(parking, { guard: { timeoutMs: 5_000 } });
  await client.fetchPlates(hundred, BOTH);
  await client.fetchPlates(hundred, BOTH);
  expect(parking.calls()).toEqual({
    'GET /v1/rights/assigned': 2,
    'GET /v1/sessions': 2,
    'GET /v1/rights/specs': 1,
    'GET /v1/places': 1,
  });
});

it('asks three times a list for five hundred plates, each address within 2,000 characters', async () => {
  const long = Array.from({ length: 500 }, (_, place) =>
    parsePlate(`A${String(place).padStart(9, '0')}`, 'PT'),
  );
  await using parking = await startParking();
  await using recorder = await startRecorder(parking.address);
  await using client = createClientOf(recorder, { guard: { timeoutMs: 5_000 } });
  expect(await client.fetchPlates(long, BOTH)).toHaveLength(500);
  expect(parking.calls()).toMatchObject({ 'GET /v1/rights/assigned': 3, 'GET /v1/sessions': 3 });
  const lengths = recorder.exchanges.map(
    ({ path, query }) => `/v1${path}?${query.toString()}`.length,
  );
  // The recorder writes commas as three characters.
  expect(Math.max(...lengths)).toBeLessThan(2_000 + 2 * 200);
});

it('asks only for the lists that are wanted', async () => {
  await using parking = await startParking();
  await using client = createClientOf(parking);
  expect(await client.fetchPlates([ANA], new Set(['sessions']))).toEqual([
    { plate: ANA, rights: null, sessions: { value: [] } },
  ]);
  expect(parking.calls()).not.toHaveProperty('GET /v1/rights/assigned');
  expect(await client.fetchPlates([], BOTH)).toEqual([]);
});

it('tells zones by what may be granted in them', async () => {
  await using parking = await startParking();
  await using client = createClientOf(parking);
  expect(await client.fetchZones()).toEqual(
    AREAS.map(({ id, name, centsAnHour }) => ({
      id,
      name,
      kind: centsAnHour === null ? 'restricted' : 'regulated',
    })).toSorted((one, other) => (one.id < other.id ? -1 : 1)),
  );
});

it('prices a stay by the minutes in which the meters run', async () => {
  await using parking = await startParking();
  await using client = createClientOf(parking);
  const quote = async (from: string, until: string) =>
    (await client.fetchQuote(stayOf(ANA, { from: new Date(from), until: new Date(until) })))
      .amountCents;
  expect([
    await quote('2026-11-21T11:00:00Z', '2026-11-21T12:00:00Z'),
    await quote('2026-11-21T12:30:00Z', '2026-11-21T15:30:00Z'),
    await quote('2026-11-22T11:00:00Z', '2026-11-22T12:00:00Z'),
    // The night of 25 October 2026 is an hour longer, and nine o'clock comes an hour later.
    await quote('2026-10-23T06:30:00Z', '2026-10-23T08:00:00Z'),
    await quote('2026-10-26T06:30:00Z', '2026-10-26T08:00:00Z'),
    await quote('2026-10-25T00:00:00Z', '2026-10-25T03:00:00Z'),
  ]).toEqual([130, 130, 0, 130, 0, 0]);
});

it('gives the same quote for the same id', async () => {
  await using parking = await startParking();
  await using client = createClientOf(parking);
  const stay = stayOf(ANA);
  const { id, from, until } = stay;
  expect([await client.fetchQuote(stay), await client.fetchQuote(stay)]).toEqual(
    [1, 2].map(() => ({ id, from, until, amountCents: 130 })),
  );
});

it.each([
  ['a restricted area', { zoneId: 'restricted-cimadevilla' }],
  ['no zone at all', { zoneId: 'nowhere' }],
  ['longer than is sold', { until: hoursLater(5) }],
  ['backwards', { until: hoursLater(-1) }],
])('has no quote for a stay in or for %s', async (_what, more) => {
  await using parking = await startParking();
  await using client = createClientOf(parking);
  await expect(client.fetchQuote(stayOf(ANA, more))).rejects.toMatchObject({
    code: 'UPSTREAM_REJECTED',
  });
});

it('shows a right that was enrolled seconds ago by a clock ahead of ours', async () => {
  await using parking = await startParking();
  await using client = createClientOf(parking);
  const [, other = ANA] = platesOf(CITY);
  const issuedAt = new Date(NOON_AT.getTime() + 20_000);
  const response = await fetch(`${parking.address}/rights/assigned`, {
    method: 'POST',
    headers: { 'X-MCC-Access-Token': TOKEN },
    body: JSON.stringify({
      id: crypto.randomUUID(),
      version: 1,
      rightHolder: {
        credentials: [
          {
            type: 'licensePlate',
            identifier: { className: 'ESNumberPlate', id: other.slice(3) },
            issuer: [{ language: 'es', string: 'ES' }],
          },
        ],
      },
      rightSpecification: { id: 'access-restricted-puerto', version: 1 },
      issuanceTime: issuedAt.toISOString(),
    }),
  });
  expect(response.status).toBe(201);
  expect(plain(await client.fetchPlates([other], BOTH))).toMatchObject([
    { rights: expect.arrayContaining([expect.objectContaining({ validFrom: issuedAt })]) },
  ]);
});

it('is refused with a wrong token, and says so without repeating a plate', async () => {
  await using parking = await startParking();
  await using client = createClientOf(parking, { token: 'wrong' });
  const [answer] = await client.fetchPlates([ANA], new Set(['rights']));
  expect(answer?.rights).toMatchObject({
    error: { code: 'UPSTREAM_REJECTED', message: 'parking: HTTP 401' },
  });
});
