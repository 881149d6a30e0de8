import { expect, it } from '@jest/globals';
import { getOperationAST, GraphQLError, parse } from 'graphql';
import type { GatewayAnswer, GatewayRequest } from './gateway.ts';
import { showErrors } from './visible-errors.ts';

const document = parse(`
  { me: card { ...part ... on Card { loans { title } } } }
  fragment part on Card { loans { dueOn } }
`);

function show(answer: GatewayAnswer) {
  const request = { document, operation: getOperationAST(document) };
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- the two parts that are looked at
  const shown = showErrors(answer, request as GatewayRequest);
  return { ...shown, errors: shown.errors?.map(({ message, path }) => ({ message, path })) };
}

function error(...path: (string | number)[]) {
  return new GraphQLError('no', { path });
}

it.each([
  [
    ['me', 'loans', 3, 'title'],
    ['me', 'loans', 3, 'title'],
  ],
  [
    ['me', 'loans', 3, 'dueOn'],
    ['me', 'loans', 3, 'dueOn'],
  ],
  [['me', 'account'], ['me']],
  [
    ['me', 'loans', 1, 'secret', 'deep'],
    ['me', 'loans', 1],
  ],
  [['me', '@', '_entities'], ['me']],
  [['card'], undefined],
])('shows %j as %j', (path, visible) => {
  expect(show({ errors: [error(...path)] }).errors).toEqual([{ message: 'no', path: visible }]);
});

it('tells errors once that differ only in what is hidden', () => {
  const { errors } = show({ errors: [error('me', 'account'), error('me', 'token')] });
  expect(errors).toEqual([{ message: 'no', path: ['me'] }]);
});

it('turns values that a subgraph got wrong into errors', () => {
  const answer = { data: { me: null }, extensions: { valueCompletion: [error('me', 'loans')] } };
  expect(show(answer)).toEqual({
    data: { me: null },
    errors: [{ message: 'no', path: ['me', 'loans'] }],
  });
});
