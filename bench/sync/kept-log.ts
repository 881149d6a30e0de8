import { createReadStream } from 'node:fs';
import { createInterface } from 'node:readline';
import { z } from 'zod';

const line = z.tuple([z.number(), z.string(), z.array(z.tuple([z.string(), z.number()]))]);

type Moments = { readonly sequences: number[]; readonly at: number[] };

/** When each reader had verified and written what. */
export type KeptLog = {
  /** When it had this sequence of a list or a later one; null for not yet. Milliseconds since 1970. */
  arrival(reader: string, list: string, sequence: number): number | null;
  /** Messages that were kept between two instants. */
  messages(from: number, to: number): number;
};

/** Reads the files that fleets write with `--kept`. */
export async function readKeptLog(paths: readonly string[]): Promise<KeptLog> {
  const lists = new Map<string, Moments>();
  const messages: number[] = [];
  for (const path of paths) {
    for await (const text of createInterface({ input: createReadStream(path) })) {
      const parsed = parse(text);
      if (parsed === null) continue;
      const [at, reader, held] = parsed;
      messages.push(at);
      for (const [name, sequence] of held) note(lists, `${reader} ${name}`, { sequence, at });
    }
  }
  return {
    arrival(reader, list, sequence) {
      const moments = lists.get(`${reader} ${list}`);
      if (moments === undefined) return null;
      return moments.at[firstFrom(moments.sequences, sequence)] ?? null;
    },
    messages: (from, to) => messages.filter((at) => at >= from && at <= to).length,
  };
}

/** The last line may be half written. */
function parse(text: string): z.infer<typeof line> | null {
  try {
    return line.parse(JSON.parse(text));
  } catch {
    return null;
  }
}

function note(
  lists: Map<string, Moments>,
  id: string,
  { sequence, at }: { readonly sequence: number; readonly at: number },
): void {
  const moments = lists.get(id) ?? { sequences: [], at: [] };
  lists.set(id, moments);
  if (sequence <= (moments.sequences.at(-1) ?? -1)) return;
  moments.sequences.push(sequence);
  moments.at.push(at);
}

/** The first place from which on nothing is less. */
function firstFrom(ascending: readonly number[], wanted: number): number {
  let low = 0;
  let high = ascending.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if ((ascending[middle] ?? 0) < wanted) low = middle + 1;
    else high = middle;
  }
  return low;
}
