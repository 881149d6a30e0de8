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

const madeOn = new Date().toISOString().slice(0, 10);
const city = createCity({ people: Number(values.people), madeOn, seed: values.seed });
const library = await startMunicipalLibrary({
  city,
  port: Number(values.port),
  host: '127.0.0.1',
  journalPath: values.journal ?? null,
});

const [host, port] = library.address.split(':');
const { account = '', pin = '' } = city.cardholders[0]?.municipalLibrary ?? {};
const { user, password, institutionId } = DEFAULT_RULES;
const borrowers = city.cardholders.filter((holder) => holder.municipalLibrary !== null).length;
process.stdout
  .write(`The municipal library speaks SIP2 on ${library.address}: ${borrowers} borrowers, institution ${institutionId}.
Log in as ${user} with ${password}, then ask; lines end in a carriage return. The loans of card ${account}, PIN ${pin}:

{ printf '9300CN${user}|CO${password}|\\r'; printf '6300020260101    120000  Y       AO${institutionId}|AA${account}|AC|AD${pin}|\\r'; sleep 1; } | nc ${host} ${port}

Ctrl-C stops it.
`);

for (const signal of ['SIGINT', 'SIGTERM'] as const) {
  process.once(signal, () => void library[Symbol.asyncDispose]());
}
