import { expect, it } from '@jest/globals';
import { splitArtefacts } from '../../domain/reader-list/codec.ts';
import { until } from '../support/until.ts';
import { createWordLists, digestOf } from './delivery-lists.ts';
import { startDoor, type Door } from './readers-door-harness.ts';

const [POOLS, BUS] = createWordLists(['pools', 'bus']).groups.map(({ id }) => id) as [never, never];
const HELD_1 = `deny.1.1.${digestOf('pools', 'deny', 1)}`;

async function wordsOf(answer: Response): Promise<string[]> {
  const bytes = new Uint8Array(await answer.arrayBuffer());
  return splitArtefacts(bytes).map((artefact) => Buffer.from(artefact).toString().trim());
}

it('gives a reader what it lacks, as one message of artefacts', async () => {
  await using door = await startDoor();
  door.lists.publish(POOLS, 'deny');
  door.lists.publish(POOLS, 'rulebook-1');
  const answer = await door.ask('/reader-lists/pools?since=', 'a');
  expect(answer.headers.get('content-type')).toBe('application/vnd.tessera.reader-list');
  expect(await wordsOf(answer)).toEqual(['deny *1', 'rulebook-1 *1']);
  const later = await door.ask(`/reader-lists/pools?since=${HELD_1}`, 'a');
  expect(await wordsOf(later)).toEqual(['rulebook-1 *1']);
});

it('holds a request open until there is news of its own group', async () => {
  await using door = await startDoor();
  const waiting = door.ask('/reader-lists/pools?waitMs=20000', 'a');
  const other = door.ask('/reader-lists/bus?waitMs=20000', 'c');
  await until(() => door.hub.delivery.states().every(({ contactAt }) => contactAt !== null));
  door.lists.publish(BUS, 'deny');
  expect(await wordsOf(await other)).toEqual(['deny *1']);
  door.lists.publish(POOLS, 'deny');
  expect(await wordsOf(await waiting)).toEqual(['deny *1']);
});

it('answers with nothing when no news came in time', async () => {
  await using door = await startDoor();
  expect((await door.ask('/reader-lists/pools?waitMs=30', 'a')).status).toBe(204);
});

it('sends a large list whole', async () => {
  await using door = await startDoor();
  const large = createWordLists(['pools'], 5_000_000);
  large.publish(POOLS, 'deny');
  const [artefact] = await large.since(POOLS, []);
  door.lists.since = async () => [artefact!, artefact!];
  const bytes = new Uint8Array(await (await door.ask('/reader-lists/pools', 'a')).arrayBuffer());
  const sizes = splitArtefacts(bytes).map(({ length }) => length);
  expect(sizes).toEqual([5_000_024, 5_000_024]);
});

it('stops waiting for a reader that has gone', async () => {
  const signals: AbortSignal[] = [];
  await using door = await startDoor({}, (delivery) => ({
    ...delivery,
    poll(id, held, options) {
      signals.push(options.signal);
      return delivery.poll(id, held, options);
    },
  }));
  const gone = new AbortController();
  const path = '/reader-lists/pools?waitMs=50000';
  const waiting = door.ask(path, 'a', { signal: gone.signal }).catch(() => 'gone');
  await until(() => signals.length === 1);
  gone.abort();
  await until(() => signals[0]?.aborted === true);
  expect(await waiting).toBe('gone');
});

it('ends its waiting at once when it stops', async () => {
  const stopped = await stopWhileWaiting();
  expect(stopped.status).toBe(204);
  expect(stopped.tookMs).toBeLessThan(1_500);
});

async function stopWhileWaiting() {
  const door: Door = await startDoor();
  const waiting = door.ask('/reader-lists/pools?waitMs=50000', 'a');
  await until(() => door.hub.delivery.states().some(({ contactAt }) => contactAt !== null));
  const startedAt = performance.now();
  const [{ status }] = await Promise.all([waiting, door[Symbol.asyncDispose]()]);
  return { status, tookMs: performance.now() - startedAt };
}
