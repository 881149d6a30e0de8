import type { ClientSession } from 'mongoose';
import type { ListChange } from '../../domain/reader-list/artefact.ts';
import type { GroupId, ReaderGroup } from '../../domain/reader-list/group.ts';
import type { Clock } from '../../platform/clock.ts';
import type { Logger } from '../../platform/process/log.ts';
import type { ReaderKeys } from '../../platform/reader-keys.ts';
import type { Publication, RightChanges } from '../../platform/stores/right-changes.ts';
import type { KeptList } from './kept-list.ts';
import { encodeDelta } from './list-artefacts.ts';
import type { ListMemory } from './list-memory.ts';
import {
  ListsMovedError,
  type HeadChange,
  type ListHead,
  type ListStep,
  type ListStore,
} from './list-store.ts';
import type { ListNews } from './lists-port.ts';
import type { Rights } from './rights-port.ts';
import type { WorkLane } from './work-lane.ts';

/** What everything that changes lists works with. */
export type PressDeps = {
  readonly store: ListStore;
  readonly memory: ListMemory;
  readonly lane: WorkLane;
  readonly rights: Rights;
  readonly rightChanges: Pick<RightChanges, 'markPublished' | 'findCardsPublishedAfter'>;
  readonly keys: ReaderKeys;
  readonly groups: readonly ReaderGroup[];
  readonly clock: Clock;
  /** Of the city, IANA. */
  readonly zone: string;
  /** How long a list lets people in after it was signed. */
  readonly validMs: number;
  readonly tellNews: (news: ListNews) => void;
  readonly log: Logger;
};

/** One list of an edition. */
export type ListMove = {
  /** As it shall be; its head has the sequence before, its ordinal and digest are filled in. */
  readonly list: KeptList;
  /** Of the head that it follows; null for a list that is not there yet. */
  readonly expected: number | null;
  /** A sequence that readers hold, which the next one has to pass; 0 unless told. */
  readonly past?: number;
  /** Null where readers need it whole: it was made anew. */
  readonly changes: readonly ListChange[] | null;
  readonly hasOtherPairs: boolean;
};

/** What one publication changes. */
export type Edition = {
  readonly moves: readonly ListMove[];
  readonly cards: readonly { readonly cardId: string; readonly version: number }[];
  /** True when somebody is refused by it. */
  readonly isUrgent: boolean;
};

/** Tries until nobody else has published meanwhile. */
const ATTEMPTS = 20;

/**
 * Publishes what `compose` decides, in one transaction: heads, steps and the mark of the cards' rows. It
 * is composed anew when another process has published meanwhile. Memory changes only afterwards, so a
 * publication that fails has no effect. To be run in the lane.
 *
 * @param compose Reads through the session and has no effect of its own; may run more than once.
 * @throws {Error} The store's error.
 */
export async function print(
  deps: PressDeps,
  compose: (session: ClientSession) => Promise<Edition>,
): Promise<void> {
  const { store, memory } = deps;
  for (let attempt = 1; ; attempt += 1) {
    try {
      const done = await store.transact(async (session) => {
        const ordinal = await store.takeOrdinal(session, memory.ordinal);
        const edition = await compose(session);
        return { edition, ...(await write(deps, { session, ordinal, edition })) };
      });
      memory.apply(done);
      for (const group of done.groups) deps.tellNews({ group, isUrgent: done.edition.isUrgent });
      return;
    } catch (error) {
      if (!(error instanceof ListsMovedError) || attempt === ATTEMPTS) throw error;
      await tellMoved(deps);
    }
  }
}

/** Takes over what other processes have published, and tells it. */
export async function tellMoved({ memory, tellNews }: PressDeps): Promise<void> {
  // Whether somebody is refused by it is not known here: then nothing waits.
  for (const group of await memory.refresh()) tellNews({ group, isUrgent: true });
}

type Print = {
  readonly session: ClientSession;
  readonly ordinal: number;
  readonly edition: Edition;
};

async function write(deps: PressDeps, { session, ordinal, edition }: Print) {
  const at = deps.clock.now();
  const lists: KeptList[] = [];
  const steps: ListStep[] = [];
  const changes: HeadChange[] = [];
  for (const move of edition.moves) {
    const list = withHead(move, ordinal, at);
    const { group, name, epoch, sequence } = list.head;
    const sealed = { keys: deps.keys, issuedAt: at, validMs: deps.validMs };
    const isRemade = move.changes === null;
    const delta = move.changes === null ? null : encodeDelta(list, move.changes, sealed);
    lists.push(list);
    steps.push({ group, name, epoch, sequence, ordinal, delta, at });
    const pairs = isRemade || move.hasOtherPairs ? [...list.pairs] : null;
    changes.push({ head: list.head, isRemade, expected: move.expected, pairs });
  }
  const groups: readonly GroupId[] = [...new Set(lists.map(({ head }) => head.group))];
  await deps.store.saveHeads(session, changes);
  await deps.store.saveSteps(session, steps);
  if (edition.cards.length > 0) {
    const built = builtGroups(deps.memory.allHeads());
    await deps.rightChanges.markPublished(session, edition.cards, { ordinal, groups, built, at });
  }
  return { ordinal, lists, steps, groups };
}

/** The groups that have lists, and when one of these was last compared with everybody's rights. */
function builtGroups(heads: readonly ListHead[]): Publication['built'] {
  const live = heads.filter(({ state }) => state === 'live');
  if (live.length === 0) return null;
  const at = new Date(Math.max(...live.map(({ builtAt }) => builtAt.getTime())));
  return { groups: [...new Set(live.map(({ group }) => group))], at };
}

/** A list that was made anew is loaded from its own body, which is of this very sequence. */
function withHead(
  { list, expected, past = 0, changes }: ListMove,
  ordinal: number,
  signedAt: Date,
): KeptList {
  const sequence = Math.max(expected ?? 0, past) + 1;
  const { head, content } = list;
  const digest = Buffer.from(content.digest()).toString('hex');
  const { snapshot } = head;
  return {
    ...list,
    head: {
      ...head,
      sequence,
      ordinal,
      signedAt,
      firstOrdinal: expected === null ? ordinal : head.firstOrdinal,
      digest,
      entryCount: content.count,
      snapshot: changes === null ? { ...snapshot, sequence } : snapshot,
    },
  };
}
