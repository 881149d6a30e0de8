import { expect, it } from '@jest/globals';
import { createSubgraphExecutor } from '../../platform/subgraph/subgraph-executor.ts';
import {
  ana,
  askCards,
  askLibrary,
  downLibrary,
  fakeLibrary,
  inMemoryLastKnown,
  librarySubgraph,
  silent,
  startLibraryPart,
  STAFF,
} from './library-harness.ts';

const onlyMunicipal = { ...ana, regionalLibraryNumber: null };

function twoLibraries() {
  const library = fakeLibrary('library', () => ({}));
  const regionalLibrary = fakeLibrary('regionalLibrary', () => ({}));
  return { library, regionalLibrary };
}

const FRAGMENTS =
  '...F ...F @skip(if: true) ... on Library { source { system } } ... { holds { id } }';

it.each([
  ['loans { title }', ['loans']],
  ['mine: charges { id } again: charges { concept }', ['charges']],
  ['loans { id } ... on Library { holds { id } }', ['loans', 'holds']],
  [
    'loans @skip(if: $yes) { id } holds @include(if: $yes) { id }',
    ['holds'],
    ', $yes: Boolean = true',
  ],
  ['... @include(if: $no) { loans { id } } charges { id }', ['charges'], ', $no: Boolean = false'],
  ['mayBorrow', []],
  ['source { freshness } sources { system }', []],
])(
  'asks only for the lists that %j selects, once in each system',
  async (fields, lists, variables = '') => {
    const hub = twoLibraries();
    const { errors } = await askLibrary(hub, fields, { variables });
    expect(errors).toEqual([]);
    expect(hub.library.asked).toEqual([[{ account: 'M-ana', lists }]]);
    expect(hub.regionalLibrary.asked).toEqual([[{ account: 'R-ana', lists }]]);
  },
);

it('follows named fragments, used more than once', async () => {
  const hub = twoLibraries();
  const ask = startLibraryPart(hub);
  const source = `query ($cards: [_Any!]!) { _entities(representations: $cards) { ... on Card { library { ${FRAGMENTS} } } } }
    fragment F on Library { charges { id } ...G } fragment G on Library { mayBorrow }`;
  const { errors } = await ask(source, { cards: [{ __typename: 'Card', ...onlyMunicipal }] });
  expect(errors).toBeUndefined();
  expect(hub.library.asked).toEqual([[{ account: 'M-ana', lists: ['holds', 'charges'] }]]);
});

it('joins aliases of the same account in one ask', async () => {
  const hub = twoLibraries();
  await askCards(hub, '{ a: library { loans { id } } b: library { charges { id } mayBorrow } }');
  expect(hub.library.asked).toEqual([[{ account: 'M-ana', lists: ['loans', 'charges'] }]]);
});

it('asks for twenty cards in one call for each system', async () => {
  const hub = twoLibraries();
  const cards = Array.from({ length: 20 }, (_, at) => ({
    ...ana,
    municipalLibraryNumber: `M-${at}`,
  }));
  await askCards(hub, '{ library { loans { id } } }', { cards });
  expect(hub.library.asked.map((asks) => asks.length)).toEqual([20]);
  expect(hub.regionalLibrary.asked.map((asks) => asks.length)).toEqual([1]);
});

it('asks in calls of at most a hundred accounts', async () => {
  const hub = twoLibraries();
  const cards = Array.from({ length: 230 }, (_, at) => ({
    ...ana,
    municipalLibraryNumber: `M-${at}`,
  }));
  await askCards(hub, '{ library { mayBorrow } }', { cards });
  expect(hub.library.asked.map((asks) => asks.length)).toEqual([100, 100, 30]);
});

it('asks nothing twice in a later fetch of the same request', async () => {
  const hub = twoLibraries();
  const subgraph = librarySubgraph(hub);
  const executor = createSubgraphExecutor({ name: 'library', ...subgraph, log: silent });
  const variables = { cards: [{ __typename: 'Card', ...onlyMunicipal }] };
  const requestKey = {};
  for (const fields of ['loans { id }', 'mayBorrow loans { title }', 'holds { id } loans { id }']) {
    const query = `query ($cards: [_Any!]!) { _entities(representations: $cards) { ... on Card { library { ${fields} } } } }`;
    await executor.execute({ query, variables, viewer: STAFF, requestKey });
  }
  expect(hub.library.asked).toEqual([
    [{ account: 'M-ana', lists: ['loans'] }],
    [{ account: 'M-ana', lists: ['holds'] }],
  ]);
});

it('gives null for a card without an account, and calls nobody', async () => {
  const hub = twoLibraries();
  const cards = [{ ...onlyMunicipal, municipalLibraryNumber: null }];
  expect(await askLibrary(hub, 'mayBorrow', { cards })).toEqual({ library: null, errors: [] });
  expect([...hub.library.asked, ...hub.regionalLibrary.asked]).toEqual([]);
});

it('asks nobody whether a card that is not active may borrow', async () => {
  const hub = twoLibraries();
  const cards = [{ ...ana, isUsable: false }];
  expect(await askLibrary(hub, 'mayBorrow', { cards })).toEqual({
    library: { mayBorrow: false },
    errors: [],
  });
  expect([...hub.library.asked, ...hub.regionalLibrary.asked]).toEqual([]);
});

it('recalls the failed parts of all cards in one round trip, however late a system fails', async () => {
  const lastKnown = inMemoryLastKnown();
  const slow = downLibrary('regionalLibrary');
  const regionalLibrary = {
    ...slow,
    async fetchAccounts(...call: Parameters<typeof slow.fetchAccounts>) {
      await new Promise((resolve) => setImmediate(resolve));
      return slow.fetchAccounts(...call);
    },
  };
  const cards = [ana, onlyMunicipal];
  const hub = { library: downLibrary('library'), regionalLibrary, lastKnown };
  await askCards(hub, '{ library { loans { id } } }', { cards });
  expect(lastKnown.recalls.map((keys) => keys.map(({ part }) => part))).toEqual([
    ['library:loans', 'regionalLibrary:loans'],
  ]);
});
