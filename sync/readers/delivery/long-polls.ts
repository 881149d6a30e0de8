import type { GroupId } from '../../../domain/reader-list/group.ts';

/** Those who wait for news of a group. Each wait ends with news, with its time, or with its signal. */
export type LongPolls = {
  /** How often there was news of the group; who read before that has missed nothing since. */
  turn(group: GroupId): number;
  /** Resolves at once when the turn is over already. */
  wait(
    group: GroupId,
    turn: number,
    until: { readonly ms: number; readonly signal: AbortSignal },
  ): Promise<void>;
  wake(group: GroupId): void;
};

type Room = { turn: number; readonly waiting: Set<() => void> };

export function createLongPolls(): LongPolls {
  const rooms = new Map<GroupId, Room>();
  const roomOf = (group: GroupId): Room => {
    const known = rooms.get(group);
    if (known !== undefined) return known;
    const room = { turn: 0, waiting: new Set<() => void>() };
    rooms.set(group, room);
    return room;
  };
  return {
    turn: (group) => roomOf(group).turn,
    wait(group, turn, { ms, signal }) {
      const room = roomOf(group);
      if (room.turn !== turn || signal.aborted || ms <= 0) return Promise.resolve();
      return new Promise((resolve) => {
        const end = (): void => {
          clearTimeout(timer);
          room.waiting.delete(end);
          signal.removeEventListener('abort', end);
          resolve();
        };
        const timer = setTimeout(end, ms);
        room.waiting.add(end);
        signal.addEventListener('abort', end, { once: true });
      });
    },
    wake(group) {
      const room = roomOf(group);
      room.turn += 1;
      for (const end of [...room.waiting]) end();
    },
  };
}
