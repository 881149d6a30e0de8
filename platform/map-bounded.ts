/**
 * `work` on each key, at most `limit` at once.
 *
 * @returns Results in the order of the keys. One that rejects rejects the whole.
 */
export async function mapBounded<Key, Result>(
  keys: readonly Key[],
  limit: number,
  work: (key: Key) => Promise<Result>,
): Promise<readonly Result[]> {
  const results: Result[] = [];
  const entries = keys.entries();
  const worker = async (): Promise<void> => {
    // One iterator for all workers: each takes the next key that nobody has.
    for (const [place, key] of entries) results[place] = await work(key);
  };
  await Promise.all(Array.from({ length: Math.min(limit, keys.length) }, worker));
  return results;
}
