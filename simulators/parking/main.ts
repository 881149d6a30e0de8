import { randomUUID } from 'node:crypto';
import { parseArgs } from 'node:util';
import { createCity } from '../city/city.ts';
import { startParkingSystem } from './start-parking.ts';

const { values } = parseArgs({
  options: {
    port: { type: 'string', default: '8084' },
    people: { type: 'string', default: '1000' },
    seed: { type: 'string', default: 'gijon' },
    zone: { type: 'string', default: 'Europe/Madrid' },
    token: { type: 'string', default: randomUUID() },
    journal: { type: 'string' },
  },
});

/** Ends the program with one sentence. */
function refuse(sentence: string): never {
  process.stderr.write(`${sentence}\n`);
  process.exit(1);
}

const isCount = (text: string): boolean => /^\d{1,7}$/.test(text);
if (!isCount(values.port) || Number(values.port) > 65_535) refuse('--port takes 0 to 65535.');
if (!isCount(values.people) || Number(values.people) < 1) refuse('--people takes 1 or more.');

const madeOn = new Date().toISOString().slice(0, 10);
const city = createCity({ people: Number(values.people), madeOn, seed: values.seed });
const parking = await startParkingSystem({
  city,
  port: Number(values.port),
  host: '127.0.0.1',
  journalPath: values.journal ?? null,
  zone: values.zone,
  token: values.token,
}).catch((error: unknown) =>
  refuse(`Port ${values.port} cannot be opened: ${error instanceof Error ? error.message : ''}.`),
);

const [plate = ''] = city.cardholders[0]?.parking?.plates ?? [];
process.stdout
  .write(`The parking rights system of ${values.people} people listens on ${parking.address}. Try:

curl -s -H 'X-MCC-Access-Token: ${values.token}' '${parking.address}/rights/assigned?credential_id=${plate}'

Ctrl-C stops it.
`);

for (const signal of ['SIGINT', 'SIGTERM'] as const) {
  process.once(signal, () => void parking[Symbol.asyncDispose]());
}
