import {
  UpstreamMalformedError,
  UpstreamRejectedError,
  UpstreamUnavailableError,
} from '../../../domain/errors.ts';
import type { LibraryAccount } from '../../../domain/library-account.ts';
import type { Guard } from '../../../platform/guard.ts';
import type { IncomingMessage, OutgoingMessage } from './codec.ts';
import type { ExchangeOptions } from './conversation.ts';
import type { Features } from './features.ts';
import { SYSTEM, type Sip2Operation } from './guard.ts';
import type { Lease, Pool } from './pool.ts';
import type { Requests, SummaryList } from './requests.ts';
import type { Session } from './session.ts';
import {
  parseItemInformation,
  parsePatronInformation,
  parsePatronStatus,
  parseStatusReply,
  type WireItem,
  type WirePatron,
  type WirePatronInformation,
} from './wire.ts';

/** The messages of a library, each under its guard and over a session of the pool. */
export type Calls = {
  readonly requests: Requests;
  /**
   * Status of a borrower, by 63 with no list, or 23 from a server without 63.
   *
   * @throws {UpstreamRejectedError} No such borrower.
   * @throws {UpstreamMalformedError} An answer about somebody else, which must never be shown.
   */
  readStatus(account: LibraryAccount, signal: AbortSignal): Promise<WirePatron>;
  /** Status and one list; throws as `readStatus`. The protocol allows one list for each message. */
  readList(
    account: LibraryAccount,
    list: SummaryList,
    signal: AbortSignal,
  ): Promise<WirePatronInformation>;
  readItem(barcode: string, signal: AbortSignal): Promise<WireItem>;
  /**
   * Sends a message that must not be sent twice, over a connection that has just proved alive, and
   * ends the patron's session behind it.
   *
   * @returns Null when the message went out and its answer was lost.
   */
  sendOnce<T>(call: OnceCall<T>, signal: AbortSignal): Promise<T | null>;
};

export type OnceCall<T> = {
  readonly operation: Sip2Operation;
  readonly account: LibraryAccount;
  readonly message: OutgoingMessage;
  readonly parse: (reply: IncomingMessage) => T;
};

export type CallDeps = {
  readonly guard: Guard<Sip2Operation>;
  readonly pool: Pool;
  readonly requests: Requests;
  /** How long the end of a patron's session may take, behind the caller's back. */
  readonly endTimeoutMs: number;
};

export function createCalls(deps: CallDeps): Calls {
  const { guard, pool, requests } = deps;
  return {
    requests,
    readStatus: (account, signal) =>
      guard.run('63', (inner) => readStatus(deps, account, inner), { signal }),
    readList: (account, list, signal) =>
      guard.run(
        '63',
        async (inner) => {
          const message = requests.patronInformation(account, { list });
          const reply = await askSafely(pool, () => message, inner);
          return assertBorrower(account, parsePatronInformation(reply));
        },
        { signal },
      ),
    readItem: (barcode, signal) =>
      guard.run(
        '17',
        async (inner) => {
          const message = requests.itemInformation(barcode);
          const item = parseItemInformation(await askSafely(pool, () => message, inner));
          if (item.barcode === barcode) return item;
          throw new UpstreamMalformedError(SYSTEM, 'answered for another item');
        },
        { signal },
      ),
    sendOnce: (call, signal) => sendOnce(deps, call, signal),
  };
}

/** Asks something that the server may drop without harm; throws when the connection is dead. */
export async function ping(
  session: Session,
  requests: Requests,
  signal: AbortSignal,
): Promise<void> {
  const status = parseStatusReply(await session.exchange(requests.status(), { signal }));
  if (!status.isOnline) throw new UpstreamUnavailableError(SYSTEM, 'says that it is off line');
}

async function readStatus(
  { pool, requests }: CallDeps,
  account: LibraryAccount,
  signal: AbortSignal,
): Promise<WirePatron> {
  const choose = (features: Features): OutgoingMessage =>
    features.offers('63')
      ? requests.patronInformation(account, {})
      : requests.patronStatus(account);
  const reply = await askSafely(pool, choose, signal);
  return assertBorrower(
    account,
    reply.id === '24' ? parsePatronStatus(reply) : parsePatronInformation(reply),
  );
}

/**
 * Asks over any session; once more over a session of its own when the first one turned out to be
 * dead, as idle ones are after a restart of the library, or gave an unreadable answer.
 */
async function askSafely(
  pool: Pool,
  choose: (features: Features) => OutgoingMessage,
  signal: AbortSignal,
): Promise<IncomingMessage> {
  const first = await pool.acquire({ signal });
  try {
    return await ask(first, choose, { signal });
  } catch (error) {
    const { end } = first.session;
    const mayAskAgain = end === 'garbled' || (end === 'closed' && first.wasReused);
    if (!mayAskAgain || signal.aborted) throw error;
  } finally {
    first.release();
  }
  const second = await pool.acquire({ signal, isFresh: true });
  try {
    return await ask(second, choose, { signal });
  } finally {
    second.release();
  }
}

async function ask(
  { session }: Lease,
  choose: (features: Features) => OutgoingMessage,
  options: ExchangeOptions,
): Promise<IncomingMessage> {
  const message = choose(session.features);
  session.features.assertOffered(message.id);
  return session.exchange(message, options);
}

async function sendOnce<T>(
  deps: CallDeps,
  call: OnceCall<T>,
  signal: AbortSignal,
): Promise<T | null> {
  const fate = { wasSent: false };
  const work = async (inner: AbortSignal): Promise<T> => {
    const lease = await acquireAlive(deps, inner);
    const onSent = (): void => {
      fate.wasSent = true;
    };
    try {
      const reply = await ask(lease, () => call.message, { signal: inner, onSent });
      return call.parse(reply);
    } finally {
      // A server that keeps asking for the message again has not acted on it.
      if (lease.session.end === 'notTaken') fate.wasSent = false;
      void endPatronSession(deps, lease, call.account);
    }
  };
  try {
    return await deps.guard.run(call.operation, work, { signal });
  } catch (error) {
    const isLost =
      error instanceof UpstreamUnavailableError || error instanceof UpstreamMalformedError;
    if (fate.wasSent && isLost) return null;
    throw error;
  }
}

async function acquireAlive({ pool, requests }: CallDeps, signal: AbortSignal): Promise<Lease> {
  const lease = await pool.acquire({ signal });
  if (!lease.wasReused) return lease;
  try {
    await ping(lease.session, requests, signal);
    return lease;
  } catch (error) {
    lease.session.destroy();
    lease.release();
    if (signal.aborted) throw error;
  }
  return pool.acquire({ signal, isFresh: true });
}

/** Gives the session back when the server has forgotten the patron; the caller does not wait for it. */
async function endPatronSession(
  { requests, endTimeoutMs }: CallDeps,
  lease: Lease,
  account: LibraryAccount,
): Promise<void> {
  const { session } = lease;
  try {
    if (session.end !== null || !session.features.offers('35')) return;
    const signal = AbortSignal.timeout(endTimeoutMs);
    await session.exchange(requests.endSession(account), { signal });
  } catch {
    // The exchange has closed the connection, which ends the patron's session as well.
  } finally {
    lease.release();
  }
}

function assertBorrower<Patron extends WirePatron>(
  account: LibraryAccount,
  patron: Patron,
): Patron {
  // Some servers write letters of a card number in their own case.
  if (patron.patron.toLowerCase() !== account.toLowerCase()) {
    throw new UpstreamMalformedError(SYSTEM, 'answered for another borrower');
  }
  if (patron.isValid === false) throw new UpstreamRejectedError(SYSTEM, 'knows no such borrower');
  return patron;
}
