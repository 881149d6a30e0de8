import { once } from 'node:events';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { expect, it } from '@jest/globals';
import { createClientAsync, listen, WSSecurity, type Client } from 'soap';
import { taxWsdl } from '../../simulators/tax/wsdl.ts';
import {
  ACCOUNT,
  ANA,
  ask,
  AT_DESK,
  createClientOf,
  startOffice,
  TODAY,
} from './support/tax-office.ts';

/*
 * The npm package `soap` knows nothing of ours: as a client it checks the simulator and its
 * description, as a server it checks the connector.
 */

const PETITION = {
  IdPeticion: 'P-1',
  Finalidad: 'CONSULTA_PROPIA',
  Consentimiento: 'Si',
  Procedimiento: 'PRUEBA',
  Usuario: 'u-1',
  Aplicacion: 'soap',
};

async function clientOf(address: string, type: 'PasswordText' | 'PasswordDigest'): Promise<Client> {
  const client = await createClientAsync(`${address}/soap?wsdl`);
  client.setSecurity(new WSSecurity(ACCOUNT.user, ACCOUNT.password, { passwordType: type }));
  return client;
}

it.each(['PasswordText', 'PasswordDigest'] as const)(
  'lets the package read the bills by the description alone, with %s',
  async (type) => {
    await using office = await startOffice();
    const client = await clientOf(office.address, type);
    const request = { Peticion: PETITION, IdContribuyente: ANA, Estado: 'TODOS' };
    const [answer] = await client['ConsultarRecibosAsync'](request);
    expect(answer).toMatchObject({
      CodigoEstado: '0000',
      IdPeticion: 'P-1',
      NumeroFilas: 2,
      Recibos: { Recibo: [{ Importe: '1.245,10' }, { FechaLimite: '2027-01-20+01:00' }] },
    });
  },
);

it('understands the package in each of its spellings', async () => {
  await using office = await startOffice();
  const client = await clientOf(office.address, 'PasswordText');
  const states = [];
  for (let time = 0; time < 4; time += 1) {
    const request = { Peticion: PETITION, IdRecibo: 'R000000001-01' };
    const [answer] = await client['ObtenerDocumentoPagoAsync'](request);
    states.push(answer.CodigoBarras.slice(0, 11));
  }
  expect(states).toEqual(Array.from({ length: 4 }, () => '90521330243'));
});

it('records a payment of the package once', async () => {
  await using office = await startOffice();
  const client = await clientOf(office.address, 'PasswordText');
  const identified = { Peticion: PETITION, IdRecibo: 'R000000001-01' };
  const [document] = await client['ObtenerDocumentoPagoAsync'](identified);
  const payment = { Referencia: document.Referencia, Importe: '1245,10', Fecha: TODAY, NRC: 'N1' };
  const [first] = await client['ComunicarCobroAsync']({ Peticion: PETITION, ...payment });
  const [second] = await client['ComunicarCobroAsync']({ Peticion: PETITION, ...payment });
  expect([first.Resultado, second.Resultado]).toEqual(['REGISTRADO', 'REPETIDO']);
});

it.each([
  [{ Finalidad: '' }, 'FINALIDAD_OBLIGATORIA'],
  [{ Finalidad: 'CURIOSIDAD' }, 'FINALIDAD_OBLIGATORIA'],
  [{ Consentimiento: 'No' }, 'CONSENTIMIENTO_OBLIGATORIO'],
  [{ Usuario: '' }, 'PETICION_NO_VALIDA'],
])('refuses a request of the package with %j by the fault %s', async (more, code) => {
  await using office = await startOffice();
  const client = await clientOf(office.address, 'PasswordText');
  const request = { Peticion: { ...PETITION, ...more }, IdContribuyente: ANA };
  const detail = { Error: { Codigo: code } };
  await expect(client['ConsultarRecibosAsync'](request)).rejects.toMatchObject({
    root: { Envelope: { Body: { Fault: { detail } } } },
  });
  expect(office.accesses()).toEqual([]);
});

/** The package's server over our description, and what it was asked. */
async function startPackageServer(answer: (operation: string, args: unknown) => object) {
  const server: Server = createServer();
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const operation = (name: string) => (args: { readonly Peticion: typeof PETITION }) => ({
    CodigoEstado: '0000',
    FechaProceso: '2026-11-21T12:00:00Z',
    IdPeticion: args.Peticion.IdPeticion,
    ...answer(name, args),
  });
  const names = ['ConsultarRecibos', 'ConsultarBonificacion', 'ComunicarCobro'];
  const port = Object.fromEntries(names.map((name) => [name, operation(name)]));
  const services = { TributosService: { TributosPort: port } };
  const soap = listen(server, '/soap', services, taxWsdl(`${address}/soap`));
  soap.authenticate = (security) =>
    security.UsernameToken.Username === ACCOUNT.user &&
    security.UsernameToken.Password.$value === ACCOUNT.password;
  return {
    address,
    async [Symbol.asyncDispose]() {
      server.closeAllConnections();
      server.close();
      await once(server, 'close');
    },
  };
}

const BILL = {
  IdRecibo: 'X-1',
  Concepto: 'Basuras & aguas',
  Estado: 'PENDIENTE',
  Periodo: 'VOLUNTARIO',
  Principal: '25,50',
  Importe: '25,50',
  FechaLimite: '2026-11-01',
  Emisora: '330243',
  Referencia: '000001234591',
  Identificacion: '1001266305',
};

it('reads what the package serves, a list of one included', async () => {
  const asked: unknown[] = [];
  await using server = await startPackageServer((_operation, args) => {
    asked.push(args);
    return { IdContribuyente: ANA, NumeroFilas: 1, Recibos: { Recibo: [BILL] } };
  });
  await using client = createClientOf(server);
  const bill = { id: 'X-1', concept: 'Basuras & aguas', amountCents: 2550 };
  const more = { reference: '000001234591', dueOn: '2026-11-01', state: 'overdue' };
  expect(await client.fetchContributors([ask(ANA, 'bills')], AT_DESK)).toEqual([
    { contributor: ANA, bills: { value: [{ value: { ...bill, ...more } }] }, subsidies: null },
  ]);
  expect(asked).toMatchObject([
    { Peticion: { Finalidad: 'ATENCION_CIUDADANA', Usuario: 'clerk-7' }, IdContribuyente: ANA },
  ]);
});

it('sends the package a payment as the description says', async () => {
  const asked: unknown[] = [];
  await using server = await startPackageServer((_operation, args) => {
    asked.push(args);
    return { Resultado: 'REGISTRADO' };
  });
  await using client = createClientOf(server);
  const bill = { contributor: ANA, billId: 'X-1', reference: '000001234591', amountCents: 5 };
  const payment = { ...bill, paidOn: TODAY, paymentNumber: 'N1' };
  expect(await client.postPayment(payment, AT_DESK)).toEqual({ kind: 'recorded' });
  const sent = { Referencia: '000001234591', Importe: '0,05', Fecha: '2026-11-21', NRC: 'N1' };
  expect(asked).toMatchObject([{ IdContribuyente: ANA, IdRecibo: 'X-1', ...sent }]);
});

it.each([
  ['soap:Server', 'UPSTREAM_UNAVAILABLE', 'tax: a fault of the server'],
  ['soap:Client', 'UPSTREAM_REJECTED', 'tax: refused with a code that is not known'],
])('takes the fault %s of the package for %s', async (faultcode, code, message) => {
  await using server = await startPackageServer(() => {
    const Fault = { faultcode, faultstring: 'Bono Social' };
    throw Object.assign(new Error('fault'), { Fault });
  });
  await using client = createClientOf(server);
  expect(await client.fetchContributors([ask(ANA, 'bills')], AT_DESK)).toMatchObject([
    { bills: { error: { code, message } } },
  ]);
});
