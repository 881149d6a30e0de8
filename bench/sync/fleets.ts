import { fork, type ChildProcess } from 'node:child_process';
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { PlannedReader } from './reader-plan.ts';

/** A decision as the reader at the door made it. */
export type Tapped = { readonly result: string };

export type HeldSequence = { readonly name: string; readonly sequence: number };

export type Report = { readonly readerId: string; readonly held: readonly HeldSequence[] };

export type Habit =
  { readonly kind: 'well' | 'dead' } | { readonly kind: 'slow'; readonly ms: number };

/** The readers, in processes of their own. */
export type Fleets = AsyncDisposable & {
  /** Where each process listens for those that the hub calls. */
  readonly pushPorts: readonly number[];
  readonly pids: readonly number[];
  /** By process: what each reader kept and when (lines of JSON), and what the probe saw. */
  readonly keptFiles: readonly string[];
  readonly probeFiles: readonly string[];
  tap(reader: PlannedReader, token: string): Promise<Tapped>;
  setHabit(reader: PlannedReader, habit: Habit): Promise<void>;
  reports(): Promise<readonly Report[]>;
};

export type FleetsOptions = {
  readonly folder: string;
  readonly door: string;
  readonly broker: string;
  readonly readers: readonly PlannedReader[];
  readonly fleets: number;
  readonly zone: string;
  readonly token: (id: string) => Promise<string>;
};

const PROGRAM = new URL('../../simulators/fleet/main.ts', import.meta.url);
const PROBE = new URL('probe.ts', import.meta.url);

export async function startFleets(options: FleetsOptions): Promise<Fleets> {
  await using starting = new AsyncDisposableStack();
  const members = await Promise.all(
    Array.from({ length: options.fleets }, async (_, index) =>
      starting.use(await startFleet(options, index)),
    ),
  );
  const of = ({ fleet }: PlannedReader) => {
    const member = members[fleet];
    if (member === undefined) throw new Error(`There is no fleet ${fleet}.`);
    return member;
  };
  const stack = starting.move();
  return {
    pushPorts: members.map(({ pushPort }) => pushPort),
    pids: members.map(({ pid }) => pid),
    keptFiles: members.map(({ keptFile }) => keptFile),
    probeFiles: members.map(({ probeFile }) => probeFile),
    // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- what the fleet program answers
    tap: async (reader, token) =>
      (await of(reader).ask({ kind: 'tap', reader: reader.id, token })) as Tapped,
    setHabit: async (reader, habit) =>
      void (await of(reader).ask({ kind: 'habit', reader: reader.id, habit })),
    async reports() {
      const all = await Promise.all(members.map(({ ask }) => ask({ kind: 'reports' })));
      // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- what the fleet program answers
      return all.flat() as Report[];
    },
    [Symbol.asyncDispose]: () => stack.disposeAsync(),
  };
}

async function startFleet(options: FleetsOptions, index: number) {
  const { door, broker, zone } = options;
  const folder = join(options.folder, `fleet-${index}`);
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  const mine = options.readers.filter(({ fleet, way }) => fleet === index && way !== 'uhppote');
  const readers = await Promise.all(
    mine.map(async ({ id, group, way }) => ({ id, group, way, token: await options.token(id) })),
  );
  const plan = join(folder, 'plan.json');
  writeFileSync(plan, JSON.stringify({ door, broker, folder, readers }), { mode: 0o600 });
  const keptFile = join(folder, 'kept.jsonl');
  const probeFile = join(folder, 'probe.jsonl');
  const child = fork(PROGRAM, ['--plan', plan, '--zone', zone, '--kept', keptFile], {
    execArgv: ['--import', PROBE.href],
    env: { PATH: process.env['PATH'], BENCH_PROBE_FILE: probeFile },
    stdio: ['ignore', 'inherit', 'inherit', 'ipc'],
  });
  const gone = new Promise<void>((resolve) => void child.once('exit', () => resolve()));
  const { ready, ask } = talkTo(child);
  const pushPort = await Promise.race([ready, gone.then(() => fail(`fleet ${index}`))]);
  return {
    ...{ pushPort, pid: child.pid ?? 0, keptFile, probeFile, ask },
    async [Symbol.asyncDispose]() {
      child.kill('SIGTERM');
      await gone;
    },
  };
}

function fail(what: string): never {
  throw new Error(`The ${what} ended before it was ready.`);
}

type Message = {
  readonly ready?: boolean;
  readonly pushPort?: number;
  readonly id?: number;
  readonly answer?: unknown;
  readonly error?: string;
};

function talkTo(child: ChildProcess) {
  const { promise: ready, resolve: isReady } = Promise.withResolvers<number>();
  const asked = new Map<number, PromiseWithResolvers<unknown>>();
  let last = 0;
  child.on('message', (message: Message) => {
    if (message.ready === true) isReady(message.pushPort ?? 0);
    const waiting = asked.get(message.id ?? 0);
    if (waiting === undefined) return;
    asked.delete(message.id ?? 0);
    if (message.error === undefined) waiting.resolve(message.answer);
    else waiting.reject(new Error(message.error));
  });
  child.once('exit', () => {
    for (const { reject } of asked.values()) reject(new Error('the fleet has ended'));
    asked.clear();
  });
  const ask = (question: object): Promise<unknown> => {
    last += 1;
    const waiting = Promise.withResolvers<unknown>();
    asked.set(last, waiting);
    child.send({ ...question, id: last });
    return waiting.promise;
  };
  return { ready, ask };
}
