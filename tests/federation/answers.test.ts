import { describe, expect, it } from '@jest/globals';
import { startSmallCity, type TransportKind } from './start-small-city.ts';

const AWAY = {
  message: 'This service is not answering right now. Try again later.',
  extensions: { code: 'UPSTREAM_UNAVAILABLE' },
};

describe.each<TransportKind>(['in-process', 'http'])('%s', (transport) => {
  it('joins a card of one subgraph with its parts in others', async () => {
    await using city = await startSmallCity(transport);
    const answer = await city.ask(
      'query ($n: CardNumber!) { card(number: $n) { number library { debtCents } permits } }',
      { variables: { n: '1111' } },
    );
    expect(answer).toEqual({
      data: { card: { number: '1111', library: { debtCents: 150 }, permits: ['CENTRE'] } },
    });
  });

  it('asks each subgraph once for all entities of a list', async () => {
    await using city = await startSmallCity(transport);
    await city.ask('{ cards { library { account } } }');
    expect(city.seen.asked).toEqual(['a', 'b', 'c']);
  });

  it('hides what is inaccessible', async () => {
    await using city = await startSmallCity(transport);
    const { data, errors } = await city.ask('{ cards { account } }');
    expect({ data, errors }).toEqual({
      errors: [
        expect.objectContaining({
          message: 'Cannot query field "account" on type "Card".',
          extensions: { code: 'BAD_USER_INPUT' },
        }),
      ],
    });
  });

  it('keeps null items of lists with the error of each at its place', async () => {
    await using city = await startSmallCity(transport);
    const answer = await city.ask('{ card(number: "1111") { library { loans { title } } } }');
    expect(answer).toEqual({
      data: { card: { library: { loans: [{ title: 'Book of L-a' }, null] } } },
      errors: [{ ...AWAY, path: ['card', 'library', 'loans', 1, 'title'] }],
    });
  });

  it('blanks one entity of a list and answers the others', async () => {
    await using city = await startSmallCity(transport);
    const answer = await city.ask('{ all: cards { number books: library { debtCents } } }');
    expect(answer).toEqual({
      data: {
        all: [
          { number: '1111', books: { debtCents: 150 } },
          { number: '2222', books: null },
          { number: '3333', books: null },
        ],
      },
      errors: [{ ...AWAY, path: ['all', 1, 'books', 'debtCents'] }],
    });
  });

  it('tells a mistake in the input as the rule words it', async () => {
    await using city = await startSmallCity(transport);
    expect(await city.ask('{ card(number: "11") { number } }')).toEqual({
      data: { card: null },
      errors: [
        {
          message: 'A card number is four digits.',
          path: ['card'],
          extensions: { code: 'BAD_USER_INPUT' },
        },
      ],
    });
  });

  it('answers aliases that are names of JavaScript itself', async () => {
    await using city = await startSmallCity(transport);
    const { data } = await city.ask(
      '{ __proto__: cards { constructor: number prototype: permits } }',
    );
    expect(JSON.stringify(data)).toBe(
      JSON.stringify({
        list: [
          { constructor: '1111', prototype: ['CENTRE'] },
          { constructor: '2222', prototype: [] },
          { constructor: '3333', prototype: [] },
        ],
      }).replace('list', '__proto__'),
    );
  });

  it('shows a bug by a reference alone, and logs it once with its stack', async () => {
    await using city = await startSmallCity(transport);
    const { data, errors } = await city.ask('{ bug again: bug }');
    expect({ data, errors }).toEqual({
      data: { bug: null, again: null },
      errors: ['bug', 'again'].map((field) => ({
        message: 'Something went wrong on our side.',
        path: [field],
        extensions: { code: 'INTERNAL', reference: expect.any(String) },
      })),
    });
    const told = city.lines.filter((line) => line.includes('secret place'));
    expect(told.length).toBe(2);
    expect(told[0]).toContain(errors?.[0]?.extensions?.['reference']);
  });

  it('answers at the deadline with what there is', async () => {
    await using city = await startSmallCity(transport, {
      settings: { HUB_GATEWAY_DEADLINE_MS: 200 },
    });
    expect(await city.ask('{ hang }')).toEqual({
      data: { hang: null },
      errors: [{ ...AWAY, path: ['hang'] }],
    });
  });

  it('tells every subgraph who asks', async () => {
    await using city = await startSmallCity(transport);
    const token = await city.token('staff', 'desk-7');
    expect(await city.ask('{ whoAsks }', { token })).toEqual({ data: { whoAsks: 'staff desk-7' } });
    expect(await city.ask('{ whoAsks }')).toEqual({ data: { whoAsks: 'nobody' } });
  });
});

it('makes one context for all fetches of a request in one process', async () => {
  await using city = await startSmallCity('in-process');
  // Root fields and the library's requirement are two fetches of the cards subgraph.
  await city.ask('mutation { block(id: "a") { library { account } number } }');
  expect(city.seen.contexts.toSorted()).toEqual(['cards', 'library']);
});

it('answers without a subgraph that is down, with an error for each part that it owed', async () => {
  await using city = await startSmallCity('http', { dead: ['library'] });
  expect(await city.ask('{ cards { number library { account } permits } }')).toEqual({
    data: {
      cards: [
        { number: '1111', library: null, permits: ['CENTRE'] },
        { number: '2222', library: null, permits: [] },
        { number: '3333', library: null, permits: [] },
      ],
    },
    errors: [0, 1, 2].map((index) => ({ ...AWAY, path: ['cards', index, 'library'] })),
  });
});

it('answers null for a root field whose subgraph is down', async () => {
  await using city = await startSmallCity('http', { dead: ['cards'] });
  expect(await city.ask('{ card(number: "1111") { number } }')).toEqual({
    data: { card: null },
    errors: [{ ...AWAY, path: ['card'] }],
  });
});
