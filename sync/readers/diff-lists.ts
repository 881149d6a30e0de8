import type { ListChange } from '../../domain/reader-list/artefact.ts';
import type { ListContent } from '../../domain/reader-list/list-content.ts';
import { BUCKETS } from '../../domain/reader-list/list-state.ts';
import { compareKeys, ENTRY_BYTES, readEntry } from '../../domain/reader-list/records.ts';

/** What has to be changed in one list to make it the other. Equal buckets are passed over quickly. */
export function diffLists(from: ListContent, to: ListContent): readonly ListChange[] {
  const changes: ListChange[] = [];
  for (let index = 0; index < BUCKETS; index += 1) {
    const before = from.bucket(index);
    const after = to.bucket(index);
    if (Buffer.compare(before, after) !== 0) changes.push(...diffBuckets(before, after));
  }
  return changes;
}

function diffBuckets(before: Uint8Array, after: Uint8Array): readonly ListChange[] {
  const changes: ListChange[] = [];
  let a = 0;
  let b = 0;
  while (a < before.length || b < after.length) {
    const order = orderAt(before, a, after, b);
    if (order < 0) changes.push({ key: readEntry(before, a).key, entry: null });
    const entry = before.subarray(a, a + ENTRY_BYTES);
    const other = after.subarray(b, b + ENTRY_BYTES);
    if (order > 0 || (order === 0 && Buffer.compare(entry, other) !== 0)) {
      const { key, code, until } = readEntry(after, b);
      changes.push({ key, entry: { code, until } });
    }
    if (order <= 0) a += ENTRY_BYTES;
    if (order >= 0) b += ENTRY_BYTES;
  }
  return changes;
}

/** Whose entry comes first; one that has come to its end comes last. */
function orderAt(before: Uint8Array, a: number, after: Uint8Array, b: number): number {
  if (a >= before.length) return 1;
  if (b >= after.length) return -1;
  return compareKeys(before, a, after, b);
}
