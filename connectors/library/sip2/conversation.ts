import type { Logger } from 'pino';
import { UpstreamMalformedError, UpstreamUnavailableError } from '../../../domain/errors.ts';
import { isFailed, type Outcome } from '../../../domain/outcome.ts';
import {
  decodeMessage,
  encodeMessage,
  encodeResendRequest,
  type IncomingMessage,
  type OutgoingMessage,
} from './codec.ts';
import { createFeatures, type Features } from './features.ts';
import { SYSTEM } from './guard.ts';
import type { Institution } from './institution.ts';
import type { LineSocket } from './line-socket.ts';

/**
 * - `closed`: the other side went away before it answered;
 * - `garbled`: an answer came that is none, checksum included;
 * - `notTaken`: the server kept answering "send again" and so never acted;
 * - `givenUp`: an abort, or the hub closed it.
 */
export type ConversationEnd = 'closed' | 'garbled' | 'notTaken' | 'givenUp';

export type ExchangeOptions = {
  readonly signal: AbortSignal;
  /** Told just before the first byte goes out: from then on the server may act on it. */
  readonly onSent?: (() => void) | undefined;
};

/** What is said over one socket: sequence digits, checksums, requests to send again. */
export type Conversation = {
  /** Why it ended; null while it goes on. */
  readonly end: ConversationEnd | null;
  readonly features: Features;
  /** Takes over what message 98 said. */
  learn(known: Known): void;
  /**
   * Sends one message and gives its answer. Any failure ends the conversation and its socket.
   *
   * @throws {UpstreamUnavailableError} No answer.
   * @throws {UpstreamMalformedError} An answer that is none.
   */
  exchange(message: OutgoingMessage, options: ExchangeOptions): Promise<IncomingMessage>;
};

export type Known = {
  readonly features: Features;
  /** How often the same message is sent again when the server asks for it. */
  readonly resends: number;
};

/** Where the server names no number. Source: README, bad habit 9. */
export const DEFAULT_RESENDS = 3;

export type ConversationOptions = {
  readonly socket: LineSocket;
  readonly institution: Institution;
  readonly log: Logger;
};

export function createConversation(options: ConversationOptions): Conversation {
  const { socket, institution } = options;
  let known: Known = { features: createFeatures(null), resends: DEFAULT_RESENDS };
  let ended: ConversationEnd | null = null;
  let lastSequence = -1;

  return {
    get end() {
      return ended ?? (socket.isOpen ? null : 'closed');
    },
    get features() {
      return known.features;
    },
    learn(next) {
      known = next;
    },
    async exchange(message, { signal, onSent }) {
      lastSequence = (lastSequence + 1) % 10;
      const sequence = institution.checksums === 'off' ? null : lastSequence;
      const line = encodeMessage(message, sequence, institution.encoding);
      const question: Question = { ...options, known, message, line, sequence, signal };
      if (socket.isOpen && !signal.aborted) onSent?.();
      const answer = await askUntilWhole(question);
      if ('message' in answer) return answer.message;
      ended ??= answer.end;
      socket.destroy();
      throw answer.error;
    },
  };
}

type Question = ConversationOptions & {
  readonly known: Known;
  readonly message: OutgoingMessage;
  readonly line: Buffer;
  readonly sequence: number | null;
  readonly signal: AbortSignal;
};

type Answer =
  | { readonly message: IncomingMessage }
  | { readonly end: ConversationEnd; readonly error: unknown };

/** Deals with "send again" from the other side, and with answers that have to be asked for again. */
async function askUntilWhole(question: Question): Promise<Answer> {
  const { known, institution, log } = question;
  let resends = 0;
  let hasAskedAgain = false;
  let next = question.line;
  for (;;) {
    const line = await ask(question, next);
    if (!Buffer.isBuffer(line)) return line;
    if (isResendRequest(line) && !hasAskedAgain) {
      if (resends === known.resends) return notTaken(resends);
      resends += 1;
      next = question.line;
      continue;
    }
    const read = readAnswer(line, question.message);
    const flaw = flawOf(read, question);
    if (flaw === null && !isFailed(read)) return { message: read.value };
    if (institution.checksums === 'warn' && !isFailed(read)) {
      log.warn({ system: SYSTEM, flaw }, 'answer taken in spite of its checksum');
      return { message: read.value };
    }
    const mayAskAgain = institution.checksums === 'strict' && known.features.offers('97');
    if (hasAskedAgain || !mayAskAgain) {
      return {
        end: 'garbled',
        error: isFailed(read) ? read.error : malformed(flaw ?? 'unreadable'),
      };
    }
    hasAskedAgain = true;
    next = encodeResendRequest();
  }
}

async function ask({ socket, institution, signal }: Question, line: Buffer) {
  const terminator = institution.terminator === 'CR' ? '\r' : '\r\n';
  try {
    return await socket.ask(Buffer.concat([line, Buffer.from(terminator, 'latin1')]), signal);
  } catch (error) {
    if (error instanceof UpstreamMalformedError) return { end: 'garbled', error } as const;
    return { end: signal.aborted ? 'givenUp' : 'closed', error } as const;
  }
}

function notTaken(resends: number): Answer {
  const message = `did not take a message that was sent ${resends + 1} times`;
  return { end: 'notTaken', error: new UpstreamUnavailableError(SYSTEM, message) };
}

/** What is wrong with the frame of an answer; null if nothing, or if nobody wants to know. */
function flawOf(
  answer: Outcome<IncomingMessage>,
  { institution, sequence }: Pick<Question, 'institution' | 'sequence'>,
): string | null {
  if (isFailed(answer)) return answer.error.message;
  if (institution.checksums === 'off') return null;
  if (answer.value.isChecksumRight === null) return 'an answer without a checksum';
  if (!answer.value.isChecksumRight) return 'an answer with a wrong checksum';
  return answer.value.sequence === sequence
    ? null
    : 'an answer with the sequence of another message';
}

function readAnswer(line: Buffer, asked: OutgoingMessage): Outcome<IncomingMessage> {
  try {
    const answer = decodeMessage(line);
    if (isAnswerTo(asked, answer)) return { value: answer };
    return { error: malformed(`${asked.id} was answered with ${answer.id}`) };
  } catch (error) {
    if (error instanceof UpstreamMalformedError) return { error };
    throw error;
  }
}

/** 93 is answered with 94 and 29 with 30, but 99 with 98. */
function isAnswerTo(asked: OutgoingMessage, answer: IncomingMessage): boolean {
  const due = asked.id === '99' ? 98 : Number(asked.id) + 1;
  return Number(answer.id) === due;
}

function isResendRequest(line: Buffer): boolean {
  return line.toString('latin1', 0, 2) === '96';
}

function malformed(what: string): UpstreamMalformedError {
  return new UpstreamMalformedError(SYSTEM, what);
}
