import { expect, it } from '@jest/globals';
import {
  accountOf,
  ANA,
  ANA_ACCOUNT,
  ask,
  createClientOf,
  RECORDS,
  startLibrary,
} from '../../../tests/contract/support/sip2-library.ts';
import { startServer } from '../../../tests/contract/support/sip2-server.ts';
import { parseLinkedAccount } from '../../../domain/linked-account.ts';
import type { LibraryList } from '../port.ts';

const AT = '20261121    093000';
const failed = (code: string) => ({ error: expect.objectContaining({ code }) });

/** A reply 64 about Ana. Counts: hold, overdue, charged, fine, recall, unavailable. */
const about = (counts: string, fields: string, status = ' '.repeat(14)) =>
  `64${status}008${AT}${counts}AOGIJON|AA${ANA_ACCOUNT}|BLY|${fields}`;
const NO_COUNTS = ' '.repeat(24);
const barcodeOf = (message: string) => /AB(\d*)/.exec(message)?.[1] ?? '';
const item = (message: string, fields = 'AJNada|AH20261128    235900|') =>
  `18040001${AT}AB${barcodeOf(message)}|${fields}`;
/** Which list a message 63 asks for, by its place in the summary. */
const askedPlace = (message: string) => message.slice(23, 33).indexOf('Y');

it.each([
  ['nothing', [], { '63': 1 }],
  ['charges', ['charges'], { '63': 1 }],
  ['loans', ['loans'], { '63': 1, '17': ANA.loans.length }],
  ['holds', ['holds'], { '63': 2, '17': ANA.holds.length }],
] as const)('asks for %s with as few messages as can be', async (_, lists, calls) => {
  await using library = await startLibrary();
  await using client = createClientOf(library, { connections: 1 });
  await client.fetchAccounts([ask(ANA_ACCOUNT, ...lists)]);
  expect(library.calls()).toEqual({ '93': 1, '99': 1, ...calls });
});

it('gives what the library has of each borrower, in the order asked', async () => {
  await using library = await startLibrary();
  await using client = createClientOf(library);
  const known = RECORDS.slice(0, 20).toReversed();
  const lists: readonly LibraryList[] = ['loans', 'holds', 'charges'];
  const answers = await client.fetchAccounts(
    known.map((record) => ask(accountOf(record), ...lists)),
  );
  expect(answers).toMatchObject(
    known.map(({ account, isBlocked, loans, holds, charges }) => ({
      account,
      mayBorrow: { value: !isBlocked },
      loans: { value: loans.map(({ barcode, title }) => ({ value: { id: barcode, title } })) },
      holds: {
        value: holds.map(({ barcode, title, isReady }) => ({
          value: { id: barcode, title, isReady },
        })),
      },
      charges: {
        value: charges.map(({ concept, amountCents }) => ({ value: { concept, amountCents } })),
      },
    })),
  );
});

it('asks once for an item that two borrowers name', async () => {
  await using server = await startServer((message) => {
    if (message.startsWith('17')) return item(message);
    const account = /AA(\d+)/.exec(message)?.[1] ?? '';
    return about(NO_COUNTS, 'AU7|').replace(ANA_ACCOUNT, account);
  });
  await using client = createClientOf(server);
  const other = parseLinkedAccount('0000000000002');
  await client.fetchAccounts([ask(ANA_ACCOUNT, 'loans'), ask(other, 'loans')]);
  expect(server.received.filter((line) => line.startsWith('17'))).toHaveLength(1);
});

it('takes a due date for the day it is in the library', async () => {
  await using library = await startLibrary({ rules: { formatsDueDates: true } });
  await using client = createClientOf(library, { institution: { dueDateFormat: 'DD/MM/YYYY' } });
  const [ana] = await client.fetchAccounts([ask(ANA_ACCOUNT, 'loans')]);
  expect(ana?.loans).toMatchObject({
    value: [{ value: { dueOn: '2026-11-28' } }, { value: { dueOn: '2026-12-03' } }],
  });
});

it.each([
  ['has no title', 'AJ |AH20261128    235900|'],
  ['has no due date', 'AJNada|'],
  ['has a due date in no known form', 'AJNada|AH28/11/2026|'],
])('fails a loan alone whose item %s', async (_, fields) => {
  await using server = await startServer((message) => {
    if (!message.startsWith('17')) return about(NO_COUNTS, 'AU1|AU2|');
    return item(message, barcodeOf(message) === '1' ? fields : undefined);
  });
  await using client = createClientOf(server);
  const [ana] = await client.fetchAccounts([ask(ANA_ACCOUNT, 'loans')]);
  expect(ana?.loans).toEqual({
    value: [
      failed('UPSTREAM_MALFORMED'),
      { value: { id: '2', title: 'Nada', dueOn: '2026-11-28' } },
    ],
  });
});

it('never lets a list that is shorter than announced look whole', async () => {
  await using server = await startServer((message) =>
    message.startsWith('17') ? item(message) : about('000000000003000000000000', 'AU1|'),
  );
  await using client = createClientOf(server);
  const [ana] = await client.fetchAccounts([ask(ANA_ACCOUNT, 'loans')]);
  const missing = failed('UPSTREAM_MALFORMED');
  expect(ana?.loans).toEqual({ value: [expect.anything(), missing, missing] });
});

it.each([
  ['all holds', 'AS1|AS2|', '0002'],
  ['ready holds only', 'AS1|', '0002'],
  ['ready holds only, uncounted', 'AS1|', '    '],
])('tells ready holds from others when the first list has %s', async (_, first, count) => {
  const counts = `${count}${'0'.repeat(16)}0001`;
  await using server = await startServer((message) => {
    if (message.startsWith('17')) return item(message, 'AJNada|');
    return about(counts, askedPlace(message) === 0 ? first : 'CD2|');
  });
  await using client = createClientOf(server);
  const [ana] = await client.fetchAccounts([ask(ANA_ACCOUNT, 'holds')]);
  const hold = (id: string, isReady: boolean) => ({ value: { id, title: 'Nada', isReady } });
  expect(ana?.holds).toEqual({ value: [hold('1', true), hold('2', false)] });
});

it.each([
  ['Y             ', false],
  ['   Y          ', true],
  ['             Y', false],
])('says from the status %j whether a borrower may borrow: %s', async (status, value) => {
  await using server = await startServer(() => about(NO_COUNTS, '', status));
  await using client = createClientOf(server);
  const [ana] = await client.fetchAccounts([ask(ANA_ACCOUNT)]);
  expect(ana).toMatchObject({ mayBorrow: { value }, loans: null, holds: null, charges: null });
});

it('is told of an unknown borrower in every part, without harm to the others', async () => {
  await using library = await startLibrary();
  await using client = createClientOf(library);
  const account = parseLinkedAccount('404');
  const [nobody, ana] = await client.fetchAccounts([ask(account, 'loans'), ask(ANA_ACCOUNT)]);
  const rejected = failed('UPSTREAM_REJECTED');
  const rest = { holds: null, charges: null };
  expect(nobody).toEqual({ account, mayBorrow: rejected, loans: rejected, ...rest });
  expect(ana?.mayBorrow).toEqual({ value: true });
});

it('asks a server that has no message 63 for the status by message 23', async () => {
  const status = `98YYYYNN100005${AT}2.00AOGIJON|BXYYYYYYYNYYYYYYYY|`;
  const reply = `24${' '.repeat(14)}008${AT}AOGIJON|AA${ANA_ACCOUNT}|BLY|`;
  await using server = await startServer(() => reply, { status });
  await using client = createClientOf(server);
  const [ana] = await client.fetchAccounts([ask(ANA_ACCOUNT)]);
  expect(ana?.mayBorrow).toEqual({ value: true });
  expect(server.received.at(-1)).toMatch(/^23000.{18}AOGIJON\|AA0000000000001\|AC\|AD\|AY2/);
});

it('fails the loans alone on a server that has no message 17', async () => {
  await using library = await startLibrary({ rules: { supported: 'YYYYYYYYYYNNYYYY' } });
  await using client = createClientOf(library);
  const [ana] = await client.fetchAccounts([ask(ANA_ACCOUNT, 'loans', 'charges')]);
  expect(ana?.loans).toEqual({ value: ANA.loans.map(() => failed('UPSTREAM_REJECTED')) });
  expect(ana?.charges).toHaveProperty('value.length', ANA.charges.length);
});

it.each([
  ['no titles and dates', '301YUY', '', 'renewed'],
  ['a yes for another item', '301YUY', 'AB9|AJNada|AH20261128    235900|', 'unknown'],
  ['a no', '300NUN', '', 'refused'],
])('takes a renewal answered with %s for what it is', async (_, start, fields, kind) => {
  await using server = await startServer((message) =>
    message.startsWith('17') ? item(message) : `${start}${AT}AOGIJON|${fields}`,
  );
  await using client = createClientOf(server);
  expect(await client.postRenewal(ANA_ACCOUNT, '1')).toMatchObject({ kind });
});

it('does not know what was renewed when the library counts and does not name', async () => {
  await using server = await startServer(() => `66100020000${AT}AOGIJON|BM1|`);
  await using client = createClientOf(server);
  expect(await client.postRenewals(ANA_ACCOUNT)).toEqual({ kind: 'unknown' });
});

it.each([
  ['another card', `AA0000000000002|BLY|CQY|`, 'denied'],
  ['no verdict', `AA${ANA_ACCOUNT}|BLY|`, 'cannotTell'],
  ['a card that is not valid', `AA${ANA_ACCOUNT}|BLN|CQY|`, 'denied'],
])('takes a PIN answered with %s for no proof', async (_, fields, verdict) => {
  const reply = `64${' '.repeat(14)}008${AT}${NO_COUNTS}AOGIJON|${fields}`;
  await using server = await startServer((message) =>
    message.startsWith('63') ? reply : `36Y${AT}AOGIJON|`,
  );
  await using client = createClientOf(server);
  expect(await client.checkOwner(ANA_ACCOUNT, { kind: 'pin', pin: '1' })).toBe(verdict);
});
