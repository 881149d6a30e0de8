/** Sorted at once by the engine's own sort: about a millisecond for keys of bytes. */
const RUN = 1024;
/** Comparisons of a merge between two pauses. */
const SLICE = 2000;

type Merge<Item> = {
  readonly compare: (a: Item, b: Item) => number;
  readonly pause: () => Promise<void> | undefined;
};

/**
 * Sorts without holding the event loop: small runs, then merges, with a pause between slices.
 * Stable. The array itself is sorted.
 *
 * @param pause Awaited about every 2,000 comparisons; decides itself whether to wait.
 */
export async function sortInSlices<Item extends object>(
  items: Item[],
  compare: (a: Item, b: Item) => number,
  pause: () => Promise<void> | undefined,
): Promise<void> {
  for (let start = 0; start < items.length; start += RUN) {
    const run = items.slice(start, start + RUN).toSorted(compare);
    for (const [offset, item] of run.entries()) items[start + offset] = item;
    await pause();
  }
  for (let width = RUN; width < items.length; width *= 2) {
    const source = [...items];
    for (let start = 0; start < items.length; start += 2 * width) {
      await mergeRuns({ source, start, width }, items, { compare, pause });
    }
  }
}

type Runs<Item> = {
  readonly source: readonly Item[];
  readonly start: number;
  readonly width: number;
};

async function mergeRuns<Item extends object>(
  { source, start, width }: Runs<Item>,
  target: Item[],
  { compare, pause }: Merge<Item>,
): Promise<void> {
  const middle = Math.min(start + width, source.length);
  const end = Math.min(start + 2 * width, source.length);
  const left = source.slice(start, middle);
  const right = source.slice(middle, end);
  let taken = 0;
  let at = start;
  for (const item of left) {
    for (let next = right[taken]; taken < right.length; next = right[++taken]) {
      // The left one first when equal: that keeps the order of equals.
      if (next === undefined || compare(item, next) <= 0) break;
      target[at++] = next;
      if (at % SLICE === 0) await pause();
    }
    target[at++] = item;
    if (at % SLICE === 0) await pause();
  }
  for (; taken < right.length; taken++) {
    const next = right[taken];
    if (next !== undefined) target[at++] = next;
  }
}
