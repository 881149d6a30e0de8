import { inspect } from 'node:util';
import { expect } from '@jest/globals';
import nock, { type Body, type ReplyHeaders } from 'nock';
import { pino } from 'pino';
import { createTransportClient } from '../../../connectors/transport/client.ts';
import { parseLinkedAccount } from '../../../domain/linked-account.ts';

export const OFFICE = 'http://emt.test';
export const ANA = parseLinkedAccount('0000000000017');
export const SOAP = 'http://schemas.xmlsoap.org/soap/envelope/';
const XSI = 'http://www.w3.org/2001/XMLSchema-instance';

export function answer(
  status: number,
  body: Body,
  headers: ReplyHeaders = { 'Content-Type': 'text/xml' },
) {
  nock(OFFICE).post('/soap').reply(status, body, headers);
}

export function createClient() {
  return createTransportClient({
    url: new URL('/soap', OFFICE),
    credentials: { user: 'hub', password: 'secret' },
    timeZone: 'Europe/Madrid',
    guard: { retries: 0 },
    log: pino({ level: 'silent' }),
  });
}

export async function fetchAna() {
  await using client = createClient();
  const [found] = await client.fetchCards([ANA]);
  return found;
}

/** The code and sentence of what became of a question; and that nothing of the answer is in it. */
export async function errorOfAna(): Promise<string> {
  const found = await fetchAna();
  if (found === undefined || !('error' in found)) return 'none';
  expect(inspect(found.error, { depth: null, showHidden: true })).not.toMatch(/SECRETO|JUBILADO/);
  return `${found.error.code} ${found.error.message}`;
}

export const envelope = (inner: string): string =>
  `<soap:Envelope xmlns:soap="${SOAP}" xmlns:xsi="${XSI}"><soap:Body>${inner}</soap:Body></soap:Envelope>`;

export const SALDO = `<Saldo><Monedero>Monedero Gijón</Monedero><Unidad>EUR_CENT</Unidad><Importe>1730</Importe><FechaSaldo>2026-11-21T09:15:00+01:00</FechaSaldo></Saldo>`;

export const FIELDS = {
  NumeroTarjeta: `<NumeroTarjeta>${ANA}</NumeroTarjeta>`,
  Estado: '<Estado>ACTIVA</Estado>',
  Perfil: '<Perfil>JUBILADO</Perfil>',
  FechaCaducidad: '<FechaCaducidad>2030-01-31</FechaCaducidad>',
  Saldos: `<Saldos>${SALDO}</Saldos>`,
};

export function card(changed: Partial<typeof FIELDS> = {}): string {
  const fields = Object.values({ ...FIELDS, ...changed }).join('');
  return `<ConsultarTarjetaResponse xmlns="urn:emt:tarjeta:v1">${fields}</ConsultarTarjetaResponse>`;
}

export const PURSE = {
  name: 'Monedero Gijón',
  unit: 'cents',
  amount: 1_730,
  balanceAt: new Date('2026-11-21T08:15:00Z'),
};

export const ANAS_CARD = {
  value: {
    account: ANA,
    state: 'active',
    expiresOn: '2030-01-31',
    purses: [{ value: PURSE }],
  },
};
