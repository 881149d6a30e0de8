import { expect, it } from '@jest/globals';
import {
  ANA,
  ask,
  AT_DESK,
  CITY,
  CONTRIBUTORS,
  createClientOf,
  startOffice,
} from './support/tax-office.ts';

const OWN = { purpose: 'ownInformation', consent: 'given', requestedBy: 'holder-1' } as const;

it('reads bills and reductions of the example contributor', async () => {
  await using office = await startOffice();
  await using client = createClientOf(office);
  const bill = { state: 'pending', reference: expect.stringMatching(/^\d{12}$/) };
  const waste = 'Tasa por recogida de basuras 2026';
  const first = { id: 'R000000001-01', amountCents: 124_510, dueOn: '2027-01-05' };
  const second = { id: 'R000000001-02', amountCents: 4_200, dueOn: '2027-01-20', concept: waste };
  expect(await client.fetchContributors([ask(ANA, 'bills', 'subsidies')], OWN)).toEqual([
    {
      contributor: ANA,
      bills: {
        value: [
          { value: { ...bill, ...first, concept: 'Impuesto sobre Bienes Inmuebles 2026' } },
          { value: { ...bill, ...second } },
        ],
      },
      subsidies: {
        value: [{ value: { billId: 'R000000001-02', concept: waste, amountCents: 4_200 } }],
      },
    },
  ]);
});

it('asks once for each contributor and list, and for nothing that was not asked for', async () => {
  await using office = await startOffice();
  await using client = createClientOf(office, { guard: { timeoutMs: 5_000 } });
  const twenty = CONTRIBUTORS.slice(0, 20);
  const asks = twenty.map((contributor, place) =>
    place % 2 === 0 ? ask(contributor, 'bills') : ask(contributor, 'bills', 'subsidies'),
  );
  const answers = await client.fetchContributors(asks, AT_DESK);
  expect(answers.map(({ contributor }) => contributor)).toEqual(twenty);
  expect(answers.filter(({ subsidies }) => subsidies === null)).toHaveLength(10);
  expect(office.calls()).toEqual({ ConsultarRecibos: 20, ConsultarBonificacion: 10 });
});

it('asks for nothing when no list is wanted', async () => {
  await using office = await startOffice();
  await using client = createClientOf(office);
  expect(await client.fetchContributors([ask(ANA)], OWN)).toEqual([
    { contributor: ANA, bills: null, subsidies: null },
  ]);
  expect(office.calls()).toEqual({});
});

it('reads every bill of the city, however it is spelt', async () => {
  await using office = await startOffice();
  await using client = createClientOf(office, { guard: { timeoutMs: 5_000 } });
  const asks = CONTRIBUTORS.slice(0, 100).map((each) => ask(each, 'bills', 'subsidies'));
  const answers = await client.fetchContributors(asks, AT_DESK);
  const failed = answers.filter(
    ({ bills, subsidies }) => JSON.stringify([bills, subsidies]).includes('"error"') || !bills,
  );
  expect(failed).toEqual([]);
});

it.each([
  ['voluntary', '2026-11-21', 'pending'],
  ['5 %', '2027-01-06', 'overdue'],
  ['10 %', '2027-02-05', 'overdue'],
  ['20 %', '2027-06-30', 'overdue'],
])('tells the amount with the surcharge of its period: %s', async (percent, day, state) => {
  const clock = { now: () => new Date(`${day}T12:00:00Z`) };
  await using office = await startOffice({ clock });
  await using client = createClientOf(office, { clock });
  const [ana] = await client.fetchContributors([ask(ANA, 'bills')], OWN);
  const more = Math.round((124_510 * (Number.parseInt(percent, 10) || 0)) / 100);
  expect(ana?.bills).toMatchObject({
    value: [{ value: { amountCents: 124_510 + more, state } }, {}],
  });
});

it('knows a bill as overdue that the office has forgotten in the voluntary period', async () => {
  const place = CITY.cardholders.findIndex(({ tax }) =>
    tax?.bills.some(({ isForgotten, isPaid, reduction }) => isForgotten && !isPaid && !reduction),
  );
  const bill = CITY.cardholders[place]?.tax?.bills.findIndex(
    ({ isForgotten, isPaid, reduction }) => isForgotten && !isPaid && !reduction,
  );
  await using office = await startOffice();
  await using client = createClientOf(office);
  const account = CITY.cardholders[place]?.tax?.contributor ?? '';
  const [answer] = await client.fetchContributors([ask(account, 'bills')], AT_DESK);
  const bills = answer?.bills && 'value' in answer.bills ? answer.bills.value : [];
  expect(bills[bill ?? -1]).toMatchObject({ value: { state: 'overdue' } });
});

it('gives the payment document, with the barcode that its figures make', async () => {
  await using office = await startOffice();
  await using client = createClientOf(office);
  const bill = { contributor: ANA, billId: 'R000000001-01' };
  const document = await client.fetchPaymentDocument(bill, OWN);
  const { issuer, reference, identification } = document;
  expect(document).toEqual({
    billId: 'R000000001-01',
    issuer: '330243',
    reference,
    identification: '1001267005',
    amountCents: 124_510,
    dueOn: '2027-01-05',
    barcode: `90521${issuer}${reference}${identification}001245100`,
  });
});

const OTHER = CONTRIBUTORS[1] ?? ANA;

it.each([
  ["another's bill", 'R000000001-01', OTHER, 1],
  ['a bill that is not there', 'R000000001-09', ANA, 1],
  ['what is no id', '<&>', ANA, undefined],
  ['what XML cannot carry', '\0', ANA, undefined],
])('gives no payment document for %s', async (_what, billId, contributor, calls) => {
  await using office = await startOffice();
  await using client = createClientOf(office);
  const asked = client.fetchPaymentDocument({ contributor, billId }, OWN);
  await expect(asked).rejects.toMatchObject({
    code: 'UPSTREAM_REJECTED',
    message: 'tax: refused with RECIBO_DESCONOCIDO',
  });
  expect(office.calls()['ObtenerDocumentoPago']).toBe(calls);
});

it('gives no payment document that no bank takes any more', async () => {
  const holder = CITY.cardholders.find(({ tax }) =>
    tax?.bills.some(({ isForgotten, isPaid }) => isForgotten && !isPaid),
  );
  const place = holder?.tax?.bills.findIndex((bill) => bill.isForgotten && !bill.isPaid) ?? 0;
  await using office = await startOffice();
  await using client = createClientOf(office);
  const contributor = CONTRIBUTORS.find((each) => each === holder?.tax?.contributor) ?? ANA;
  const billId = `R${contributor.slice(1)}-${String(place + 1).padStart(2, '0')}`;
  await expect(client.fetchPaymentDocument({ contributor, billId }, OWN)).rejects.toThrow(
    'tax: refused with DOCUMENTO_CADUCADO',
  );
});

it('says no for a contributor that nobody is', async () => {
  await using office = await startOffice();
  await using client = createClientOf(office);
  const rejected = { error: expect.objectContaining({ code: 'UPSTREAM_REJECTED' }) };
  expect(await client.fetchContributors([ask('C999999999', 'bills', 'subsidies')], OWN)).toEqual([
    { contributor: 'C999999999', bills: rejected, subsidies: rejected },
  ]);
});

it('says why and for whom it asks, with every request', async () => {
  await using office = await startOffice();
  await using client = createClientOf(office);
  await client.fetchContributors([ask(ANA, 'bills')], OWN);
  const access = { purpose: 'appeal', consent: 'legalBasis', requestedBy: 'clerk-7' } as const;
  await client.fetchContributors([ask(ANA, 'subsidies')], access);
  const [first, second] = office.accesses();
  expect(first).toEqual({
    operation: 'ConsultarRecibos',
    requestId: expect.stringMatching(/^[0-9a-f-]{36}$/),
    purpose: 'CONSULTA_PROPIA',
    consent: 'Si',
    procedure: 'TARJETA-CIUDADANA',
    user: 'holder-1',
    application: 'TESSERA',
  });
  expect(second).toMatchObject({ purpose: 'RECURSO', consent: 'Ley', user: 'clerk-7' });
  expect(second?.requestId).not.toBe(first?.requestId);
});

it('is not let in with a wrong password', async () => {
  await using office = await startOffice();
  await using client = createClientOf(office, { credentials: { user: 'hub', password: 'no' } });
  expect(await client.fetchContributors([ask(ANA, 'bills')], OWN)).toMatchObject([
    { bills: { error: { message: 'tax: refused with CREDENCIALES_NO_VALIDAS' } } },
  ]);
  expect(office.accesses()).toEqual([]);
});

const NIF = CITY.cardholders[0]?.civilId ?? '';

it.each([
  ['the right NIF', NIF, 'confirmed'],
  ['the right NIF in small letters', NIF.toLowerCase(), 'confirmed'],
  ["another's NIF", CITY.cardholders[1]?.civilId ?? '', 'denied'],
  ['a NIF that nobody has', '99999999R', 'denied'],
])('checks an owner by %s', async (_what, civilId, verdict) => {
  await using office = await startOffice();
  await using client = createClientOf(office);
  const proof = { kind: 'civilId', civilId, birthDate: '1985-01-01' } as const;
  expect(await client.checkOwner(ANA, proof)).toBe(verdict);
  expect(office.accesses()).toMatchObject([{ purpose: 'COMPROBACION_IDENTIDAD' }]);
});

it('cannot tell an owner by a PIN, and asks nothing', async () => {
  await using office = await startOffice();
  await using client = createClientOf(office);
  expect(await client.checkOwner(ANA, { kind: 'pin', pin: '1234' })).toBe('cannotTell');
  expect(office.calls()).toEqual({});
});
