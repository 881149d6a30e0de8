import { spawn, type ChildProcess } from 'node:child_process';

/** Some roles of the hub in a process of their own, as `node main.ts --roles=…` starts them. */
export type RoleProcess = AsyncDisposable & {
  /** Everything that its processes wrote so far, both streams. */
  output(): string;
  /** Starts it, again after a kill or a stop; resolves when every role in it is ready. */
  start(): Promise<void>;
  /** SIGKILL, and waits until it is gone. */
  kill(): Promise<void>;
  /** Stops its event loop, as a long calculation would, until `thaw`. */
  freeze(): void;
  thaw(): void;
};

const OUTPUT_CHARACTERS = 200_000;

export function createRoleProcess(
  roles: string,
  environment: Readonly<Record<string, string>>,
): RoleProcess {
  let child: ChildProcess | null = null;
  let output = '';
  const end = async (signal: NodeJS.Signals): Promise<void> => {
    const running = child;
    if (running === null || running.exitCode !== null || running.signalCode !== null) return;
    const gone = new Promise((resolve) => {
      running.once('close', resolve);
    });
    running.kill(signal);
    // A frozen process hears SIGTERM only when it goes on.
    running.kill('SIGCONT');
    await gone;
  };
  return {
    output: () => output,
    async start() {
      const started = launch(roles, environment, (text) => {
        output = (output + text).slice(-OUTPUT_CHARACTERS);
      });
      child = started;
      started.once('exit', (code, signal) => {
        output += `\n${roles} ended: ${signal ?? code}\n`;
      });
      await untilReady(started, () => `${roles} did not start:\n${output}`);
    },
    kill: () => end('SIGKILL'),
    freeze: () => void child?.kill('SIGSTOP'),
    thaw: () => void child?.kill('SIGCONT'),
    [Symbol.asyncDispose]: () => end('SIGTERM'),
  };
}

function launch(
  roles: string,
  environment: Readonly<Record<string, string>>,
  onOutput: (text: string) => void,
): ChildProcess {
  const child = spawn(process.execPath, ['main.ts', `--roles=${roles}`], {
    stdio: ['ignore', 'pipe', 'pipe', 'ipc'],
    env: environment,
  });
  for (const stream of [child.stdout, child.stderr]) {
    stream?.setEncoding('utf8').on('data', onOutput);
  }
  return child;
}

function untilReady(child: ChildProcess, what: () => string): Promise<void> {
  return new Promise((resolve, reject) => {
    child.once('message', () => resolve());
    child.once('close', () => reject(new Error(what())));
  });
}
