/** An item and the number of its last change. */
export type Change = { readonly id: string; readonly changeNumber: number };

/**
 * Items by the number of their last change, each once, the lowest first: what an RPDE feed with
 * change numbers is made of.
 */
export type ChangeFeed = {
  /** Moves an item to the end. @returns The number it has now: the one given, or the next free one. */
  put(id: string, changeNumber: number): number;
  /** Takes an item away without a trace, as is allowed a week after it was deleted. */
  forget(id: string): void;
  /** At most `limit` items with a higher number. */
  after(changeNumber: number, limit: number): readonly Change[];
};

/** Entries that have moved on may be so many before they are swept out. */
const SLACK = 10_000;

export function createChangeFeed(): ChangeFeed {
  const latest = new Map<string, number>();
  let log: Change[] = [];

  const isCurrent = ({ id, changeNumber }: Change): boolean => latest.get(id) === changeNumber;

  /** Place of the first entry beyond a number. */
  function placeAfter(changeNumber: number): number {
    let [low, high] = [0, log.length];
    while (low < high) {
      const middle = (low + high) >> 1;
      if ((log[middle]?.changeNumber ?? 0) > changeNumber) high = middle;
      else low = middle + 1;
    }
    return low;
  }

  return {
    put(id, wanted) {
      const changeNumber = Math.max(wanted, (log.at(-1)?.changeNumber ?? 0) + 1);
      latest.set(id, changeNumber);
      log.push({ id, changeNumber });
      if (log.length > latest.size + SLACK) log = log.filter(isCurrent);
      return changeNumber;
    },
    forget(id) {
      latest.delete(id);
    },
    after(changeNumber, limit) {
      const changes: Change[] = [];
      for (let place = placeAfter(changeNumber); place < log.length; place += 1) {
        const change = log[place];
        if (change !== undefined && isCurrent(change)) changes.push(change);
        if (changes.length === limit) break;
      }
      return changes;
    },
  };
}
