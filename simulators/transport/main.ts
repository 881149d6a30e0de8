import { parseArgs } from 'node:util';
import { createCity } from '../city/city.ts';
import { SOAP_PATH, startTransportSystem } from './start-transport.ts';

const { values } = parseArgs({
  options: {
    port: { type: 'string', default: '8083' },
    people: { type: 'string', default: '1000' },
    seed: { type: 'string', default: 'gijon' },
    journal: { type: 'string' },
  },
});

const USER = 'hub';
const PASSWORD = 'only-for-trying';

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
const transport = await startTransportSystem({
  city,
  port: Number(values.port),
  host: '127.0.0.1',
  journalPath: values.journal ?? null,
  zone: 'Europe/Madrid',
  user: USER,
  password: PASSWORD,
}).catch((error: unknown) =>
  refuse(`Port ${values.port} cannot be opened: ${error instanceof Error ? error.message : ''}.`),
);

const account = city.cardholders[0]?.transport?.account ?? '';
const wsse = 'http://docs.oasis-open.org/wss/2004/01/oasis-200401-wss-wssecurity-secext-1.0.xsd';
process.stdout
  .write(`Public transport of ${values.people} people listens on ${transport.address}: ${SOAP_PATH}?wsdl, /gtfs.zip, /gtfs-rt. Try:

curl -s ${transport.address}${SOAP_PATH} -H 'Content-Type: text/xml; charset=utf-8' -H 'SOAPAction: "urn:emt:tarjeta:v1#ConsultarTarjeta"' -d '<s:Envelope xmlns:s="http://schemas.xmlsoap.org/soap/envelope/"><s:Header><w:Security xmlns:w="${wsse}"><w:UsernameToken><w:Username>${USER}</w:Username><w:Password>${PASSWORD}</w:Password></w:UsernameToken></w:Security></s:Header><s:Body><ConsultarTarjeta xmlns="urn:emt:tarjeta:v1"><NumeroTarjeta>${account}</NumeroTarjeta></ConsultarTarjeta></s:Body></s:Envelope>'

Ctrl-C stops it.
`);

for (const signal of ['SIGINT', 'SIGTERM'] as const) {
  process.once(signal, () => void transport[Symbol.asyncDispose]());
}
