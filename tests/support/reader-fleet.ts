import { fork, type ChildProcess } from 'node:child_process';
import { cpSync, mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { HeldList } from '../../domain/reader-list/artefact.ts';
import type { Decision } from '../../domain/reader-list/decide.ts';
import type { FleetPlan } from '../../simulators/fleet/fleet-plan.ts';
import type { Habit } from '../../simulators/fleet/push-server.ts';

export type FleetReport = {
  readonly readerId: string;
  readonly held: readonly HeldList[];
  /** ISO 8601. */
  readonly clock: string;
};

export type PlannedReader = {
  readonly id: string;
  readonly group: string;
  readonly way: FleetPlan['readers'][number]['way'];
  readonly token: string;
};

/** The shipped readers in a process of their own, as `simulators/fleet` runs them. */
export type ReaderFleet = AsyncDisposable & {
  readonly readers: readonly PlannedReader[];
  /** @param clockOffsetMs So much its clock is ahead. */
  start(clockOffsetMs?: number): Promise<void>;
  /** As the plug is pulled: SIGKILL, and waits until it is gone. */
  kill(): Promise<void>;
  /** SIGTERM, and waits until it is gone. */
  stop(): Promise<void>;
  tap(readerId: string, token: string): Promise<Decision>;
  /** Taps that were answered, by reader. */
  readonly taps: ReadonlyMap<string, number>;
  reports(): Promise<readonly FleetReport[]>;
  setHabit(readerId: string, habit: Habit): Promise<void>;
  /** Copies a stopped reader's folder away. */
  backUp(readerId: string): void;
  /** Puts the copy back in place of what a stopped reader has now. */
  restore(readerId: string): void;
};

export type ReaderFleetOptions = {
  readonly door: string;
  readonly broker: string;
  readonly folder: string;
  /** Where readers that the hub calls listen; the same after each start. */
  readonly pushPort: number;
  readonly readers: readonly PlannedReader[];
};

const PROGRAM = fileURLToPath(new URL('../../simulators/fleet/main.ts', import.meta.url));

export function createReaderFleet(options: ReaderFleetOptions): ReaderFleet {
  const { folder, readers } = options;
  mkdirSync(folder, { recursive: true });
  const taps = new Map<string, number>();
  let running: Running | null = null;
  const end = async (signal: NodeJS.Signals): Promise<void> => {
    const { child, gone } = running ?? {};
    running = null;
    child?.kill(signal);
    await gone;
  };
  const ask = async (question: object): Promise<unknown> => {
    if (running === null) throw new Error('the fleet does not run');
    return running.ask(question);
  };
  const backup = (readerId: string) => join(folder, 'backups', readerId);
  return {
    readers,
    async start(clockOffsetMs = 0) {
      running = await launch(options, clockOffsetMs);
    },
    kill: () => end('SIGKILL'),
    stop: () => end('SIGTERM'),
    taps,
    async tap(reader, token) {
      const decision = await ask({ kind: 'tap', reader, token });
      taps.set(reader, (taps.get(reader) ?? 0) + 1);
      // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- as the program answers
      return decision as Decision;
    },
    // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- as the program answers
    reports: async () => (await ask({ kind: 'reports' })) as readonly FleetReport[],
    setHabit: async (reader, habit) => void (await ask({ kind: 'habit', reader, habit })),
    backUp(readerId) {
      rmSync(backup(readerId), { recursive: true, force: true });
      cpSync(join(folder, readerId), backup(readerId), { recursive: true });
    },
    restore(readerId) {
      rmSync(join(folder, readerId), { recursive: true, force: true });
      cpSync(backup(readerId), join(folder, readerId), { recursive: true });
    },
    [Symbol.asyncDispose]: () => end('SIGTERM'),
  };
}

type Running = {
  readonly child: ChildProcess;
  readonly gone: Promise<void>;
  ask(question: object): Promise<unknown>;
};

type Reply = { readonly id?: number; readonly answer?: unknown; readonly error?: string };

async function launch(options: ReaderFleetOptions, clockOffsetMs: number): Promise<Running> {
  const plan = join(options.folder, 'plan.json');
  writeFileSync(plan, JSON.stringify({ ...options, clockOffsetMs }), { mode: 0o600 });
  const child = fork(PROGRAM, ['--plan', plan], {
    execArgv: ['--import=./tests/support/loopback-only.ts'],
    env: { PATH: process.env['PATH'] },
    stdio: ['ignore', 'ignore', 'inherit', 'ipc'],
  });
  const gone = new Promise<void>((resolve) => {
    child.once('close', () => resolve());
  });
  const waiting = new Map<number, (reply: Reply) => void>();
  const started = new Promise<void>((resolve, reject) => {
    child.once('message', () => resolve());
    child.once('close', () => reject(new Error('the fleet did not start')));
  });
  child.on('message', (reply: Reply) => {
    if (reply.id !== undefined) waiting.get(reply.id)?.(reply);
  });
  child.once('close', () => {
    for (const tell of waiting.values()) tell({ error: 'the fleet is gone' });
  });
  await started;
  let last = 0;
  return {
    child,
    gone,
    ask(question) {
      last += 1;
      const id = last;
      return new Promise((resolve, reject) => {
        waiting.set(id, ({ answer, error }) => {
          waiting.delete(id);
          if (error === undefined) resolve(answer);
          else reject(new Error(error));
        });
        child.send({ id, ...question });
      });
    },
  };
}
