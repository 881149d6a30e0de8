import type { Clock } from '../../platform/clock.ts';
import { NOTHING_SEEN, seenThrough, withSequences, type SeenSequences } from './sequence-ranges.ts';
import { sequenceOf, useRange, type UseModels } from './use-rows.mongo.ts';

/**
 * What has been stored of each reader. Kept in memory and found again in the store after a restart:
 * everything up to a number that only rises, and behind it the uses themselves. Another process may have
 * stored more; then a gap is told that is none, and what comes again is known.
 */
export type Receptions = {
  seen(reader: string): Promise<SeenSequences>;
  /** After these were stored, durably. */
  add(stored: ReadonlyMap<string, readonly number[]>): Promise<void>;
};

/** Readers that are remembered; more than a city has. */
const MOST_READERS = 20_000;

/** Gaps are looked for again after this time: another process may have filled them, or they were given up. */
const LOOK_AGAIN_MS = 60_000;

/** Written down when it has risen by so much: what lies behind is found by the uses themselves. */
const WRITE_AFTER = 1_000;

type Known = {
  readonly seen: SeenSequences;
  readonly foundAt: number;
  /** As it is written down, at least. */
  readonly written: number;
};

export function createReceptions(models: UseModels, clock: Clock): Receptions {
  const known = new Map<string, Known>();
  const recall = (reader: string): Known | null => {
    const one = known.get(reader);
    if (one === undefined) return null;
    const isOld = clock.now().getTime() - one.foundAt > LOOK_AGAIN_MS;
    return one.seen.islands.length > 0 && isOld ? null : one;
  };
  const lookUp = async (reader: string): Promise<Known> => {
    const remembered = recall(reader);
    if (remembered !== null) return remembered;
    const foundAt = clock.now().getTime();
    const found = { foundAt, ...(await findSeen(models, reader)) };
    // Another upload may have been remembered meanwhile, and may know of more.
    const newer = recall(reader);
    if (newer !== null) return newer;
    if (known.size >= MOST_READERS) known.clear();
    known.set(reader, found);
    return found;
  };
  return {
    seen: async (reader) => (await lookUp(reader)).seen,
    async add(stored) {
      const risen = new Map<string, number>();
      for (const [reader, sequences] of stored) {
        const found = await lookUp(reader);
        // Read again: while this one waited, another upload of the reader may have been added.
        const before = known.get(reader) ?? found;
        const seen = withSequences(before.seen, sequences);
        const hasRisen = seen.through - before.written >= WRITE_AFTER;
        if (hasRisen) risen.set(reader, seen.through);
        known.set(reader, { ...before, seen, written: hasRisen ? seen.through : before.written });
      }
      await keepThrough(models, risen);
    },
  };
}

async function findSeen(
  { receptions, uses }: UseModels,
  reader: string,
): Promise<Pick<Known, 'seen' | 'written'>> {
  const row = await receptions.findById(reader).lean();
  const written = row?.through ?? 0;
  const later = await uses
    .find({ _id: useRange(reader, written + 1, Number.MAX_SAFE_INTEGER) }, { _id: 1 })
    .lean<{ readonly _id: string }[]>();
  const sequences = later.map(({ _id }) => sequenceOf(_id));
  return { written, seen: withSequences(seenThrough(NOTHING_SEEN, written), sequences) };
}

/** A number that was there and is higher stays: another process may know more. */
async function keepThrough(
  { receptions }: UseModels,
  risen: ReadonlyMap<string, number>,
): Promise<void> {
  if (risen.size === 0) return;
  await receptions.bulkWrite(
    [...risen].map(([reader, through]) => ({
      updateOne: { filter: { _id: reader }, update: { $max: { through } }, upsert: true },
    })),
    { ordered: false },
  );
}
