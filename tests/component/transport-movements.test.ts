import { expect, it } from '@jest/globals';
import type { Movement } from '../../connectors/transport/port.ts';
import { UpstreamMalformedError } from '../../domain/errors.ts';
import type { Outcome } from '../../domain/outcome.ts';
import {
  ana,
  askTransport,
  downTransport,
  fakeTransport,
  inMemoryLastKnown,
  NOON,
} from './transport-harness.ts';

const trip: Outcome<Movement> = {
  value: {
    id: 'm1',
    at: new Date('2026-11-20T07:45:00.000Z'),
    kind: 'trip',
    amount: -1,
    unit: 'trips',
    line: '10',
  },
};
const unread = { error: new UpstreamMalformedError('transport', 'no amount') };
const told = fakeTransport({
  fetchMovements: () => Promise.resolve({ movements: [trip, unread], nextPage: 2 }),
});

it('tells movements with their kind, unit and line, what cannot be read as null', async () => {
  const fields =
    'movements { items { id at kind amount unit line } nextPage source { system asOf freshness } }';
  const { transport, errors } = await askTransport({ transport: told }, fields);
  expect(transport.movements).toEqual({
    items: [
      {
        id: 'm1',
        at: '2026-11-20T07:45:00.000Z',
        kind: 'TRIP',
        amount: -1,
        unit: 'TRIP',
        line: '10',
      },
      null,
    ],
    nextPage: 2,
    source: { system: 'transport', asOf: NOON.toISOString(), freshness: 'LIVE' },
  });
  expect(errors).toEqual(['movements.items.1 UPSTREAM_MALFORMED']);
});

it.each([
  ['the last thirty days', '', 'T-ana 2026-10-22 2026-11-21 1'],
  ['thirty days before the last day', '(until: "2026-03-31")', 'T-ana 2026-03-01 2026-03-31 1'],
  ['a leap year', '(from: "2024-01-01", until: "2025-01-01")', 'T-ana 2024-01-01 2025-01-01 1'],
  ['one day', '(from: "2026-11-21", page: 7)', 'T-ana 2026-11-21 2026-11-21 7'],
])('asks for %s', async (_what, args, asked) => {
  const transport = fakeTransport();
  await askTransport({ transport }, `movements${args} { nextPage }`);
  expect([transport.pages, transport.asked]).toEqual([[asked], []]);
});

it('counts days in the city, where it is tomorrow already', async () => {
  const transport = fakeTransport();
  const clock = { now: () => new Date('2026-11-21T23:30:00.000Z') };
  await askTransport({ transport, clock }, 'movements(from: "2026-11-01") { nextPage }');
  expect(transport.pages).toEqual(['T-ana 2026-11-01 2026-11-22 1']);
});

it.each([
  '(from: "2026-11-22")',
  '(from: "2025-11-19")',
  '(from: "2026-02-30")',
  '(until: "yesterday")',
  '(page: 0)',
  '(page: 10001)',
])('refuses movements%s without asking', async (args) => {
  const transport = fakeTransport();
  const { errors } = await askTransport({ transport }, `movements${args} { nextPage }`);
  expect([errors, transport.pages]).toEqual([['movements BAD_USER_INPUT'], []]);
});

it('asks for each page once, under whatever alias and for whichever card', async () => {
  const transport = fakeTransport();
  const fields =
    'a: movements { nextPage } b: movements { nextPage } c: movements(page: 2) { nextPage }';
  await askTransport({ transport }, fields, { cards: [ana, ana] });
  expect(transport.pages).toEqual([
    'T-ana 2026-10-22 2026-11-21 1',
    'T-ana 2026-10-22 2026-11-21 2',
  ]);
});

it('does not remember movements: they are null with an error while the back office is silent', async () => {
  const lastKnown = inMemoryLastKnown();
  await askTransport({ transport: told, lastKnown }, 'movements { nextPage }');
  const down = { transport: downTransport(), lastKnown };
  expect(await askTransport(down, 'movements { nextPage }')).toEqual({
    transport: { movements: null },
    errors: ['movements UPSTREAM_UNAVAILABLE'],
  });
});
