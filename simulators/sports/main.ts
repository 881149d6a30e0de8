import { parseArgs } from 'node:util';
import { createCity } from '../city/city.ts';
import { startSportsSystem } from './start-sports.ts';

const { values } = parseArgs({
  options: {
    port: { type: 'string', default: '8082' },
    people: { type: 'string', default: '1000' },
    seed: { type: 'string', default: 'gijon' },
    zone: { type: 'string', default: 'Europe/Madrid' },
    key: { type: 'string', default: 'synthetic-sports-key' },
    journal: { type: 'string' },
    files: { type: 'string' },
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
const sports = await startSportsSystem({
  city,
  port: Number(values.port),
  host: '127.0.0.1',
  journalPath: values.journal ?? null,
  zone: values.zone,
  apiKey: values.key,
  filesDir: values.files ?? null,
}).catch((error: unknown) =>
  refuse(`It cannot be started: ${error instanceof Error ? error.message : String(error)}.`),
);

const members = city.cardholders.filter((holder) => holder.sports !== null).length;
process.stdout
  .write(`The sports body of ${members} members listens on ${sports.address}. Its feeds, and the orders of the broker:

curl -s ${sports.address}/rpde/facility-uses
curl -s ${sports.address}/rpde/slots
curl -s ${sports.address}/rpde/orders -H 'X-API-Key: ${values.key}'

${values.files === undefined ? 'With --files FOLDER it writes abonos.csv and reservas.csv, every night' : `Its nightly files are in ${values.files}; they are written every night`} and whenever it gets SIGUSR2 (kill -USR2 ${process.pid}).
Ctrl-C stops it.
`);

process.on('SIGUSR2', () => sports.writeFiles());
for (const signal of ['SIGINT', 'SIGTERM'] as const) {
  process.once(signal, () => void sports[Symbol.asyncDispose]());
}
