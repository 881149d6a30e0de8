import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { findFreePort } from '../../embedded/free-port.ts';
import type { PlannedReader } from './reader-plan.ts';

export type Broker = AsyncDisposable & { readonly url: string; readonly password: string };

export type Controller = AsyncDisposable & {
  readonly reader: PlannedReader;
  readonly port: number;
  readonly serial: number;
  /** The cards that it has taken and dropped, as it wrote them down: lines of JSON. */
  readonly journal: string;
};

const PASSWORD = 'bench';
/** What a controller of the weaker kind keeps at most. */
const SLOTS = 2_000;
const FIRST_SERIAL = 405_419_896;

/** The readers' broker in a process of its own. */
export async function startBroker(options: {
  readonly folder: string;
  readonly dataDir: string;
  readonly readers: readonly PlannedReader[];
}): Promise<Broker> {
  const port = await findFreePort();
  const file = join(options.folder, 'readers.json');
  const groups = options.readers.map(({ id, group }) => [id, group]);
  writeFileSync(file, JSON.stringify(Object.fromEntries(groups)));
  const child = await startProgram(
    '../../simulators/mqtt-broker/main.ts',
    ...['--port', String(port), '--password', PASSWORD],
    ...['--readers', file, '--data', options.dataDir],
  );
  return { url: `mqtt://127.0.0.1:${port}`, password: PASSWORD, ...child };
}

/** Each door controller in a process of its own. */
export async function startControllers(
  folder: string,
  readers: readonly PlannedReader[],
): Promise<readonly Controller[]> {
  return Promise.all(
    readers
      .filter(({ way }) => way === 'uhppote')
      .map(async (reader, index) => {
        const [port, control] = [await findFreePort(), await findFreePort()];
        const serial = FIRST_SERIAL + index;
        const journal = join(folder, `${reader.id}.jsonl`);
        const child = await startProgram(
          '../../simulators/uhppote/main.ts',
          ...['--port', String(port), '--control', String(control), '--serial', String(serial)],
          ...['--slots', String(SLOTS), '--journal', journal],
        );
        return { reader, port, serial, journal, ...child };
      }),
  );
}

/** Resolves once the program has said that it listens. */
async function startProgram(
  path: string,
  ...args: readonly string[]
): Promise<AsyncDisposable & { readonly pid: number }> {
  const program = fileURLToPath(new URL(path, import.meta.url));
  const child = spawn(process.execPath, [program, ...args], {
    // Its log tells of readers that come and go, at every start.
    stdio: ['ignore', 'pipe', 'ignore'],
    env: { PATH: process.env['PATH'] },
  });
  const gone = once(child, 'exit');
  let said = '';
  child.stdout.setEncoding('utf8').on('data', (text: string) => void (said += text));
  while (!said.includes('Ctrl-C stops it')) {
    const ended = await Promise.race([once(child.stdout, 'data'), gone.then(() => 'ended')]);
    if (ended === 'ended') throw new Error(`${path} ended before it was ready: ${said}`);
  }
  return {
    pid: child.pid ?? 0,
    async [Symbol.asyncDispose]() {
      child.kill('SIGTERM');
      await gone;
    },
  };
}
