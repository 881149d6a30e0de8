import { expect, it, jest } from '@jest/globals';
import { NOBODY, VIEWER_KINDS, type Viewer } from '../../domain/viewer.ts';
import { arrival, fakeNetwork, NOON, startTransportPart } from './transport-harness.ts';

const TIMETABLE = { system: 'transport', asOf: '2026-11-01T03:00:00.000Z' };

async function namesOf(args: string) {
  const { data, errors } = await startTransportPart()(`{ stops${args} { name } }`, {}, NOBODY);
  return errors.length > 0
    ? errors.join()
    : data.stops.map(({ name }: { readonly name: string }) => name);
}

it.each([
  ['', ['Begoña', 'Hospital de Cabueñes', 'Plaza del Humedal']],
  ['(first: 1)', ['Begoña']],
  ['(name: "BEGONA")', ['Begoña']],
  ['(name: "nowhere")', []],
  ['(near: { latitude: 43.5378, longitude: -5.6611 })', ['Begoña', 'Plaza del Humedal']],
  ['(near: { latitude: 43.5378, longitude: -5.6611, withinMetres: 100 })', ['Begoña']],
  [
    '(near: { latitude: 43.5378, longitude: -5.6611, withinMetres: 5000 }, name: "h")',
    ['Plaza del Humedal', 'Hospital de Cabueñes'],
  ],
])('finds stops%s', async (args, names) => {
  expect(await namesOf(args)).toEqual(names);
});

it.each([
  '(first: 0)',
  '(first: 101)',
  '(near: { latitude: 91, longitude: 0 })',
  '(near: { latitude: 0, longitude: -181 })',
  '(near: { latitude: 0, longitude: 0, withinMetres: 5001 })',
])('refuses stops%s', async (args) => {
  expect(await namesOf(args)).toBe('stops BAD_USER_INPUT');
});

it('tells a stop, and null for one that there is not', async () => {
  const query = `{ found: stop(id: "s1") { id name code latitude longitude source { system asOf freshness } }
    absent: stop(id: "s9") { id } }`;
  const { data } = await startTransportPart()(query);
  const source = { ...TIMETABLE, freshness: 'LIVE' };
  const place = { latitude: 43.5392, longitude: -5.6657 };
  expect(data).toEqual({
    found: { id: 's1', name: 'Plaza del Humedal', code: '12', ...place, source },
    absent: null,
  });
});

it('tells lines in the order of their short names', async () => {
  const { data } = await startTransportPart()('{ lines { shortName longName colour } }');
  expect(data.lines).toEqual([
    { shortName: '2', longName: 'Roces - Cerillero', colour: '00AA55' },
    { shortName: '10', longName: 'Hospital - Pumarín', colour: null },
  ]);
});

it('tells arrivals, live ones as of the live feed and planned ones as of the timetable', async () => {
  const arrivals = jest.fn(() => [
    arrival('2026-11-21T12:04:00Z', '2026-11-21T12:06:30Z'),
    arrival('2026-11-21T12:20:00Z', null),
  ]);
  const ask = startTransportPart({ network: fakeNetwork({ arrivals }) });
  const fields = 'line { shortName } headsign plannedAt expectedAt source { asOf }';
  const { data } = await ask(`{ stop(id: "s1") { arrivals(first: 2) { ${fields} } } }`);
  const [line, headsign] = [{ shortName: '2' }, 'Roces'];
  const [live, planned] = ['2026-11-21T11:59:40.000Z', TIMETABLE.asOf];
  const [one, other] = ['2026-11-21T12:04:00.000Z', '2026-11-21T12:20:00.000Z'];
  expect(data.stop.arrivals).toEqual([
    {
      line,
      headsign,
      plannedAt: one,
      expectedAt: '2026-11-21T12:06:30.000Z',
      source: { asOf: live },
    },
    { line, headsign, plannedAt: other, expectedAt: null, source: { asOf: planned } },
  ]);
  expect(arrivals.mock.calls).toEqual([['s1', NOON, 2]]);
});

it.each([0, 51])('refuses %d arrivals', async (first) => {
  const { errors } = await startTransportPart()(
    `{ stop(id: "s1") { arrivals(first: ${first}) { headsign } } }`,
  );
  expect(errors).toEqual(['stop.arrivals BAD_USER_INPUT']);
});

const ARRIVALS = '{ stop(id: "s1") { source { freshness } arrivals { source { freshness } } } }';

it.each([
  ['both were read just now', 0, 0, 'LIVE', 'LIVE'],
  ['the live feed was missed once', 0, 59_000, 'LIVE', 'LIVE'],
  ['the live feed was missed twice', 0, 60_000, 'LIVE', 'LAST_KNOWN'],
  ['the timetable was missed twice', 7_200_000, 0, 'LAST_KNOWN', 'LIVE'],
])(
  'judges freshness by each feed when %s',
  async (_when, timetableAge, liveAge, ofStop, ofArrival) => {
    const network = fakeNetwork({
      timetableReadAt: () => new Date(NOON.getTime() - timetableAge),
      liveReadAt: () => new Date(NOON.getTime() - liveAge),
      arrivals: () => [arrival('2026-11-21T12:04:00Z', '2026-11-21T12:06:30Z')],
    });
    const { data } = await startTransportPart({ network })(ARRIVALS);
    expect([data.stop.source, data.stop.arrivals[0].source]).toEqual([
      { freshness: ofStop },
      { freshness: ofArrival },
    ]);
  },
);

it.each([
  ['was never read', null],
  ['was read more than three days ago', new Date('2026-11-18T11:59:59.000Z')],
])('tells nothing of the network when the timetable %s', async (_when, readAt) => {
  const network = fakeNetwork({
    timetableReadAt: () => readAt,
    timetableAt: () => readAt,
    stops: () => [],
  });
  const query = '{ stops { id } stop(id: "s1") { id } lines { id } }';
  const { data, errors } = await startTransportPart({ network })(query);
  expect(data).toEqual({ stops: null, stop: null, lines: null });
  expect(errors).toEqual(['stops', 'stop', 'lines'].map((path) => `${path} UPSTREAM_UNAVAILABLE`));
});

it.each(VIEWER_KINDS)('tells the network to %s', async (kind) => {
  const viewer: Viewer = kind === 'nobody' ? NOBODY : { kind, id: `${kind}-1` };
  const query = '{ stops { id } stop(id: "s1") { id } lines { id } }';
  const { errors } = await startTransportPart()(query, {}, viewer);
  expect(errors).toEqual([]);
});
