import type { MediumToken } from '../../domain/card/medium-token.ts';
import type { Refusal } from '../../domain/reader-list/artefact.ts';
import { cardKey } from '../../domain/reader-list/card-key.ts';
import { decideTap, type Decision } from '../../domain/reader-list/decide.ts';
import type { GroupId } from '../../domain/reader-list/group.ts';
import type { ReaderEvent } from '../../domain/reader-list/reader-event.ts';
import type { ReaderReport } from '../../domain/reader-list/reader-report.ts';
import type { ReaderId } from '../../domain/reader-list/reader.ts';
import { answerFor } from '../../domain/reader-list/verify.ts';
import type { Clock } from '../../platform/clock.ts';
import { createClockGuard } from './clock-guard.ts';
import type { KeyFile } from './key-file.ts';
import { openKeptLists } from './kept-lists.ts';
import type { ReaderStore } from './reader-store.ts';

/** A reader that decides by its files alone. */
export type ReaderProgram = {
  readonly id: ReaderId;
  readonly group: GroupId;
  /**
   * Verifies artefacts one after the other and keeps those that it may keep; what it answers for is on
   * disk. Calls wait for one another.
   *
   * @returns The first refusal, if any, and all that is held now.
   * @throws {Error} The disk failed: nothing is promised then but what was held before.
   */
  receive(artefacts: readonly Uint8Array[]): Promise<ReaderReport>;
  /** What it has. */
  report(): ReaderReport;
  /** Decides and writes the event; touches no network and waits for no disk. */
  tap(token: MediumToken): Decision;
  /** The first events that the hub does not have, all on disk. */
  pendingEvents(limit: number): Promise<readonly ReaderEvent[]>;
  /** The hub has stored everything up to this sequence that was uploaded. Ask it once before the first upload. */
  acknowledged(through: number): Promise<void>;
};

/**
 * Opens what the store has and verifies it anew, then is ready.
 *
 * @param parts.keys May be given more keys while the reader runs.
 * @param parts.zone Of the city: when a day ends.
 */
export async function createReader(parts: {
  readonly id: ReaderId;
  readonly group: GroupId;
  readonly store: ReaderStore;
  readonly keys: KeyFile;
  readonly clock: Clock;
  readonly zone: string;
}): Promise<ReaderProgram> {
  const { id, group, store, keys, clock, zone } = parts;
  const guard = createClockGuard({ clock, zone, floor: store.ratchet.floor });
  const lists = await openKeptLists({ group, store, keys, guard });
  const report = (refusal: Refusal | null): ReaderReport => ({
    readerId: id,
    answer: answerFor(refusal),
    refusal,
    held: lists.held(),
    clock: guard.raw,
  });
  let turn: Promise<unknown> = Promise.resolve();
  return {
    id,
    group,
    receive(artefacts) {
      const received = turn.then(async () => report(await lists.receive(artefacts)));
      turn = received.catch(() => undefined);
      return received;
    },
    report: () => report(null),
    tap(token) {
      const time = guard.read();
      const tapKeys = new Map<number, Uint8Array>();
      for (const [epoch, groupKey] of lists.groupKeys()) {
        tapKeys.set(epoch, cardKey(groupKey, token));
      }
      const decision = decideTap(lists.forDecisions(), tapKeys, time.now, time);
      const { result, cardKey: key, epoch, rulebook, code } = decision;
      store.events.append({ at: time.now, result, cardKey: key, epoch, rulebook, code });
      return decision;
    },
    pendingEvents: (limit) => store.events.pending(limit),
    acknowledged: (through) => store.events.acknowledge(through),
  };
}
