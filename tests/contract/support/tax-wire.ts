import nock from 'nock';
import { pino } from 'pino';
import {
  createTaxClient,
  type TaxClient,
  type TaxOptions,
} from '../../../connectors/tax/client.ts';
import { parseLinkedAccount } from '../../../domain/linked-account.ts';

/** The intercepted tax office. */
export const OFFICE = 'http://tax.test';

export const ANA = parseLinkedAccount('C000000001');
export const NAMESPACE = 'urn:ayuntamiento:tributos:v1';
const SOAP = 'http://schemas.xmlsoap.org/soap/envelope/';
const XSI = 'http://www.w3.org/2001/XMLSchema-instance';

export const OWN = { purpose: 'ownInformation', consent: 'given', requestedBy: 'ana' } as const;

export const REQUEST_ID = '00000000-0000-4000-8000-000000000001';

/** A client of the intercepted office that repeats nothing, on a day on which the bill may be paid. */
export function createTestClient(options: Partial<TaxOptions> = {}): TaxClient {
  return createTaxClient({
    url: new URL(`${OFFICE}/soap`),
    credentials: { user: 'hub', password: 'secret' },
    application: 'TESSERA',
    procedure: 'TARJETA-CIUDADANA',
    issuer: null,
    timeZone: 'Europe/Madrid',
    clock: { now: () => new Date('2026-10-01T12:00:00Z') },
    newRequestId: () => REQUEST_ID,
    log: pino({ level: 'silent' }),
    ...options,
    guard: { retries: 0, timeoutMs: 1_000, ...options.guard },
  });
}

/** One answer of the office: the bytes as they are. */
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

/** An answer with a right frame around `xml`, its elements without prefixes. */
export function answerOf(operation: string, xml: string, frame: Fields = {}): string {
  const parts = {
    CodigoEstado: '0000',
    FechaProceso: '2026-10-01T14:00:00',
    IdPeticion: REQUEST_ID,
    ...frame,
  };
  return envelope(
    `<${operation}Response xmlns="${NAMESPACE}">${fields(parts)}${xml}</${operation}Response>`,
  );
}

/** Null leaves an element out. */
export type Fields = Readonly<Record<string, string | null>>;

export function fields(of: Fields): string {
  return Object.entries(of)
    .map(([name, text]) => (text === null ? '' : `<${name}>${text}</${name}>`))
    .join('');
}

/** The example bill of the fact sheet, worked out by hand: 25.50 euros, to be paid by 1 November. */
export const BILL: Fields = {
  IdRecibo: 'R-1',
  Concepto: 'Basuras 2026',
  Estado: 'PENDIENTE',
  Periodo: 'VOLUNTARIO',
  Principal: '25,50',
  Recargo: '0,00',
  Importe: '25,50',
  FechaLimite: '2026-11-01',
  Emisora: '330243',
  Referencia: '000001234591',
  Identificacion: '1001266305',
};

export function billsAnswer(
  bills: readonly Fields[],
  head: Fields = { IdContribuyente: ANA, NumeroFilas: String(bills.length) },
): string {
  const rows = bills.map((bill) => `<Recibo>${fields(bill)}</Recibo>`).join('');
  return answerOf('ConsultarRecibos', `${fields(head)}<Recibos>${rows}</Recibos>`);
}

/** What the client makes of the answers that were laid out: the list, or `CODE message`. */
export async function readBills(options: Partial<TaxOptions> = {}): Promise<unknown> {
  await using client = createTestClient(options);
  const asks = [{ contributor: ANA, lists: new Set(['bills'] as const) }];
  const [answer] = await client.fetchContributors(asks, OWN);
  if (!answer?.bills) return null;
  if ('error' in answer.bills) return spell(answer.bills.error);
  return answer.bills.value.map((bill) => ('error' in bill ? spell(bill.error) : bill.value));
}

function spell({ code, message }: { readonly code: string; readonly message: string }): string {
  return `${code} ${message}`;
}
