import type { Logger } from 'pino';
import { InvalidInputError, UpstreamRejectedError } from '../../../domain/errors.ts';
import type { Reader } from '../../../domain/reader-list/reader.ts';
import { systemClock, type Clock } from '../../../platform/clock.ts';
import type { PlainListController } from '../port.ts';
import { createCardMemory, type CardMemory } from './card-memory.ts';
import { keepClock } from './controller-clock.ts';
import { differenceOf, digestOf, isSameList, type Difference } from './difference.ts';
import { inRows } from './in-rows.ts';
import { createLine } from './line.ts';
import { toTarget, wayOf, type Target, type UhppoteWay } from './target.ts';

export type UhppoteControllerOptions = {
  /** After which a datagram without an answer is sent again; 500 ms unless told. */
  readonly timeoutMs?: number;
  /** How often a datagram is sent at most; 5 unless told. */
  readonly attempts?: number;
  /** Cards of a group at most; 2,000 unless told, and never more: beyond that a door is none for a plain list. */
  readonly maxCards?: number;
  /** Places in a controller's memory, deleted ones included; 20,000 unless told. No maker publishes it. */
  readonly slots?: number;
  /** Questions that one controller is asked at once; 4 unless told. */
  readonly atOnce?: number;
  /** IANA name of the zone whose time the controllers show. */
  readonly timeZone: string;
  /** How far a controller's clock may be off before it is set; 30 s unless told. */
  readonly clockToleranceMs?: number;
  readonly clock?: Clock;
  readonly log: Logger;
};

/** Source: the design of the readers, weaker ones. */
const MOST_CARDS = 2_000;
const NAMED_AT_MOST = 5;

/**
 * Keeps the lists of UT0311-L0x door controllers, which know no version, signature or key: see README.md.
 * One list after the other for each controller, many controllers at once. A controller is one group's.
 */
export function createUhppoteController(
  options: UhppoteControllerOptions,
): PlainListController & AsyncDisposable {
  const { maxCards = MOST_CARDS } = options;
  const closing = new AbortController();
  const turns = createTurns();
  const owners = new Map<string, string>();

  return {
    async replace(reader, cards, { signal } = {}) {
      const way = wayOf(reader);
      const target = toTarget(cards, way, Math.min(maxCards, MOST_CARDS));
      const key = `${way.host}:${way.port}/${way.serial}`;
      claim(owners, key, reader);
      const ended = AbortSignal.any([closing.signal, ...(signal === undefined ? [] : [signal])]);
      return turns.take(key, () => replaceNow(way, target, options, ended));
    },
    async [Symbol.asyncDispose]() {
      closing.abort();
      await turns.ended();
    },
  };
}

/** Work on one thing happens one after the other. */
function createTurns() {
  const last = new Map<string, Promise<unknown>>();
  return {
    async take<Result>(key: string, work: () => Promise<Result>): Promise<Result> {
      const turn = (last.get(key) ?? Promise.resolve()).then(work);
      const settled = turn.catch(() => {});
      last.set(key, settled);
      try {
        return await turn;
      } finally {
        if (last.get(key) === settled) last.delete(key);
      }
    },
    ended: () => Promise.all(last.values()),
  };
}

/** Two groups behind one controller would delete each other's cards. */
function claim(owners: Map<string, string>, key: string, { id }: Reader): void {
  const owner = owners.get(key) ?? id;
  if (owner !== id) {
    throw new InvalidInputError(`The readers ${owner} and ${id} are one door controller.`);
  }
  owners.set(key, id);
}

async function replaceNow(
  way: UhppoteWay,
  target: Target,
  options: UhppoteControllerOptions,
  signal: AbortSignal,
): Promise<{ readonly digest: string; readonly changes: number }> {
  const { timeoutMs = 500, attempts = 5, slots = 20_000, atOnce = 4 } = options;
  const { clockToleranceMs = 30_000, clock = systemClock } = options;
  const { serial } = way;
  const line = createLine({ ...way, timeoutMs, attempts });
  const memory = createCardMemory({ line, serial, slots, atOnce, signal });
  await keepClock({ ...options, line, serial, toleranceMs: clockToleranceMs, clock, signal });
  const held = await memory.readAll();
  if (isSameList(held, target.cards)) return { digest: digestOf(held), changes: 0 };
  const { changes, refused } = await write(memory, differenceOf(held, target.cards), atOnce);
  const written = await memory.readAll();
  if (refused.length > 0) {
    const named = refused.slice(0, NAMED_AT_MOST).map((number) => target.cardIds.get(number));
    const reason = `it did not take ${refused.length} cards, among them ${named.join(', ')}`;
    throw new UpstreamRejectedError(`controller ${serial}`, reason);
  }
  if (!isSameList(written, target.cards)) {
    throw new UpstreamRejectedError(`controller ${serial}`, 'it reads back another list');
  }
  return { digest: digestOf(written), changes };
}

/** Deletes before it puts, so that there is room; a card that changes is never away in between. */
async function write(
  memory: CardMemory,
  { puts, deletions, keepsNothing }: Difference,
  atOnce: number,
): Promise<{ readonly changes: number; readonly refused: readonly number[] }> {
  if (keepsNothing && deletions.length > 0) await memory.deleteAll();
  else await inRows(deletions, atOnce, (number) => memory.delete(number));
  const refused: number[] = [];
  // The others are written all the same: one card that is refused must not shut everybody out.
  await inRows(puts, atOnce, async (card) => {
    if (await memory.put(card)) return;
    // Its first datagram may have been taken and the second one not.
    const found = await memory.find(card.number);
    if (found === null || !isSameList([found], new Map([[card.number, card]]))) {
      refused.push(card.number);
    }
  });
  return { changes: deletions.length + puts.length - refused.length, refused };
}
