import { expect, it } from '@jest/globals';
import type { Viewer } from '../../domain/viewer.ts';
import type { Audit } from '../../platform/stores/audit.ts';
import {
  ana,
  ANA_VIEWER,
  askTax,
  AT_THE_DESK,
  downTaxOffice,
  entitiesQuery,
  fakeTaxOffice,
  inMemoryAudit,
  inMemoryLastKnown,
  NOON,
  STAFF,
  startTaxPart,
  toRepresentation,
  twenty,
  type Hub,
} from './tax-harness.ts';

const APPEAL = '(access: { purpose: APPEAL, consent: LEGAL_BASIS })';

it.each<[string, Viewer, string, string, string, string]>([
  ['the holder', ANA_VIEWER, '', 'citizen', 'ownInformation', 'given'],
  [
    'the holder who names it',
    ANA_VIEWER,
    '(access: { purpose: OWN_INFORMATION, consent: GIVEN })',
    'citizen',
    'ownInformation',
    'given',
  ],
  ['staff at a desk', STAFF, AT_THE_DESK, 'staff', 'citizenAssistance', 'given'],
  ['staff on an appeal', STAFF, APPEAL, 'staff', 'appeal', 'legalBasis'],
])('writes down who asks and why, and tells the tax office: %s', async (...row) => {
  const [, viewer, access, viewerKind, purpose, consent] = row;
  const [audit, taxOffice] = [inMemoryAudit(), fakeTaxOffice()];
  const { errors } = await askTax({ audit, taxOffice }, 'bills { id }', { viewer, access });
  const viewerId = viewer.kind === 'nobody' ? '' : viewer.id;
  const who = { at: NOON, viewerKind, viewerId, requestId: 'request-1' };
  const what = { operation: 'Card.tax', cardId: ana.id, purpose, consent };
  expect([errors, audit.entries]).toEqual([[], [{ ...who, ...what }]]);
  expect(taxOffice.asked).toEqual([[`${purpose} ${consent}`, 'C-ana bills']]);
});

it.each<[string, Viewer, string, RegExp]>([
  ['staff name no purpose', STAFF, '', /for a purpose only: name it/],
  [
    "staff name the holder's purpose",
    STAFF,
    '(access: { purpose: OWN_INFORMATION, consent: GIVEN })',
    /the purpose of holders/,
  ],
  ['a holder names another purpose', ANA_VIEWER, AT_THE_DESK, /always OWN_INFORMATION/],
  [
    'a holder names another consent',
    ANA_VIEWER,
    '(access: { purpose: OWN_INFORMATION, consent: LEGAL_BASIS })',
    /with consent GIVEN/,
  ],
])('asks and writes nothing when %s', async (_when, viewer, access, sentence) => {
  const [audit, taxOffice] = [inMemoryAudit(), fakeTaxOffice()];
  const asked = await askTax({ audit, taxOffice }, 'bills { id }', { viewer, access });
  expect(asked).toMatchObject({ tax: null, errors: ['_entities.0.tax BAD_USER_INPUT'] });
  expect(asked.messages[0]).toMatch(sentence);
  expect([audit.entries, taxOffice.asked]).toEqual([[], []]);
});

it.each<[string, Viewer]>([
  ['staff', STAFF],
  ['the holder', ANA_VIEWER],
])('refuses %s in the same words with and without a linked account', async (_who, viewer) => {
  const access = viewer.kind === 'staff' ? '' : AT_THE_DESK;
  const linked = await askTax({}, 'bills { id }', { viewer, access });
  const cards = [{ ...ana, taxContributorNumber: null }];
  const bare = await askTax({}, 'bills { id }', { viewer, access, cards });
  expect(linked.messages.length).toBe(1);
  expect(bare).toEqual(linked);
});

it('writes one entry for each card of a request, all in one round trip, however often fields are asked', async () => {
  const audit = inMemoryAudit();
  const rounds: number[] = [];
  const counting: Audit = {
    ...audit,
    record: (entries) => (rounds.push(entries.length), audit.record(entries)),
  };
  const tax = `tax${AT_THE_DESK} { bills { id paymentDocument { barcode } } source { asOf } }`;
  const source = entitiesQuery(`a: ${tax} b: ${tax}`);
  await startTaxPart({ audit: counting })(source, { cards: twenty.map(toRepresentation) });
  expect(rounds).toEqual([20]);
  expect(audit.entries.map(({ cardId }) => cardId)).toEqual(twenty.map(({ id }) => id));
});

it('writes down and asks for each of two purposes named in one request', async () => {
  const [audit, taxOffice] = [inMemoryAudit(), fakeTaxOffice()];
  const source = entitiesQuery(
    `a: tax${AT_THE_DESK} { bills { id } } b: tax${APPEAL} { bills { id } }`,
  );
  await startTaxPart({ audit, taxOffice })(source, { cards: [toRepresentation(ana)] });
  expect(audit.entries.map(({ purpose }) => purpose)).toEqual(['citizenAssistance', 'appeal']);
  const asked = taxOffice.asked.map(([access]) => access);
  expect(asked).toEqual(['citizenAssistance given', 'appeal legalBasis']);
});

it('asks only after the access is written down', async () => {
  const taxOffice = fakeTaxOffice();
  const written = Promise.withResolvers<void>();
  const reached = Promise.withResolvers<void>();
  const record = () => (reached.resolve(), written.promise);
  const asking = askTax({ taxOffice, audit: { ...inMemoryAudit(), record } }, 'bills { id }');
  await reached.promise;
  await new Promise((resolve) => setImmediate(resolve));
  expect(taxOffice.asked).toEqual([]);
  written.resolve();
  await asking;
  expect(taxOffice.asked.length).toBe(1);
});

it.each<[string, Partial<Hub>]>([
  ['fails', { audit: inMemoryAudit(() => true) }],
  [
    'does not answer in time',
    {
      audit: { ...inMemoryAudit(), record: () => new Promise<never>(() => {}) },
      deadlineMs: 20,
    },
  ],
])('asks nothing, and recalls nothing, while the audit %s', async (_how, hub) => {
  const [taxOffice, lastKnown] = [fakeTaxOffice(), inMemoryLastKnown()];
  await askTax({ lastKnown }, 'bills { id }');
  const asked = await askTax({ ...hub, taxOffice, lastKnown }, 'bills { id }');
  expect(asked).toMatchObject({ tax: null, errors: ['_entities.0.tax UPSTREAM_UNAVAILABLE'] });
  expect([taxOffice.asked, lastKnown.recalls]).toEqual([[], []]);
});

it('writes down who was told what the tax office said last', async () => {
  const audit = inMemoryAudit();
  await askTax({ audit, taxOffice: downTaxOffice() }, 'bills { id }', { access: APPEAL });
  expect(audit.entries.map(({ purpose }) => purpose)).toEqual(['appeal']);
});

it('tells the tax office an id of at most 64 characters, whoever asks', async () => {
  const names: string[] = [];
  const taxOffice = fakeTaxOffice({
    fetchContributors: (asks, { requestedBy }) => {
      names.push(requestedBy);
      return Promise.resolve(
        asks.map(({ contributor }) => ({ contributor, bills: { value: [] }, subsidies: null })),
      );
    },
  });
  for (const id of ['clerk-1', 'c'.repeat(128)]) {
    await askTax({ taxOffice }, 'bills { id }', { viewer: { kind: 'staff', id } });
  }
  expect(names).toEqual(['clerk-1', expect.stringMatching(/^[0-9a-f]{64}$/)]);
});
