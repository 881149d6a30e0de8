import { fork, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { join } from 'node:path';

/** The store's process without a supervisor, for tests that kill it more often than one would restart it. */
export type BareStore = AsyncDisposable & {
  readonly uri: string;
  readonly folder: string;
  readonly child: () => ChildProcess;
  /** Kills it as a power cut would, and starts it again on the same data. */
  readonly killAndRestart: () => Promise<void>;
};

export async function startBareStore(): Promise<BareStore> {
  const folder = mkdtempSync('/tmp/store-');
  const socketPath = join(folder, 'store.sock');
  let child = await start(join(folder, 'store'), socketPath);
  return {
    uri: `mongodb://${encodeURIComponent(socketPath)}/tessera?directConnection=true&replicaSet=rs0`,
    folder,
    child: () => child,
    async killAndRestart() {
      await end(child, 'SIGKILL');
      child = await start(join(folder, 'store'), socketPath);
    },
    async [Symbol.asyncDispose]() {
      await end(child, 'SIGTERM');
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

async function start(folder: string, socketPath: string): Promise<ChildProcess> {
  const child = fork(
    'embedded/document-store/main.ts',
    ['--folder', folder, '--socket', socketPath],
    {
      env: {},
      execArgv: ['--disable-warning=ExperimentalWarning'],
      stdio: ['ignore', 'ignore', 'inherit', 'ipc'],
    },
  );
  await once(child, 'message');
  return child;
}

async function end(child: ChildProcess, signal: NodeJS.Signals): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const gone = once(child, 'exit');
  child.kill(signal);
  await gone;
}
