import type { HeldList } from '../../../domain/reader-list/artefact.ts';

/** What is held as one text: equal texts hold the same. Also the cursor of the readers' door. */
export function heldKey(held: readonly HeldList[]): string {
  const names = held.map(
    ({ name, epoch, sequence, digest }) => `${name}.${epoch}.${sequence}.${digest}`,
  );
  // Most have two or three lists, and most name them in order.
  return names.length === 1 ? names[0]! : names.sort().join(',');
}

/** Whether everything in `heads` is held, to the byte. */
export function hasAll(held: readonly HeldList[], heads: readonly HeldList[]): boolean {
  return heads.every((head) => held.some((one) => isSame(one, head)));
}

/** What is held exactly as the heads say; of the rest it is in doubt whether it is right. */
export function undoubted(
  held: readonly HeldList[],
  heads: readonly HeldList[],
): readonly HeldList[] {
  return held.filter((one) => heads.some((head) => isSame(one, head)));
}

/** Whether a list is held that is not the one of its number: another content, or a number not given out yet. */
export function isAstray(held: readonly HeldList[], heads: readonly HeldList[]): boolean {
  return held.some((one) => {
    const head = heads.find(({ name, epoch }) => name === one.name && epoch === one.epoch);
    if (head === undefined || one.sequence < head.sequence) return false;
    return !isSame(one, head);
  });
}

/** Steps from what is held to the heads; a list that is not held at all, or of another epoch, is one. */
export function stepsBehind(held: readonly HeldList[], heads: readonly HeldList[]): number {
  let steps = 0;
  for (const head of heads) {
    const own = held.find(({ name, epoch }) => name === head.name && epoch === head.epoch);
    if (own === undefined) steps += 1;
    else if (!isSame(own, head)) steps += Math.max(1, head.sequence - own.sequence);
  }
  return steps;
}

function isSame(a: HeldList, b: HeldList): boolean {
  return (
    a.name === b.name &&
    a.epoch === b.epoch &&
    a.sequence === b.sequence &&
    a.digest.toLowerCase() === b.digest.toLowerCase()
  );
}
