import { afterAll, afterEach, beforeAll, expect } from '@jest/globals';
import nock from 'nock';

/** What a test may not leave behind: sockets, servers, children. Timers are the event loop's own affair. */
const WATCHED = ['TCPSocketWrap', 'TCPServerWrap', 'PipeWrap', 'PipeServerWrap', 'ProcessWrap'];
const PATIENCE_MS = 2_000;

let before: Readonly<Record<string, number>> = {};

beforeAll(() => {
  before = held();
});

afterEach(() => {
  const pending = nock.pendingMocks();
  nock.cleanAll();
  expect(pending).toEqual([]);
});

afterAll(async () => {
  const until = Date.now() + PATIENCE_MS;
  while (leaks().length > 0 && Date.now() < until) {
    await new Promise((resolve) => {
      setTimeout(resolve, 20);
    });
  }
  expect(leaks()).toEqual([]);
});

function leaks(): string[] {
  return Object.entries(held())
    .filter(([kind, count]) => count > (before[kind] ?? 0))
    .map(([kind, count]) => `${count - (before[kind] ?? 0)} more ${kind} than before this file`);
}

function held(): Record<string, number> {
  const counts = Object.fromEntries(WATCHED.map((kind) => [kind, 0]));
  for (const kind of process.getActiveResourcesInfo()) {
    if (kind in counts) counts[kind] = (counts[kind] ?? 0) + 1;
  }
  return counts;
}
