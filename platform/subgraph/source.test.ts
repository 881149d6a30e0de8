import { expect, it } from '@jest/globals';
import { UpstreamUnavailableError } from '../../domain/errors.ts';
import { sourceOf, worse, type Known, type SourceRow } from './source.ts';

const error = new UpstreamUnavailableError('library', 'down');
const EARLY = '2026-11-21T08:00:00.000Z';
const LATE = '2026-11-21T09:00:00.000Z';

/** Worst first: every state is worse than each one after it. */
const STATES: readonly Pick<SourceRow, 'asOf' | 'freshness'>[] = [
  { freshness: null, asOf: null },
  { freshness: 'LAST_KNOWN', asOf: EARLY },
  { freshness: 'LAST_KNOWN', asOf: LATE },
  { freshness: 'LIVE', asOf: EARLY },
  { freshness: 'LIVE', asOf: LATE },
];
const PAIRS = STATES.flatMap((one, at) =>
  STATES.map((other, place) => ({ one, other, at, place })),
);

it.each(PAIRS)('of states $at and $place the worse one is shown', ({ one, other, at, place }) => {
  const municipal: SourceRow = { system: 'library', ...one };
  const regional: SourceRow = { system: 'regionalLibrary', ...other };
  expect(worse(municipal, regional)).toBe(at <= place ? municipal : regional);
});

it('shows the worst part of a system', () => {
  const parts: readonly Known<unknown>[] = [
    { freshness: 'LIVE', asOf: new Date(LATE), value: true },
    { freshness: 'LAST_KNOWN', asOf: new Date(EARLY), value: [] },
  ];
  const old = { system: 'library', freshness: 'LAST_KNOWN', asOf: EARLY };
  expect(sourceOf('library', parts)).toEqual(old);
  expect(sourceOf('library', [...parts, { freshness: null, error }])).toEqual({
    system: 'library',
    freshness: null,
    asOf: null,
  });
});
