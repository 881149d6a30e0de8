import type { KeptList } from './kept-list.ts';
import type { ListMove, PressDeps } from './press.ts';

/** The same list whole: its body is stored, and readers need it so. @param past As `ListMove.past`. */
export async function remakeList(
  { store, clock }: Pick<PressDeps, 'store' | 'clock'>,
  list: KeptList,
  past = 0,
): Promise<ListMove> {
  const snapshot = { id: await store.saveBody(list.content.toBody(), clock.now()), sequence: 0 };
  return {
    list: { ...list, head: { ...list.head, snapshot } },
    expected: list.head.sequence,
    past,
    changes: null,
    hasOtherPairs: true,
  };
}
