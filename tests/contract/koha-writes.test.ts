import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, it } from '@jest/globals';
import type { LibraryPort } from '../../connectors/library/port.ts';
import { parseLinkedAccount } from '../../domain/linked-account.ts';
import { ask } from '../support/koha.ts';
import {
  borrowersOf,
  CITY,
  createClientOf,
  fault,
  startLibrary,
} from '../support/regional-library.ts';

/** The example borrower: two loans that may be renewed, one hold, one charge. */
const ANA = parseLinkedAccount('R000000001');

const RENEWAL = 'POST /api/v1/checkouts/{id}/renewal';
const CREDIT = 'POST /api/v1/patrons/{id}/account/credits';

async function loansOf(client: LibraryPort) {
  const [ana] = await client.fetchAccounts([ask(ANA, 'loans')]);
  if (ana?.loans === null || ana === undefined || 'error' in ana.loans) return [];
  return ana.loans.value.flatMap((loan) => ('value' in loan ? [loan.value] : []));
}

async function chargesOf(client: LibraryPort) {
  const [ana] = await client.fetchAccounts([ask(ANA, 'charges')]);
  if (ana?.charges === null || ana === undefined || 'error' in ana.charges) return [];
  return ana.charges.value.flatMap((charge) => ('value' in charge ? [charge.value] : []));
}

it('renews a loan three times for 21 days from today, and then no more', async () => {
  await using library = await startLibrary();
  await using client = createClientOf(library);
  const [first, second] = await loansOf(client);
  const outcomes = [];
  for (let time = 0; time < 4; time += 1) {
    outcomes.push(await client.postRenewal(ANA, first?.id ?? ''));
  }
  const loan = { ...first, dueOn: '2026-12-12' };
  const renewed = { kind: 'renewed', loan };
  expect(outcomes).toEqual([renewed, renewed, renewed, { kind: 'refused' }]);
  expect(await loansOf(client)).toEqual([loan, second]);
});

it('renews all loans and tells which were refused', async () => {
  const borrower = borrowersOf(CITY).find(
    ({ record: { loans } }) =>
      loans.some(({ mayRenew }) => mayRenew) && loans.some(({ mayRenew }) => !mayRenew),
  );
  await using library = await startLibrary();
  await using client = createClientOf(library);
  const outcome = await client.postRenewals(borrower?.account ?? ANA);
  const loans = borrower?.record.loans ?? [];
  expect(outcome).toMatchObject({
    kind: 'done',
    renewedIds: { length: loans.filter(({ mayRenew }) => mayRenew).length },
    refusedIds: { length: loans.filter(({ mayRenew }) => !mayRenew).length },
  });
});

it("does not renew another's loan", async () => {
  await using library = await startLibrary();
  await using client = createClientOf(library);
  const [loan] = await loansOf(client);
  const other = borrowersOf(CITY)[1]?.account ?? ANA;
  expect(await client.postRenewal(other, loan?.id ?? '')).toEqual({ kind: 'refused' });
  expect(library.calls()[RENEWAL]).toBeUndefined();
});

it('pays a charge in two parts, and no more than is owed', async () => {
  await using library = await startLibrary();
  await using client = createClientOf(library);
  const [charge = { id: '', amountCents: 0 }] = await chargesOf(client);
  const pay = (amountCents: number) =>
    client.postPayment(ANA, { chargeId: charge.id, amountCents, receipt: 'K-1' });
  expect(await pay(charge.amountCents - 1)).toEqual({ kind: 'recorded' });
  expect(await chargesOf(client)).toMatchObject([{ id: charge.id, amountCents: 1 }]);
  expect(await pay(2)).toEqual({ kind: 'refused' });
  expect(await pay(1)).toEqual({ kind: 'recorded' });
  expect(await chargesOf(client)).toEqual([]);
});

it('remembers renewals and payments when it is started anew', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'koha-'));
  const journalPath = join(folder, 'regionalLibrary.jsonl');
  try {
    await using first = await startLibrary({ journalPath });
    await using client = createClientOf(first);
    await client.postRenewals(ANA);
    const [charge = { id: '', amountCents: 0 }] = await chargesOf(client);
    await client.postPayment(ANA, { chargeId: charge.id, amountCents: 10, receipt: 'K-1' });
    const before = [await loansOf(client), await chargesOf(client)];
    await using second = await startLibrary({ journalPath });
    await using another = createClientOf(second);
    expect([await loansOf(another), await chargesOf(another)]).toEqual(before);
  } finally {
    rmSync(folder, { recursive: true });
  }
});

it.each(['close', 'hang', 'error', 'malformed', 'slow'] as const)(
  'does not know what became of a renewal at the fault %s, and sends it once',
  async (kind) => {
    await using library = await startLibrary();
    await using client = createClientOf(library, { guard: { retries: 3 } });
    const [loan] = await loansOf(client);
    const before = library.calls()['GET /api/v1/items'] ?? 0;
    const asked = client.postRenewal(ANA, loan?.id ?? '');
    // The title is the last thing read before the write.
    while ((library.calls()['GET /api/v1/items'] ?? 0) === before) await new Promise(setImmediate);
    await library.putFault(fault(kind));
    expect(await asked).toEqual({ kind: 'unknown' });
    expect(library.calls()[RENEWAL]).toBe(1);
  },
);

it('shows by the charges that a payment whose answer was lost was recorded', async () => {
  await using library = await startLibrary();
  await using client = createClientOf(library, { guard: { retries: 3 } });
  const [charge = { id: '', amountCents: 0 }] = await chargesOf(client);
  const accounts = library.calls()['GET /api/v1/patrons/{id}/account'] ?? 0;
  const payment = { chargeId: charge.id, amountCents: charge.amountCents, receipt: 'K-1' };
  const asked = client.postPayment(ANA, payment);
  while (library.calls()['GET /api/v1/patrons/{id}/account'] === accounts) {
    await new Promise(setImmediate);
  }
  await library.putFault(fault('slow'));
  expect(await asked).toEqual({ kind: 'unknown' });
  await library.putFault(fault('none'));
  expect(await chargesOf(client)).toEqual([]);
  expect(library.calls()[CREDIT]).toBe(1);
});

it('throws where the library cannot be reached, since nothing was sent', async () => {
  await using library = await startLibrary();
  await using client = createClientOf(library);
  const [loan] = await loansOf(client);
  await library.putFault(fault('refuse'));
  await expect(client.postRenewal(ANA, loan?.id ?? '')).rejects.toMatchObject({
    code: 'UPSTREAM_UNAVAILABLE',
  });
});
