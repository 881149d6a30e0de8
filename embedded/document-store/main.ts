import { parseArgs } from 'node:util';
import { mkdirSync } from 'node:fs';
import { createStoreLog } from './child-messages.ts';
import { startEngine } from './engine.ts';
import { startServer } from './server.ts';
import { lockFolder } from './storage/folder-lock.ts';

/**
 * The store as a process of its own: `node main.ts --folder DIR --socket PATH.sock`. With an IPC
 * channel it says `{ ready: true }` there, and ends when the channel closes, whatever became of
 * its parent. Without one it prints a line. SIGINT and SIGTERM let it finish what it is writing.
 */
const { values } = parseArgs({
  options: {
    folder: { type: 'string' },
    socket: { type: 'string' },
    'test-commands': { type: 'boolean', default: false },
  },
});
const { folder, socket: socketPath } = values;
const log = createStoreLog();
if (folder === undefined || socketPath === undefined) {
  log.fatal({}, 'The document store needs --folder DIR and --socket PATH.sock.');
  process.exit(1);
}

// The data file and the socket are for this user alone.
process.umask(0o077);
mkdirSync(folder, { recursive: true, mode: 0o700 });
const lock = takeLock(folder);
const engine = await startEngine({
  folder,
  address: socketPath,
  log,
  hasTestCommands: values['test-commands'],
  onBroken(error) {
    log.fatal(
      { err: error },
      'Writing to disk failed; the store ends and starts from what is there.',
    );
    // At once: what waits for an acknowledgement must not get one.
    process.exit(1);
  },
});
const server = await listen(socketPath);

let isStopping = false;
async function stop(): Promise<void> {
  if (isStopping) return;
  isStopping = true;
  engine.abortTransactions();
  await server[Symbol.asyncDispose]();
  await engine[Symbol.asyncDispose]();
  lock[Symbol.dispose]();
  process.exit(0);
}

process.on('SIGINT', () => void stop());
process.on('SIGTERM', () => void stop());
process.on('disconnect', () => void stop());
if (process.send === undefined) log.info({ socketPath }, 'The document store is ready.');
else process.send({ ready: true });

async function listen(path: string): Promise<AsyncDisposable> {
  try {
    return await startServer({ socketPath: path, dispatch: engine.dispatch, log });
  } catch (error) {
    log.fatal({ err: error }, `The document store cannot listen on ${path}.`);
    return process.exit(1);
  }
}

function takeLock(path: string): Disposable {
  try {
    return lockFolder(path);
  } catch (error) {
    log.fatal({}, error instanceof Error ? error.message : String(error));
    return process.exit(1);
  }
}
