import { parseArgs } from 'node:util';
import { createCity } from '../city/city.ts';
import { HUB_KEY } from './keys.ts';
import { startRegionalLibrary } from './start-regional-library.ts';

const { values } = parseArgs({
  options: {
    port: { type: 'string', default: '8081' },
    people: { type: 'string', default: '1000' },
    seed: { type: 'string', default: 'tessera' },
    journal: { type: 'string' },
  },
});

const madeOn = new Date().toISOString().slice(0, 10);
const city = createCity({ people: Number(values.people), madeOn, seed: values.seed });
const library = await startRegionalLibrary({
  city,
  port: Number(values.port),
  host: '127.0.0.1',
  journalPath: values.journal ?? null,
});

const account = city.cardholders[0]?.regionalLibrary?.account ?? '';
const form = `grant_type=client_credentials&client_id=${HUB_KEY.clientId}&client_secret=${HUB_KEY.clientSecret}`;
process.stdout
  .write(`The regional library of ${values.people} people listens on ${library.address}. Try:

TOKEN=$(curl -s ${library.address}/api/v1/oauth/token -d '${form}' | sed 's/.*"access_token":"\\([^"]*\\)".*/\\1/')
curl -s -i -G ${library.address}/api/v1/patrons -H "Authorization: Bearer $TOKEN" --data-urlencode 'q={"cardnumber":["${account}"]}'

Ctrl-C stops it.
`);

for (const signal of ['SIGINT', 'SIGTERM'] as const) {
  process.once(signal, () => void library[Symbol.asyncDispose]());
}
