import { expect, it } from '@jest/globals';
import type { Outbox, OutboxRow } from '../platform/stores/outbox.ts';
import { relayOnce, type CardChangeJob } from './outbox-relay.ts';

const NOW = new Date('2026-11-21T09:00:00Z');

function row(cardId: string, version: number, change: Partial<OutboxRow> = {}): OutboxRow {
  const at = new Date(NOW.getTime() - 60_000 + version);
  const id = `${cardId}:${version}`;
  return {
    id,
    cardId,
    version,
    type: 'card.blocked',
    at,
    state: 'waiting',
    queuedAt: null,
    ...change,
  };
}

async function relayedFrom(rows: readonly OutboxRow[]) {
  const queued: CardChangeJob[] = [];
  const marked: string[] = [];
  const outbox: Outbox = {
    append: async () => {},
    findUnfinished: async () => rows,
    markQueued: async (ids) => void marked.push(...ids),
    markDone: async () => {},
  };
  const queue = { add: async (jobs: readonly CardChangeJob[]) => void queued.push(...jobs) };
  await relayOnce({
    outbox,
    queue,
    clock: { now: () => NOW },
    intervalMs: 1,
    requeueMs: 30_000,
    log: undefined as never,
  });
  return { queued: queued.map(({ rowId }) => rowId), marked };
}

it('queues the oldest unfinished row of each card and marks it', async () => {
  const rows = [row('ana', 4), row('leo', 2), row('ana', 3)];
  expect(await relayedFrom(rows)).toEqual({
    queued: ['ana:3', 'leo:2'],
    marked: ['ana:3', 'leo:2'],
  });
});

it('holds later changes of a card back while an earlier one is under way', async () => {
  const rows = [row('ana', 3, { state: 'queued', queuedAt: NOW }), row('ana', 4)];
  expect(await relayedFrom(rows)).toEqual({ queued: [], marked: [] });
});

it('queues a row again that was queued too long ago, since its job may have died with Redis', async () => {
  const longAgo = new Date(NOW.getTime() - 30_000);
  const rows = [row('ana', 3, { state: 'queued', queuedAt: longAgo })];
  expect(await relayedFrom(rows)).toEqual({ queued: ['ana:3'], marked: ['ana:3'] });
});
