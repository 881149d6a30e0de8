import { parseArgs } from 'node:util';
import { createCity } from '../city/city.ts';
import { CENSUS_PATH, startCensusSystem } from './start-census.ts';

const { values } = parseArgs({
  options: {
    port: { type: 'string', default: '8087' },
    people: { type: 'string', default: '1000' },
    seed: { type: 'string', default: 'gijon' },
    journal: { type: 'string' },
    user: { type: 'string', default: 'hub' },
    password: { type: 'string', default: 'hub' },
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
const census = await startCensusSystem({
  city,
  port: Number(values.port),
  host: '127.0.0.1',
  journalPath: values.journal ?? null,
  zone: 'Europe/Madrid',
  user: values.user,
  password: values.password,
}).catch((error: unknown) =>
  refuse(`Port ${values.port} cannot be opened: ${error instanceof Error ? error.message : ''}.`),
);

const known = city.cardholders.filter((holder) => holder.census !== null);
const wsse = 'http://docs.oasis-open.org/wss/2004/01/oasis-200401-wss-wssecurity-secext-1.0.xsd';
const header = `<wsse:Security xmlns:wsse="${wsse}"><wsse:UsernameToken><wsse:Username>${values.user}</wsse:Username><wsse:Password>${values.password}</wsse:Password></wsse:UsernameToken></wsse:Security>`;
const request =
  '<ConsultarEmpadronamiento xmlns="urn:ayuntamiento:padron:v1"><Peticion><IdPeticion>1</IdPeticion><Finalidad>ATENCION_CIUDADANA</Finalidad><Consentimiento>Ley</Consentimiento><Procedimiento>PRUEBA</Procedimiento><Usuario>prueba</Usuario><Aplicacion>curl</Aplicacion></Peticion>' +
  `<Nif>${known[0]?.civilId ?? ''}</Nif></ConsultarEmpadronamiento>`;
process.stdout
  .write(`The census of ${known.length} people speaks SOAP on ${census.address}${CENSUS_PATH}; its description is ${census.address}${CENSUS_PATH}?wsdl. Try:

curl -s ${census.address}${CENSUS_PATH} -H 'Content-Type: text/xml' -H 'SOAPAction: ""' -d '<s:Envelope xmlns:s="http://schemas.xmlsoap.org/soap/envelope/"><s:Header>${header}</s:Header><s:Body>${request}</s:Body></s:Envelope>'

Ctrl-C stops it.
`);

for (const signal of ['SIGINT', 'SIGTERM'] as const) {
  process.once(signal, () => void census[Symbol.asyncDispose]());
}
