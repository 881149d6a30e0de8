import { expect, it } from '@jest/globals';
import type { LibraryPort, PaymentOutcome } from '../../connectors/library/port.ts';
import {
  ANA_NUMBER,
  ana,
  fakeLibrary,
  NOON,
  outage,
  startLibraryPart,
  toPaths,
} from './library-harness.ts';
import type { CardRef } from '../../subgraphs/library/card-ref.ts';

const PAY = `mutation ($input: PayLibraryChargeInput!) { payLibraryCharge(input: $input) { __typename
  ... on ChargePaid { chargeId amountCents receipt } ... on PaymentRefused { reason } } }`;
const input = {
  card: ANA_NUMBER,
  chargeId: 'library:c2',
  amountCents: 300,
  receipt: 'K7-2026/118',
  idempotencyKey: 'pay-000001',
};

/** A borrower who owes these cents; `owed` may change from one reading to the next. */
function owing(owed: () => readonly number[] | null, postPayment?: LibraryPort['postPayment']) {
  const toCharge = (amountCents: number, at: number) => ({
    value: { id: `c${at + 1}`, concept: 'Retraso', amountCents },
  });
  const tell = () => {
    const cents = owed();
    return { charges: cents === null ? outage('library') : { value: cents.map(toCharge) } };
  };
  return fakeLibrary('library', tell, postPayment === undefined ? {} : { postPayment });
}

async function pay(ask: ReturnType<typeof startLibraryPart>, change = {}) {
  const { data, errors } = await ask(PAY, { input: { ...input, ...change } });
  if (errors !== undefined) return toPaths(errors).join();
  const told = JSON.parse(JSON.stringify(data?.['payLibraryCharge']));
  return told.reason ?? told;
}

const lost = () => Promise.resolve<PaymentOutcome>({ kind: 'unknown' });

it('records a payment once, also for two at once with the same key', async () => {
  const library = owing(() => [150, 300]);
  const ask = startLibraryPart({ library });
  const [one, other] = await Promise.all([pay(ask), pay(ask)]);
  const { chargeId, amountCents, receipt } = input;
  expect(one).toEqual({ __typename: 'ChargePaid', chargeId, amountCents, receipt });
  expect(other).toEqual(one);
  expect(library.written).toEqual(['pay M-ana c2 300 K7-2026/118']);
});

it.each<[string, object, LibraryPort['postPayment'] | undefined]>([
  ['CHARGE_NOT_FOUND', { chargeId: 'library:c3' }, undefined],
  ['AMOUNT_TOO_HIGH', { amountCents: 301 }, undefined],
  ['LIBRARY_REFUSED', {}, () => Promise.resolve({ kind: 'refused' })],
  ['payLibraryCharge BAD_USER_INPUT', { amountCents: 0 }, undefined],
  ['payLibraryCharge BAD_USER_INPUT', { receipt: 'a|b' }, undefined],
  ['payLibraryCharge BAD_USER_INPUT', { receipt: '' }, undefined],
  ['payLibraryCharge BAD_USER_INPUT', { receipt: 'x'.repeat(41) }, undefined],
  ['payLibraryCharge BAD_USER_INPUT', { chargeId: 'c2' }, undefined],
])('answers %s to %j', async (expected, change, postPayment) => {
  const library = owing(() => [150, 300], postPayment);
  expect(await pay(startLibraryPart({ library }), change)).toBe(expected);
});

it('pays nothing before the charges could be read, and leaves the key free', async () => {
  let owed: readonly number[] | null = null;
  const library = owing(() => owed);
  const ask = startLibraryPart({ library });
  expect(await pay(ask)).toBe('payLibraryCharge UPSTREAM_UNAVAILABLE');
  owed = [150, 300];
  expect(await pay(ask)).toMatchObject({ __typename: 'ChargePaid' });
});

it.each<[string, string, readonly number[] | null, number]>([
  ['ChargePaid', 'the charge is gone', [150], 0],
  ['ChargePaid', 'the money went to other charges too', [100, 50], 0],
  ['OutcomeUnknown', 'nothing has changed, but may yet', [150, 300], 29_000],
  ['NOT_RECORDED', 'nothing has changed for half a minute', [300, 150], 30_000],
  ['OutcomeUnknown', 'something else has changed', [150, 300, 80], 60_000],
  ['OutcomeUnknown', 'the charges cannot be read', null, 60_000],
])('finds out: %s when %s, and never pays twice', async (expected, _why, owedLater, waitedMs) => {
  let [owed, now]: [readonly number[] | null, Date] = [[150, 300], NOON];
  const library = owing(() => owed, lost);
  const ask = startLibraryPart({ library, clock: { now: () => now } });
  expect(await pay(ask)).toEqual({ __typename: 'OutcomeUnknown' });
  [owed, now] = [owedLater, new Date(NOON.getTime() + waitedMs)];
  const told = await pay(ask);
  expect(told.__typename ?? told).toBe(expected);
  expect(library.written).toEqual(['pay M-ana c2 300 K7-2026/118']);
});

it.each([
  ['gone', null],
  ['another one', 'M-other'],
])('keeps a payment open for a card whose account is %s since', async (_what, account) => {
  let [card, owed]: [CardRef, readonly number[]] = [ana, [150, 300]];
  const library = owing(() => owed, lost);
  const ask = startLibraryPart({ library, cardOf: () => Promise.resolve(card) });
  await pay(ask);
  [card, owed] = [{ ...ana, municipalLibraryNumber: account }, [150]];
  expect(await pay(ask)).toEqual({ __typename: 'OutcomeUnknown' });
  expect(library.written).toEqual(['pay M-ana c2 300 K7-2026/118']);
});

it('refuses a payment for a card without account', async () => {
  const cardOf = () => Promise.resolve({ ...ana, municipalLibraryNumber: null });
  expect(await pay(startLibraryPart({ cardOf }))).toBe('NOT_LINKED');
});
