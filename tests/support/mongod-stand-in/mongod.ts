// Stands in for MongoDB's server where none can be installed: takes mongod's arguments, listens on
// its socket, and answers hello and replSetInitiate as a server does that becomes a primary.
import { appendFileSync } from 'node:fs';
import { createServer, type Socket } from 'node:net';
import { join } from 'node:path';
import { deserialize, serialize } from 'bson';

const OP_REPLY = 1;
const OP_QUERY = 2004;
const OP_MSG = 2013;

const argv = process.argv.slice(2);
const option = (name: string): string => argv[argv.indexOf(name) + 1] ?? '';
const told = join(option('--dbpath'), 'stand-in.jsonl');
appendFileSync(told, `${JSON.stringify({ argv })}\n`);

let isInitiated = false;

createServer((socket) => {
  let waiting = Buffer.alloc(0);
  socket.on('error', () => socket.destroy());
  socket.on('data', (chunk: Buffer) => {
    waiting = Buffer.concat([waiting, chunk]);
    while (waiting.length >= 4 && waiting.length >= waiting.readInt32LE(0)) {
      const length = waiting.readInt32LE(0);
      answer(socket, waiting.subarray(0, length));
      waiting = waiting.subarray(length);
    }
  });
}).listen(option('--bind_ip'));

function answer(socket: Socket, message: Buffer): void {
  const requestId = message.readInt32LE(4);
  const isQuery = message.readInt32LE(12) === OP_QUERY;
  // OP_QUERY: flags, a collection's name ending in zero, skip, limit. OP_MSG: flags, section kind 0.
  const start = isQuery ? message.indexOf(0, 20) + 9 : 21;
  const command = deserialize(message.subarray(start));
  const body = serialize(reply(command));
  const head = isQuery
    ? Buffer.from([8, 0, 0, 0, ...Array<number>(12).fill(0), 1, 0, 0, 0])
    : Buffer.from([0, 0, 0, 0, 0]);
  const header = Buffer.alloc(16);
  header.writeInt32LE(16 + head.length + body.length, 0);
  header.writeInt32LE(requestId, 8);
  header.writeInt32LE(isQuery ? OP_REPLY : OP_MSG, 12);
  socket.write(Buffer.concat([header, head, body]));
}

function reply(command: Readonly<Record<string, unknown>>): object {
  if ('replSetInitiate' in command) {
    appendFileSync(told, `${JSON.stringify({ replSetInitiate: command['replSetInitiate'] })}\n`);
    isInitiated = true;
    return { ok: 1 };
  }
  return {
    ok: 1,
    ...(isInitiated ? { setName: 'rs0' } : {}),
    isWritablePrimary: isInitiated,
    minWireVersion: 0,
    maxWireVersion: 21,
    maxBsonObjectSize: 16_777_216,
    maxMessageSizeBytes: 48_000_000,
    maxWriteBatchSize: 100_000,
    logicalSessionTimeoutMinutes: 30,
  };
}
