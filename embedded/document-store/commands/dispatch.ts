import { Binary, Timestamp } from 'bson';
import { StoreError } from '../store-error.ts';
import { DuplicateKeyError } from '../storage/duplicate-key.ts';
import type { Transaction } from '../transaction/transaction.ts';
import { RawDoc, writeReply, type ReplyDoc } from '../wire/bson-writer.ts';
import type { Request } from '../wire/request.ts';
import { assertKnownFields, createArguments, toBigInt, toNumber } from './arguments.ts';
import type { Call, Command, Engine } from './call.ts';
import { createCommandTime } from './command-time.ts';
import { CloseConnectionError, type FailPoints } from './fail-points.ts';
import { sessionKeyOf } from './session-key.ts';

/** Fields that every command has. Source: MongoDB's generic command arguments. */
const GENERIC_FIELDS = new Set([
  '$db',
  'lsid',
  '$clusterTime',
  '$readPreference',
  'comment',
  'maxTimeMS',
  'txnNumber',
  'autocommit',
  'startTransaction',
  'readConcern',
  'writeConcern',
]);

const READ_LEVELS = ['local', 'available', 'majority', 'linearizable'];

/** Where a request came from. */
export type Origin = {
  /** The last transaction of each session that began here, by the session's key in base64. */
  readonly begun: Map<string, { readonly session: Uint8Array; readonly number: bigint }>;
};

export type Dispatch = {
  /** @throws {CloseConnectionError} Instead of an answer, when a test wants it. */
  (request: Request, origin: Origin): Promise<ReplyDoc>;
  /**
   * The client is gone, perhaps killed: whoever waits for what it has written is not to wait until its
   * transactions are too old. One that is being committed is committed.
   */
  leave(origin: Origin): void;
};

/** Finds the command of a request, checks what all commands have in common, and runs it. */
export function createDispatch(
  engine: Engine,
  commands: ReadonlyMap<string, Command>,
  failPoints: FailPoints,
): Dispatch {
  const dispatch = async (request: Request, origin: Origin): Promise<ReplyDoc> => {
    try {
      await failPoints.before(request.name);
      return { ...(await runCommand(engine, commands, request, origin)), ok: 1, ...clusterTime() };
    } catch (error) {
      if (error instanceof CloseConnectionError) throw error;
      return { ...toErrorReply(engine, request, error), ...clusterTime() };
    }
  };
  const leave = ({ begun }: Origin): void => {
    for (const { session, number } of begun.values()) engine.sessions.giveUp(session, number);
    begun.clear();
  };
  return Object.assign(dispatch, { leave });
}

async function runCommand(
  engine: Engine,
  commands: ReadonlyMap<string, Command>,
  request: Request,
  { begun }: Origin,
): Promise<ReplyDoc> {
  const { name, body, sequences } = request;
  const command = commands.get(name);
  if (command === undefined) {
    throw new StoreError(59, 'CommandNotFound', `no such command: '${name}'`);
  }
  assertKnownFields(name, body, command.fields, GENERIC_FIELDS);
  assertWriteConcern(request);
  assertReadConcern(request);
  const given = createArguments(name, body, sequences);
  const lsid = body.get('lsid');
  const session = lsid instanceof Map ? sessionKeyOf(lsid) : undefined;
  const number = toBigInt(body.get('txnNumber'));
  const isEnding = name === 'commitTransaction' || name === 'abortTransaction';
  const transaction = isEnding
    ? undefined
    : transactionOf(engine, request, command, session, number);
  const call: Call = {
    engine,
    database: body.has('$db') ? given.text('$db') : 'admin',
    given,
    session,
    number,
    transaction,
    time: createCommandTime(given.count('maxTimeMS', 0)),
  };
  if (transaction === undefined) return command.run(call);
  if (session !== undefined && body.get('startTransaction') === true) {
    begun.set(Buffer.from(session).toString('base64'), { session, number: transaction.number });
  }
  return runInTransaction(call, command, transaction);
}

/** Any error ends a transaction, errors of single statements included. */
async function runInTransaction(
  call: Call,
  command: Command,
  transaction: Transaction,
): Promise<ReplyDoc> {
  let isGood = false;
  try {
    const reply = await command.run(call);
    isGood = reply['writeErrors'] === undefined;
    return reply;
  } finally {
    if (!isGood && call.session !== undefined) {
      call.engine.sessions.giveUp(call.session, transaction.number);
    }
  }
}

function transactionOf(
  engine: Engine,
  { name, body }: Request,
  command: Command,
  session: Uint8Array | undefined,
  number: bigint | undefined,
): Transaction | undefined {
  if (body.get('autocommit') !== false) return undefined;
  if (session === undefined || number === undefined) {
    throw new StoreError(72, 'InvalidOptions', 'A transaction has a session and a number.');
  }
  if (command.inTransaction !== true) {
    engine.sessions.giveUp(session, number);
    throw new StoreError(
      263,
      'OperationNotSupportedInTransaction',
      `Cannot run '${name}' in a multi-document transaction.`,
    );
  }
  return body.get('startTransaction') === true
    ? engine.sessions.begin(session, number)
    : engine.sessions.current(session, number);
}

/** One node: what it acknowledges is on its disk, which is all that `majority` can mean. */
function assertWriteConcern({ body }: Request): void {
  const concern = body.get('writeConcern');
  const w = concern instanceof Map ? concern.get('w') : undefined;
  if (w === undefined || w === 'majority' || [0, 1].includes(toNumber(w) ?? -1)) return;
  const message = `Not enough data-bearing nodes for write concern ${String(w)}: there is one.`;
  throw new StoreError(100, 'UnsatisfiableWriteConcern', message);
}

/** One node: every level but snapshot is met by what is committed. */
function assertReadConcern({ body }: Request): void {
  const isInTransaction = body.get('autocommit') === false;
  const concern = body.get('readConcern');
  const level = concern instanceof Map ? (concern.get('level') ?? 'local') : 'local';
  if (READ_LEVELS.includes(String(level)) || (level === 'snapshot' && isInTransaction)) return;
  throw new StoreError(
    72,
    'InvalidOptions',
    `Read concern level '${String(level)}' is not supported outside of transactions by this store.`,
  );
}

function toErrorReply({ log }: Engine, { name }: Request, error: unknown): ReplyDoc {
  if (!(error instanceof StoreError)) {
    log.error({ err: error, command: name }, 'The document store failed at a command.');
    return {
      ok: 0,
      errmsg: `The store failed: ${String(error)}`,
      code: 8,
      codeName: 'UnknownError',
    };
  }
  return {
    ok: 0,
    errmsg: error.message,
    code: error.code,
    codeName: error.codeName,
    ...(error.labels.length > 0 && { errorLabels: error.labels }),
    ...(error instanceof DuplicateKeyError && {
      keyPattern: error.keyPattern,
      keyValue: error.keyValue,
    }),
  };
}

const signature: ReplyDoc = { hash: new Binary(Buffer.alloc(20)), keyId: 0n };
let told: { readonly second: number; readonly time: ReplyDoc } = { second: 0, time: {} };

/** Time only has to go forward: causally consistent sessions send it back with their reads.
 * Written anew each second, since every reply ends with it. */
function clusterTime(): ReplyDoc {
  const second = Math.floor(Date.now() / 1000);
  if (second !== told.second) {
    const operationTime = Timestamp.fromBits(1, second);
    const bytes = writeReply({ clusterTime: operationTime, signature }, 0);
    told = { second, time: { operationTime, $clusterTime: new RawDoc(bytes) } };
  }
  return told.time;
}
