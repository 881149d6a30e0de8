import type { ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import type { Logger } from 'pino';
import { startSupervisedChild } from '../supervised-child.ts';
import type { ChildMessage } from './child-messages.ts';

export type DocumentStoreOptions = {
  /** The store's own folder; made if it is not there. */
  readonly folder: string;
  /** Under 100 bytes and ending in `.sock`, which is how the driver tells it from a host. */
  readonly socketPath: string;
  /** Told of each started process, so that it can be ended should this one be killed. */
  readonly adopt?: ((pid: number | undefined) => void) | undefined;
  /** Ends a start that is under way. */
  readonly signal?: AbortSignal | undefined;
  readonly log: Logger;
  /** Lets commands that only tests need, such as `configureFailPoint`, be used. */
  readonly hasTestCommands?: boolean;
};

export type DocumentStore = AsyncDisposable & {
  /** For the driver and mongoose; stays the same when the store is started again. */
  readonly uri: string;
};

const MAIN = fileURLToPath(new URL('main.ts', import.meta.url));

/** About what one machine's data needs; what is above is given back to the system sooner. */
const NODE_FLAGS = ['--max-semi-space-size=8', '--disable-warning=ExperimentalWarning'];

/**
 * Starts the embedded document store as a child process, and again whenever it dies. Disposing
 * lets it finish what it is writing.
 *
 * @throws {Error} It did not start: the folder is in use, or the socket cannot be made.
 */
export async function startDocumentStore(options: DocumentStoreOptions): Promise<DocumentStore> {
  const { folder, socketPath, adopt = () => undefined, signal, log } = options;
  const { hasTestCommands = false } = options;
  const child = await startSupervisedChild({
    name: 'document store',
    command: process.execPath,
    args: [
      ...NODE_FLAGS,
      ...[MAIN, '--folder', folder, '--socket', socketPath],
      ...(hasTestCommands ? ['--test-commands'] : []),
    ],
    whenReady: (process) => whenReady(process, log),
    adopt,
    signal,
    log,
  });
  return {
    uri: `mongodb://${encodeURIComponent(socketPath)}/tessera?directConnection=true&replicaSet=rs0`,
    [Symbol.asyncDispose]: () => child[Symbol.asyncDispose](),
  };
}

async function whenReady(child: ChildProcess, log: Logger): Promise<void> {
  const ready = Promise.withResolvers<void>();
  child.on('message', (message: ChildMessage) => {
    if ('ready' in message) ready.resolve();
    else log[message.level]({ child: 'document store', ...message.fields }, message.text);
  });
  await Promise.race([ready.promise, once(child, 'exit')]);
}
