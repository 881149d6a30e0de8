/**
 * `work` on each item, so many at once. After a failure nothing more is begun, and what is under way
 * is waited for: once this has ended, nobody writes to the controller any more.
 *
 * @throws What the first failure was.
 */
export async function inRows<Item>(
  items: readonly Item[],
  atOnce: number,
  work: (item: Item) => Promise<void>,
): Promise<void> {
  const rest = items.values();
  const failures: unknown[] = [];
  const row = async (): Promise<void> => {
    for (const item of rest) {
      if (failures.length > 0) return;
      await work(item).catch((error: unknown) => void failures.push(error));
    }
  };
  await Promise.all(Array.from({ length: atOnce }, row));
  if (failures.length > 0) throw failures[0];
}
