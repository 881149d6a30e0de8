import { expect, it } from '@jest/globals';
import { createOperationCheck } from './limits.ts';

const LIMITS = { maxDepth: 3, maxAliases: 2, maxFields: 6, maxRepeats: 2, maxTokens: 60 };
const check = createOperationCheck(LIMITS);

it.each([
  ['exactly as deep as may be', '{ a { b { c } } }', 'fits'],
  ['one level deeper', '{ a { b { c { d } } } }', 'at most 3 levels deep'],
  [
    'deep through a fragment',
    '{ a { ...f } } fragment f on A { b { c { d } } }',
    'at most 3 levels',
  ],
  ['with an alias too many', '{ x: a y: a z: a }', 'at most 2 aliases'],
  [
    'with aliases in a fragment used twice',
    '{ a { ...f } b { ...f } } fragment f on A { x: c y: d }',
    'at most 2 aliases',
  ],
  ['with a field too many', '{ a b c d e f g }', 'at most 6 fields'],
  ['that repeats a field', '{ a a a }', 'at most 2 repeats'],
  ['of too many words', `{ a(b: [${'1 '.repeat(60)}]) }`, 'more that 60 tokens'],
  ['that is no operation', '{ a', 'Syntax Error'],
])('judges an operation %s', (_what, text, sentence) => {
  const checked = check(text, undefined);
  expect('error' in checked ? checked.error.message : 'fits').toContain(sentence);
});

it.each([
  ['query A { a } mutation B { b }', 'B', 'mutation'],
  ['{ a }', undefined, 'query'],
])('knows of %j and the name %j what is to be done', (text, name, type) => {
  expect(check(text, name)).toEqual({ type });
});

it.each([
  ['query A { a } mutation B { b }', undefined, /several/],
  ['query A { a }', 'B', /named "B"/],
  ['fragment f on A { a }', undefined, /no operation/],
  ['subscription { a }', undefined, /Subscriptions/],
])('knows of %j and the name %j that there is nothing to do', (text, name, reason) => {
  expect(check(text, name)).toEqual({
    error: expect.objectContaining({ message: expect.stringMatching(reason) }),
  });
});
