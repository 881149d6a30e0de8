import { randomUUID } from 'node:crypto';
import type { Connection } from 'mongoose';
import { modelOn } from '../../platform/stores/model-on.ts';
import { headSchema, pieceSchema, toBytes, type HeadRow, type PieceRow } from './list-schemas.ts';
import type { ListStore } from './list-store.ts';

/** A document takes 16 MiB; with pieces of this size nobody else waits long for the store. */
const PIECE_BYTES = 512 * 1024;

/** Bodies of whole lists, in pieces: written before a list refers to them, deleted when none does any more. */
export function createBodies(
  connection: Connection,
): Pick<ListStore, 'saveBody' | 'getBody' | 'moveSnapshot' | 'deleteStrayBodies'> {
  const heads = modelOn<HeadRow>(connection, 'ReaderList', headSchema);
  const pieces = modelOn<PieceRow>(connection, 'ReaderListBody', pieceSchema);
  // Past mongoose, which would copy megabytes to look at them.
  const stored = connection.collection<Piece>(pieces.collection.collectionName);
  return {
    async saveBody(body, at) {
      const id = randomUUID();
      for (const piece of cut(id, body, at)) await stored.insertOne(piece);
      return id;
    },
    async getBody(id) {
      const found = await pieces.find({ body: id }).lean<PieceRow[]>();
      const inOrder = found.toSorted((a, b) => a.index - b.index);
      if (inOrder.length === 0 || inOrder.length !== inOrder[0]?.count) {
        throw new Error(`the body ${id} of a reader list is not whole in the store`);
      }
      return Buffer.concat(inOrder.map(({ bytes }) => toBytes(bytes)));
    },
    async moveSnapshot({ group, name, epoch }, snapshot) {
      // The head may move on meanwhile: what was written then is still after `snapshot.sequence`.
      const moved = await heads.updateOne(
        { _id: `${group}:${name}`, epoch, 'snapshot.sequence': { $lt: snapshot.sequence } },
        { $set: { snapshot } },
      );
      return moved.matchedCount === 1;
    },
    async deleteStrayBodies(before) {
      const rows = await heads.find({}, { snapshot: 1 }).lean<HeadRow[]>();
      const kept = rows.map(({ snapshot }) => snapshot.id);
      await pieces.deleteMany({ at: { $lt: before }, body: { $nin: kept } });
    },
  };
}

type Piece = Omit<PieceRow, 'bytes'> & { readonly bytes: Buffer };

function cut(id: string, body: Uint8Array, at: Date): readonly Piece[] {
  const count = Math.max(1, Math.ceil(body.length / PIECE_BYTES));
  return Array.from({ length: count }, (_, index) => {
    const piece = body.subarray(index * PIECE_BYTES, (index + 1) * PIECE_BYTES);
    const bytes = Buffer.from(piece.buffer, piece.byteOffset, piece.byteLength);
    return { _id: `${id}:${index}`, body: id, index, count, bytes, at };
  });
}
