import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from '@jest/globals';
import type { Sip2Client } from '../../connectors/library/sip2/client.ts';
import { parseLinkedAccount } from '../../domain/linked-account.ts';
import { until } from '../support/until.ts';
import {
  accountOf,
  ANA,
  ANA_ACCOUNT,
  ask,
  createClientOf,
  fault,
  RECORDS,
  startLibrary,
} from './support/sip2-library.ts';
import { startProxy } from './support/sip2-proxy.ts';
import { SILENCE, startServer } from './support/sip2-server.ts';

const LOAN = ANA.loans[0] ?? { barcode: '', title: '' };
const OWED = ANA.charges.reduce((sum, { amountCents }) => sum + amountCents, 0);
const NOBODY = parseLinkedAccount('404');
const IN_THREE_WEEKS = '2026-12-12';
const payment = (amountCents: number) => ({ chargeId: '1', amountCents, receipt: 'R-1' });

const WRITES: readonly [id: string, write: (client: Sip2Client) => Promise<unknown>][] = [
  ['29', (client) => client.postRenewal(ANA_ACCOUNT, LOAN.barcode)],
  ['65', (client) => client.postRenewals(ANA_ACCOUNT)],
  ['37', (client) => client.postPayment(ANA_ACCOUNT, payment(50))],
  ['11', (client) => client.postCheckout(ANA_ACCOUNT, '39999999999001')],
];
const LOSSES = WRITES.flatMap(([id, write]) =>
  (['hanging up', 'silence'] as const).map((by) => [id, by, write] as const),
);

it('renews a loan for three weeks from today, and ends the session of its borrower', async () => {
  await using library = await startLibrary();
  await using client = createClientOf(library);
  expect(await client.postRenewal(ANA_ACCOUNT, LOAN.barcode)).toEqual({
    kind: 'renewed',
    loan: { id: LOAN.barcode, title: LOAN.title, dueOn: IN_THREE_WEEKS },
  });
  await until(() => library.calls()['35'] === 1);
  expect(library.calls()).toEqual({ '93': 1, '99': 1, '29': 1, '35': 1 });
});

it.each([
  ['of somebody else', accountOf(RECORDS[1] ?? ANA), LOAN.barcode],
  ['of nobody', NOBODY, LOAN.barcode],
  ['that does not exist', ANA_ACCOUNT, '404'],
])('is refused the renewal of a loan %s', async (_, account, barcode) => {
  await using library = await startLibrary();
  await using client = createClientOf(library);
  expect(await client.postRenewal(account, barcode)).toEqual({ kind: 'refused' });
});

it('is refused the fourth renewal', async () => {
  await using library = await startLibrary();
  await using client = createClientOf(library);
  const kinds = [];
  for (let turn = 0; turn < 4; turn += 1) {
    kinds.push((await client.postRenewal(ANA_ACCOUNT, LOAN.barcode)).kind);
  }
  expect(kinds).toEqual(['renewed', 'renewed', 'renewed', 'refused']);
});

it('renews what can be renewed, and names the rest', async () => {
  await using library = await startLibrary();
  await using client = createClientOf(library);
  const mixed = RECORDS.find(
    ({ loans, isBlocked }) =>
      !isBlocked && loans.some((loan) => loan.mayRenew) && loans.some((loan) => !loan.mayRenew),
  );
  const idsWhere = (mayRenew: boolean) =>
    mixed?.loans.filter((loan) => loan.mayRenew === mayRenew).map(({ barcode }) => barcode);
  expect(await client.postRenewals(accountOf(mixed ?? ANA))).toEqual({
    kind: 'done',
    renewedIds: idsWhere(true),
    refusedIds: idsWhere(false),
  });
});

it('is told that the library knows no such borrower', async () => {
  await using library = await startLibrary();
  await using client = createClientOf(library);
  await expect(client.postRenewals(NOBODY)).rejects.toMatchObject({ code: 'UPSTREAM_REJECTED' });
});

it('records a payment with its receipt, and the same one twice when it is sent twice', async () => {
  await using library = await startLibrary();
  await using proxy = await startProxy(library);
  await using client = createClientOf(proxy);
  const pay = () => client.postPayment(ANA_ACCOUNT, payment(50));
  expect([await pay(), await pay()]).toEqual([{ kind: 'recorded' }, { kind: 'recorded' }]);
  const [ana] = await client.fetchAccounts([ask(ANA_ACCOUNT, 'charges')]);
  expect(ana?.charges).toMatchObject({ value: [{ value: { amountCents: OWED - 100 } }] });
  expect(proxy.lines.find((line) => line.startsWith('> 37'))).toMatch(
    /^> 3720261121 {4}0930000100EURBV0\.50\|AOGIJON\|AA0000000000001\|AC\|BKR-1\|AY\dAZ/,
  );
});

it('names the charge it pays only where the library does', async () => {
  const chargePattern = /^(?<id>\d+) (?<concept>.+) (?<amount>[\d.]+)$/;
  await using library = await startLibrary({
    rules: { chargeTemplate: '{id} {concept} {amount}' },
  });
  await using client = createClientOf(library, { institution: { chargePattern } });
  const [ana] = await client.fetchAccounts([ask(ANA_ACCOUNT, 'charges')]);
  expect(ana?.charges).toMatchObject({ value: [{ value: { id: '101' } }] });
  const pay = (chargeId: string) => client.postPayment(ANA_ACCOUNT, { ...payment(OWED), chargeId });
  expect([await pay('999'), await pay('101')]).toEqual([{ kind: 'refused' }, { kind: 'recorded' }]);
});

it('lends an item from the shelf once', async () => {
  await using library = await startLibrary();
  await using client = createClientOf(library);
  const lend = () => client.postCheckout(ANA_ACCOUNT, '39999999999001');
  expect(await lend()).toMatchObject({
    kind: 'lent',
    loan: { title: 'Nada', dueOn: IN_THREE_WEEKS },
  });
  expect(await lend()).toEqual({ kind: 'refused' });
});

it.each(LOSSES)(
  'does not know what became of %s after %s, and sends it once',
  async (id, by, write) => {
    await using library = await startLibrary();
    await using proxy = await startProxy(library, { loses: { id, by } });
    await using client = createClientOf(proxy);
    expect(await write(client)).toEqual({ kind: 'unknown' });
    expect(library.calls()[id]).toBe(1);
  },
);

it.each(WRITES)('does not know what became of %s after an unreadable answer', async (id, write) => {
  await using server = await startServer(() => '<html>');
  await using client = createClientOf(server);
  expect(await write(client)).toEqual({ kind: 'unknown' });
  expect(server.received.filter((line) => line.startsWith(id))).toHaveLength(1);
});

it.each(WRITES)(
  'knows that %s was not sent when the library cannot be reached',
  async (id, write) => {
    await using library = await startLibrary();
    await using client = createClientOf(library);
    await library.putFault(fault('refuse'));
    await expect(write(client)).rejects.toMatchObject({ code: 'UPSTREAM_UNAVAILABLE' });
    expect(library.calls()).not.toHaveProperty(id);
  },
);

it.each(WRITES)(
  'knows that %s was not taken by a library that only asks again',
  async (id, write) => {
    await using server = await startServer(() => Buffer.from('96\r'));
    await using client = createClientOf(server);
    await expect(write(client)).rejects.toMatchObject({ code: 'UPSTREAM_UNAVAILABLE' });
    expect(server.received.filter((line) => line.startsWith(id))).toHaveLength(6);
  },
);

it.each(WRITES)('sends %s over a connection that has just proved alive', async (id, write) => {
  await using library = await startLibrary({ rules: { clientTimeoutMs: 10_000 } });
  await using client = createClientOf(library, { connections: 1 });
  await client.fetchAccounts([ask(ANA_ACCOUNT)]);
  // The library was restarted, so to speak: the idle connection dies at its first message.
  await library.putFault(fault('close', 1));
  expect(await write(client)).not.toEqual({ kind: 'unknown' });
  expect(library.calls()[id]).toBe(1);
});

it('does not keep its caller waiting for the end of the session', async () => {
  await using server = await startServer((line) =>
    line.startsWith('37') ? '38Y20261121    093000AOGIJON|' : SILENCE,
  );
  await using client = createClientOf(server, { guard: { timeoutMs: 300 } });
  expect(await client.postPayment(ANA_ACCOUNT, payment(50))).toEqual({ kind: 'recorded' });
  await until(() => server.received.some((line) => line.startsWith('35')));
  await until(() => server.open() === 0);
  expect(client.connectionCount).toBe(0);
});

it.each([
  ['confirmed', ANA_ACCOUNT, { kind: 'pin', pin: ANA.pin }],
  ['denied', ANA_ACCOUNT, { kind: 'pin', pin: `${ANA.pin}0` }],
  ['denied', ANA_ACCOUNT, { kind: 'pin', pin: '' }],
  ['denied', ANA_ACCOUNT, { kind: 'pin', pin: `0|AD${ANA.pin}` }],
  ['denied', NOBODY, { kind: 'pin', pin: '1234' }],
  ['cannotTell', ANA_ACCOUNT, { kind: 'civilId', civilId: '00000000T', birthDate: '1985-03-02' }],
] as const)('says %s of a proof', async (verdict, account, proof) => {
  await using library = await startLibrary({ rules: { allowsEmptyPasswords: true } });
  await using client = createClientOf(library);
  expect(await client.checkOwner(account, proof)).toBe(verdict);
});

it('sends a PIN once, even when its answer is lost', async () => {
  await using library = await startLibrary();
  await using proxy = await startProxy(library, { loses: { id: '63', by: 'hanging up' } });
  await using client = createClientOf(proxy);
  const checked = client.checkOwner(ANA_ACCOUNT, { kind: 'pin', pin: ANA.pin });
  await expect(checked).rejects.toMatchObject({ code: 'UPSTREAM_UNAVAILABLE' });
  expect(library.calls()['63']).toBe(1);
});

it('does not send what the library says it does not offer', async () => {
  await using library = await startLibrary({ rules: { supported: 'YYYYYYYYYNYNYYNN' } });
  await using client = createClientOf(library);
  for (const [, write] of WRITES.slice(0, 3)) {
    await expect(write(client)).rejects.toMatchObject({ code: 'UPSTREAM_REJECTED' });
  }
  expect(Object.keys(library.calls())).not.toEqual(expect.arrayContaining(['29']));
});

let folder = '';

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'sip2-'));
});

afterEach(() => {
  rmSync(folder, { recursive: true });
});

it('finds renewals, payments and loans again after the library was restarted', async () => {
  const journalPath = join(folder, 'library.jsonl');
  const look = async (change: (client: Sip2Client) => Promise<unknown>) => {
    await using library = await startLibrary({ journalPath });
    await using client = createClientOf(library);
    await change(client);
    return await client.fetchAccounts([ask(ANA_ACCOUNT, 'loans', 'charges')]);
  };
  const changed = await look(async (client) => {
    for (const [, write] of WRITES) await write(client);
  });
  expect(await look(() => Promise.resolve())).toEqual(changed);
  expect(changed[0]?.loans).toHaveProperty('value.length', ANA.loans.length + 1);
});
