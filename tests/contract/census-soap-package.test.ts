import { once } from 'node:events';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { expect, it } from '@jest/globals';
import { createClientAsync, listen, WSSecurity, type Client } from 'soap';
import { parseCivilId } from '../../domain/card/civil-id.ts';
import { parseCityDay } from '../../domain/city-day.ts';
import { censusWsdl } from '../../simulators/census/wsdl.ts';
import {
  ACCOUNT,
  ANA,
  askFor,
  CHILDREN_AT_HOME,
  createClientOf,
  FOR_TARIFFS,
  headOf,
  startOffice,
} from './support/census-office.ts';

/*
 * The npm package `soap` knows nothing of ours: as a client it checks the simulator and its
 * description, as a server it checks the connector.
 */

const PETITION = {
  IdPeticion: 'P-1',
  Finalidad: 'TARIFAS',
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
  'lets the package read a residency by the description alone, with %s',
  async (type) => {
    await using office = await startOffice();
    const client = await clientOf(office.address, type);
    const request = { Peticion: PETITION, Nif: ANA.civilId };
    const [answer] = await client['ConsultarEmpadronamientoAsync'](request);
    expect(answer).toMatchObject({
      CodigoEstado: '0000',
      IdPeticion: 'P-1',
      Nif: ANA.civilId,
      Empadronado: 'S',
      Municipio: '33024',
    });
  },
);

it('understands the package in each of its spellings', async () => {
  await using office = await startOffice();
  const client = await clientOf(office.address, 'PasswordText');
  const births = [];
  for (let time = 0; time < 4; time += 1) {
    const request = { Peticion: PETITION, Nif: ANA.civilId };
    const [answer] = await client['ConsultarDatosIdentidadAsync'](request);
    births.push(answer.FechaNacimiento);
  }
  expect(births).toEqual(Array.from({ length: 4 }, () => ANA.birthDate));
});

it('shows the package the children of a household, and each of them by its member id', async () => {
  const [child = ANA] = CHILDREN_AT_HOME;
  await using office = await startOffice();
  const client = await clientOf(office.address, 'PasswordText');
  const request = { Peticion: PETITION, Nif: headOf(child).civilId };
  const [household] = await client['ConsultarConvivenciaAsync'](request);
  const [{ IdMiembro }] = household.Menores.Menor;
  const [same] = await client['ConsultarConvivenciaAsync']({ Peticion: PETITION, IdMiembro });
  expect(same).toMatchObject({ IdMiembro, IdUnidad: household.IdUnidad });
});

it.each([
  [{ Finalidad: '' }, 'FINALIDAD_OBLIGATORIA'],
  [{ Finalidad: 'CURIOSIDAD' }, 'FINALIDAD_OBLIGATORIA'],
  [{ Consentimiento: '' }, 'CONSENTIMIENTO_OBLIGATORIO'],
  [{ Consentimiento: 'No' }, 'CONSENTIMIENTO_OBLIGATORIO'],
  [{ Usuario: '' }, 'PETICION_NO_VALIDA'],
])('refuses a request of the package with %j by the fault %s', async (more, code) => {
  await using office = await startOffice();
  const client = await clientOf(office.address, 'PasswordText');
  const request = { Peticion: { ...PETITION, ...more }, Nif: ANA.civilId };
  const detail = { Error: { Codigo: code } };
  await expect(client['ConsultarDatosIdentidadAsync'](request)).rejects.toMatchObject({
    root: { Envelope: { Body: { Fault: { detail } } } },
  });
  expect(office.accesses()).toEqual([]);
});

it.each([[{}], [{ Nif: ANA.civilId, IdMiembro: 'M0000000000000000' }]])(
  'refuses the package a request about %j',
  async (subject) => {
    await using office = await startOffice();
    const client = await clientOf(office.address, 'PasswordText');
    const request = { Peticion: PETITION, ...subject };
    const detail = { Error: { Codigo: 'PETICION_NO_VALIDA' } };
    await expect(client['ConsultarConvivenciaAsync'](request)).rejects.toMatchObject({
      root: { Envelope: { Body: { Fault: { detail } } } },
    });
  },
);

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
  const names = ['ConsultarEmpadronamiento', 'ConsultarDatosIdentidad', 'ConsultarConvivencia'];
  const port = Object.fromEntries(names.map((name) => [name, operation(name)]));
  const services = { PadronService: { PadronPort: port } };
  const soap = listen(server, '/soap', services, censusWsdl(`${address}/soap`));
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

it('reads what the package serves', async () => {
  const asked: unknown[] = [];
  await using server = await startPackageServer((operation, args) => {
    asked.push(args);
    const identity = { FechaNacimiento: '01/02/1980', Fallecido: 'N' };
    const registration = { Empadronado: 'S', FechaAlta: '2001-02-03', Municipio: '33024' };
    const facts = operation === 'ConsultarDatosIdentidad' ? identity : registration;
    return { Nif: ANA.civilId, ...facts };
  });
  await using client = createClientOf(server);
  const asks = [askFor(ANA, 'residency', 'identity')];
  const residency = { isResident: true, since: '2001-02-03', municipality: '33024' };
  expect(await client.fetchPersons(asks, FOR_TARIFFS)).toEqual([
    {
      residency: { value: residency },
      identity: { value: { birthDay: '1980-02-01', isDeceased: false } },
      household: null,
    },
  ]);
  const request = { Peticion: { Finalidad: 'TARIFAS', Usuario: 'facts-1' }, Nif: ANA.civilId };
  expect(asked).toMatchObject([request, request]);
});

it('finds a child in what the package serves, a list of one included', async () => {
  await using server = await startPackageServer(() => {
    const household = { Nif: ANA.civilId, IdUnidad: 'U-1', NumeroMiembros: 3, NumeroMenores: 1 };
    return {
      ...household,
      Menores: { Menor: [{ IdMiembro: 'M-1', FechaNacimiento: '2020-05-06' }] },
    };
  });
  await using client = createClientOf(server);
  const guardian = parseCivilId(ANA.civilId);
  const asks = [{ guardian, birthDay: parseCityDay('2020-05-06') }];
  expect(await client.findMinors(asks, FOR_TARIFFS)).toEqual([{ value: ['M-1'] }]);
});

it.each([
  ['soap:Server', 'UPSTREAM_UNAVAILABLE', 'census: a fault of the server'],
  ['soap:Client', 'UPSTREAM_REJECTED', 'census: refused with a code that is not known'],
])('takes the fault %s of the package for %s', async (faultcode, code, message) => {
  await using server = await startPackageServer(() => {
    const Fault = { faultcode, faultstring: ANA.civilId };
    throw Object.assign(new Error('fault'), { Fault });
  });
  await using client = createClientOf(server);
  expect(await client.fetchPersons([askFor(ANA, 'identity')], FOR_TARIFFS)).toMatchObject([
    { identity: { error: { code, message } } },
  ]);
});
