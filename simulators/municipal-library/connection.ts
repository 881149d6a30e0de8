import type { Socket } from 'node:net';
import type { Logger } from 'pino';
import type { Fault } from '../simulator.ts';
import { answerRequest, isLogin, NOT_UNDERSTOOD, type AnswerDeps } from './answers.ts';
import { encodeAnswer, parseRequest, readTail, trimFrame } from './frame.ts';

export type ConnectionDeps = AnswerDeps & {
  /** Counts a message and tells which fault holds for it. */
  readonly take: (id: string) => Fault;
  /** Told of each message 63 that was answered. */
  readonly onPatronSeen: (account: string) => void;
  readonly log: Logger | null;
};

const WRONG_CHECKSUM = '96AZFEF6';
const LONGEST_LINE = 65_536;
/** Neither a message nor text: what a crashed process leaves on the line. */
const RUBBISH = Buffer.from([0x00, 0xff, ...Buffer.from('<html>Software error</html>\r\n')]);

/** What one connection remembers. */
type State = {
  readonly socket: Socket;
  readonly deps: ConnectionDeps;
  isLoggedIn: boolean;
  isChecked: boolean;
  lastAnswer: Buffer | null;
  idleTimer: NodeJS.Timeout;
  /** Settles when the message before has been answered. */
  turn: Promise<void>;
};

/**
 * One connection, as a process of Koha's server treats it: nothing but a login is heard before the
 * login; then one answer for each line. Checksums are used from the first message that has one
 * until the first that has none. Idle connections are closed.
 */
export function serveConnection(socket: Socket, deps: ConnectionDeps): void {
  const state: State = {
    socket,
    deps,
    isLoggedIn: false,
    isChecked: false,
    lastAnswer: null,
    idleTimer: setTimeout(() => socket.destroy(), deps.rules.loginTimeoutMs),
    turn: Promise.resolve(),
  };
  let rest = '';
  socket.on('data', (piece: Buffer) => {
    rest += piece.toString('latin1');
    const lines = rest.split('\r');
    rest = lines.pop() ?? '';
    if (rest.length > LONGEST_LINE) socket.destroy();
    for (const line of lines) {
      state.turn = state.turn.then(() => serveLine(state, line));
    }
  });
  socket.on('close', () => clearTimeout(state.idleTimer));
}

/** Applies the fault in force, then the protocol. */
async function serveLine(state: State, line: string): Promise<void> {
  const { socket, deps } = state;
  if (socket.destroyed) return;
  const bytes = trimFrame(line);
  const fault = deps.take(bytes.slice(0, 2));
  switch (fault.kind) {
    case 'none':
      answerLine(state, bytes);
      return;
    case 'slow':
      await pause(socket, fault.ms);
      if (!socket.destroyed) answerLine(state, bytes);
      return;
    case 'hang':
      return;
    case 'error':
      send(state, NOT_UNDERSTOOD, null);
      return;
    case 'malformed':
      socket.write(RUBBISH);
      return;
    case 'refuse':
    case 'close':
      socket.destroy();
  }
}

function answerLine(state: State, bytes: string): void {
  const { socket, deps } = state;
  if (state.isLoggedIn && bytes.startsWith('97')) {
    if (state.lastAnswer === null) send(state, NOT_UNDERSTOOD, null);
    else socket.write(state.lastAnswer);
    return;
  }
  const tail = readTail(bytes);
  if (tail.kind === 'wrong') {
    send(state, WRONG_CHECKSUM, null);
    return;
  }
  state.isChecked = tail.kind === 'right';
  const message = tail.kind === 'right' ? tail.message : bytes;
  const text = Buffer.from(message, 'latin1').toString(deps.rules.encoding);
  const sequence = tail.kind === 'right' ? tail.sequence : null;
  if (state.isLoggedIn) answerMessage(state, text, sequence);
  else answerLogin(state, text, sequence);
}

function answerLogin(state: State, text: string, sequence: string | null): void {
  const request = parseRequest(text);
  if (request?.id !== '93') {
    state.socket.destroy();
    return;
  }
  state.isLoggedIn = isLogin(state.deps, request);
  if (state.isLoggedIn) waitAgain(state);
  send(state, state.isLoggedIn ? '941' : '940', sequence);
}

function answerMessage(state: State, text: string, sequence: string | null): void {
  const { deps } = state;
  waitAgain(state);
  const request = parseRequest(text);
  if (request === null) {
    send(state, NOT_UNDERSTOOD, null);
    return;
  }
  if (request.unknownFields.length > 0) {
    deps.log?.warn({ id: request.id, fields: request.unknownFields }, 'unknown fields');
  }
  send(state, answerRequest(deps, request), sequence);
  if (request.id === '63') deps.onPatronSeen(request.field('AA') ?? '');
}

function send(state: State, message: string, sequence: string | null): void {
  const answer = encodeAnswer(message, sequence, state.deps.rules);
  // A request to send again is no answer that could be asked for again.
  if (!message.startsWith('96')) state.lastAnswer = answer;
  state.socket.write(answer);
}

function waitAgain(state: State): void {
  const { clientTimeoutMs, loginTimeoutMs } = state.deps.rules;
  clearTimeout(state.idleTimer);
  state.idleTimer = setTimeout(() => state.socket.destroy(), clientTimeoutMs ?? loginTimeoutMs);
}

function pause(socket: Socket, ms: number): Promise<void> {
  return new Promise((resolve) => {
    const timer = setTimeout(resolve, ms);
    socket.once('close', () => {
      clearTimeout(timer);
      resolve();
    });
  });
}
