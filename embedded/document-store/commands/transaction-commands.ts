import { StoreError } from '../store-error.ts';
import type { ReplyDoc } from '../wire/bson-writer.ts';
import { sessionKeyOf } from './session-key.ts';
import type { Call, Command } from './call.ts';

async function commit(call: Call): Promise<ReplyDoc> {
  const { sessionKey, number } = required(call);
  await call.engine.sessions.commit(sessionKey, number);
  return {};
}

function abort(call: Call): ReplyDoc {
  const { sessionKey, number } = required(call);
  call.engine.sessions.abort(sessionKey, number);
  return {};
}

function required({ session, number }: Call) {
  if (session !== undefined && number !== undefined) return { sessionKey: session, number };
  throw new StoreError(125, 'CommandFailed', 'A transaction has a session and a number.');
}

function endSessions({ engine, given }: Call): ReplyDoc {
  const listed = given.body.get('endSessions');
  for (const lsid of Array.isArray(listed) ? listed : []) {
    const key = lsid instanceof Map ? sessionKeyOf(lsid) : undefined;
    if (key !== undefined) engine.sessions.forget(key);
  }
  return {};
}

export const transactionCommands: Readonly<Record<string, Command>> = {
  // Both carry the number of a transaction that may be over: they find it themselves.
  commitTransaction: { fields: ['commitTransaction', 'recoveryToken'], run: commit },
  abortTransaction: { fields: ['abortTransaction', 'recoveryToken'], run: abort },
  endSessions: { fields: ['endSessions'], run: endSessions },
};
