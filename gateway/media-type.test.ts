import { expect, it } from '@jest/globals';
import { chooseAnswerType, prefersHtml } from './media-type.ts';

const JSON_TYPE = 'application/json';
const GRAPHQL_TYPE = 'application/graphql-response+json';

it.each([
  [undefined, JSON_TYPE],
  ['', JSON_TYPE],
  ['*/*', JSON_TYPE],
  ['application/*', JSON_TYPE],
  [GRAPHQL_TYPE, GRAPHQL_TYPE],
  [`${GRAPHQL_TYPE}; charset=utf-8, ${JSON_TYPE}`, GRAPHQL_TYPE],
  [`${JSON_TYPE};q=0.9, ${GRAPHQL_TYPE}`, GRAPHQL_TYPE],
  [`${GRAPHQL_TYPE};q=0.1, */*;q=0.5`, JSON_TYPE],
  [`${JSON_TYPE};q=0, */*`, GRAPHQL_TYPE],
])('answers accept %j with %s', (accept, type) => {
  expect(chooseAnswerType(accept)).toBe(type);
});

it('knows a browser by what it would rather have', () => {
  const accepts = [
    'text/html,application/xhtml+xml,*/*;q=0.8',
    '*/*',
    'text/html;q=0.1,*/*',
    undefined,
  ];
  expect(accepts.map(prefersHtml)).toEqual([true, false, false, false]);
});
