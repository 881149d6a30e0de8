import { writeReply, type ReplyDoc } from './bson-writer.ts';
import type { Request } from './request.ts';

const OP_REPLY = 1;
const OP_MSG = 2013;

/** Header, flags and the kind byte of an OP_MSG. */
const MSG_PREFIX_BYTES = 21;
/** Header, flags, cursor id, starting point and count of an OP_REPLY. */
const REPLY_PREFIX_BYTES = 36;

let lastId = 0;

/** The reply to a request in the message kind that the request came in. */
export function encodeReply(
  { id, protocol }: Pick<Request, 'id' | 'protocol'>,
  reply: ReplyDoc,
): Buffer {
  const isMsg = protocol === 'msg';
  const message = writeReply(reply, isMsg ? MSG_PREFIX_BYTES : REPLY_PREFIX_BYTES);
  message.writeInt32LE(message.length, 0);
  lastId = (lastId + 1) | 0;
  message.writeInt32LE(lastId, 4);
  message.writeInt32LE(id, 8);
  message.writeInt32LE(isMsg ? OP_MSG : OP_REPLY, 12);
  message.fill(0, 16, isMsg ? MSG_PREFIX_BYTES : REPLY_PREFIX_BYTES);
  if (!isMsg) message.writeInt32LE(1, 32);
  return message;
}
