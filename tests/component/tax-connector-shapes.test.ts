import { beforeEach, expect, it } from '@jest/globals';
import nock from 'nock';
import { parseCityDay } from '../../domain/city-day.ts';
import { toC60Reference } from '../../domain/cuaderno60.ts';
import {
  ANA,
  answerBytes,
  answerOf,
  BILL,
  billsAnswer,
  createTestClient,
  envelope,
  fields,
  OWN,
  readBills,
  type Fields,
} from '../contract/support/tax-wire.ts';

beforeEach(() => nock.disableNetConnect());

const READ = {
  id: 'R-1',
  concept: 'Basuras 2026',
  amountCents: 2550,
  reference: '000001234591',
  dueOn: '2026-11-01',
  state: 'pending',
};

it.each<readonly [string, Fields]>([
  ['with points', { Principal: '25.50', Importe: '0000000025.50' }],
  ['with a surcharge of nothing left out', { Recargo: null }],
  ['with blanks around', { Importe: '\n 25,50 ', Referencia: ' 0000 0123 4591 ' }],
  ['with a zone behind its day', { FechaLimite: '2026-11-01+01:00' }],
  ['with midnight behind its day', { FechaLimite: '2026-11-01T00:00:00.000+01:00' }],
  ['with a day as people write it', { FechaLimite: '01/11/2026' }],
  ['with the percentage that would be due', { PorcentajeRecargo: '5' }],
])('reads a bill %s', async (_what, more) => {
  answerBytes(billsAnswer([{ ...BILL, ...more }]));
  expect(await readBills()).toEqual([READ]);
});

it('reads nil for nothing', async () => {
  const bill = `<Recibo>${fields({ ...BILL, Recargo: null })}<Recargo xsi:nil="true"/></Recibo>`;
  const head = fields({ IdContribuyente: ANA, NumeroFilas: '1' });
  answerBytes(answerOf('ConsultarRecibos', `${head}<Recibos>${bill}</Recibos>`));
  expect(await readBills()).toEqual([READ]);
});

const MALFORMED = 'UPSTREAM_MALFORMED tax:';
const CONTROL = `${MALFORMED} The control digits of the reference are not those of its figures.`;

it.each<readonly [string, Fields, string]>([
  ['another reference', { Referencia: '000001234592' }, CONTROL],
  ['another amount', { Principal: '25,51', Importe: '25,51' }, CONTROL],
  ['another identification', { Identificacion: '1001266306' }, CONTROL],
  ['eleven digits', { Referencia: '1234591' }, `${MALFORMED} The reference has to be 12 digits.`],
  ['no reference', { Referencia: null }, `${MALFORMED} unexpected Referencia`],
  [
    'a limit date of its own',
    { FechaLimite: '2026-11-02' },
    `${MALFORMED} the limit date is not that of the identification`,
  ],
  [
    'a limit date that is none',
    { FechaLimite: '2026-02-30' },
    `${MALFORMED} A day is written YYYY-MM-DD and has to be in the calendar.`,
  ],
  [
    'an amount that could be two',
    { Importe: '25.500' },
    `${MALFORMED} an amount that is none or could be two`,
  ],
  [
    'a debt that is negative',
    { Importe: '-25,50' },
    `${MALFORMED} an amount that is none or could be two`,
  ],
  [
    'a surcharge within the voluntary period',
    { Principal: '24,50', Recargo: '1,00' },
    `${MALFORMED} a surcharge that its period does not have`,
  ],
  [
    'a surcharge that no law knows',
    { Periodo: 'EJECUTIVO', Principal: '22,17', Recargo: '3,33', PorcentajeRecargo: '15' },
    `${MALFORMED} a surcharge that its period does not have`,
  ],
  [
    'a sum that is none',
    { Principal: '25,00' },
    `${MALFORMED} an amount that is not principal and surcharge`,
  ],
  ['an unknown state', { Estado: 'APLAZADO' }, `${MALFORMED} unexpected Estado`],
])('refuses a bill with %s, and that bill alone', async (_what, more, message) => {
  answerBytes(billsAnswer([{ ...BILL, ...more }, BILL]));
  expect(await readBills()).toEqual([message, READ]);
});

it('calls a bill that is reduced to nothing paid, even when it is late', async () => {
  const { Emisora: issuer = '', Identificacion: identification = '' } = BILL;
  const figures = { issuer: issuer ?? '', identification: identification ?? '', amountCents: 0 };
  const Referencia = toC60Reference({ ...figures, document: '0000012345' });
  answerBytes(billsAnswer([{ ...BILL, Referencia, Principal: '0,00', Importe: '0,00' }]));
  const late = { now: () => new Date('2026-12-01T12:00:00Z') };
  expect(await readBills({ clock: late })).toMatchObject([{ amountCents: 0, state: 'paid' }]);
});

it('takes a cent of rounding in a surcharge', async () => {
  // 5 % of 24.28 is 1.214: this instalment was rounded up.
  const rounded = {
    Periodo: 'EJECUTIVO',
    Principal: '24,28',
    Recargo: '1,22',
    PorcentajeRecargo: '5,00',
  };
  answerBytes(billsAnswer([{ ...BILL, ...rounded }]));
  expect(await readBills()).toEqual([{ ...READ, state: 'overdue' }]);
});

it('refuses bills of another issuer where the own one is known', async () => {
  answerBytes(billsAnswer([BILL]));
  expect(await readBills({ issuer: '280793' })).toEqual([`${MALFORMED} a bill of another issuer`]);
});

it.each([
  ['2026-11-01T22:59:00Z', 'pending'],
  ['2026-11-01T23:01:00Z', 'overdue'],
])('ends the limit day in the city: at %s the bill is %s', async (now, state) => {
  answerBytes(billsAnswer([BILL]));
  expect(await readBills({ clock: { now: () => new Date(now) } })).toEqual([{ ...READ, state }]);
});

it.each([
  ['a cut list', { IdContribuyente: ANA, NumeroFilas: '2' }, '1 rows of 2 in Recibos'],
  ['a list without its count', { IdContribuyente: ANA }, 'unexpected NumeroFilas'],
  [
    "another's list",
    { IdContribuyente: 'C000000002', NumeroFilas: '1' },
    'the list of a contributor that was not asked for',
  ],
])('takes nothing of %s', async (_what, head, message) => {
  answerBytes(billsAnswer([BILL], head));
  expect(await readBills()).toBe(`${MALFORMED} ${message}`);
});

it.each(['<Recibos/>', '<Recibos xsi:nil="true"/>', ''])('reads %j as no bills', async (list) => {
  const head = fields({ IdContribuyente: ANA, NumeroFilas: '0' });
  answerBytes(answerOf('ConsultarRecibos', `${head}${list}`));
  expect(await readBills()).toEqual([]);
});

it.each([
  [{ IdPeticion: 'another' }, `${MALFORMED} the answer to another request`],
  [{ IdPeticion: null }, `${MALFORMED} unexpected IdPeticion`],
  [{ CodigoEstado: null }, `${MALFORMED} unexpected CodigoEstado`],
  [{ FechaProceso: 'ayer' }, `${MALFORMED} unexpected FechaProceso`],
  [{ CodigoEstado: '0502' }, 'UPSTREAM_UNAVAILABLE tax: state 0502'],
  [{ CodigoEstado: '0231' }, 'UPSTREAM_REJECTED tax: refused with 0231'],
])('takes an answer with %j for what it is', async (frame, message) => {
  answerBytes(answerOf('ConsultarRecibos', '', frame));
  expect(await readBills()).toBe(message);
});

function faultOf(code: string, detail: string): string {
  return envelope(
    `<e:Fault><faultcode>e:${code}</faultcode><faultstring>Bono Social</faultstring><detail><x:Error xmlns:x="urn:x"><x:Codigo>${detail}</x:Codigo></x:Error></detail></e:Fault>`,
  );
}

it.each([
  [
    'Client',
    'CONTRIBUYENTE_DESCONOCIDO',
    'UPSTREAM_REJECTED tax: refused with CONTRIBUYENTE_DESCONOCIDO',
  ],
  ['Client', 'BONO_SOCIAL_ACTIVO', 'UPSTREAM_REJECTED tax: refused with a code that is not known'],
  ['Server', 'BONO_SOCIAL_ACTIVO', 'UPSTREAM_UNAVAILABLE tax: a fault of the server'],
])(
  'takes the fault %s with %s for what it is, with status 200 too',
  async (code, detail, message) => {
    answerBytes(faultOf(code, detail), { status: 500 });
    expect(await readBills()).toBe(message);
    answerBytes(faultOf(code, detail));
    expect(await readBills()).toBe(message);
  },
);

const DOCUMENT: Fields = {
  IdContribuyente: ANA,
  IdRecibo: 'R-1',
  Emisora: '330243',
  Referencia: '000001234591',
  Identificacion: '1001266305',
  Importe: '25,50',
  FechaLimite: '2026-11-01',
  CodigoBarras: '905213302430000012345911001266305000025500',
};

async function documentOf(more: Fields): Promise<unknown> {
  answerBytes(answerOf('ObtenerDocumentoPago', fields({ ...DOCUMENT, ...more })));
  await using client = createTestClient();
  const asked = client.fetchPaymentDocument({ contributor: ANA, billId: 'R-1' }, OWN);
  return await asked.catch(String);
}

it('makes the barcode itself where none is printed', async () => {
  const printed = await documentOf({});
  expect(printed).toMatchObject({ barcode: DOCUMENT['CodigoBarras'] });
  expect(await documentOf({ CodigoBarras: null })).toEqual(printed);
});

it.each<readonly [Fields, string]>([
  [
    { CodigoBarras: '905213302430000012345911001266305002550000' },
    'UpstreamMalformedError: tax: a barcode that is not the one of its figures',
  ],
  [
    { IdRecibo: 'R-2' },
    'UpstreamMalformedError: tax: the document of a bill that was not asked for',
  ],
  [
    { IdContribuyente: 'C000000002' },
    'UpstreamRejectedError: tax: refused with RECIBO_DESCONOCIDO',
  ],
])('gives no document of %j', async (more, message) => {
  expect(await documentOf(more)).toBe(message);
});

it.each([
  ['REGISTRADO', { kind: 'recorded' }],
  ['REPETIDO', { kind: 'recordedBefore' }],
  ['QUIZAS', { kind: 'unknown' }],
])('takes %s to a payment for %j', async (result, outcome) => {
  answerBytes(answerOf('ComunicarCobro', fields({ Resultado: result })));
  await using client = createTestClient();
  const bill = { contributor: ANA, billId: 'R-1', reference: '000001234591', amountCents: 2550 };
  const payment = { ...bill, paidOn: parseCityDay('2026-10-01'), paymentNumber: 'N1' };
  expect(await client.postPayment(payment, OWN)).toEqual(outcome);
});
