import { expect, it } from '@jest/globals';
import { UpstreamMalformedError } from '../../domain/errors.ts';
import {
  ana,
  askLibrary,
  downLibrary,
  fakeLibrary,
  inMemoryLastKnown,
  loan,
  NOON,
  outage,
} from './library-harness.ts';

const AS_OF = NOON.toISOString();
const YESTERDAY = new Date('2026-11-20T12:00:00.000Z');
const municipal = () =>
  fakeLibrary('library', () => ({ loans: { value: [loan('1', 'Nada')] }, charges: { value: [] } }));
const regional = () =>
  fakeLibrary('regionalLibrary', () => ({ loans: { value: [loan('9', 'Cinco horas')] } }));
const SOURCES = 'source { system asOf freshness } sources { system asOf freshness }';

function source(system: string, freshness: string | null = 'LIVE', asOf: string | null = AS_OF) {
  return { system, freshness, asOf };
}

function rememberLoans(system: string, version = ana.version) {
  const lastKnown = inMemoryLastKnown();
  const value = [{ id: '7', title: 'La Regenta', dueOn: '2026-11-30' }];
  const part = `${system}:loans`;
  lastKnown.remember([{ owner: ana.id, version, part, asOf: YESTERDAY, value }]);
  return lastKnown;
}

it('puts the municipal items first, each with its source', async () => {
  const hub = { library: municipal(), regionalLibrary: regional() };
  const fields = `loans { id title dueOn source { system freshness asOf } } ${SOURCES}`;
  expect(await askLibrary(hub, fields)).toEqual({
    library: {
      loans: [
        { id: 'library:1', title: 'Nada', dueOn: '2026-12-01', source: source('library') },
        {
          id: 'regionalLibrary:9',
          title: 'Cinco horas',
          dueOn: '2026-12-01',
          source: source('regionalLibrary'),
        },
      ],
      source: source('library'),
      sources: [source('library'), source('regionalLibrary')],
    },
    errors: [],
  });
});

it('puts one null item with an error in the place of a system that is silent', async () => {
  const hub = { library: downLibrary('library'), regionalLibrary: regional() };
  const asked = await askLibrary(hub, `mayBorrow loans { title } holds { title } ${SOURCES}`);
  expect(asked).toEqual({
    library: {
      mayBorrow: null,
      loans: [null, { title: 'Cinco horas' }],
      holds: [null],
      source: source('library', null, null),
      sources: [source('library', null, null), source('regionalLibrary')],
    },
    errors: [
      'mayBorrow UPSTREAM_UNAVAILABLE',
      'loans.0 UPSTREAM_UNAVAILABLE',
      'holds.0 UPSTREAM_UNAVAILABLE',
    ],
  });
});

it('keeps the place of the regional part behind the municipal items', async () => {
  const hub = { library: municipal(), regionalLibrary: downLibrary('regionalLibrary') };
  expect(await askLibrary(hub, 'loans { title }')).toEqual({
    library: { loans: [{ title: 'Nada' }, null] },
    errors: ['loans.1 UPSTREAM_UNAVAILABLE'],
  });
});

it('gives one null item for an item that could not be read', async () => {
  const error = new UpstreamMalformedError('library', 'no title');
  const library = fakeLibrary('library', () => ({
    loans: { value: [{ error }, loan('2', 'Tormento')] },
  }));
  expect(await askLibrary({ library }, 'loans { title } source { freshness }')).toEqual({
    library: { loans: [null, { title: 'Tormento' }], source: { freshness: 'LIVE' } },
    errors: ['loans.0 UPSTREAM_MALFORMED'],
  });
});

it('fills the part of a silent system with what it said last, so marked', async () => {
  const hub = {
    library: municipal(),
    regionalLibrary: downLibrary('regionalLibrary'),
    lastKnown: rememberLoans('regionalLibrary'),
  };
  const old = source('regionalLibrary', 'LAST_KNOWN', YESTERDAY.toISOString());
  const fields = `loans { title source { system freshness asOf } } ${SOURCES}`;
  expect(await askLibrary(hub, fields)).toEqual({
    library: {
      loans: [
        { title: 'Nada', source: source('library') },
        { title: 'La Regenta', source: old },
      ],
      source: old,
      sources: [source('library'), old],
    },
    errors: [],
  });
});

it('does not use what was remembered for another version of the card', async () => {
  const lastKnown = rememberLoans('library', ana.version - 1);
  const hub = { library: downLibrary('library'), lastKnown };
  expect(await askLibrary(hub, 'loans { title }')).toEqual({
    library: { loans: [null] },
    errors: ['loans.0 UPSTREAM_UNAVAILABLE'],
  });
});

it('neither uses nor remembers anything for a card that is not active', async () => {
  const lastKnown = rememberLoans('library');
  const cards = [{ ...ana, isUsable: false }];
  const hub = { library: downLibrary('library'), regionalLibrary: regional(), lastKnown };
  expect(await askLibrary(hub, 'mayBorrow loans { title }', { cards })).toEqual({
    library: { mayBorrow: false, loans: [null, { title: 'Cinco horas' }] },
    errors: ['loans.0 UPSTREAM_UNAVAILABLE'],
  });
  expect([lastKnown.recalls, lastKnown.kept.size]).toEqual([[], 1]);
});

it('shows in source the worst of the parts that the query uses', async () => {
  const failed = outage('library');
  const library = fakeLibrary('library', () => ({ loans: failed, holds: failed }));
  const hub = { library, lastKnown: rememberLoans('library') };
  const { library: told } = await askLibrary(
    hub,
    'loans { id } charges { id } source { freshness }',
  );
  expect(told).toMatchObject({ source: { freshness: 'LAST_KNOWN' }, charges: [] });
  const alone = await askLibrary(hub, 'charges { id } source { freshness }');
  expect(alone.library).toMatchObject({ source: { freshness: 'LIVE' } });
  const worst = await askLibrary(hub, 'loans { id } holds { id } source { system freshness }');
  expect(worst.library).toMatchObject({ source: { system: 'library', freshness: null } });
});

it('counts a system that is not linked as live', async () => {
  const cards = [{ ...ana, municipalLibraryNumber: null }];
  const hub = { regionalLibrary: downLibrary('regionalLibrary') };
  const { library } = await askLibrary(hub, SOURCES, { cards });
  const silent = source('regionalLibrary', null, null);
  expect(library).toEqual({ source: silent, sources: [source('library'), silent] });
});

it('remembers whole live lists, and none with a failed item', async () => {
  const lastKnown = inMemoryLastKnown();
  const library = fakeLibrary('library', () => ({
    loans: { value: [loan('1', 'Nada'), outage('library')] },
    charges: { value: [{ value: { id: '1', concept: 'Multa', amountCents: 150 } }] },
  }));
  await askLibrary(
    { library, regionalLibrary: downLibrary('regionalLibrary'), lastKnown },
    'loans { id } charges { id }',
  );
  expect([...lastKnown.kept.keys()]).toEqual([
    'card-ana 3 library:mayBorrow',
    'card-ana 3 library:charges',
  ]);
});

it('answers by the deadline although a library never does', async () => {
  const never = downLibrary('library');
  const library = { ...never, fetchAccounts: () => new Promise<never>(() => {}) };
  const begun = performance.now();
  const hub = { library, regionalLibrary: regional(), deadlineMs: 60 };
  expect(await askLibrary(hub, 'loans { title }')).toEqual({
    library: { loans: [null, { title: 'Cinco horas' }] },
    errors: ['loans.0 UPSTREAM_UNAVAILABLE'],
  });
  expect(performance.now() - begun).toBeLessThan(400);
});

it('gives libraries the signal of the deadline, and takes what they hand over on it', async () => {
  const late = fakeLibrary('library', () => ({ loans: { value: [loan('1', 'Nada')] } }));
  const library = {
    ...late,
    async fetchAccounts(...[asks, options]: Parameters<typeof late.fetchAccounts>) {
      await new Promise((resolve) => options?.signal?.addEventListener('abort', resolve));
      return late.fetchAccounts(asks);
    },
  };
  const asked = await askLibrary({ library, deadlineMs: 40 }, 'loans { title }');
  expect(asked).toEqual({ library: { loans: [{ title: 'Nada' }] }, errors: [] });
});

it('is an alarm, not an outage, when a client breaks its contract', async () => {
  const broken = { ...municipal(), fetchAccounts: () => Promise.reject(new TypeError('a bug')) };
  const { library, errors } = await askLibrary({ library: broken }, 'loans { title }');
  expect({ library, errors }).toEqual({
    library: null,
    errors: ['_entities.0.library none'],
  });
});
