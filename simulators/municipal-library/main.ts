import { parseArgs } from 'node:util';
import { createCity } from '../city/city.ts';
import { DEFAULT_RULES } from './rules.ts';
import { startMunicipalLibrary } from './start-municipal-library.ts';

const { values } = parseArgs({
  options: {
    port: { type: 'string', default: '6001' },
    people: { type: 'string', default: '1000' },
    seed: { type: 'string', default: 'gijon' },
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
const library = await startMunicipalLibrary({
  city,
  port: Number(values.port),
  host: '127.0.0.1',
  journalPath: values.journal ?? null,
}).catch((error: unknown) =>
  refuse(`Port ${values.port} cannot be opened: ${error instanceof Error ? error.message : ''}.`),
);

const [host, port] = library.address.split(':');
const { account = '', pin = '' } = city.cardholders[0]?.municipalLibrary ?? {};
const { user, password, institutionId } = DEFAULT_RULES;
const borrowers = city.cardholders.filter((holder) => holder.municipalLibrary !== null).length;
process.stdout
  .write(`The municipal library speaks SIP2 on ${library.address}: ${borrowers} borrowers, institution ${institutionId}.
Log in as ${user} with ${password}, then ask; lines end in a carriage return. The loans of card ${account}, PIN ${pin}:

bash -c "exec 3<>/dev/tcp/${host}/${port}; printf '9300CN${user}|CO${password}|\\r6300020260101    120000  Y       AO${institutionId}|AA${account}|AC|AD${pin}|\\r' >&3; timeout 1 cat <&3"

Ctrl-C stops it.
`);

for (const signal of ['SIGINT', 'SIGTERM'] as const) {
  process.once(signal, () => void library[Symbol.asyncDispose]());
}
