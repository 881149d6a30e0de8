import { beforeEach, expect, it } from '@jest/globals';
import nock from 'nock';
import {
  ANA,
  ANAS_CARD,
  FIELDS,
  OFFICE,
  PURSE,
  SALDO,
  SOAP,
  answer,
  card,
  envelope,
  errorOfAna,
  fetchAna,
} from '../contract/support/transport-office.ts';

beforeEach(() => nock.disableNetConnect());

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
