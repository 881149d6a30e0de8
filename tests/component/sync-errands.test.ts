import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { UpstreamRejectedError } from '../../domain/errors.ts';
import { systemClock } from '../../platform/clock.ts';
import { CARD_CHANGES, createCardChangeQueue } from '../../sync/card-change-queue.ts';
import type { Tell } from '../../sync/errand-work.ts';
import { startOutboxRelay, type CardChangeJob } from '../../sync/outbox-relay.ts';
import { startQueueWorker } from '../../sync/queue-worker.ts';
import { createErrandQueue } from '../../sync/errand-queue.ts';
import { createCardChanges } from '../../sync/workers/card-changes.ts';
import { createTransportBlocks } from '../../sync/workers/transport-blocks.ts';
import { runInTransaction } from '../../platform/stores/transaction.ts';
import { until } from '../support/until.ts';
import { silent } from './library-harness.ts';
import { away, DONE, failing, startSync, type Sync } from './sync-harness.ts';

let sync: Sync;

beforeAll(async () => {
  sync = await startSync();
}, 30_000);
afterAll(async () => sync[Symbol.asyncDispose]());

/** Each test its own consumer, since errands stay. */
let consumers = 0;
const nextConsumer = () => `system${(consumers += 1)}`;

function startHubChanges(done: string[]): AsyncDisposable {
  const stack = new AsyncDisposableStack();
  const { outbox, redis, patient: connection } = sync;
  const forget = async (cardId: string) => void done.push(cardId);
  const work = createCardChanges({ outbox, forget, clock: systemClock });
  const queue = stack.use(createCardChangeQueue(redis));
  const of = { log: silent, intervalMs: 10, requeueMs: 60_000 };
  stack.use(startOutboxRelay({ outbox, queue, clock: systemClock, ...of }));
  stack.use(
    startQueueWorker<CardChangeJob>({
      queue: CARD_CHANGES,
      work,
      connection,
      concurrency: 2,
      ...of,
    }),
  );
  return stack;
}

it('goes on with parking and with what is its own while transport hangs', async () => {
  const cardIds = Array.from({ length: 12 }, (_, place) => `hung-${place}`);
  const at = new Date();
  const events = cardIds.map((cardId) => ({ cardId, version: 3, type: 'card.blocked', at }));
  await runInTransaction(sync.connection, (session) => sync.outbox.append(session, events));
  const toTransport = await sync.write(cardIds.map((cardId) => ({ cardId, secret: '7001' })));
  const toParking = await sync.write(cardIds.map((cardId) => ({ cardId, consumer: 'parking' })));
  let hanging = 0;
  const blockCard = () => {
    hanging += 1;
    return new Promise<void>(() => {});
  };
  await using _transport = sync.line(
    'transport',
    createTransportBlocks({ transport: { blockCard } }),
  );
  await until(() => hanging === 2, { what: 'every worker of transport to hang' });
  const forgotten: string[] = [];
  await using _hub = startHubChanges(forgotten);
  await using _parking = sync.line('parking', failing().tell);
  await sync.untilDone(toParking);
  await until(() => forgotten.length === cardIds.length, { what: 'the changes of the hub' });
  const open = await Promise.all(toTransport.map(sync.get));
  expect(open.map(({ doneAt, tries }) => [doneAt, tries])).toEqual(cardIds.map(() => [null, 0]));
});

it('tries again until it is done, and tells staff of the last failure', async () => {
  const consumer = nextConsumer();
  const { tell, asked } = failing(away(), away(), away());
  const [id = ''] = await sync.write([{ cardId: 'again', consumer, secret: '7002' }]);
  await using _line = sync.line(consumer, tell);
  await sync.untilDone([id]);
  const lastFailure = { code: 'UPSTREAM_UNAVAILABLE', at: expect.any(Date) };
  expect(await sync.get(id)).toMatchObject({
    tries: 3,
    lastFailure,
    hadEffect: true,
    secret: null,
  });
  expect(asked).toEqual([id, id, id, id]);
});

it('asks again an hour after a refusal, and holds nothing else back for it', async () => {
  const consumer = nextConsumer();
  const { tell, asked } = failing(new UpstreamRejectedError('transport', 'unknown card'));
  const [refused = ''] = await sync.write([{ cardId: 'refused', consumer, version: 3 }]);
  await using _line = sync.line(consumer, tell);
  await until(() => asked.length === 1);
  const [later = ''] = await sync.write([{ cardId: 'refused', consumer, version: 5 }]);
  await sync.untilDone([later]);
  const { doneAt, lastFailure, dueAt } = await sync.get(refused);
  expect([doneAt, lastFailure?.code]).toEqual([null, 'UPSTREAM_REJECTED']);
  expect(dueAt.getTime() - Date.now()).toBeGreaterThan(3_500_000);
  expect(asked).toEqual([refused, later]);
});

it('tells of one change of a card at a time, in their order', async () => {
  const consumer = nextConsumer();
  const cardId = 'in-order';
  const openBefore: number[] = [];
  const tell: Tell = async ({ version }) => {
    const all = await sync.errands.findByCards([cardId]);
    openBefore.push(all.filter((other) => other.version < version && !other.doneAt).length);
    return DONE;
  };
  const versions = [8, 7, 6, 5, 4, 3];
  const ids = await sync.write(versions.map((version) => ({ cardId, consumer, version })));
  await using _line = sync.line(consumer, tell, { concurrency: 5 });
  await sync.untilDone(ids);
  expect(openBefore).toEqual([0, 0, 0, 0, 0, 0]);
});

it('counts a bug like a failure and goes on trying', async () => {
  const consumer = nextConsumer();
  const [id = ''] = await sync.write([{ cardId: 'bug', consumer }]);
  await using _line = sync.line(consumer, failing(new TypeError('of undefined')).tell);
  await sync.untilDone([id]);
  expect((await sync.get(id)).lastFailure?.code).toBe('INTERNAL');
});

it('waits for what comes first without counting tries', async () => {
  const consumer = nextConsumer();
  let looks = 0;
  const tell: Tell = async () => {
    looks += 1;
    return looks < 3 ? { kind: 'notYet' } : DONE;
  };
  const [id = ''] = await sync.write([{ cardId: 'not-yet', consumer }]);
  await using _line = sync.line(consumer, tell);
  await sync.untilDone([id]);
  expect([looks, (await sync.get(id)).tries]).toEqual([3, 0]);
});

it('holds nothing personal in Redis, and nothing readable in the store', async () => {
  const consumer = nextConsumer();
  const [id = ''] = await sync.write([{ cardId: 'private', consumer, secret: '7998877665544' }]);
  await sync.redis.config('SET', 'rdbcompression', 'no');
  const { promise, resolve } = Promise.withResolvers<void>();
  await using _line = sync.line(consumer, async () => {
    await promise;
    return DONE;
  });
  const jobs = () => sync.redis.keys(`bull:errands-${consumer}:errand-*`);
  await until(async () => (await jobs()).length > 0, { what: 'the job' });
  const data = await sync.redis.hget(
    (await jobs()).find((key) => !key.endsWith('lock')) ?? '',
    'data',
  );
  const job = {
    errandId: id,
    cardId: 'private',
    version: 3,
    type: 'card.blocked',
    consumer,
    tries: 0,
  };
  expect(JSON.parse(data ?? '')).toEqual(job);
  const row = await sync.connection.collection('errands').findOne({ cardId: 'private' });
  expect(JSON.stringify(row)).not.toContain('7998877665544');
  resolve();
  await sync.untilDone([id]);
});

it('goes on with the others when the secret of one cannot be opened', async () => {
  const consumer = nextConsumer();
  const [broken = '', whole = ''] = await sync.write([
    { cardId: 'broken', consumer, secret: '7003' },
    { cardId: 'whole', consumer, secret: '7004' },
  ]);
  const rows = sync.connection.collection<{ _id: string }>('errands');
  await rows.updateOne({ _id: broken }, { $set: { sealedSecret: 'no seal of ours' } });
  await using _line = sync.line(consumer, failing().tell);
  await sync.untilDone([whole]);
  const shown = async () => (await sync.errands.findByCards(['broken']))[0];
  await until(async () => ((await shown())?.tries ?? 0) > 0, { what: 'staff to see it' });
  expect(await shown()).toMatchObject({ doneAt: null, lastFailure: { code: 'INTERNAL' } });
});

it('leaves a job alone that is of a try before', async () => {
  const consumer = nextConsumer();
  const { tell, asked } = failing(new UpstreamRejectedError('transport', 'unknown card'));
  const [id = ''] = await sync.write([{ cardId: 'late-job', consumer }]);
  await using _line = sync.line(consumer, tell);
  await until(async () => (await sync.get(id)).tries === 1, { what: 'the refusal' });
  await using queue = createErrandQueue(consumer, sync.redis);
  const about = { errandId: id, cardId: 'late-job', version: 3, type: 'card.blocked' };
  await queue.add([{ ...about, consumer, tries: 0 }]);
  const jobs = () => sync.redis.keys(`bull:errands-${consumer}:errand-*`);
  await until(async () => (await jobs()).length === 0, { what: 'the job to be over' });
  expect([asked, (await sync.get(id)).tries]).toEqual([[id], 1]);
});
