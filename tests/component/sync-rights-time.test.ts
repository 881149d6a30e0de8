import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { Queue } from 'bullmq';
import { connectRedis } from '../../platform/stores/redis.ts';
import { startScheduled, type ScheduledOptions } from '../../sync/scheduled.ts';
import { createRightsDue, rightsDueTimes } from '../../sync/rights/rights-due.ts';
import { until } from '../support/until.ts';
import { silent } from './library-harness.ts';
import { startSync, type Sync } from './sync-harness.ts';

let sync: Sync;

beforeAll(async () => {
  sync = await startSync();
}, 30_000);
afterAll(async () => sync[Symbol.asyncDispose]());

/** Each test its own name, since schedules stay. */
let names = 0;
const nextName = () => `work${(names += 1)}`;

function schedule(name: string, work: ScheduledOptions['work'], more?: Partial<ScheduledOptions>) {
  const stack = new AsyncDisposableStack();
  // A worker that is stopped in the middle of a run cuts its connection off.
  const url = sync.environment['REDIS_URL'] ?? '';
  const worker = stack.adopt(connectRedis(url, 'patient', silent), (redis) => redis.disconnect());
  const of = { times: [{ everyMs: 3_600_000 }], producer: sync.redis, worker, log: silent };
  stack.use(startScheduled({ name, work, heartbeatMs: 20, ...of, ...more }));
  return stack;
}

const schedulesOf = async (name: string) => {
  const queue = new Queue(name, { connection: sync.redis });
  const found = await queue.getJobSchedulers();
  await queue.close();
  return found.map(({ key, every, pattern, tz, next }) => ({ key, every, pattern, tz, next }));
};

it('does the work at once, and knows when it is due next', async () => {
  const name = nextName();
  let runs = 0;
  await using _scheduled = schedule(name, async () => void (runs += 1), {
    times: rightsDueTimes('Europe/Madrid'),
  });
  await until(() => runs > 0, { what: 'a first run' });
  await until(async () => (await schedulesOf(name)).length === 2, { what: 'both schedules' });
  const known = await schedulesOf(name);
  expect(known.toSorted((a, b) => (a.key < b.key ? -1 : 1))).toMatchObject([
    { key: `${name}-0`, pattern: '5 0 0 * * *', tz: 'Europe/Madrid' },
    { key: `${name}-1`, every: 60_000 },
  ]);
});

it('goes on by itself after Redis was wiped', async () => {
  const name = nextName();
  let runs = 0;
  await using _scheduled = schedule(name, async () => void (runs += 1), {
    times: [{ everyMs: 100 }],
  });
  await until(() => runs > 2, { what: 'the first runs' });
  await sync.redis.flushall();
  const before = runs;
  await until(() => runs > before + 2, { what: 'runs after the wipe' });
  expect(await schedulesOf(name)).toHaveLength(1);
});

it('is not put off by looking whether it is still there', async () => {
  const name = nextName();
  const at: number[] = [];
  await using _scheduled = schedule(name, async () => void at.push(Date.now()), {
    times: [{ everyMs: 200 }],
    heartbeatMs: 5,
  });
  await until(() => at.length > 5, { what: 'some runs' });
  const [first = 0, last = 0] = [at[0], at.at(-1)];
  expect((last - first) / (at.length - 1)).toBeLessThan(600);
});

it('keeps a run that is overdue though a long one is before it', async () => {
  const name = nextName();
  const { promise, resolve } = Promise.withResolvers<void>();
  let runs = 0;
  await using _scheduled = schedule(
    name,
    async () => {
      runs += 1;
      if (runs === 1) await promise;
    },
    { times: [{ pattern: '* * * * * *', zone: 'Europe/Madrid' }] },
  );
  await until(async () => (await schedulesOf(name)).length > 0, { what: 'the schedule' });
  const next = (await schedulesOf(name))[0]?.next ?? 0;
  await until(() => Date.now() > next + 300, { what: 'heartbeats while it is overdue' });
  expect((await schedulesOf(name))[0]?.next).toBe(next);
  resolve();
  await until(() => runs > 1, { what: 'the overdue run' });
});

it('takes another time that it is given', async () => {
  const name = nextName();
  await (async () => {
    await using _before = schedule(name, async () => {});
    await until(async () => (await schedulesOf(name))[0]?.every === 3_600_000);
  })();
  await using _after = schedule(name, async () => {}, { times: [{ everyMs: 7_200_000 }] });
  await until(async () => (await schedulesOf(name))[0]?.every === 7_200_000);
  expect(await schedulesOf(name)).toHaveLength(1);
});

it('does it in one process at a time', async () => {
  const name = nextName();
  let [runs, atOnce, most] = [0, 0, 0];
  const work = async () => {
    runs += 1;
    most = Math.max(most, (atOnce += 1));
    await new Promise((resolve) => setImmediate(resolve));
    atOnce -= 1;
  };
  await using stack = new AsyncDisposableStack();
  for (let each = 0; each < 3; each += 1)
    stack.use(schedule(name, work, { times: [{ everyMs: 50 }] }));
  await until(() => runs > 8, { what: 'some runs' });
  expect(await schedulesOf(name)).toHaveLength(1);
  expect(most).toBe(1);
});

it('judges all that became due in a week away, and goes on past midnight', async () => {
  const asked: string[] = [];
  const days = ['2026-11-28T22:59:59Z', '2026-11-28T23:00:01Z'].map((text) => new Date(text));
  let left = 1_200;
  const recompute = {
    async due(day: string, limit: number) {
      asked.push(day);
      const judged = Math.min(limit, left);
      left -= judged;
      return judged;
    },
  };
  const clock = { now: () => (asked.length < 2 ? days[0] : days[1]) ?? new Date(Number.NaN) };
  const told: object[] = [];
  const work = createRightsDue({ recompute, clock, zone: 'Europe/Madrid', log: silent });
  await work({ signal: new AbortController().signal, progress: (how) => told.push(how) });
  expect(asked).toEqual(['2026-11-28', '2026-11-28', '2026-11-29', '2026-11-29']);
  expect(told).toEqual([{ judged: 500 }, { judged: 1_000 }, { judged: 1_200 }]);
});
