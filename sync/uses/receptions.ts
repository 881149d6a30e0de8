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
  /** After these were stored. Durable when it resolves. */
  add(stored: ReadonlyMap<string, readonly number[]>): Promise<void>;
};

/** Readers that are remembered; more than a city has. */
const MOST_READERS = 20_000;

/** Gaps are looked for again after this time: another process may have filled them, or they were given up. */
const LOOK_AGAIN_MS = 60_000;

type Known = { readonly seen: SeenSequences; readonly foundAt: number };

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
    const found = { foundAt: clock.now().getTime(), seen: await findSeen(models, reader) };
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
        const { seen: before, foundAt } = known.get(reader) ?? found;
        const after = withSequences(before, sequences);
        known.set(reader, { seen: after, foundAt });
        if (after.through > before.through) risen.set(reader, after.through);
      }
      await keepThrough(models, risen);
    },
  };
}

async function findSeen({ receptions, uses }: UseModels, reader: string): Promise<SeenSequences> {
  const row = await receptions.findById(reader).lean();
  const base = seenThrough(NOTHING_SEEN, row?.through ?? 0);
  const later = await uses
    .find({ _id: useRange(reader, base.through + 1, Number.MAX_SAFE_INTEGER) }, { _id: 1 })
    .lean<{ readonly _id: string }[]>();
  return withSequences(
    base,
    later.map(({ _id }) => sequenceOf(_id)),
  );
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
