import { expect, it } from '@jest/globals';
import { parseCityDay } from '../../domain/city-day.ts';
import { SOAP_PATH } from '../../simulators/transport/start-transport.ts';
import { ANA, createClientAt, MADE_ON, NOON, startTransport } from './support/transport-city.ts';
import {
  createPackageClient,
  startPackageServer,
  type PackageFault,
} from './support/transport-soap-package.ts';

/* The package `soap` is an implementation of SOAP 1.1 and WSDL that we did not write. */

it('lets an independent client read a card from our simulator by its own description', async () => {
  await using transport = await startTransport();
  const client = await createPackageClient(`${transport.address}${SOAP_PATH}`);
  const [card] = await client['ConsultarTarjetaAsync']({ NumeroTarjeta: ANA });
  expect(card).toMatchObject({
    NumeroTarjeta: ANA,
    Estado: 'ACTIVA',
    Perfil: 'DESEMPLEO',
    FechaCaducidad: expect.any(Date),
    Saldos: { Saldo: [{ Unidad: 'EUR_CENT', Importe: 1_730 }, { Unidad: 'VIAJES' }] },
  });
});

it('lets an independent client use every other operation of our simulator', async () => {
  await using transport = await startTransport();
  const client = await createPackageClient(`${transport.address}${SOAP_PATH}`);
  const days = { Desde: '2026-01-01', Hasta: MADE_ON };
  const card = { NumeroTarjeta: ANA };
  const answers = [
    await client['ConsultarMovimientosAsync']({ ...card, ...days, Pagina: 3 }),
    await client['RecargarTarjetaAsync']({ ...card, Importe: 500, IdOperacion: 'op-1' }),
    await client['ActualizarPerfilTarifarioAsync']({
      ...card,
      CodigoTarifa: 'T11',
      IdOperacion: 'op-2',
    }),
    await client['BloquearTarjetaAsync'](card),
  ];
  expect(answers.map(([answer]) => answer)).toMatchObject([
    { Pagina: 3, Paginas: 3, Movimientos: { Movimiento: { length: 5 } } },
    { Resultado: 'PENDIENTE_ACTIVACION', IdOperacion: 'op-1' },
    { Resultado: 'ACTUALIZADO', IdOperacion: 'op-2' },
    { Estado: 'BLOQUEADA' },
  ]);
  expect(transport.ledger.topUps()).toHaveLength(1);
});

it('tells an independent client of a fault with its code', async () => {
  await using transport = await startTransport();
  const client = await createPackageClient(`${transport.address}${SOAP_PATH}`);
  const asked = client['ConsultarTarjetaAsync']({ NumeroTarjeta: '1' });
  const { root } = await asked.then(
    () => Promise.reject(new Error('no fault')),
    (error: PackageFault) => error,
  );
  const { faultcode, detail } = root.Envelope.Body.Fault;
  expect([faultcode, detail.Error.Codigo]).toEqual(['soap:Client', 'TARJETA_DESCONOCIDA']);
});

const AT = NOON.now().toISOString();

const SALDO = { Monedero: 'Monedero', Unidad: 'EUR_CENT', Importe: 1_730, FechaSaldo: AT };

const TARJETA = {
  NumeroTarjeta: ANA,
  Estado: 'ACTIVA',
  Perfil: 'FAMILIA_NUMEROSA',
  // Midnight in the city, told in UTC: what becomes of days in many stacks.
  FechaCaducidad: '2030-01-30T23:00:00.000Z',
};

it('reads a card from an independent server, with two purses, one and none', async () => {
  const answers = [{ Saldo: [SALDO, { ...SALDO, Unidad: 'VIAJES' }] }, { Saldo: SALDO }, {}];
  await using server = await startPackageServer({
    ConsultarTarjeta: () => ({ ...TARJETA, Saldos: answers.shift() }),
  });
  await using client = createClientAt(server.address);
  const purse = (unit: string) => ({
    value: { name: 'Monedero', unit, amount: 1_730, balanceAt: NOON.now() },
  });
  const cards = [
    await client.fetchCards([ANA]),
    await client.fetchCards([ANA]),
    await client.fetchCards([ANA]),
  ];
  const card = { account: ANA, state: 'active', expiresOn: '2030-01-31' };
  expect(cards.flat()).toEqual([
    { value: { ...card, purses: [purse('cents'), purse('trips')] } },
    { value: { ...card, purses: [purse('cents')] } },
    { value: { ...card, purses: [] } },
  ]);
  expect(server.requests).toEqual(Array(3).fill({ NumeroTarjeta: ANA }));
});

it('is understood by an independent server in every other operation', async () => {
  await using server = await startPackageServer({
    ConsultarMovimientos: ({ Pagina }) => ({
      NumeroTarjeta: ANA,
      Pagina,
      Paginas: 2,
      Movimientos: {
        Movimiento: {
          IdMovimiento: 'm-1',
          FechaHora: AT,
          Tipo: 'VIAJE',
          Importe: -108,
          Unidad: 'EUR_CENT',
          Perfil: 'JUBILADO',
          Linea: '4',
        },
      },
    }),
    RecargarTarjeta: ({ IdOperacion }) => ({ Resultado: 'PENDIENTE_ACTIVACION', IdOperacion }),
    BloquearTarjeta: () => ({ NumeroTarjeta: ANA, Estado: 'BLOQUEADA', Perfil: 'JUBILADO' }),
    ActualizarPerfilTarifario: ({ IdOperacion }) => ({ Resultado: 'ACTUALIZADO', IdOperacion }),
  });
  await using client = createClientAt(server.address);
  const day = parseCityDay(MADE_ON);
  const page = await client.fetchMovements({ account: ANA, from: day, until: day, page: 1 });
  expect(page).toEqual({
    movements: [
      {
        value: { id: 'm-1', at: NOON.now(), kind: 'trip', amount: -108, unit: 'cents', line: '4' },
      },
    ],
    nextPage: 2,
  });
  expect(
    await client.postTopUp({ account: ANA, amountCents: 500, operationId: '<op> & "1"' }),
  ).toEqual({ kind: 'pendingActivation' });
  await client.blockCard(ANA);
  await client.putTariffCode({ account: ANA, code: 'T11', operationId: 'op-2' });
  expect(server.requests.slice(1)).toEqual([
    { NumeroTarjeta: ANA, Importe: 500, IdOperacion: '<op> & "1"' },
    { NumeroTarjeta: ANA },
    { NumeroTarjeta: ANA, CodigoTarifa: 'T11', IdOperacion: 'op-2' },
  ]);
});

it('understands the fault of an independent server', async () => {
  await using server = await startPackageServer({
    ConsultarTarjeta() {
      throw {
        Fault: {
          faultcode: 'soap:Client',
          faultstring: 'Tarjeta de Ana desconocida',
          detail: { Error: { Codigo: 'TARJETA_DESCONOCIDA' } },
        },
      };
    },
  });
  await using client = createClientAt(server.address);
  expect(await client.fetchCards([ANA])).toMatchObject([
    { error: { code: 'UPSTREAM_REJECTED', message: 'transport: TARJETA_DESCONOCIDA' } },
  ]);
});
