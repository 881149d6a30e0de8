import mongoose, { type ClientSession, type Connection } from 'mongoose';

/** Source: MongoDB's error codes, 11000 DuplicateKey. */
const DUPLICATE_KEY = 11_000;

/** A unique value that another transaction took first shows itself when ours is run again. */
const DUPLICATE_REPEATS = 3;

/**
 * Runs `work` in one transaction: all of its writes or none. It is run again on a transient
 * transaction error, and when a unique value was taken meanwhile, so it has no effect of its own and
 * decides from what it reads through the session.
 *
 * @throws {Error} What `work` threw; the store's error when it does not pass.
 */
export async function runInTransaction<Result>(
  connection: Connection,
  work: (session: ClientSession) => Promise<Result>,
): Promise<Result> {
  for (let repeats = 0; ; repeats += 1) {
    await using session = await connection.startSession();
    try {
      return await session.withTransaction(work);
    } catch (error) {
      if (!isDuplicateKey(error) || repeats === DUPLICATE_REPEATS) throw error;
    }
  }
}

/** The option of a call that may be part of a transaction. */
export function inSession(session: ClientSession | undefined): {
  readonly session?: ClientSession;
} {
  return session === undefined ? {} : { session };
}

/** Whether a write was refused because a unique value is taken. */
export function isDuplicateKey(error: unknown): boolean {
  return error instanceof mongoose.mongo.MongoServerError && error.code === DUPLICATE_KEY;
}
