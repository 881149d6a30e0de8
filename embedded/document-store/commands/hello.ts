import { ObjectId } from 'bson';
import { MAX_DOCUMENT_BYTES } from '../storage/documents.ts';
import type { ReplyDoc } from '../wire/bson-writer.ts';
import { MAX_MESSAGE_BYTES } from '../wire/frames.ts';
import type { Call, Command } from './call.ts';

/** What a client may assume. 21 is MongoDB 7.0's wire version; drivers 7 take 9 to 29. */
const MAX_WIRE_VERSION = 21;
export const VERSION = '7.0.0';
export const REPLICA_SET = 'rs0';
const SESSION_MINUTES = 30;
/** Drivers cut longer lists into commands of so many: MongoDB's own 100,000 would have to be
 * held in memory decoded. */
export const MAX_BATCH = 5_000;

/** What the first messages of a driver carry beside the question itself. */
const fields = [
  'helloOk',
  'client',
  'compression',
  'loadBalanced',
  'saslSupportedMechs',
  'backpressure',
] as const;

const electionId = new ObjectId('7fffffff0000000000000001');

/**
 * Introduces the store as the primary of a replica set of one, which is what makes drivers
 * use sessions, retryable writes and transactions. There is no `topologyVersion`: it would
 * make them wait for a stream of answers that is not there.
 *
 * @param address The socket's path, as the client connects to it.
 */
export function helloCommands(address: string): Readonly<Record<string, Command>> {
  const answer = (name: string): ReplyDoc => ({
    ...(name === 'hello' ? { isWritablePrimary: true } : { ismaster: true }),
    helloOk: true,
    setName: REPLICA_SET,
    setVersion: 1,
    electionId,
    secondary: false,
    hosts: [address],
    primary: address,
    me: address,
    maxBsonObjectSize: MAX_DOCUMENT_BYTES,
    maxMessageSizeBytes: MAX_MESSAGE_BYTES,
    maxWriteBatchSize: MAX_BATCH,
    localTime: new Date(),
    logicalSessionTimeoutMinutes: SESSION_MINUTES,
    minWireVersion: 0,
    maxWireVersion: MAX_WIRE_VERSION,
    readOnly: false,
  });
  const command = (name: string): Command => ({
    fields: [name, ...fields],
    run: () => answer(name),
  });
  return {
    hello: command('hello'),
    ismaster: command('ismaster'),
    isMaster: command('isMaster'),
  };
}

export const diagnosticCommands: Readonly<Record<string, Command>> = {
  ping: { fields: ['ping'], run: () => ({}) },
  buildInfo: { fields: ['buildInfo'], run: buildInfo },
  buildinfo: { fields: ['buildinfo'], run: buildInfo },
  connectionStatus: {
    fields: ['connectionStatus', 'showPrivileges'],
    run: () => ({ authInfo: { authenticatedUsers: [], authenticatedUserRoles: [] } }),
  },
  serverStatus: { fields: ['serverStatus'], run: serverStatus },
};

function buildInfo(): ReplyDoc {
  return {
    version: VERSION,
    versionArray: VERSION.split('.').map(Number).concat(0),
    gitVersion: 'tessera-embedded',
    modules: [],
    bits: 64,
    debug: false,
    maxBsonObjectSize: MAX_DOCUMENT_BYTES,
    storageEngines: ['lmdb'],
  };
}

/** The few figures that a person who looks into it wants. */
function serverStatus({ engine }: Call): ReplyDoc {
  const { rss, heapUsed } = process.memoryUsage();
  return {
    version: VERSION,
    process: 'tessera-embedded',
    pid: process.pid,
    uptime: process.uptime(),
    localTime: new Date(),
    mem: { resident: Math.round(rss / 2 ** 20), heapUsed: Math.round(heapUsed / 2 ** 20) },
    metrics: { cursor: { open: { total: engine.cursors.size() } } },
  };
}
