import type { Connection, Model, Schema } from 'mongoose';

/** The connection's model of this name, made when it is asked for first: several stores on one connection share it. */
export function modelOn<Row>(
  connection: Connection,
  name: string,
  makeSchema: () => Schema<Row>,
): Model<Row> {
  return connection.modelNames().includes(name)
    ? connection.model<Row>(name)
    : connection.model<Row>(name, makeSchema());
}
