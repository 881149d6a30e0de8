import { beforeEach, expect, it } from '@jest/globals';
import nock from 'nock';
import { parseCityDay } from '../../domain/city-day.ts';
import {
  ANA,
  answer,
  createClient,
  envelope,
  errorOfAna,
} from '../contract/support/transport-office.ts';

beforeEach(() => nock.disableNetConnect());

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

it.each([1, 3])('refuses page %i of movements in place of page 2', async (page) => {
  answer(
    200,
    envelope(
      `<ConsultarMovimientosResponse xmlns="urn:emt:tarjeta:v1"><NumeroTarjeta>${ANA}</NumeroTarjeta><Pagina>${page}</Pagina><Paginas>4</Paginas><Movimientos/></ConsultarMovimientosResponse>`,
    ),
  );
  await using client = createClient();
  const day = parseCityDay('2026-10-25');
  const asked = client.fetchMovements({ account: ANA, from: day, until: day, page: 2 });
  await expect(asked).rejects.toMatchObject({ code: 'UPSTREAM_MALFORMED' });
});
