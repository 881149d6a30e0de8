import { expect, it } from '@jest/globals';
import type { LibraryPort, RenewOutcome } from '../../connectors/library/port.ts';
import { UpstreamRejectedError, UpstreamUnavailableError } from '../../domain/errors.ts';
import {
  ANA_NUMBER,
  ana,
  downLibrary,
  fakeLibrary,
  inMemoryLastKnown,
  loan,
  NOON,
  startLibraryPart,
  toPaths,
  type Hub,
} from './library-harness.ts';

const RENEW = `mutation ($input: RenewLoanInput!) { renewLoan(input: $input) { __typename
  ... on LoanRenewed { loan { id title dueOn source { system freshness asOf } } }
  ... on RenewalRefused { reason } } }`;
const input = { card: ANA_NUMBER, loanId: 'library:1', idempotencyKey: 'renew-0001' };
const unknown = () => Promise.resolve<RenewOutcome>({ kind: 'unknown' });

/** A library with one loan, due as `dueOn` says at the time of asking. */
function withLoan(dueOn: () => string, postRenewal: LibraryPort['postRenewal']) {
  const tell = () => ({ loans: { value: [loan('1', 'Nada', dueOn())] } });
  return fakeLibrary('library', tell, { postRenewal });
}

async function renew(ask: ReturnType<typeof startLibraryPart>, change = {}) {
  const { data, errors } = await ask(RENEW, { input: { ...input, ...change } });
  return errors === undefined
    ? JSON.parse(JSON.stringify(data?.['renewLoan']))
    : toPaths(errors).join();
}

/** The outcome of one attempt whose answer is given, as `__typename` or its reason. */
async function outcomeOf(hub: Hub, change = {}) {
  const told = await renew(startLibraryPart(hub), change);
  return typeof told === 'string' ? told : (told.reason ?? told.__typename);
}

it('renews a loan and forgets what was remembered of the card', async () => {
  const lastKnown = inMemoryLastKnown();
  const library = withLoan(
    () => '2026-12-01',
    () =>
      Promise.resolve({ kind: 'renewed', loan: { id: '1', title: 'Nada', dueOn: '2026-12-22' } }),
  );
  const source = { system: 'library', freshness: 'LIVE', asOf: NOON.toISOString() };
  expect(await renew(startLibraryPart({ library, lastKnown }))).toEqual({
    __typename: 'LoanRenewed',
    loan: { id: 'library:1', title: 'Nada', dueOn: '2026-12-22', source },
  });
  expect([library.written, lastKnown.forgotten]).toEqual([['renew M-ana 1'], [ana.id]]);
});

it('gives two at once with the same key one renewal and the same answer', async () => {
  const renewed = { kind: 'renewed', loan: { id: '1', title: 'Nada', dueOn: '2026-12-22' } };
  const library = withLoan(
    () => '2026-12-01',
    () => Promise.resolve(renewed as RenewOutcome),
  );
  const ask = startLibraryPart({ library });
  const [one, other] = await Promise.all([renew(ask), renew(ask)]);
  expect(one).toEqual(other);
  expect(library.written).toEqual(['renew M-ana 1']);
});

it.each<[string, string, LibraryPort['postRenewal'], Partial<Hub>, object]>([
  ['LIBRARY_REFUSED', 'the library says no', async () => ({ kind: 'refused' }), {}, {}],
  [
    'LIBRARY_REFUSED',
    'the library rejects the call',
    () => Promise.reject(new UpstreamRejectedError('library', 'no')),
    {},
    {},
  ],
  [
    'renewLoan UPSTREAM_UNAVAILABLE',
    'nothing could be sent',
    () => Promise.reject(new UpstreamUnavailableError('library', 'refused')),
    {},
    {},
  ],
  ['OutcomeUnknown', 'the client breaks', () => Promise.reject(new TypeError('a bug')), {}, {}],
  [
    'OutcomeUnknown',
    'nothing comes before the deadline',
    () => new Promise(() => {}),
    { deadlineMs: 40 },
    {},
  ],
  ['LOAN_NOT_FOUND', 'the loan is not on the card', unknown, {}, { loanId: 'library:2' }],
  [
    'NOT_LINKED',
    'the account is not linked',
    unknown,
    { cardOf: async () => ({ ...ana, municipalLibraryNumber: null }) },
    {},
  ],
  [
    'CARD_NOT_USABLE',
    'the card is blocked',
    unknown,
    { cardOf: async () => ({ ...ana, isUsable: false }) },
    {},
  ],
  ['renewLoan BAD_USER_INPUT', 'the id is none', unknown, {}, { loanId: 'cinema:1' }],
  ['renewLoan BAD_USER_INPUT', 'the id holds a bar', unknown, {}, { loanId: 'library:1|AB2' }],
  ['renewLoan BAD_USER_INPUT', 'the card number is none', unknown, {}, { card: '12' }],
])('answers %s when %s', async (expected, _why, postRenewal, hub, change) => {
  const library = withLoan(() => '2026-12-01', postRenewal);
  expect(await outcomeOf({ library, ...hub }, change)).toBe(expected);
});

it('waits for the answer to a renewal although the client has gone, and keeps it', async () => {
  const client = new AbortController();
  const library = withLoan(
    () => '2026-12-01',
    async (_account, id, options) => {
      client.abort();
      expect(options?.signal?.aborted).toBe(false);
      return { kind: 'renewed', loan: { id, title: 'Nada', dueOn: '2026-12-22' } };
    },
  );
  const ask = startLibraryPart({ library });
  await ask(RENEW, { input }, undefined, client.signal);
  expect(await renew(ask)).toMatchObject({ loan: { dueOn: '2026-12-22' } });
  expect(library.written).toHaveLength(1);
});

it('fails with a code and leaves the key free when nothing was sent', async () => {
  let isDown = true;
  const down = downLibrary('library');
  const up = withLoan(
    () => '2026-12-01',
    async () => ({ kind: 'refused' }),
  );
  const library: LibraryPort = {
    ...up,
    fetchAccounts: (...call) => (isDown ? down : up).fetchAccounts(...call),
  };
  const ask = startLibraryPart({ library });
  expect(await renew(ask)).toBe('renewLoan UPSTREAM_UNAVAILABLE');
  isDown = false;
  expect(await renew(ask)).toMatchObject({ reason: 'LIBRARY_REFUSED' });
});

it.each([
  ['LoanRenewed', 'the due day has moved', '2026-12-22', 0],
  ['OutcomeUnknown', 'it has not, and may yet', '2026-12-01', 29_000],
  ['NOT_RECORDED', 'it has not for half a minute', '2026-12-01', 30_000],
])('finds out: %s when %s, and renews once', async (expected, _why, dueLater, waitedMs) => {
  let dueOn = '2026-12-01';
  let now = NOON;
  const library = withLoan(() => dueOn, unknown);
  const ask = startLibraryPart({ library, clock: { now: () => now } });
  expect(await renew(ask)).toEqual({ __typename: 'OutcomeUnknown' });
  dueOn = dueLater;
  now = new Date(NOON.getTime() + waitedMs);
  const { reason, __typename } = await renew(ask);
  expect([reason ?? __typename, library.written]).toEqual([expected, ['renew M-ana 1']]);
});

it('stays unknown while the loans cannot be read, or the account is unlinked since', async () => {
  let isDown = false;
  let card = ana;
  const up = withLoan(() => '2026-12-01', unknown);
  const down = downLibrary('library');
  const library: LibraryPort = {
    ...up,
    fetchAccounts: (...call) => (isDown ? down : up).fetchAccounts(...call),
  };
  const ask = startLibraryPart({ library, cardOf: () => Promise.resolve(card) });
  await renew(ask);
  isDown = true;
  expect(await renew(ask)).toEqual({ __typename: 'OutcomeUnknown' });
  card = { ...ana, municipalLibraryNumber: null };
  expect(await renew(ask)).toEqual({ __typename: 'OutcomeUnknown' });
  expect(up.written).toEqual(['renew M-ana 1']);
});
