import type { Logger } from 'pino';
import { UpstreamUnavailableError } from '../../../domain/errors.ts';
import type { IncomingMessage, OutgoingMessage } from './codec.ts';
import {
  createConversation,
  DEFAULT_RESENDS,
  type Conversation,
  type ConversationEnd,
  type ExchangeOptions,
} from './conversation.ts';
import { createFeatures, type Features } from './features.ts';
import { SYSTEM } from './guard.ts';
import type { Institution } from './institution.ts';
import { openLineSocket, type Endpoint } from './line-socket.ts';
import type { Credentials, Requests } from './requests.ts';
import { parseLoginReply, parseStatusReply } from './wire.ts';

/**
 * One connection to the library, from login to its end.
 *
 * It is opened by connecting, a login (93) and a status (99), which tells what the server offers.
 * Then it waits for a question, carries exactly one at a time, and waits again. Whatever goes wrong
 * within a question (closed by the server, an unreadable answer, an abort, too many requests to
 * send again) ends it for good: nobody can tell any more which answer belongs to which question.
 */
export type Session = {
  readonly features: Features;
  readonly isOpen: boolean;
  /** Why it ended; null while it is open. */
  readonly end: ConversationEnd | null;
  /** Resolves when its socket is gone. */
  readonly closed: Promise<void>;
  /** As `Conversation.exchange`. */
  exchange(message: OutgoingMessage, options: ExchangeOptions): Promise<IncomingMessage>;
  destroy(): void;
};

export type SessionOptions = {
  readonly endpoint: Endpoint;
  readonly credentials: Credentials;
  readonly institution: Institution;
  readonly requests: Requests;
  readonly log: Logger;
};

/** Some servers say 999 and mean "unknown". */
const MOST_RESENDS = 9;

/**
 * @throws {UpstreamUnavailableError} No connection, login refused, or off line.
 * @throws {UpstreamMalformedError} Answers that are none.
 */
export async function openSession(options: SessionOptions, signal: AbortSignal): Promise<Session> {
  const { institution, log } = options;
  const socket = await openLineSocket(options.endpoint, signal);
  try {
    const conversation = createConversation({ socket, institution, log });
    await logIn(conversation, options, signal);
    // Some servers want it straight after the login; all tell with it what they offer.
    await readStatus(conversation, options, signal);
    return {
      get features() {
        return conversation.features;
      },
      get isOpen() {
        return socket.isOpen;
      },
      get end() {
        return conversation.end;
      },
      closed: socket.closed,
      exchange: (message, how) => conversation.exchange(message, how),
      destroy: () => socket.destroy(),
    };
  } catch (error) {
    socket.destroy();
    throw error;
  }
}

async function logIn(
  conversation: Conversation,
  { requests, credentials, log }: SessionOptions,
  signal: AbortSignal,
): Promise<void> {
  if (parseLoginReply(await conversation.exchange(requests.login(credentials), { signal }))) return;
  // Citizens can do nothing about it, so it is an outage to them and a task for an operator.
  log.error({ system: SYSTEM, user: credentials.user }, 'the library refused the login of the hub');
  throw new UpstreamUnavailableError(SYSTEM, 'refused the login of the hub');
}

async function readStatus(
  conversation: Conversation,
  { requests }: SessionOptions,
  signal: AbortSignal,
): Promise<void> {
  const status = parseStatusReply(await conversation.exchange(requests.status(), { signal }));
  if (!status.isOnline) throw new UpstreamUnavailableError(SYSTEM, 'says that it is off line');
  conversation.learn({
    features: createFeatures(status.supported),
    resends: toResends(status.retriesAllowed),
  });
}

function toResends(retriesAllowed: string): number {
  const told = /^\d{3}$/.test(retriesAllowed) ? Number(retriesAllowed) : Infinity;
  return told > MOST_RESENDS ? DEFAULT_RESENDS : told;
}
