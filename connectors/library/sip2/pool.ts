import type { Logger } from 'pino';
import { UpstreamUnavailableError } from '../../../domain/errors.ts';
import { SYSTEM } from './guard.ts';
import type { Session } from './session.ts';

/** One session, lent to one call at a time. */
export type Lease = {
  readonly session: Session;
  /** False for a session that was opened for this call. */
  readonly wasReused: boolean;
  /** Gives the session back; one that has ended is forgotten. Once only. */
  release(): void;
};

export type AcquireOptions = {
  readonly signal: AbortSignal;
  /** Wants a session that nobody has used: what a call asks for whose first one turned out dead. */
  readonly isFresh?: boolean;
};

/**
 * A bounded set of logged-in sessions. They are opened when a call needs one and there is room,
 * kept alive while nobody uses them, and given to callers in the order in which these came.
 * Disposing ends every session, calls under way included, and waits until their sockets are gone.
 */
export type Pool = AsyncDisposable & {
  /** @throws {UpstreamUnavailableError} None to be had before the signal fired. */
  acquire(options: AcquireOptions): Promise<Lease>;
  /** Sessions that are open or being opened: never more than the pool's size. */
  readonly count: number;
};

export type PoolOptions = {
  /** The signal ends the opening, and its socket. */
  readonly open: (signal: AbortSignal) => Promise<Session>;
  readonly size: number;
  /** A session unused for this long is kept alive by a status message. */
  readonly keepAliveMs: number;
  /** Asks something harmless; throws when the session is dead. */
  readonly ping: (session: Session, signal: AbortSignal) => Promise<void>;
  /** How long such an answer may take. */
  readonly pingTimeoutMs: number;
  readonly log: Logger;
};

type Waiter = AcquireOptions & {
  readonly resolve: (lease: Lease) => void;
  readonly reject: (error: unknown) => void;
};

type State = PoolOptions & {
  readonly closing: AbortController;
  readonly live: Set<Session>;
  /** The one used last is last: it is the most likely to be alive. */
  readonly idle: Map<Session, NodeJS.Timeout>;
  readonly opening: Map<Waiter, Promise<void>>;
  waiters: readonly Waiter[];
};

export function createPool(options: PoolOptions): Pool {
  const state: State = {
    ...options,
    closing: new AbortController(),
    live: new Set(),
    idle: new Map(),
    opening: new Map(),
    waiters: [],
  };
  return {
    acquire: (ask) => acquire(state, ask),
    get count() {
      return state.live.size + state.opening.size;
    },
    async [Symbol.asyncDispose]() {
      state.closing.abort();
      const { waiters } = state;
      state.waiters = [];
      for (const waiter of waiters) waiter.reject(unavailable('the connection pool is closed'));
      const sessions = [...state.live];
      for (const session of sessions) session.destroy();
      await Promise.all([...state.opening.values(), ...sessions.map(({ closed }) => closed)]);
    },
  };
}

async function acquire(state: State, ask: AcquireOptions): Promise<Lease> {
  const { signal } = ask;
  if (state.closing.signal.aborted) throw unavailable('the connection pool is closed');
  if (signal.aborted) throw unavailable('given up before a connection was free', signal.reason);
  const { promise, resolve, reject } = Promise.withResolvers<Lease>();
  const waiter: Waiter = { ...ask, resolve, reject };
  const giveUp = (): void => {
    state.waiters = state.waiters.filter((other) => other !== waiter);
    reject(unavailable('given up before a connection was free', signal.reason));
  };
  signal.addEventListener('abort', giveUp, { once: true });
  state.waiters = [...state.waiters, waiter];
  serve(state);
  try {
    return await promise;
  } finally {
    signal.removeEventListener('abort', giveUp);
  }
}

/** Gives what there is to those who wait, oldest first. */
function serve(state: State): void {
  for (let waiter = state.waiters[0]; waiter !== undefined; waiter = state.waiters[0]) {
    const session = waiter.isFresh === true ? undefined : takeIdle(state);
    const hasRoom = state.live.size + state.opening.size < state.size;
    if (session === undefined && !hasRoom) {
      // Whoever wants a fresh one gets the place of an idle one, as soon as its socket is gone.
      if (waiter.isFresh === true && !isRoomComing(state)) takeIdle(state)?.destroy();
      return;
    }
    state.waiters = state.waiters.slice(1);
    if (session === undefined) openFor(state, waiter);
    else waiter.resolve(lend(state, session, { wasReused: true }));
  }
}

function isRoomComing({ live }: State): boolean {
  return [...live].some(({ isOpen }) => !isOpen);
}

function openFor(state: State, waiter: Waiter): void {
  const opening = open(state, waiter).catch((error: unknown) => {
    state.opening.delete(waiter);
    waiter.reject(error);
    serve(state);
  });
  state.opening.set(waiter, opening);
}

async function open(state: State, waiter: Waiter): Promise<void> {
  const session = await state.open(AbortSignal.any([waiter.signal, state.closing.signal]));
  state.opening.delete(waiter);
  state.live.add(session);
  void session.closed.then(() => forget(state, session));
  if (state.closing.signal.aborted) session.destroy();
  const lease = lend(state, session, { wasReused: false });
  // A waiter that gave up in the meantime no longer listens.
  if (waiter.signal.aborted) lease.release();
  else waiter.resolve(lease);
}

function lend(state: State, session: Session, { wasReused }: Pick<Lease, 'wasReused'>): Lease {
  return { session, wasReused, release: () => putBack(state, session) };
}

function putBack(state: State, session: Session): void {
  if (session.end !== null || state.closing.signal.aborted) {
    session.destroy();
  } else {
    const timer = setTimeout(() => void keepAlive(state, session), state.keepAliveMs);
    state.idle.set(session, timer.unref());
  }
  serve(state);
}

function takeIdle(state: State): Session | undefined {
  for (;;) {
    const newest = [...state.idle].at(-1);
    if (newest === undefined) return undefined;
    const [session, timer] = newest;
    clearTimeout(timer);
    state.idle.delete(session);
    if (session.isOpen) return session;
  }
}

function forget(state: State, session: Session): void {
  clearTimeout(state.idle.get(session));
  state.idle.delete(session);
  state.live.delete(session);
  serve(state);
}

async function keepAlive(state: State, session: Session): Promise<void> {
  state.idle.delete(session);
  try {
    await state.ping(session, AbortSignal.timeout(state.pingTimeoutMs));
  } catch (error) {
    // The next call opens another one; nobody is waiting for this answer.
    state.log.info({ system: SYSTEM, err: error }, 'an idle connection was lost');
    session.destroy();
  }
  putBack(state, session);
}

function unavailable(what: string, cause?: unknown): UpstreamUnavailableError {
  return new UpstreamUnavailableError(SYSTEM, what, { cause });
}
