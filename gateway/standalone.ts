import { readFile } from 'node:fs/promises';
import { parseArgs } from 'node:util';
import { createLog } from '../platform/process/log.ts';
import { startStandaloneGateway } from './standalone-gateway.ts';
import { unenforcedDirectives } from './supergraph-features.ts';

const USAGE =
  'Usage: npm run gateway -- --supergraph FILE [--port N] [--host H] [--forward-header NAME]…';

const REASONS: Readonly<Record<string, string>> = {
  ENOENT: 'there is no such file',
  EISDIR: 'it is a directory',
  EACCES: 'it may not be read',
};

const stopped = Promise.withResolvers<void>();
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) {
  process.on(signal, () => stopped.resolve());
}

try {
  await using gateway = await start();
  process.stdout.write(`Ready at ${gateway.url}\n`);
  await stopped.promise;
} catch (error) {
  process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
  process.exitCode = 1;
}

async function start() {
  const { values } = parseCommandLine();
  const { supergraph: file } = values;
  if (file === undefined) throw new Error(USAGE);
  const port = Number(values.port);
  if (!/^\d+$/.test(values.port) || port > 65_535) {
    throw new Error(`--port is a number from 0 to 65535, not ${JSON.stringify(values.port)}.`);
  }
  const supergraphSdl = await readFile(file, 'utf8').catch((error: NodeJS.ErrnoException) => {
    const reason = REASONS[error.code ?? ''] ?? error.message;
    throw new Error(`The supergraph cannot be read from ${file}: ${reason}.`, { cause: error });
  });
  const gateway = await startStandaloneGateway({
    supergraphSdl,
    port,
    host: values.host,
    forwardedHeaders: values['forward-header'] ?? [],
    log: createLog('info', process.stderr),
  });
  const unenforced = unenforcedDirectives(supergraphSdl);
  if (unenforced.length > 0) {
    process.stdout.write(`Not enforced by this gateway: ${unenforced.join(', ')}.\n`);
  }
  return gateway;
}

function parseCommandLine() {
  try {
    return parseArgs({
      options: {
        supergraph: { type: 'string' },
        port: { type: 'string', default: '4000' },
        host: { type: 'string', default: '127.0.0.1' },
        'forward-header': { type: 'string', multiple: true },
      },
    });
  } catch (error) {
    throw new Error(`${error instanceof Error ? error.message : String(error)}\n${USAGE}`, {
      cause: error,
    });
  }
}
