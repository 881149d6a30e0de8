type Waiting<Item> = {
  readonly item: Item;
  readonly resolve: () => void;
  readonly reject: (reason: unknown) => void;
};

/** Groups under way at once: while the store writes one, the next is made ready. */
const AT_ONCE = 2;

/** Items in one group at most. */
const MOST_ITEMS = 200;

/**
 * Gathers what comes while earlier groups are being written: nothing waits longer than for those, and a
 * busy moment costs fewer writes. What comes of a group comes of all of its items.
 *
 * @returns Resolves, or rejects, as the group that the item went with did.
 */
export function createGathering<Item>(
  write: (items: readonly Item[]) => Promise<void>,
): (item: Item) => Promise<void> {
  let waiting: Waiting<Item>[] = [];
  let underWay = 0;

  const writeNext = async (): Promise<void> => {
    const group = waiting.slice(0, MOST_ITEMS);
    waiting = waiting.slice(MOST_ITEMS);
    underWay += 1;
    try {
      await write(group.map(({ item }) => item));
      for (const { resolve } of group) resolve();
    } catch (error) {
      for (const { reject } of group) reject(error);
    } finally {
      underWay -= 1;
      if (waiting.length > 0) void writeNext();
    }
  };

  return async (item) => {
    const { promise, resolve, reject } = Promise.withResolvers<void>();
    waiting.push({ item, resolve, reject });
    // In the next turn of the loop, so that what comes in the same one goes together.
    if (underWay < AT_ONCE) {
      await Promise.resolve();
      if (underWay < AT_ONCE && waiting.length > 0) void writeNext();
    }
    return promise;
  };
}
