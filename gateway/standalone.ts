import { readFile } from 'node:fs/promises';
import { parseArgs } from 'node:util';
import { createLog } from '../platform/process/log.ts';
import { startStandaloneGateway } from './standalone-gateway.ts';
import { unenforcedDirectives } from './supergraph-features.ts';

const USAGE =
  'Usage: npm run gateway -- --supergraph FILE [--port N] [--host H] [--forward-header NAME]… [--allow-simple-get]';

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
  if (values.supergraph === undefined) throw new Error(USAGE);
  const port = Number(values.port);
  if (!Number.isInteger(port) || port < 0 || port > 65_535) {
    throw new Error(`--port is a number from 0 to 65535, not ${values.port}.`);
  }
  const supergraphSdl = await readFile(values.supergraph, 'utf8').catch((error: Error) => {
    throw new Error(`The supergraph cannot be read: ${error.message}`, { cause: error });
  });
  const gateway = await startStandaloneGateway({
    supergraphSdl,
    port,
    host: values.host,
    forwardedHeaders: values['forward-header'] ?? [],
    allowsSimpleGet: values['allow-simple-get'] ?? false,
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
        'allow-simple-get': { type: 'boolean' },
      },
    });
  } catch (error) {
    throw new Error(`${error instanceof Error ? error.message : String(error)}\n${USAGE}`, {
      cause: error,
    });
  }
}
