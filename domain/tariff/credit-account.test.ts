import { expect, it } from '@jest/globals';
import {
  array,
  assert,
  constantFrom,
  integer,
  property,
  record,
  shuffledSubarray,
} from 'fast-check';
import { applyUses, balanceOf, openCreditAccount, type CreditUse } from './credit-account.ts';

const fresh = openCreditAccount({ kind: 'uses', amount: 3, per: 'month' });

function use(useId: string, amount = 1): CreditUse {
  return { useId, amount };
}

it('counts a use once, however often it is told', () => {
  const { account } = applyUses(fresh, [use('r1:1'), use('r1:2'), use('r1:1')]);
  const again = applyUses(account, [use('r1:2')]);
  expect(balanceOf(again.account)).toEqual({ granted: 3, used: 2, left: 1, overused: 0 });
});

it('tells of overuse when it happens, and not a second time', () => {
  const offline = ['r1:1', 'r1:2', 'r2:1', 'r2:2', 'r3:1'].map((id) => use(id));
  const first = applyUses(fresh, offline);
  const retried = applyUses(first.account, offline);
  expect([first.newlyOverused, retried.newlyOverused]).toEqual([2, 0]);
  expect(balanceOf(retried.account)).toEqual({ granted: 3, used: 5, left: 0, overused: 2 });
});

it('tells of a use that comes again with another amount, and counts the greater', () => {
  const { account } = applyUses(fresh, [use('r1:1', 2)]);
  const again = applyUses(account, [use('r1:1', 1)]);
  expect(again.conflictingUseIds).toEqual(['r1:1']);
  expect(balanceOf(again.account).used).toBe(2);
});

it.each([0, -1, 0.5, Number.NaN])('refuses a use of %d', (amount) => {
  expect(() => applyUses(fresh, [use('r1:1', amount)])).toThrow(/whole number/);
});

it('comes to the same in any order, portion and repetition, and reports all overuse once', () => {
  const ids = constantFrom('a', 'b', 'c', 'd', 'e');
  const told = array(record({ useId: ids, amount: integer({ min: 1, max: 3 }) }), {
    maxLength: 20,
  });
  const law = property(
    told.chain((uses) =>
      shuffledSubarray([...uses, ...uses], { minLength: uses.length * 2 }).map((mixed) => ({
        uses,
        mixed,
      })),
    ),
    ({ uses, mixed }) => {
      let account = fresh;
      let reported = 0;
      for (const one of mixed) {
        const applied = applyUses(account, [one]);
        account = applied.account;
        reported += applied.newlyOverused;
      }
      const atOnce = balanceOf(applyUses(fresh, uses).account);
      expect(balanceOf(account)).toEqual(atOnce);
      expect(reported).toBe(atOnce.overused);
    },
  );
  assert(law);
});
