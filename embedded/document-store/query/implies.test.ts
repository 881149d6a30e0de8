import { expect, it } from '@jest/globals';
import * as fc from 'fast-check';
import { compileFilter } from './filter.ts';
import { implies } from './implies.ts';
import { docs } from './testing/arbitrary.ts';
import { toDoc } from './value.ts';

it.each([
  [{ s: 'open' }, { s: 'open' }, true],
  [{ s: 'open', x: 1 }, { s: 'open' }, true],
  [{ x: 1 }, { s: 'open' }, false],
  [{ s: 'open' }, { s: { $exists: true } }, true],
  [{ s: null }, { s: { $exists: true } }, false],
  [{ s: 'open' }, { s: { $type: 'string' } }, true],
  [{ s: 5 }, { s: { $type: 'int' } }, false],
  [{ s: 5 }, { s: { $type: 'number' } }, true],
  [{ s: { $in: ['a', 'b'] } }, { s: { $in: ['a', 'b', 'c'] } }, true],
  [{ s: { $in: ['a', 'z'] } }, { s: { $in: ['a', 'b'] } }, false],
  [{ n: { $gt: 5 } }, { n: { $gt: 3 } }, true],
  [{ n: { $gte: 3 } }, { n: { $gt: 3 } }, false],
  [{ n: { $gt: 3 } }, { n: { $gte: 3 } }, true],
  [{ n: { $lt: 3 } }, { n: { $gt: 3 } }, false],
  [{ n: 7 }, { n: { $gt: 3 } }, true],
  [{ n: { $gt: 'x' } }, { n: { $gt: 3 } }, false],
  [{ n: { $gt: 3 } }, { n: { $exists: true } }, true],
  [{ n: { $gte: null } }, { n: { $exists: true } }, false],
  [{ n: { $ne: 5 } }, { n: { $ne: 5 } }, true],
  [{ n: { $ne: 5 } }, { n: { $ne: 6 } }, false],
  [{ $and: [{ a: 1 }, { b: 2 }] }, { b: 2, a: 1 }, true],
  [{ a: 1 }, {}, true],
])('says whether %j implies %j: %s', (filter, condition, expected) => {
  expect(implies(compileFilter(toDoc(filter)), compileFilter(toDoc(condition)))).toBe(expected);
});

const operands = fc.constantFrom(null, 'a', 'b', 0, 1, 1.5, true, []);
const conditions = fc.oneof(
  operands,
  fc
    .tuple(fc.constantFrom('$gt', '$gte', '$lt', '$lte', '$eq', '$ne'), operands)
    .map(([o, v]) => ({ [o]: v })),
  fc.array(operands, { maxLength: 2 }).map((list) => ({ $in: list })),
  fc.boolean().map((isThere) => ({ $exists: isThere })),
  fc.constantFrom('string', 'number', 'int', 'null', 'array').map((type) => ({ $type: type })),
);

it('never claims what some document disproves', () => {
  fc.assert(
    fc.property(conditions, conditions, docs, (given, wanted, doc) => {
      const filter = compileFilter(toDoc({ a: given }));
      const condition = compileFilter(toDoc({ a: wanted }));
      const isDisproved =
        implies(filter, condition) && filter.matches(doc) && !condition.matches(doc);
      expect(isDisproved).toBe(false);
    }),
    { numRuns: 5000 },
  );
});
