import mongoose, { type Connection } from 'mongoose';

export type MongoOptions = {
  /** `mongodb://…`; a replica set, since transactions need one. */
  readonly uri: string;
  /** How long to look for a primary before an operation fails, default 5 s. */
  readonly selectionTimeoutMs?: number;
};

/**
 * A connection to the document store with majority writes and majority reads.
 * Models are made on it, never on mongoose's global one. Close it with `close()`.
 *
 * @throws {Error} No primary within the selection timeout.
 */
export async function connectMongo({
  uri,
  selectionTimeoutMs = 5_000,
}: MongoOptions): Promise<Connection> {
  const connection = mongoose.createConnection(uri, {
    serverSelectionTimeoutMS: selectionTimeoutMs,
    writeConcern: { w: 'majority' },
    autoIndex: false,
    autoCreate: false,
  });
  try {
    return await connection.asPromise();
  } catch (cause) {
    const reason = cause instanceof Error ? cause.message : String(cause);
    await connection.close();
    throw new Error(`The document store cannot be used, look at MONGODB_URI: ${reason}.`, {
      cause,
    });
  }
}

/** Creates collections and indexes of every model on the connection; safe to run again. */
export async function createCollections(connection: Connection): Promise<void> {
  for (const name of connection.modelNames()) {
    const model = connection.model(name);
    await model.createCollection();
    await model.createIndexes();
  }
}
