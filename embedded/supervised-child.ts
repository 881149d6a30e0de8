import { spawn, type ChildProcess } from 'node:child_process';
import { setTimeout as pause } from 'node:timers/promises';
import type { Logger } from 'pino';

/** Restarts come after these pauses; a child that has lived a minute begins again with the first. */
const RESTART_PAUSES_MS = [100, 500, 1_000, 2_000, 5_000] as const;
const LONG_LIFE_MS = 60_000;
const STOP_PATIENCE_MS = 3_000;

export type ChildSpec = {
  /** For sentences and log lines. */
  readonly name: string;
  readonly command: string;
  readonly args: readonly string[];
  readonly env?: Readonly<Record<string, string>>;
  /** Resolves when the child can be used; asked after each start, restarts included. The signal fires when the wait is over. */
  readonly whenReady: (child: ChildProcess, signal: AbortSignal) => Promise<void>;
  /** Told of each process as soon as it runs, so that it can be ended should this one be killed. */
  readonly adopt: (pid: number | undefined) => void;
  /** Ends a start that is under way, at once. */
  readonly signal?: AbortSignal | undefined;
  readonly log: Logger;
};

/**
 * A child process in its own process group (a Ctrl-C meant for the hub must not reach it first),
 * with an IPC channel, started again when it dies. Disposing ends it, also while it is being
 * started again; so does the end of this process, but for SIGKILL.
 *
 * @throws {Error} The first start failed; later deaths are logged and mended.
 */
export async function startSupervisedChild(spec: ChildSpec): Promise<AsyncDisposable> {
  const stopping = new AbortController();
  let child = launch(spec);
  await untilReady(spec, child);

  void keepAlive();

  async function keepAlive(): Promise<void> {
    let deaths = 0;
    for (;;) {
      const bornAt = Date.now();
      const end = await ended(child);
      if (stopping.signal.aborted) return;
      deaths = Date.now() - bornAt > LONG_LIFE_MS ? 0 : deaths + 1;
      spec.log.error({ child: spec.name, end, deaths }, 'child died; starting it again');
      deaths = await startAgain(deaths);
    }
  }

  async function startAgain(before: number): Promise<number> {
    for (let deaths = before; ; deaths += 1) {
      const pauseMs = RESTART_PAUSES_MS[Math.min(deaths, RESTART_PAUSES_MS.length - 1)];
      await pause(pauseMs, undefined, stopping).catch(() => {});
      if (stopping.signal.aborted) return deaths;
      child = launch(spec);
      try {
        await untilReady(spec, child);
        return deaths;
      } catch (error) {
        if (stopping.signal.aborted) return deaths;
        spec.log.error({ child: spec.name, err: error }, 'child did not start');
      }
    }
  }

  return {
    async [Symbol.asyncDispose]() {
      stopping.abort();
      await stop(child);
    },
  };
}

function launch(spec: ChildSpec): ChildProcess {
  spec.signal?.throwIfAborted();
  const child = spawn(spec.command, [...spec.args], {
    detached: true,
    stdio: ['ignore', 'ignore', 'pipe', 'ipc'],
    env: { ...spec.env },
  });
  const kill = () => void child.kill('SIGKILL');
  process.once('exit', kill);
  child.once('exit', () => process.off('exit', kill));
  spec.adopt(child.pid);
  return child;
}

async function untilReady(spec: ChildSpec, child: ChildProcess): Promise<void> {
  let lastWords = '';
  child.stderr?.setEncoding('utf8').on('data', (text: string) => {
    lastWords = (lastWords + text).slice(-2_000);
  });
  const waiting = new AbortController();
  const kill = () => void child.kill('SIGKILL');
  spec.signal?.addEventListener('abort', kill, { signal: waiting.signal });
  try {
    await Promise.race([
      spec.whenReady(child, waiting.signal),
      ended(child).then((end) => {
        throw new Error(
          `The ${spec.name} ended while starting (${end}). ${lastWords.trim()}`.trim(),
        );
      }),
    ]);
  } catch (error) {
    kill();
    throw error;
  } finally {
    waiting.abort();
  }
}

function ended(child: ChildProcess): Promise<string> {
  if (child.exitCode !== null || child.signalCode !== null) {
    return Promise.resolve(child.signalCode ?? `exit code ${child.exitCode}`);
  }
  return new Promise((resolve) => {
    child.once('error', (error) => resolve(error.message));
    child.once('exit', (code, signal) => resolve(signal ?? `exit code ${code}`));
  });
}

async function stop(child: ChildProcess): Promise<void> {
  const gone = ended(child);
  child.kill('SIGTERM');
  const hurry = setTimeout(() => child.kill('SIGKILL'), STOP_PATIENCE_MS);
  await gone;
  clearTimeout(hurry);
}
