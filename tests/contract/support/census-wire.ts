import nock from 'nock';
import { pino } from 'pino';
import {
  createCensusClient,
  type CensusClient,
  type CensusOptions,
} from '../../../connectors/census/client.ts';
import type { CensusPart, CensusPerson } from '../../../connectors/census/port.ts';
import { parseCivilId } from '../../../domain/card/civil-id.ts';
import { parseCityDay } from '../../../domain/city-day.ts';
import type { HubError } from '../../../domain/errors.ts';
import type { Outcome } from '../../../domain/outcome.ts';

/** The intercepted census. */
const OFFICE = 'http://census.test';

const NAMESPACE = 'urn:ayuntamiento:padron:v1';
const SOAP = 'http://schemas.xmlsoap.org/soap/envelope/';
const XSI = 'http://www.w3.org/2001/XMLSchema-instance';
const REQUEST_ID = '00000000-0000-4000-8000-000000000001';

const OWN = { purpose: 'ownInformation', consent: 'given', requestedBy: 'ana' } as const;

/** Of the range that no living person has. */
export const NIF = '00000012N';

const ANA: CensusPerson = { kind: 'civilId', civilId: parseCivilId(NIF) };

/** A client of the intercepted census that repeats nothing. */
function createTestClient(options: Partial<CensusOptions> = {}): CensusClient {
  return createCensusClient({
    url: new URL(`${OFFICE}/soap`),
    credentials: { user: 'hub', password: 'secret' },
    application: 'TESSERA',
    procedure: 'TARJETA-CIUDADANA',
    municipality: null,
    timeZone: 'Europe/Madrid',
    clock: { now: () => new Date('2026-10-01T12:00:00Z') },
    newRequestId: () => REQUEST_ID,
    log: pino({ level: 'silent' }),
    ...options,
    guard: { retries: 0, timeoutMs: 1_000, ...options.guard },
  });
}

/** One answer of the census: the bytes as they are. */
export function answerBytes(
  bytes: string | Buffer,
  { status = 200, type = 'text/xml; charset=utf-8' } = {},
): void {
  const body = typeof bytes === 'string' ? Buffer.from(bytes) : bytes;
  nock(OFFICE).post('/soap').reply(status, body, { 'Content-Type': type });
}

export function envelope(body: string): string {
  return `<e:Envelope xmlns:e="${SOAP}" xmlns:xsi="${XSI}"><e:Body>${body}</e:Body></e:Envelope>`;
}

/** Null leaves an element out. */
export type Fields = Readonly<Record<string, string | null>>;

export function fields(of: Fields): string {
  return Object.entries(of)
    .map(([name, text]) => (text === null ? '' : `<${name}>${text}</${name}>`))
    .join('');
}

const OPERATIONS: Readonly<Record<CensusPart, string>> = {
  residency: 'ConsultarEmpadronamiento',
  identity: 'ConsultarDatosIdentidad',
  household: 'ConsultarConvivencia',
};

/** A right frame around `xml`, its elements without prefixes. */
export function answerOf(part: CensusPart, xml: string, frame: Fields = {}): string {
  const parts = {
    CodigoEstado: '0000',
    FechaProceso: '2026-10-01T14:00:00',
    IdPeticion: REQUEST_ID,
    Nif: NIF,
    ...frame,
  };
  const operation = OPERATIONS[part];
  return envelope(
    `<${operation}Response xmlns="${NAMESPACE}">${fields(parts)}${xml}</${operation}Response>`,
  );
}

/** What the client makes of the answer that was laid out: the value, or `CODE message`. */
export async function readPart(
  part: CensusPart,
  options: Partial<CensusOptions> = {},
): Promise<unknown> {
  await using client = createTestClient(options);
  const asks = [{ person: ANA, parts: new Set([part]) }];
  const [answer] = await client.fetchPersons(asks, OWN);
  return spell(answer?.[part]);
}

/** The children born on 6 May 2020 in the household that was laid out, or `CODE message`. */
export async function readMinors(options: Partial<CensusOptions> = {}): Promise<unknown> {
  await using client = createTestClient(options);
  const asks = [{ guardian: parseCivilId(NIF), birthDay: parseCityDay('2020-05-06') }];
  const [found] = await client.findMinors(asks, OWN);
  return spell(found);
}

function spell(outcome: Outcome<unknown> | null | undefined): unknown {
  if (!outcome) return null;
  return 'error' in outcome ? spellError(outcome.error) : outcome.value;
}

function spellError({ code, message }: HubError): string {
  return `${code} ${message}`;
}
