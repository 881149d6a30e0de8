import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Logger } from 'pino';
import { ForbiddenError, InvalidInputError } from '../../../domain/errors.ts';
import type { GroupId, ReaderGroup } from '../../../domain/reader-list/group.ts';
import type { ReaderEvent } from '../../../domain/reader-list/reader-event.ts';
import type { Reader, ReaderId } from '../../../domain/reader-list/reader.ts';
import { startHttpListener, type HttpListener } from '../../../platform/http/http-listener.ts';
import type { ReaderKeys } from '../../../platform/reader-keys.ts';
import type { TokenVerifier } from '../../../platform/tokens/token.ts';
import type { Delivery } from '../delivery/delivery.ts';
import { refuse, sendArtefacts, sendJson, sendNothing } from './answers.ts';
import { readEvents, readReport } from './bodies.ts';
import { parseCursor } from './cursor.ts';
import { createReaderSignIn, type ReaderSignIn } from './sign-in.ts';

/** Longest wait for news; a proxy in between cuts silence off after a minute. */
const MAX_WAIT_MS = 55_000;
/** How long a stop waits for uploads under way. */
const DRAIN_MS = 2_000;

/** Takes what readers upload. */
export type UsesIntake = {
  /**
   * @param events At most 1,000, of any order.
   * @returns After the durable write: up to which sequence nothing is missing, and the gaps after it.
   * @throws {UpstreamUnavailableError} Not everything is certain to be stored: to be sent again.
   */
  receive(
    readerId: ReaderId,
    group: ReaderGroup,
    events: readonly ReaderEvent[],
  ): Promise<{
    readonly acknowledgedThrough: number;
    readonly missing: readonly (readonly [from: number, to: number])[];
  }>;
};

export type ReadersDoorOptions = {
  readonly delivery: Pick<Delivery, 'find' | 'heard' | 'contact' | 'poll'>;
  readonly groups: readonly ReaderGroup[];
  readonly uses: UsesIntake;
  readonly tokens: TokenVerifier;
  readonly keys: Pick<ReaderKeys, 'groupKey' | 'publicKey' | 'issuer'>;
  /** The present epoch of a group's key. */
  readonly epochOf: (group: GroupId) => Promise<number>;
  readonly host: string;
  /** 0 takes a free one. */
  readonly port: number;
  /** PEM; without it the door speaks plain HTTP, which is for one machine or behind a proxy. */
  readonly tls?: { readonly cert: Buffer; readonly key: Buffer } | undefined;
  /** Parts still missing, for `/ready`. */
  readonly missing: () => readonly string[];
  readonly log: Logger;
};

/**
 * Where readers ask by themselves: `GET /reader-lists/{group}?since=&waitMs=`, `POST /reader-acks`,
 * `POST /reader-events`, `GET /reader-keys/{group}`, `/live` and `/ready`. All but the last two need the
 * reader's own token, and a group's things are for its readers alone. Disposing ends the waiting first.
 */
export async function startReadersDoor(options: ReadersDoorOptions): Promise<HttpListener> {
  const stop = new AbortController();
  const { delivery, tokens, host, port, log, tls } = options;
  const signIn = createReaderSignIn({ tokens, find: (id) => delivery.find(id) });
  const door = { ...options, signIn, stop: stop.signal };
  const listener = await startHttpListener({
    host,
    port,
    ...(tls !== undefined && { tls }),
    drainMs: DRAIN_MS,
    log,
    async handler(request, response) {
      try {
        await answer(door, request, response);
      } catch (error) {
        refuse(request, response, error);
      }
    },
  });
  return {
    ...listener,
    async [Symbol.asyncDispose]() {
      stop.abort();
      await listener[Symbol.asyncDispose]();
    },
  };
}

type Door = ReadersDoorOptions & { readonly signIn: ReaderSignIn; readonly stop: AbortSignal };

/** A request whose sender is known. */
type Call = {
  readonly door: Door;
  readonly reader: Reader;
  readonly request: IncomingMessage;
  readonly response: ServerResponse;
  readonly url: URL;
  /** What follows the route's name. */
  readonly rest: string;
};

type Route = { readonly method: 'GET' | 'POST'; readonly handle: (call: Call) => Promise<void> };

const ROUTES: ReadonlyMap<string, Route> = new Map([
  ['reader-lists', { method: 'GET', handle: giveLists }],
  ['reader-acks', { method: 'POST', handle: takeReport }],
  ['reader-events', { method: 'POST', handle: takeEvents }],
  ['reader-keys', { method: 'GET', handle: giveKeys }],
]);

async function answer(
  door: Door,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  const url = request.url?.startsWith('/') === true ? URL.parse(`http://hub${request.url}`) : null;
  if (url === null) throw new InvalidInputError('The address is no path.');
  if (url.pathname === '/live' || url.pathname === '/ready') return giveHealth(door, url, response);
  const [, name = '', rest = ''] = /^\/([a-z-]+)(?:\/([^/]+))?$/.exec(url.pathname) ?? [];
  const route = ROUTES.get(name);
  if (route === undefined) return sendJson(response, 404, { error: 'There is nothing here.' });
  if (request.method !== route.method) {
    response.setHeader('allow', route.method);
    return sendJson(response, 405, { error: `Only ${route.method} is answered here.` });
  }
  const reader = await door.signIn.readerOf(request.headers.authorization);
  return route.handle({ door, reader, request, response, url, rest });
}

function giveHealth({ missing }: Door, { pathname }: URL, response: ServerResponse): void {
  const parts = pathname === '/ready' ? missing() : [];
  sendJson(response, parts.length === 0 ? 200 : 503, { ready: parts.length === 0, missing: parts });
}

async function giveLists({ door, reader, response, url, rest }: Call): Promise<void> {
  assertOwnGroup(reader, rest);
  const held = parseCursor(url.searchParams.get('since') ?? '');
  const waitMs = parseWait(url.searchParams.get('waitMs') ?? '0');
  const gone = new AbortController();
  response.once('close', () => gone.abort());
  const signal = AbortSignal.any([gone.signal, door.stop]);
  const artefacts = await door.delivery.poll(reader.id, held, { waitMs, signal });
  if (gone.signal.aborted) return;
  if (artefacts.length === 0) sendNothing(response);
  else sendArtefacts(response, artefacts);
}

async function takeReport({ door, reader, request, response }: Call): Promise<void> {
  const report = await readReport(request);
  assertOwn(reader, report.readerId);
  door.delivery.heard(report);
  sendNothing(response);
}

async function takeEvents({ door, reader, request, response }: Call): Promise<void> {
  const { readerId, events } = await readEvents(request);
  assertOwn(reader, readerId);
  door.delivery.contact(readerId);
  sendJson(response, 200, await door.uses.receive(readerId, groupOf(door, reader), events));
}

async function giveKeys({ door, reader, response, rest }: Call): Promise<void> {
  assertOwnGroup(reader, rest);
  const { keys, epochOf } = door;
  const epoch = await epochOf(reader.group);
  const raw = keys.publicKey.export({ format: 'der', type: 'spki' }).subarray(-32);
  response.setHeader('cache-control', 'no-store');
  sendJson(response, 200, {
    epoch,
    key: Buffer.from(keys.groupKey(reader.group, epoch)).toString('base64url'),
    publicKey: raw.toString('base64url'),
    issuer: keys.issuer,
  });
}

/** @throws {ForbiddenError} Another group's, or none that exists: the answer is the same. */
function assertOwnGroup(reader: Reader, group: string): void {
  if (group !== reader.group) throw new ForbiddenError('another group');
}

function assertOwn(reader: Reader, readerId: ReaderId): void {
  if (readerId !== reader.id) throw new ForbiddenError('in the name of another reader');
}

function groupOf({ groups }: Door, reader: Reader): ReaderGroup {
  const group = groups.find(({ id }) => id === reader.group);
  if (group === undefined) throw new ForbiddenError('the reader’s group does not exist');
  return group;
}

function parseWait(text: string): number {
  const waitMs = /^\d{1,6}$/.test(text) ? Number(text) : Number.NaN;
  if (!(waitMs <= MAX_WAIT_MS)) {
    throw new InvalidInputError(
      `waitMs: Has to be a whole number of milliseconds, 0 to ${MAX_WAIT_MS}.`,
    );
  }
  return waitMs;
}
