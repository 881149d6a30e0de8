import DataLoader from 'dataloader';

/**
 * A DataLoader for "many rows per key": one `fetchMany` per tick, rows handed
 * back in the order the keys were asked for. Make one per request, never share
 * it between people: its cache has no notion of who may see what.
 *
 * @param fetchMany Called with distinct keys, at most `maxBatchSize` of them.
 */
export function groupedLoader<Key extends string, Row>(
  fetchMany: (keys: readonly Key[]) => Promise<readonly Row[]>,
  keyOf: (row: Row) => Key,
  maxBatchSize = 100,
): DataLoader<Key, readonly Row[]> {
  return new DataLoader(
    async (keys) => {
      const rowsByKey = new Map<Key, Row[]>(keys.map((key) => [key, []]));
      for (const row of await fetchMany(keys)) rowsByKey.get(keyOf(row))?.push(row);
      return keys.map((key) => rowsByKey.get(key) ?? []);
    },
    { maxBatchSize },
  );
}

/**
 * A DataLoader for "at most one row per key": null where there is none. As `groupedLoader` else.
 *
 * @param fetchMany Called with distinct keys, at most `maxBatchSize` of them; rows in any order.
 */
export function valueLoader<Key extends string, Row>(
  fetchMany: (keys: readonly Key[]) => Promise<readonly Row[]>,
  keyOf: (row: Row) => Key,
  maxBatchSize = 100,
): DataLoader<Key, Row | null> {
  return new DataLoader(
    async (keys) => {
      const rows = await fetchMany(keys);
      const rowByKey = new Map(rows.map((row) => [keyOf(row), row]));
      return keys.map((key) => rowByKey.get(key) ?? null);
    },
    { maxBatchSize },
  );
}
