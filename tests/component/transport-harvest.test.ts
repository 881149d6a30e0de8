import { expect, it, jest } from '@jest/globals';
import { pino } from 'pino';
import { UpstreamUnavailableError } from '../../domain/errors.ts';
import { startHarvest } from '../../subgraphs/transport/harvest.ts';
import { until } from '../support/until.ts';

const down = () => Promise.reject(new UpstreamUnavailableError('transport', 'refused'));

type Refresh = (options?: { readonly signal?: AbortSignal | undefined }) => Promise<void>;

const untilStopped: Refresh = (options) =>
  new Promise((_resolve, reject) => {
    options?.signal?.addEventListener('abort', () => reject(new Error('stopped')));
  });

function start(refresh: Refresh, patienceMs = 10_000) {
  const lines: string[] = [];
  const log = pino(
    { level: 'info' },
    { write: (line) => lines.push(String(JSON.parse(line).msg)) },
  );
  const read = jest.fn(refresh);
  const network = { refresh: read };
  return { read, lines, harvest: startHarvest({ network, intervalMs: 1, patienceMs, log }) };
}

it('has its first attempt behind it when the feeds cannot be reached', async () => {
  await using started = use(start(down));
  await started.harvest.first;
  expect(started.read).toHaveBeenCalledTimes(1);
});

it('does not wait for a first attempt that hangs', async () => {
  await using started = use(start(untilStopped, 1));
  await started.harvest.first;
  expect([started.read.mock.calls.length, started.lines]).toEqual([1, []]);
});

it('goes on after failures, and tells of an outage and of its end once each', async () => {
  let isDown = true;
  await using started = use(start(() => (isDown ? down() : Promise.resolve())));
  await until(() => started.read.mock.calls.length > 2);
  isDown = false;
  const failed = started.read.mock.calls.length;
  await until(() => started.read.mock.calls.length > failed + 2);
  expect(started.lines).toEqual([
    'timetable and live arrivals could not be read',
    'timetable and live arrivals are read again',
  ]);
});

it('ends a reading that is under way when it is stopped, and begins no other', async () => {
  const hung = start(untilStopped);
  await hung.harvest[Symbol.asyncDispose]();
  expect([hung.read.mock.calls.length, hung.lines]).toEqual([1, []]);
});

function use(started: ReturnType<typeof start>) {
  return {
    ...started,
    [Symbol.asyncDispose]: () => started.harvest[Symbol.asyncDispose](),
  };
}
