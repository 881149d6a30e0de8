import { beforeEach, expect, it } from '@jest/globals';
import {
  assert,
  asyncProperty,
  constantFrom,
  integer,
  string,
  tuple,
  uint8Array,
} from 'fast-check';
import nock from 'nock';
import {
  answerBytes,
  BILL,
  billsAnswer,
  OWN,
  readBills,
  createTestClient,
  ANA,
} from '../contract/support/tax-wire.ts';
import { parseCityDay } from '../../domain/city-day.ts';

beforeEach(() => nock.disableNetConnect());

/** The same for every answer: a breaker that has seen rubbish would answer the rest by itself. */
const PATIENT = { guard: { breakerWindow: 10_000, breakerMinimumCalls: 10_000 } };

const NAMED = /^UPSTREAM_(MALFORMED|UNAVAILABLE|REJECTED) tax: /;

/** Either bills, or a failure with a name. */
function isNamed(read: unknown): boolean {
  return Array.isArray(read) || NAMED.test(String(read));
}

const types = constantFrom(
  'text/xml; charset=utf-8',
  'text/xml; charset=ISO-8859-1',
  'text/html',
  'multipart/related',
);

it('answers any bytes with a named failure', async () => {
  await assert(
    asyncProperty(uint8Array({ maxLength: 400 }), types, async (bytes, type) => {
      answerBytes(Buffer.from(bytes), { type });
      expect(await readBills(PATIENT)).toMatch(/^UPSTREAM_MALFORMED tax: /);
    }),
    { numRuns: 100 },
  );
});

it('answers a right answer with any piece replaced by a bill or a named failure', async () => {
  const whole = billsAnswer([BILL, BILL]);
  const places = integer({ min: 0, max: whole.length });
  const change = tuple(
    places,
    integer({ min: 0, max: 60 }),
    string({ unit: 'binary', maxLength: 8 }),
  );
  await assert(
    asyncProperty(change, types, async ([start, length, piece], type) => {
      answerBytes(whole.slice(0, start) + piece + whole.slice(start + length), { type });
      expect(isNamed(await readBills(PATIENT))).toBe(true);
    }),
    { numRuns: 150 },
  );
});

it('never shows a bill whose figures do not belong together', async () => {
  const names = constantFrom('Emisora', 'Referencia', 'Identificacion', 'Importe', 'FechaLimite');
  const digits = constantFrom('0', '1', '2', '3', '4', '5', '6', '7', '8', '9');
  await assert(
    asyncProperty(names, integer({ min: 0, max: 11 }), digits, async (name, place, digit) => {
      const right = BILL[name] ?? '';
      const wrong = right.slice(0, place) + digit + right.slice(place + 1);
      if (wrong === right || place >= right.length || !/\d/.test(right[place] ?? '')) return;
      answerBytes(billsAnswer([{ ...BILL, [name]: wrong }, BILL]));
      expect(await readBills(PATIENT)).toEqual([
        expect.stringMatching(/^UPSTREAM_MALFORMED tax: /),
        expect.objectContaining({ reference: BILL['Referencia'] }),
      ]);
    }),
    { numRuns: 100 },
  );
});

it('does not know what became of a payment that any bytes answered', async () => {
  await assert(
    asyncProperty(uint8Array({ maxLength: 200 }), types, async (bytes, type) => {
      answerBytes(Buffer.from(bytes), { type });
      await using client = createTestClient(PATIENT);
      const bill = {
        contributor: ANA,
        billId: 'R-1',
        reference: '000001234591',
        amountCents: 2550,
      };
      const payment = { ...bill, paidOn: parseCityDay('2026-10-01'), paymentNumber: 'N1' };
      expect(await client.postPayment(payment, OWN)).toEqual({ kind: 'unknown' });
    }),
    { numRuns: 50 },
  );
});

it.each([
  ['an entity of its own', '<!DOCTYPE e [<!ENTITY a "x">]>'],
  ['a file of the machine', '<!DOCTYPE e [<!ENTITY a SYSTEM "file:///etc/passwd">]>'],
])('refuses a document with %s', async (_what, prologue) => {
  answerBytes(prologue + billsAnswer([BILL]));
  expect(await readBills()).toBe('UPSTREAM_MALFORMED tax: no SOAP answer');
});

it('refuses a list without an end', async () => {
  answerBytes(billsAnswer(Array.from({ length: 5_000 }, () => BILL)));
  expect(await readBills({ guard: { timeoutMs: 5_000 } })).toBe(
    'UPSTREAM_MALFORMED tax: no SOAP answer',
  );
});
