/** First and last sequence, both included. */
export type SequenceRange = readonly [from: number, to: number];

/**
 * Which of a reader's sequences have been seen: everything up to `through`, and islands behind gaps.
 * Adding in any order, any number of times, gives the same.
 */
export type SeenSequences = {
  readonly through: number;
  /** Behind `through`, in order, neither touching nor overlapping. */
  readonly islands: readonly SequenceRange[];
};

export const NOTHING_SEEN: SeenSequences = { through: 0, islands: [] };

/** @param sequences In any order, repeats allowed; 1 or more. */
export function withSequences(
  { through, islands }: SeenSequences,
  sequences: readonly number[],
): SeenSequences {
  const fresh = sequences.filter((sequence) => sequence > through).toSorted((a, b) => a - b);
  if (fresh.length === 0) return { through, islands };
  const all = [...islands, ...runsOf(fresh)].toSorted(([a], [b]) => a - b);
  const joined: [number, number][] = [[0, through]];
  for (const [from, to] of all) {
    const last = joined.at(-1);
    if (last !== undefined && from <= last[1] + 1) last[1] = Math.max(last[1], to);
    else joined.push([from, to]);
  }
  const [base, ...rest] = joined;
  return { through: base?.[1] ?? through, islands: rest };
}

/** As if everything up to a sequence had been seen. */
export function seenThrough(seen: SeenSequences, through: number): SeenSequences {
  if (through <= seen.through) return seen;
  const islands = seen.islands.filter(([, to]) => to > through);
  const [first] = islands;
  return first !== undefined && first[0] <= through + 1
    ? { through: first[1], islands: islands.slice(1) }
    : { through, islands };
}

/** What is missing before what has been seen, the lowest first. @param limit At most so many gaps. */
export function missingIn(
  { through, islands }: SeenSequences,
  limit: number,
): readonly SequenceRange[] {
  const missing: SequenceRange[] = [];
  let last = through;
  for (const [from, to] of islands) {
    if (missing.length === limit) break;
    missing.push([last + 1, from - 1]);
    last = to;
  }
  return missing;
}

function runsOf(sorted: readonly number[]): readonly SequenceRange[] {
  const runs: [number, number][] = [];
  for (const sequence of sorted) {
    const last = runs.at(-1);
    if (last !== undefined && sequence <= last[1] + 1) last[1] = sequence;
    else runs.push([sequence, sequence]);
  }
  return runs;
}
