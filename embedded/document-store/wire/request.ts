import { StoreError } from '../store-error.ts';
import { decodeWire, type WireDoc } from '../query/value.ts';

/** One command as it came in, from either of the two message kinds that drivers send. */
export type Request = {
  readonly id: number;
  /** `query` is the old OP_QUERY, in which drivers say their first hello. */
  readonly protocol: 'msg' | 'query';
  /** The first field of the body: the command's name, as it was spelled. */
  readonly name: string;
  readonly body: WireDoc;
  /** Kind-1 sections by their name, such as `documents`: undecoded, within the message's bytes. */
  readonly sequences: ReadonlyMap<string, readonly Uint8Array[]>;
  /** False for `w: 0`: the driver has set moreToCome and reads no reply. */
  readonly wantsReply: boolean;
};

const OP_QUERY = 2004;
const OP_MSG = 2013;
const HAS_CHECKSUM = 1;
const MORE_TO_COME = 2;
/** Required flag bits that are not understood must be refused. Source: OP_MSG specification. */
const UNKNOWN_REQUIRED_FLAGS = 0xffff & ~(HAS_CHECKSUM | MORE_TO_COME);

/** The id of a message that may be too broken for {@link decodeRequest}. */
export function requestIdOf(message: Buffer): number {
  return message.readInt32LE(4);
}

/**
 * @param message One whole message with its header.
 * @throws {StoreError} Code 9 FailedToParse or 22 InvalidBSON for bytes that are no command.
 */
export function decodeRequest(message: Buffer): Request {
  const operation = message.readInt32LE(12);
  if (operation === OP_MSG) return decodeMsg(message);
  if (operation === OP_QUERY) return decodeQuery(message);
  throw new StoreError(9, 'FailedToParse', `Messages of kind ${operation} are not understood.`);
}

function decodeMsg(message: Buffer): Request {
  const flags = message.readUInt32LE(16);
  if ((flags & UNKNOWN_REQUIRED_FLAGS) !== 0) {
    throw new StoreError(9, 'FailedToParse', `The message has unknown flags: ${flags}.`);
  }
  const end = message.length - ((flags & HAS_CHECKSUM) === 0 ? 0 : 4);
  const sequences = new Map<string, readonly Uint8Array[]>();
  let body: WireDoc | undefined;
  let at = 20;
  while (at < end) {
    const kind = message[at++];
    const length = message.readInt32LE(at);
    const section = message.subarray(at, at + length);
    if (length < 5 || at + length > end) throw brokenSection();
    if (kind === 0) body = decodeWire(section);
    else if (kind === 1) readSequence(section, sequences);
    else throw new StoreError(9, 'FailedToParse', `Sections of kind ${kind} are not understood.`);
    at += length;
  }
  return toRequest(message, 'msg', body, sequences, (flags & MORE_TO_COME) === 0);
}

function readSequence(section: Buffer, sequences: Map<string, readonly Uint8Array[]>): void {
  const nameEnd = section.indexOf(0, 4);
  if (nameEnd === -1) throw brokenSection();
  const documents: Uint8Array[] = [];
  let at = nameEnd + 1;
  while (at < section.length) {
    const length = section.length - at < 4 ? 0 : section.readInt32LE(at);
    if (length < 5 || at + length > section.length) throw brokenSection();
    documents.push(section.subarray(at, at + length));
    at += length;
  }
  sequences.set(section.toString('latin1', 4, nameEnd), documents);
}

function decodeQuery(message: Buffer): Request {
  const nameEnd = message.indexOf(0, 20);
  const at = nameEnd + 9;
  if (nameEnd === -1 || at + 4 > message.length) throw brokenSection();
  const body = decodeWire(message.subarray(at, at + message.readInt32LE(at)));
  return toRequest(message, 'query', body, new Map(), true);
}

function toRequest(
  message: Buffer,
  protocol: Request['protocol'],
  body: WireDoc | undefined,
  sequences: Request['sequences'],
  wantsReply: boolean,
): Request {
  const name = body?.keys().next().value;
  if (body === undefined || name === undefined) {
    throw new StoreError(9, 'FailedToParse', 'The message holds no command.');
  }
  return { id: requestIdOf(message), protocol, name, body, sequences, wantsReply };
}

function brokenSection(): StoreError {
  return new StoreError(9, 'FailedToParse', 'A section of the message has a wrong length.');
}
