// The plain design, for comparison: one BullMQ job for each card and reader, each a JSON message over HTTP
// to that reader. A process of its own is producer and worker; another one is all the readers. They check
// nothing and keep nothing, so what is measured here is less than such a design would need.
import { fork, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { join } from 'node:path';
import { Queue, Worker } from 'bullmq';
import { Redis } from 'ioredis';
import { Pool } from 'undici';
import { z } from 'zod';
import { readBody } from '../../platform/http/http-body.ts';
import { listen } from '../../simulators/fault-gate.ts';

const QUEUE = 'bench-plain';
const CONCURRENCY = 100;
const CONNECTIONS = 100;
const BODY_LIMIT_BYTES = 64 * 1024;

export type PlainChange = {
  readonly cardId: string;
  readonly price: number | null;
  readonly readers: readonly string[];
};

const asked = z.discriminatedUnion('kind', [
  z.object({
    kind: z.literal('changes'),
    changes: z.array(
      z.object({
        cardId: z.string(),
        price: z.number().nullable(),
        readers: z.array(z.string()),
      }),
    ),
  }),
  z.object({ kind: z.literal('count') }),
  z.object({ kind: z.literal('clear') }),
]);

export type PlainCount = {
  readonly added: number;
  readonly done: number;
  /** Milliseconds from the change to its last reader, of changes that are everywhere. */
  readonly lastMs: readonly number[];
};

export type PlainDesign = AsyncDisposable & {
  readonly pids: readonly number[];
  /** What the probe sees of the readers: everything on their sockets. */
  readonly probeFile: string;
  add(changes: readonly PlainChange[]): void;
  count(): Promise<PlainCount>;
  /** Forgets what waits. */
  clear(): Promise<void>;
};

export async function startPlainDesign(redisUrl: string, folder: string): Promise<PlainDesign> {
  const probeFile = join(folder, 'plain.probe.jsonl');
  const readers = forkSelf(['readers'], { BENCH_PROBE_FILE: probeFile });
  const [port] = await once(readers, 'message');
  const worker = forkSelf(['worker', redisUrl, `http://127.0.0.1:${port}`], {});
  await once(worker, 'message');
  const ask = async (question: z.input<typeof asked>): Promise<PlainCount> => {
    const answered = once(worker, 'message');
    worker.send(question);
    // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- what `runWorker` sends
    return (await answered)[0] as PlainCount;
  };
  return {
    pids: [worker.pid ?? 0],
    probeFile,
    add: (changes) => void worker.send({ kind: 'changes', changes }),
    count: () => ask({ kind: 'count' }),
    clear: async () => void (await ask({ kind: 'clear' })),
    async [Symbol.asyncDispose]() {
      for (const child of [worker, readers]) {
        child.kill();
        if (child.exitCode === null && child.signalCode === null) await once(child, 'exit');
      }
    },
  };
}

function forkSelf(args: readonly string[], env: Readonly<Record<string, string>>): ChildProcess {
  return fork(new URL(import.meta.url), args, {
    execArgv: ['--import', new URL('probe.ts', import.meta.url).href],
    env: { PATH: process.env['PATH'], ...env },
    stdio: ['ignore', 'inherit', 'inherit', 'ipc'],
  });
}

async function runReaders(): Promise<void> {
  const server = createServer((request, response) => {
    void answer(request, response);
  });
  process.send?.(await listen(server, 0, '127.0.0.1'));
}

async function answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
  const message: unknown = JSON.parse(String(await readBody(request, BODY_LIMIT_BYTES)));
  const text = JSON.stringify({ ok: typeof message === 'object' });
  response.writeHead(200, { 'content-type': 'application/json' }).end(text);
}

type PlainJob = {
  readonly change: number;
  readonly reader: string;
  readonly cardId: string;
  readonly price: number | null;
  readonly version: number;
};

function connect(redisUrl: string): Redis {
  const path = redisUrl.startsWith('unix:') ? redisUrl.slice('unix:'.length) : redisUrl;
  return new Redis(path, { maxRetriesPerRequest: null });
}

/** What is under way, and how long each change took to its last reader. */
function createTally() {
  const open = new Map<number, { left: number; readonly at: number }>();
  const lastMs: number[] = [];
  const count = { added: 0, done: 0, changes: 0 };
  return {
    /** @returns The change's number. */
    begin(readers: number): number {
      count.changes += 1;
      count.added += readers;
      open.set(count.changes, { left: readers, at: performance.now() });
      return count.changes;
    },
    arrived(change: number): void {
      count.done += 1;
      const one = open.get(change);
      if (one === undefined) return;
      one.left -= 1;
      if (one.left > 0) return;
      lastMs.push(performance.now() - one.at);
      open.delete(change);
    },
    forget: () => open.clear(),
    told: (): PlainCount => ({ added: count.added, done: count.done, lastMs }),
  };
}

function runWorker(redisUrl: string, readers: string): void {
  const options = { attempts: 3, removeOnComplete: true, removeOnFail: true };
  const common = { connection: connect(redisUrl), defaultJobOptions: options };
  const queue = new Queue<PlainJob>(QUEUE, common);
  const pool = new Pool(readers, { connections: CONNECTIONS });
  const tally = createTally();
  const worker = new Worker<PlainJob>(
    QUEUE,
    async ({ data: { reader, change, ...message } }) => {
      const headers = { 'content-type': 'application/json' };
      const request = { method: 'POST', path: `/${reader}/cards`, headers } as const;
      const { body } = await pool.request({ ...request, body: JSON.stringify(message) });
      await body.text();
      tally.arrived(change);
    },
    { connection: connect(redisUrl), concurrency: CONCURRENCY },
  );
  const clear = async (): Promise<void> => {
    tally.forget();
    await worker.pause(true);
    await queue.obliterate({ force: true });
    void worker.resume();
    process.send?.(tally.told());
  };
  process.on('message', (message) => {
    const question = asked.parse(message);
    if (question.kind === 'count') process.send?.(tally.told());
    if (question.kind === 'clear') void clear();
    if (question.kind !== 'changes') return;
    for (const { readers: concerned, ...card } of question.changes) {
      const change = tally.begin(concerned.length);
      const job = { ...card, change, version: change };
      void queue.addBulk(concerned.map((reader) => ({ name: 'card', data: { ...job, reader } })));
    }
  });
  process.send?.('ready');
}

const [part, redisUrl = '', readersUrl = ''] = process.argv.slice(2);
if (process.argv[1] === new URL(import.meta.url).pathname) {
  if (part === 'readers') await runReaders();
  else runWorker(redisUrl, readersUrl);
}
