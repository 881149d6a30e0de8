import { readFileSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { z } from 'zod';
import { createLog } from '../../platform/process/log.ts';
import { openDevelopmentKey } from '../../platform/tokens/development-key.ts';
import { createTokenVerifier } from '../../platform/tokens/token.ts';
import { startMqttBroker } from './start-broker.ts';

const { values } = parseArgs({
  options: {
    port: { type: 'string', default: '1883' },
    host: { type: 'string', default: '127.0.0.1' },
    user: { type: 'string', default: 'hub' },
    password: { type: 'string' },
    readers: { type: 'string' },
    data: { type: 'string', default: './data' },
  },
});

/** Ends the program with one sentence. */
function refuse(sentence: string): never {
  process.stderr.write(`${sentence}\n`);
  process.exit(1);
}

const { port, host, user, password, readers, data } = values;
if (!/^\d{1,5}$/.test(port) || Number(port) > 65_535) refuse('--port takes 0 to 65535.');
if (password === undefined || password === '') {
  refuse('--password takes the password of the hub, which is HUB_READERS_MQTT_PASSWORD there.');
}
if (readers === undefined) {
  refuse('--readers takes a JSON file of readers and their groups, such as {"pool-1": "pools"}.');
}

const verifier = createTokenVerifier({ developmentKey: await openDevelopmentKey(data) });
const groups = readGroups(readers);
const broker = await startMqttBroker({
  port: Number(port),
  host,
  hub: { user, password },
  async readerOfToken(token) {
    const viewer = await verifier.verify(token);
    return viewer.kind === 'reader' ? viewer.id : null;
  },
  groupOf: (reader) => groups.get(reader) ?? null,
  log: createLog('info'),
}).catch((error: unknown) =>
  refuse(`Port ${port} cannot be opened: ${error instanceof Error ? error.message : ''}.`),
);

process.stdout
  .write(`A broker for ${groups.size} readers listens on ${broker.address}. A reader's password is its token:

npm run --silent token -- --as reader --id ${groups.keys().next().value ?? 'ID'}

Ctrl-C stops it.
`);

for (const signal of ['SIGINT', 'SIGTERM'] as const) {
  process.once(signal, () => void broker[Symbol.asyncDispose]());
}

function readGroups(path: string): ReadonlyMap<string, string> {
  try {
    const shape = z.record(z.string(), z.string());
    return new Map(Object.entries(shape.parse(JSON.parse(readFileSync(path, 'utf8')))));
  } catch (error) {
    return refuse(
      `${path} holds no readers and groups: ${error instanceof Error ? error.message : ''}`,
    );
  }
}
