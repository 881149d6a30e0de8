import { createHash } from 'node:crypto';
import mongoose from 'mongoose';
import { UpstreamUnavailableError } from '../../domain/errors.ts';
import type { UseModels, UseRow } from './use-rows.mongo.ts';

/** Source: MongoDB's error codes, 11000 DuplicateKey. */
const DUPLICATE_KEY = 11_000;

/** Conflicts are kept for operators as long as anybody may ask what came of them. */
const KEEP_CONFLICTS_MS = 30 * 24 * 60 * 60 * 1000;

/**
 * Stores uses, each once: what is there already stays as it is. Durable when it resolves.
 *
 * @returns How many came again with other content than is kept; that is noted, once for each content.
 * @throws {UpstreamUnavailableError} It is not certain that all are stored; some may be.
 */
export async function storeUses(
  models: UseModels,
  rows: readonly UseRow[],
  receivedAt: Date,
): Promise<number> {
  if (rows.length === 0) return 0;
  const again = await insertNew(models, rows);
  if (again.length === 0) return 0;
  const kept = await models.uses
    .find({ _id: { $in: again.map(({ _id }) => _id) } })
    .lean<UseRow[]>();
  const contents = new Map(kept.map((row) => [row._id, contentOf(row)]));
  const conflicts = again.filter((row) => {
    const content = contents.get(row._id);
    return content !== undefined && content !== contentOf(row);
  });
  await noteConflicts(models, conflicts, receivedAt);
  return conflicts.length;
}

/** @returns Those whose place was taken. */
async function insertNew(
  { rawUses }: UseModels,
  rows: readonly UseRow[],
): Promise<readonly UseRow[]> {
  try {
    await rawUses.insertMany([...rows], { ordered: false, writeConcern: { w: 'majority' } });
    return [];
  } catch (error) {
    const taken = takenIn(error);
    return rows.filter((_row, index) => taken.has(index));
  }
}

/** @throws {UpstreamUnavailableError} Something else than taken places. */
function takenIn(error: unknown): ReadonlySet<number> {
  if (error instanceof mongoose.mongo.MongoBulkWriteError) {
    const failed = [error.writeErrors].flat();
    const isTaken = failed.every(({ code }) => code === DUPLICATE_KEY);
    const hasConcernError = error.result.getWriteConcernError() !== undefined;
    if (isTaken && failed.length > 0 && !hasConcernError)
      return new Set(failed.map(({ index }) => index));
  }
  throw new UpstreamUnavailableError('document store', 'the uses were not stored', {
    cause: error,
  });
}

async function noteConflicts(
  { conflicts }: UseModels,
  rows: readonly UseRow[],
  at: Date,
): Promise<void> {
  if (rows.length === 0) return;
  const expiresAt = new Date(at.getTime() + KEEP_CONFLICTS_MS);
  await conflicts.bulkWrite(
    rows.map((row) => ({
      updateOne: {
        filter: { _id: `${row._id}#${digestOf(row)}` },
        update: { $setOnInsert: { reader: row.reader, at, expiresAt } },
        upsert: true,
      },
    })),
    { ordered: false },
  );
}

/** What the reader told, without what the hub made of it. */
function contentOf({ at, result, key, epoch, rulebook, code }: UseRow): string {
  return `${at.getTime()} ${result} ${key} ${epoch} ${rulebook} ${code}`;
}

function digestOf(row: UseRow): string {
  return createHash('sha256').update(contentOf(row)).digest('hex').slice(0, 16);
}
