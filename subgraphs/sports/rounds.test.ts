import { expect, it } from '@jest/globals';
import { pino } from 'pino';
import { UpstreamMalformedError, UpstreamUnavailableError } from '../../domain/errors.ts';
import { pauseMs, startRounds } from './rounds.ts';

it('tells of an outage once, of what is worse once more, and of its end', async () => {
  const lines: string[] = [];
  const log = pino({}, { write: (line) => lines.push(line) });
  const [outage, broken] = [UpstreamUnavailableError, UpstreamMalformedError].map(
    (Failure) => new Failure('sports', 'in this test'),
  );
  const results = [outage, outage, broken, broken, null];
  const stopping = new AbortController();
  const { signal } = stopping;
  const work = async (): Promise<void> => {
    if (results.length === 0) return stopping.abort();
    const result = results.shift();
    if (result !== null) throw result;
  };
  await startRounds({ what: 'harvest', work, intervalMs: 2, signal, log }).ended;
  const levels = lines.map((line): unknown => JSON.parse(line).level);
  expect(levels).toEqual([40, 50, 30]);
});

it('tries soon after a failure, then later and later, and never later than half the interval', () => {
  const pauses = Array.from({ length: 9 }, (_, failures) => pauseMs(failures, 30_000));
  expect(pauses).toEqual([30_000, 1_000, 2_000, 4_000, 8_000, 15_000, 15_000, 15_000, 15_000]);
});

it('does not wait longer than the interval where that is short', () => {
  expect(pauseMs(1, 100)).toBe(50);
});
