import { inspect } from 'node:util';
import { beforeEach, expect, it } from '@jest/globals';
import nock, { type Body, type ReplyHeaders } from 'nock';
import { pino } from 'pino';
import { createTransportClient } from '../../connectors/transport/client.ts';
import { parseCityDay } from '../../domain/city-day.ts';
import { parseLinkedAccount } from '../../domain/linked-account.ts';

const OFFICE = 'http://emt.test';
const ANA = parseLinkedAccount('0000000000017');
const SOAP = 'http://schemas.xmlsoap.org/soap/envelope/';
const XSI = 'http://www.w3.org/2001/XMLSchema-instance';

beforeEach(() => nock.disableNetConnect());

function answer(
  status: number,
  body: Body,
  headers: ReplyHeaders = { 'Content-Type': 'text/xml' },
) {
  nock(OFFICE).post('/soap').reply(status, body, headers);
}

function createClient() {
  return createTransportClient({
    url: new URL('/soap', OFFICE),
    credentials: { user: 'hub', password: 'secret' },
    timeZone: 'Europe/Madrid',
    guard: { retries: 0 },
    log: pino({ level: 'silent' }),
  });
}

async function fetchAna() {
  await using client = createClient();
  const [found] = await client.fetchCards([ANA]);
  return found;
}

/** The code and sentence of what became of a question; and that nothing of the answer is in it. */
async function errorOfAna(): Promise<string> {
  const found = await fetchAna();
  if (found === undefined || !('error' in found)) return 'none';
  expect(inspect(found.error, { depth: null, showHidden: true })).not.toMatch(/SECRETO|JUBILADO/);
  return `${found.error.code} ${found.error.message}`;
}

const envelope = (inner: string): string =>
  `<soap:Envelope xmlns:soap="${SOAP}" xmlns:xsi="${XSI}"><soap:Body>${inner}</soap:Body></soap:Envelope>`;

const SALDO = `<Saldo><Monedero>Monedero Gijón</Monedero><Unidad>EUR_CENT</Unidad><Importe>1730</Importe><FechaSaldo>2026-11-21T09:15:00+01:00</FechaSaldo></Saldo>`;

const FIELDS = {
  NumeroTarjeta: `<NumeroTarjeta>${ANA}</NumeroTarjeta>`,
  Estado: '<Estado>ACTIVA</Estado>',
  Perfil: '<Perfil>JUBILADO</Perfil>',
  FechaCaducidad: '<FechaCaducidad>2030-01-31</FechaCaducidad>',
  Saldos: `<Saldos>${SALDO}</Saldos>`,
};

function card(changed: Partial<typeof FIELDS> = {}): string {
  const fields = Object.values({ ...FIELDS, ...changed }).join('');
  return `<ConsultarTarjetaResponse xmlns="urn:emt:tarjeta:v1">${fields}</ConsultarTarjetaResponse>`;
}

const PURSE = {
  name: 'Monedero Gijón',
  unit: 'cents',
  amount: 1_730,
  balanceAt: new Date('2026-11-21T08:15:00Z'),
};

const ANAS_CARD = {
  value: {
    account: ANA,
    state: 'active',
    expiresOn: '2030-01-31',
    purses: [{ value: PURSE }],
  },
};

it('sends operation and credentials with the action quoted', async () => {
  const sent: string[] = [];
  nock(OFFICE, {
    reqheaders: {
      soapaction: '"urn:emt:tarjeta:v1#ConsultarTarjeta"',
      'content-type': 'text/xml; charset=utf-8',
    },
  })
    .post('/soap', (body: string) => sent.push(body) > 0)
    .reply(200, envelope(card()), { 'Content-Type': 'text/xml; charset=utf-8' });
  expect(await fetchAna()).toEqual(ANAS_CARD);
  expect(sent[0]).toContain('<wsse:Username>hub</wsse:Username>');
  expect(sent[0]).toContain(`<t:NumeroTarjeta>${ANA}</t:NumeroTarjeta>`);
});

const foreign = card()
  .replaceAll(/<(\/?)(?=[A-Z])/g, '<$1ns7:')
  .replace('xmlns=', 'xmlns:ns7=');

it.each([
  [
    'other prefixes',
    envelope(foreign).replaceAll('soap:', 'SOAP-ENV:').replace('xmlns:soap', 'xmlns:SOAP-ENV'),
  ],
  [
    'elements in another order',
    envelope(card({ NumeroTarjeta: '', Perfil: `${FIELDS.Perfil}${FIELDS.NumeroTarjeta}` })),
  ],
  ['elements that are not asked for', envelope(card({ Perfil: '<Nuevo><A>1</A></Nuevo>' }))],
  [
    'unqualified elements within',
    envelope(
      card()
        .replace('xmlns=', 'xmlns:t=')
        .replace('<Cons', '<t:Cons')
        .replace('</Cons', '</t:Cons'),
    ),
  ],
  [
    'a header before the body',
    envelope(card()).replace('<soap:Body>', '<soap:Header><x/></soap:Header><soap:Body>'),
  ],
  ['blank lines before the declaration', `\r\n\n<?xml version="1.0"?>${envelope(card())}`],
  ['blanks around values', envelope(card({ Estado: '<Estado>\n  ACTIVA\n</Estado>' }))],
  [
    'a day as the midnight of the city, told in UTC',
    envelope(card({ FechaCaducidad: '<FechaCaducidad>2030-01-30T23:00:00.000Z</FechaCaducidad>' })),
  ],
  [
    'a day with an offset',
    envelope(card({ FechaCaducidad: '<FechaCaducidad>2030-01-31+01:00</FechaCaducidad>' })),
  ],
  ['a clock time without an offset', envelope(card().replace('09:15:00+01:00', '09:15:00'))],
])('reads an answer with %s', async (_, body) => {
  answer(200, body);
  expect(await fetchAna()).toEqual(ANAS_CARD);
});

it.each([
  [
    'ISO-8859-1 by the header',
    Buffer.from(envelope(card()), 'latin1'),
    'text/xml; charset=ISO-8859-1',
  ],
  [
    'ISO-8859-1 by the declaration',
    Buffer.from(`<?xml version="1.0" encoding="ISO-8859-1"?>${envelope(card())}`, 'latin1'),
    'text/xml',
  ],
  [
    'UTF-8 that is declared ISO-8859-1',
    Buffer.from(`<?xml version="1.0" encoding="ISO-8859-1"?>${envelope(card())}`),
    'text/xml; charset=ISO-8859-1',
  ],
  ['UTF-16', Buffer.from(`\uFEFF${envelope(card())}`, 'utf16le'), 'text/xml'],
])('reads an answer in %s', async (_, body, contentType) => {
  answer(200, body, { 'Content-Type': contentType });
  expect(await fetchAna()).toEqual(ANAS_CARD);
});

it.each([
  ['no purse', '<Saldos/>', []],
  ['a list that is nil', `<Saldos xsi:nil="true"/>`, []],
  ['one purse', `<Saldos>${SALDO}</Saldos>`, [{ value: PURSE }]],
  [
    'two purses',
    `<Saldos>${SALDO}${SALDO.replace('EUR_CENT', 'VIAJES')}</Saldos>`,
    [{ value: PURSE }, { value: { ...PURSE, unit: 'trips' } }],
  ],
])('reads a card with %s', async (_, Saldos, purses) => {
  answer(200, envelope(card({ Saldos })));
  expect(await fetchAna()).toEqual({ value: { ...ANAS_CARD.value, purses } });
});

it.each([
  ['a unit that is not known', SALDO.replace('EUR_CENT', 'PUNTOS')],
  ['an amount with decimals', SALDO.replace('1730', '17,30')],
  ['no date', SALDO.replace(/<FechaSaldo>.*<\/FechaSaldo>/, '')],
  ['a nil date', SALDO.replace(/<FechaSaldo>.*<\/FechaSaldo>/, '<FechaSaldo xsi:nil="true"/>')],
  ['a date that no calendar has', SALDO.replace('2026-11-21', '2026-13-41')],
])('fails the purse alone that has %s', async (_, broken) => {
  answer(200, envelope(card({ Saldos: `<Saldos>${broken}${SALDO}</Saldos>` })));
  expect(await fetchAna()).toMatchObject({
    value: { purses: [{ error: { code: 'UPSTREAM_MALFORMED' } }, { value: PURSE }] },
  });
});

it.each([
  ['a state that is not known', { Estado: '<Estado>SECRETO</Estado>' }, 'Estado'],
  ['a state named as a property of objects', { Estado: '<Estado>constructor</Estado>' }, 'Estado'],
  ['two states', { Estado: '<Estado>ACTIVA</Estado><Estado>BLOQUEADA</Estado>' }, 'Estado'],
  ['no list of purses', { Saldos: '' }, 'Saldos'],
  ['no last day', { FechaCaducidad: '<FechaCaducidad/>' }, 'FechaCaducidad'],
])('refuses a card with %s, naming the field only', async (_, changed, field) => {
  answer(200, envelope(card(changed)));
  expect(await errorOfAna()).toBe(
    `UPSTREAM_MALFORMED transport: ConsultarTarjetaResponse: unexpected ${field}`,
  );
});

it('refuses an answer about another card', async () => {
  answer(200, envelope(card({ NumeroTarjeta: '<NumeroTarjeta>0000000000018</NumeroTarjeta>' })));
  expect(await errorOfAna()).toBe('UPSTREAM_MALFORMED transport: an answer about another card');
});

const mtom = ['--b', 'Content-Type: application/xop+xml', '', envelope(card()), '--b--'].join(
  '\r\n',
);

it.each([
  ['a web page', 200, '<html><body>SECRETO<br></body></html>', 'text/html'],
  ['MTOM', 200, mtom, 'multipart/related; type="application/xop+xml"; boundary=b'],
  ['JSON', 200, '{"Perfil":"SECRETO"}', 'application/json'],
  ['nothing', 200, '', 'text/xml'],
  ['an empty body', 200, envelope(''), 'text/xml'],
  ['an answer that was cut', 200, envelope(card()).slice(0, -40), 'text/xml'],
  [
    'SOAP 1.2',
    200,
    envelope(card()).replaceAll(SOAP, 'http://www.w3.org/2003/05/soap-envelope'),
    'text/xml',
  ],
  [
    'another namespace',
    200,
    envelope(card()).replace('urn:emt:tarjeta:v1', 'urn:emt:tarjeta:v2'),
    'text/xml',
  ],
  [
    'an answer to another operation',
    200,
    envelope(card()).replaceAll('ConsultarTarjeta', 'RecargarTarjeta'),
    'text/xml',
  ],
  ['a document type', 200, `<!DOCTYPE x [<!ENTITY e "SECRETO">]>${envelope(card())}`, 'text/xml'],
  [
    'Latin-1 that is declared UTF-8',
    200,
    Buffer.from(envelope(card()), 'latin1'),
    'text/xml; charset=utf-8',
  ],
  ['a redirect', 302, '', 'text/xml'],
])('calls %s a broken answer', async (_, status, body, type) => {
  answer(status, body, { 'Content-Type': type, Location: `${OFFICE}/login` });
  expect(await errorOfAna()).toMatch(/^UPSTREAM_MALFORMED transport: /);
});

function fault(code: string, detail: string): string {
  return envelope(
    `<soap:Fault><faultcode>${code}</faultcode><faultstring>SECRETO JUBILADO</faultstring>${detail}</soap:Fault>`,
  );
}

const coded = (code: string): string =>
  `<detail><q:Error xmlns:q="urn:otro"><q:Codigo>${code}</q:Codigo></q:Error></detail>`;

it.each([
  [
    'with HTTP 500',
    500,
    fault('soap:Client', coded('TARJETA_DESCONOCIDA')),
    'REJECTED transport: TARJETA_DESCONOCIDA',
  ],
  [
    'with HTTP 200',
    200,
    fault('soap:Client', coded('TARJETA_DESCONOCIDA')),
    'REJECTED transport: TARJETA_DESCONOCIDA',
  ],
  [
    'of the client without a code',
    500,
    fault('Client', ''),
    'REJECTED transport: a fault without a code',
  ],
  [
    'whose code is free text',
    500,
    fault('Client', coded('SECRETO de Ana')),
    'REJECTED transport: a fault without a code',
  ],
  [
    'of the server without a code',
    500,
    fault('SOAP-ENV:Server', ''),
    'UNAVAILABLE transport: a fault of the server',
  ],
  [
    'of the server with HTTP 200',
    200,
    fault('soap:Server', '<detail/>'),
    'UNAVAILABLE transport: a fault of the server',
  ],
  [
    'of the server with a code',
    500,
    fault('soap:Server', coded('TIEMPO_AGOTADO')),
    'UNAVAILABLE transport: fault of the server: TIEMPO_AGOTADO',
  ],
  [
    'of WS-Security',
    500,
    fault('wsse:FailedAuthentication', ''),
    'REJECTED transport: fault FailedAuthentication: no code',
  ],
  ['without a fault code', 500, fault('', ''), 'MALFORMED transport: a fault without a fault code'],
])('understands a fault %s', async (_, status, body, expected) => {
  answer(status, body);
  expect(await errorOfAna()).toBe(`UPSTREAM_${expected}`);
});

it.each([
  [503, 'UNAVAILABLE transport: HTTP 503'],
  [500, 'UNAVAILABLE transport: HTTP 500'],
  [429, 'UNAVAILABLE transport: HTTP 429'],
  [408, 'UNAVAILABLE transport: HTTP 408'],
  [401, 'REJECTED transport: HTTP 401 without a fault'],
  [404, 'REJECTED transport: HTTP 404 without a fault'],
])('understands a page with HTTP %i', async (status, expected) => {
  answer(status, '<html>SECRETO</html>', { 'Content-Type': 'text/html' });
  expect(await errorOfAna()).toBe(`UPSTREAM_${expected}`);
});

it.each([
  ['was refused at the door with 503', 503, 'UPSTREAM_UNAVAILABLE'],
  ['was refused with 401', 401, 'UPSTREAM_REJECTED'],
])('throws for a top-up that %s, since nothing was done', async (_, status, code) => {
  answer(status, 'no');
  await using client = createClient();
  const topUp = { account: ANA, amountCents: 500, operationId: 'op-1' };
  await expect(client.postTopUp(topUp)).rejects.toMatchObject({ code });
});

const topUpAnswer = (id: string, result: string): string =>
  envelope(
    `<RecargarTarjetaResponse xmlns="urn:emt:tarjeta:v1"><Resultado>${result}</Resultado><IdOperacion>${id}</IdOperacion></RecargarTarjetaResponse>`,
  );

it.each([
  ['an answer to another operation id', 200, topUpAnswer('op-2', 'PENDIENTE_ACTIVACION')],
  ['a result that is not known', 200, topUpAnswer('op-1', 'SECRETO')],
  ['a web page', 200, '<html>'],
  ['a fault of the server', 500, fault('soap:Server', coded('TIEMPO_AGOTADO'))],
  ['a page with HTTP 502', 502, '<html>'],
])('does not know what became of a top-up after %s', async (_, status, body) => {
  answer(status, body);
  await using client = createClient();
  const topUp = { account: ANA, amountCents: 500, operationId: 'op-1' };
  expect(await client.postTopUp(topUp)).toEqual({ kind: 'unknown' });
});

it('fails the movement alone that cannot be read', async () => {
  const row = (id: string, kind: string): string =>
    `<Movimiento><IdMovimiento>${id}</IdMovimiento><FechaHora>2026-10-25T02:30:00</FechaHora><Tipo>${kind}</Tipo><Importe>-1</Importe><Unidad>VIAJES</Unidad><Perfil>JUBILADO</Perfil><Linea>4</Linea></Movimiento>`;
  answer(
    200,
    envelope(
      `<ConsultarMovimientosResponse xmlns="urn:emt:tarjeta:v1"><NumeroTarjeta>${ANA}</NumeroTarjeta><Pagina>1</Pagina><Paginas>2</Paginas><Movimientos>${row('1', 'REGALO')}${row('2', 'VIAJE')}</Movimientos></ConsultarMovimientosResponse>`,
    ),
  );
  await using client = createClient();
  const day = parseCityDay('2026-10-25');
  const page = await client.fetchMovements({ account: ANA, from: day, until: day, page: 1 });
  // Half past two comes twice on that night: the first is meant.
  const at = new Date('2026-10-25T00:30:00Z');
  expect(page).toMatchObject({
    movements: [{ error: { code: 'UPSTREAM_MALFORMED' } }, { value: { id: '2', at, line: '4' } }],
    nextPage: 2,
  });
});
