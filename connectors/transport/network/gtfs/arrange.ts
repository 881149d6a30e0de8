import { setImmediate as breathe } from 'node:timers/promises';

/** Numbers sorted, and rows looked at, between two breaths: a few milliseconds of work. */
const BATCH = 20_000;
const ROWS_AT_ONCE = 100_000;

export type Arrangement = {
  /** Places of the rows, group by group. */
  readonly order: Int32Array;
  /** The places of group `g` in `order` are those from `firstOf[g]` up to and without `firstOf[g + 1]`. */
  readonly firstOf: Int32Array;
};

/**
 * Rows put together by group, each group in the order of `compare`; rows that compare alike stay as
 * they were. Others run in between, since a feed may have a million rows.
 *
 * @param groups For each row its group, 0 to `count` - 1.
 * @param compare Of two rows, by their places.
 */
export async function arrange(
  groups: Int32Array,
  count: number,
  compare: (one: number, other: number) => number,
): Promise<Arrangement> {
  const { order, firstOf } = await grouped(groups, count);
  let sinceBreath = 0;
  for (let group = 0; group < count; group += 1) {
    const rows = order.subarray(at(firstOf, group), at(firstOf, group + 1));
    if (!isSorted(rows, compare)) rows.sort((one, other) => compare(one, other) || one - other);
    sinceBreath += rows.length;
    if (sinceBreath > BATCH) {
      sinceBreath = 0;
      await breathe();
    }
  }
  return { order, firstOf };
}

/** A column in another order. Others run in between. */
export async function inOrder(column: Int32Array, order: Int32Array): Promise<Int32Array> {
  const moved = new Int32Array(order.length);
  await eachRow(order.length, (row) => {
    moved[row] = at(column, at(order, row));
  });
  return moved;
}

/**
 * Does something for each of many rows, in order; others run in between.
 *
 * @param atOnce Rows between two breaths, fewer where each is much work.
 */
export async function eachRow(
  count: number,
  work: (row: number) => void,
  atOnce = ROWS_AT_ONCE,
): Promise<void> {
  for (let start = 0; start < count; start += atOnce) {
    const end = Math.min(count, start + atOnce);
    for (let row = start; row < end; row += 1) work(row);
    await breathe();
  }
}

/** The number at a place that is known to be there. */
export function at(column: Int32Array, place: number): number {
  const value = column[place];
  if (value === undefined) throw new RangeError('no such place in the column');
  return value;
}

/** Counting sort: groups together, rows of a group as they came. */
async function grouped(groups: Int32Array, count: number): Promise<Arrangement> {
  const firstOf = new Int32Array(count + 1);
  await eachRow(groups.length, (row) => {
    const next = at(groups, row) + 1;
    firstOf[next] = at(firstOf, next) + 1;
  });
  for (let group = 0; group < count; group += 1) {
    firstOf[group + 1] = at(firstOf, group + 1) + at(firstOf, group);
  }
  const next = firstOf.slice();
  const order = new Int32Array(groups.length);
  await eachRow(groups.length, (row) => {
    const group = at(groups, row);
    order[at(next, group)] = row;
    next[group] = at(next, group) + 1;
  });
  return { order, firstOf };
}

function isSorted(rows: Int32Array, compare: (one: number, other: number) => number): boolean {
  for (let place = 1; place < rows.length; place += 1) {
    if (compare(at(rows, place - 1), at(rows, place)) > 0) return false;
  }
  return true;
}
