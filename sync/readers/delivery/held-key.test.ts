import { expect, it } from '@jest/globals';
import type { HeldList } from '../../../domain/reader-list/artefact.ts';
import { hasAll, heldKey, isAstray, stepsBehind, undoubted } from './held-key.ts';

function held(name: HeldList['name'], sequence: number, digest = `${sequence}`): HeldList {
  return { name, epoch: 1, sequence, digest: digest.padStart(64, '0') };
}

const HEADS = [held('deny', 5), held('rulebook-2', 9)];

it('is the same for the same lists in any order, and has nothing for none', () => {
  expect(heldKey(HEADS)).toBe(heldKey(HEADS.toReversed()));
  expect(heldKey([])).toBe('');
  expect(heldKey([held('deny', 5, 'a')])).not.toBe(heldKey([held('deny', 5, 'b')]));
});

it.each([
  ['the heads', HEADS, 0, false, true],
  ['an older list beside them', [...HEADS, held('rulebook-1', 3)], 0, false, true],
  ['nothing', [], 2, false, false],
  ['a list less', [held('deny', 5)], 1, false, false],
  ['earlier steps', [held('deny', 3), held('rulebook-2', 9)], 2, false, false],
  ['another content', [held('deny', 5, 'f'), held('rulebook-2', 9)], 1, true, false],
  ['steps that never were', [held('deny', 7), held('rulebook-2', 9)], 1, true, false],
])('knows of %s how far it is from the heads', (_, own, steps, astray, all) => {
  expect([stepsBehind(own, HEADS), isAstray(own, HEADS), hasAll(own, HEADS)]).toEqual([
    steps,
    astray,
    all,
  ]);
});

it('doubts everything that is not exactly a head', () => {
  const own = [held('deny', 5), held('rulebook-2', 8), held('rulebook-1', 1)];
  expect(undoubted(own, HEADS)).toEqual([held('deny', 5)]);
});
