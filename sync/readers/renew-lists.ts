import type { ListHead } from './list-store.ts';
import { print, type Edition, type ListMove, type PressDeps } from './press.ts';

/** Lists in one publication, each of which becomes an empty delta. */
const AT_ONCE = 100;

/**
 * Signs lists anew that nothing has changed for half the time that they let people in. The nightly
 * comparison does so too, but may fail, or wait for another build, for days.
 */
export async function renewLists(deps: PressDeps): Promise<void> {
  const { memory, lane } = deps;
  const work = () =>
    print(deps, async (): Promise<Edition> => {
      const moves: ListMove[] = [];
      for (const { group, name } of renewable(deps).slice(0, AT_ONCE)) {
        const list = await memory.list(group, name);
        // A damaged one is built anew, and signed with that.
        if (list === null) continue;
        const expected = list.head.sequence;
        moves.push({ list, expected, changes: [], hasOtherPairs: false });
      }
      return { moves, cards: [], isUrgent: false };
    });
  for (let left = renewable(deps).length; left > 0; left -= AT_ONCE) {
    await lane.run(work, { isUrgent: false });
  }
}

function renewable({ memory, clock, validMs }: PressDeps): readonly ListHead[] {
  const signedBefore = clock.now().getTime() - validMs / 2;
  const damaged = new Set(memory.damaged());
  return memory
    .allHeads()
    .filter((head) => head.state === 'live' && !damaged.has(head))
    .filter(({ signedAt }) => signedAt.getTime() <= signedBefore);
}
