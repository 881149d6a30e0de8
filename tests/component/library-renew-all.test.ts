import { expect, it } from '@jest/globals';
import type { RenewAllOutcome } from '../../connectors/library/port.ts';
import { UpstreamUnavailableError } from '../../domain/errors.ts';
import {
  ANA_NUMBER,
  ana,
  downLibrary,
  fakeLibrary,
  loan,
  NOON,
  startLibraryPart,
  type Hub,
} from './library-harness.ts';

const RENEW_ALL = `mutation ($input: RenewAllLoansInput!) { renewAllLoans(input: $input) {
  ... on RenewalRefused { reason }
  ... on RenewalsBySystem { systems { system status renewedLoanIds refusedLoanIds } } } }`;
const input = { card: ANA_NUMBER, idempotencyKey: 'renew-all-0001' };

function without(system: string, status: string) {
  return { system, status, renewedLoanIds: null, refusedLoanIds: null };
}

function systemWith(
  system: 'library' | 'regionalLibrary',
  outcome: RenewAllOutcome | UpstreamUnavailableError,
  due = () => '2026-12-01',
) {
  const loans = () => [loan('1', 'Nada', due()), loan('2', 'Tormento')];
  return fakeLibrary(system, () => ({ loans: { value: loans() } }), {
    async postRenewals() {
      if (outcome instanceof Error) throw outcome;
      return outcome;
    },
  });
}

const municipalDone = {
  system: 'library',
  status: 'DONE',
  renewedLoanIds: ['library:1'],
  refusedLoanIds: ['library:2'],
};
const done: RenewAllOutcome = { kind: 'done', renewedIds: ['1'], refusedIds: ['2'] };

async function renewAll(ask: ReturnType<typeof startLibraryPart>) {
  const { data } = await ask(RENEW_ALL, { input });
  return JSON.parse(JSON.stringify(data?.['renewAllLoans']));
}

it.each<[string, Hub, object]>([
  [
    'one system is not reached',
    { regionalLibrary: downLibrary('regionalLibrary') },
    without('regionalLibrary', 'NOT_REACHED'),
  ],
  [
    'the answer of one is lost',
    { regionalLibrary: systemWith('regionalLibrary', { kind: 'unknown' }) },
    without('regionalLibrary', 'UNKNOWN'),
  ],
  [
    'one is not linked',
    { cardOf: () => Promise.resolve({ ...ana, regionalLibraryNumber: null }) },
    without('regionalLibrary', 'NOT_LINKED'),
  ],
])('tells both systems apart when %s', async (_why, hub, regional) => {
  const ask = startLibraryPart({ library: systemWith('library', done), ...hub });
  expect(await renewAll(ask)).toEqual({ systems: [municipalDone, regional] });
});

it('sends nothing to a system that is not reached', async () => {
  const regionalLibrary = downLibrary('regionalLibrary');
  await renewAll(startLibraryPart({ library: systemWith('library', done), regionalLibrary }));
  expect(regionalLibrary.written).toEqual([]);
});

it('does not renew again in one system because the other went silent before it was sent to', async () => {
  const library = systemWith('library', done);
  const silent = new UpstreamUnavailableError('regionalLibrary', 'not sent');
  const ask = startLibraryPart({ library, regionalLibrary: systemWith('regionalLibrary', silent) });
  const told = { systems: [municipalDone, without('regionalLibrary', 'NOT_REACHED')] };
  expect(await renewAll(ask)).toEqual(told);
  expect(await renewAll(ask)).toEqual(told);
  expect(library.written).toEqual(['renew all M-ana']);
});

it('finds a lost half out by the due days, and renews neither half again', async () => {
  let [dueOn, now] = ['2026-12-01', NOON];
  const library = systemWith('library', done);
  const regionalLibrary = systemWith('regionalLibrary', { kind: 'unknown' }, () => dueOn);
  const ask = startLibraryPart({ library, regionalLibrary, clock: { now: () => now } });
  await renewAll(ask);
  dueOn = '2026-12-22';
  const early = { systems: [municipalDone, without('regionalLibrary', 'UNKNOWN')] };
  expect(await renewAll(ask)).toEqual(early);
  now = new Date(NOON.getTime() + 30_000);
  const told = { renewedLoanIds: ['regionalLibrary:1'], refusedLoanIds: ['regionalLibrary:2'] };
  expect(await renewAll(ask)).toEqual({
    systems: [municipalDone, { system: 'regionalLibrary', status: 'DONE', ...told }],
  });
  expect([...library.written, ...regionalLibrary.written]).toEqual([
    'renew all M-ana',
    'renew all R-ana',
  ]);
});

it.each([
  ['CARD_NOT_USABLE', { ...ana, isUsable: false }],
  ['NOT_LINKED', { ...ana, municipalLibraryNumber: null, regionalLibraryNumber: null }],
])('refuses with %s', async (reason, card) => {
  const ask = startLibraryPart({ cardOf: () => Promise.resolve(card) });
  expect(await renewAll(ask)).toEqual({ reason });
});
