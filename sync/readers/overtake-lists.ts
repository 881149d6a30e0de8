import type { HeldList } from '../../domain/reader-list/artefact.ts';
import type { GroupId } from '../../domain/reader-list/group.ts';
import type { ListHead } from './list-store.ts';
import type { Lists } from './lists-port.ts';
import { print, type Edition, type ListMove, type PressDeps } from './press.ts';
import { remakeList } from './remake-list.ts';

/**
 * Readers take a jump of a million, so this leaves room for those that are behind. Nothing honest is
 * further ahead, and a stolen reader shall not lead lists away from the others.
 */
const MOST_AHEAD = 500_000;

/** A list is taken past readers once in so long: it is sent whole to all of its group then. */
const PAUSE_MS = 60_000;

/** As `Lists.overtake` says. */
export function createOvertake(deps: PressDeps): Lists['overtake'] {
  const overtakenAt = new Map<string, number>();
  const ahead = (group: GroupId, held: readonly HeldList[]) => {
    const heads = deps.memory.heads(group).filter(({ state }) => state === 'live');
    return heads.flatMap((head) => {
      const one = held.find(({ name }) => name === head.name);
      return one !== undefined && isAhead(one, head) ? [{ head, past: one.sequence }] : [];
    });
  };
  const compose = async (group: GroupId, held: readonly HeldList[]): Promise<Edition> => {
    const moves: ListMove[] = [];
    // What another process has published meanwhile may be what the reader holds: then it is not ahead.
    for (const { head, past } of ahead(group, held)) {
      const list = await deps.memory.list(group, head.name);
      // A damaged one is built anew.
      if (list !== null) moves.push(await remakeList(deps, list, past));
    }
    return { moves, cards: [], isUrgent: true };
  };
  return async (group, held) => {
    const now = deps.clock.now().getTime();
    const due = ahead(group, held).filter(
      ({ head }) => now - (overtakenAt.get(idOf(head)) ?? 0) >= PAUSE_MS,
    );
    if (due.length === 0) return;
    for (const { head } of due) overtakenAt.set(idOf(head), now);
    const lists = due.map(({ head, past }) => ({ list: head.name, at: head.sequence, past }));
    deps.log.error(
      { group, lists },
      'readers are ahead of the hub, as after a restore of its store',
    );
    const names = new Set(due.map(({ head }) => head.name));
    const concerned = held.filter(({ name }) => names.has(name));
    try {
      const work = () => print(deps, () => compose(group, concerned));
      await deps.lane.run(work, { isUrgent: true });
    } catch (error) {
      for (const { head } of due) overtakenAt.delete(idOf(head));
      deps.log.warn({ err: error, group }, 'lists will be taken past a reader later');
    }
  };
}

function isAhead(one: HeldList, { epoch, sequence, digest }: ListHead): boolean {
  if (one.epoch !== epoch || one.sequence > sequence + MOST_AHEAD) return false;
  return one.sequence > sequence || (one.sequence === sequence && one.digest !== digest);
}

function idOf({ group, name }: ListHead): string {
  return `${group}:${name}`;
}
