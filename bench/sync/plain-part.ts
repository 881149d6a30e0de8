import { setTimeout as pause } from 'node:timers/promises';
import { QueueEvents } from 'bullmq';
import { Redis } from 'ioredis';
import { median } from '../support/load.ts';
import { cpuMs } from '../support/process-usage.ts';
import type { Figure } from '../support/report.ts';
import { percentilesOf, type ArrivedChange } from './arrivals.ts';
import { runChanges, type ChangePart } from './change-part.ts';
import { readKeptLog } from './kept-log.ts';
import { startPlainDesign, type PlainDesign } from './plain-design.ts';
import { bytesBetween } from './probe-file.ts';
import type { PlannedReader } from './reader-plan.ts';
import type { Stage } from './stage.ts';

const ROUNDS = 3;
const SECONDS = 10;
/** What the plain design has not delivered by then is left. */
const DRAIN_MS = 20_000;

/** One round of one design. */
type Round = {
  readonly bytes: number;
  readonly jobs: number;
  readonly messages: number;
  readonly cpu: number;
  /** Of the graph's process, for the mutation and the judging; the plain design has none of that. */
  readonly graphCpu: number | null;
  /** Share of the changes that are everywhere in the end. */
  readonly done: number;
  readonly p95: number;
};

export type PlainPartOptions = {
  readonly stage: Stage;
  readonly live: readonly PlannedReader[];
  readonly perSecond: number;
  readonly tell: (text: string) => void;
};

/** The same changes at the same rate by this hub and by the plain design, in turns. */
export async function runPlain(options: PlainPartOptions): Promise<readonly Figure[]> {
  const { stage, tell, perSecond } = options;
  const redisUrl = stage.hub.environment['REDIS_URL'] ?? '';
  await using plain = await startPlainDesign(redisUrl, stage.hub.folder);
  await using jobs = await countJobs(redisUrl);
  const ours: Round[] = [];
  const plains: Round[] = [];
  for (let round = 1; round <= ROUNDS; round += 1) {
    const { round: one, part } = await ourRound(options, jobs);
    ours.push(one);
    plains.push(await plainRound({ plain, stage, perSecond }, part));
    tell(`round ${round} of ${ROUNDS} beside the plain design`);
  }
  const changes = perSecond * SECONDS;
  return [
    ...figuresOf('this hub', ours, changes),
    {
      name: 'this hub: CPU of mutations and judging, which the plain design leaves out',
      value: median(ours.map(({ graphCpu }) => graphCpu ?? 0)) / changes,
      unit: 'ms/change',
    },
    ...figuresOf('plain design', plains, changes),
    {
      name: 'bytes on the wire, plain design to this hub',
      value: median(plains.map(({ bytes }, at) => bytes / (ours[at]?.bytes ?? 1))),
      unit: 'times',
    },
  ];
}

function figuresOf(name: string, rounds: readonly Round[], changes: number): readonly Figure[] {
  const of = (pick: (round: Round) => number): number => median(rounds.map(pick));
  return [
    {
      name: `${name}: bytes at the readers' sockets`,
      value: of((r) => r.bytes) / changes,
      unit: 'B/change',
    },
    { name: `${name}: jobs`, value: of((r) => r.jobs) / changes, unit: 'jobs/change' },
    {
      name: `${name}: messages to readers`,
      value: of((r) => r.messages) / changes,
      unit: 'messages/change',
    },
    {
      name: `${name}: CPU of the sending side`,
      value: of((r) => r.cpu) / changes,
      unit: 'ms/change',
    },
    { name: `${name}: changes that are everywhere`, value: 100 * of((r) => r.done), unit: '%' },
    { name: `${name}: change to its last reader, p95`, value: of((r) => r.p95), unit: 'ms' },
  ];
}

async function ourRound({ stage, live, perSecond }: PlainPartOptions, jobs: JobCount) {
  const { fleets, hub } = stage;
  const jobsBefore = jobs.count();
  const [readersPid, graphPid] = [hub.pids['readers'] ?? 0, hub.pids['graph'] ?? 0];
  const [cpuBefore, graphBefore] = [cpuMs(readersPid), cpuMs(graphPid)];
  const from = Date.now();
  const part = await runChanges({ stage, live, perSecond, seconds: SECONDS, taps: 0 });
  const to = Date.now();
  const kept = await readKeptLog(fleets.keptFiles);
  const { arrived } = part.arrivals;
  const whole = arrived.filter(({ atReaders }) => !atReaders.includes(null));
  const round: Round = {
    bytes: bytesBetween(fleets.probeFiles, from, to),
    jobs: jobs.count() - jobsBefore,
    messages: kept.messages(from, to),
    cpu: cpuMs(readersPid) - cpuBefore,
    graphCpu: cpuMs(graphPid) - graphBefore,
    done: whole.length / part.changes.sent.length,
    p95: percentilesOf(whole.map(({ atReaders }) => Math.max(0, ...atReaders.map(Number)))).p95,
  };
  return { round, part };
}

type PlainRound = {
  readonly plain: PlainDesign;
  readonly stage: Stage;
  readonly perSecond: number;
};

async function plainRound(
  { plain, stage, perSecond }: PlainRound,
  { arrivals }: ChangePart,
): Promise<Round> {
  const before = await plain.count();
  const cpu = (): number => plain.pids.reduce((sum, pid) => sum + cpuMs(pid), 0);
  const cpuBefore = cpu();
  const from = Date.now();
  const changes = arrivals.arrived.map((one) => toPlain(stage, one));
  const total = perSecond * SECONDS;
  for (let index = 0; index < total; index += 1) {
    const change = changes[index % changes.length];
    if (change !== undefined) plain.add([change]);
    await pause(Math.max(0, from + ((index + 1) * 1_000) / perSecond - Date.now()));
  }
  const giveUpAt = Date.now() + DRAIN_MS;
  let now = await plain.count();
  while (now.done < now.added && Date.now() < giveUpAt) {
    await pause(500);
    now = await plain.count();
  }
  // The probe writes each second.
  await pause(1_500);
  const round = {
    bytes: bytesBetween([plain.probeFile], from, Date.now()),
    jobs: now.added - before.added,
    messages: now.done - before.done,
    cpu: cpu() - cpuBefore,
    graphCpu: null,
    done: (now.lastMs.length - before.lastMs.length) / total,
    p95: percentilesOf(now.lastMs.slice(before.lastMs.length)).p95,
  };
  await plain.clear();
  return round;
}

/** To every reader that the same change concerned. */
function toPlain({ readers }: Stage, { change, groups }: ArrivedChange) {
  const concerned = readers.filter(({ group }) => groups.includes(group)).map(({ id }) => id);
  return {
    cardId: change.candidate.cardId,
    price: change.kind === 'block' ? null : 0,
    readers: concerned,
  };
}

type JobCount = AsyncDisposable & { count(): number };

/** Jobs that any of the hub's queues was given. */
async function countJobs(redisUrl: string): Promise<JobCount> {
  const path = redisUrl.startsWith('unix:') ? redisUrl.slice('unix:'.length) : redisUrl;
  const clients: Redis[] = [];
  const connect = (): Redis => {
    const client = new Redis(path, { maxRetriesPerRequest: null });
    clients.push(client);
    return client;
  };
  const names = (await connect().keys('bull:*:meta')).map((key) => key.slice(5, -5));
  let jobs = 0;
  const queues = names
    .filter((name) => !name.startsWith('bench-'))
    .map((name) => new QueueEvents(name, { connection: connect() }));
  for (const queue of queues) {
    queue.on('added', () => void (jobs += 1));
    await queue.waitUntilReady();
  }
  return {
    count: () => jobs,
    async [Symbol.asyncDispose]() {
      await Promise.all(queues.map((queue) => queue.close()));
      for (const client of clients) client.disconnect();
    },
  };
}
