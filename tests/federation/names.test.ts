import { describe, expect, it } from '@jest/globals';
import { startSmallCity, type TransportKind } from './start-small-city.ts';

describe.each<TransportKind>(['in-process', 'http'])('%s', (transport) => {
  it.each([
    ['a required field', 'account: number', { account: '1111' }],
    ['a key', 'id: number', { id: '1111' }],
    ['the type', '__typename: number', { __typename: '1111' }],
    ['a required field in a fragment', '... on Card { account: id }', { account: 'a' }],
  ])('lets no client choose what a subgraph gets as %s', async (_what, alias, answered) => {
    await using city = await startSmallCity(transport);
    const { data, errors } = await city.ask(
      `{ card(number: "1111") { ${alias} library { account } } }`,
    );
    expect({ data, errors }).toEqual({
      data: { card: { ...answered, library: { account: 'L-a' } } },
    });
  });

  it('places errors under the names that the client gave', async () => {
    await using city = await startSmallCity(transport);
    const { data, errors } = await city.ask('{ cards { id account: library { debtCents } } }');
    expect(data?.['cards']).toContainEqual({ id: 'b', account: null });
    expect(errors?.map(({ path }) => path)).toEqual([['cards', 1, 'account', 'debtCents']]);
  });

  it('answers the schema under the names that the client gave', async () => {
    await using city = await startSmallCity(transport, { isDevelopment: true });
    const { data } = await city.ask('{ __type(name: "Card") { id: name account: kind } }');
    expect(data).toEqual({ __type: { id: 'Card', account: 'OBJECT' } });
  });
});
