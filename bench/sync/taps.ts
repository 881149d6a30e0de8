import { setTimeout as pause } from 'node:timers/promises';
import type { CardId } from '../../domain/card-id.ts';
import type { MediumToken } from '../../domain/card/medium-token.ts';
import type { SentChange } from './changes.ts';
import type { Fleets } from './fleets.ts';
import type { PlannedReader } from './reader-plan.ts';

const BETWEEN_TAPS_MS = 10;
const PATIENCE_MS = 20_000;

export type TapsOptions = {
  readonly fleets: Fleets;
  /** Live ones. */
  readonly readers: readonly PlannedReader[];
  readonly findTokens: (ids: readonly CardId[]) => Promise<ReadonlyMap<CardId, MediumToken>>;
  /** So many cards are tried. */
  readonly count: number;
  /** Every so-many-th blocked card. */
  readonly every: number;
};

export type Taps = {
  /** Told of every change. */
  note(change: SentChange): void;
  /** Waits for those under way. @returns Milliseconds from the block to the first refusal; null for never. */
  end(): Promise<readonly (number | null)[]>;
};

/** Holds blocked cards to readers again and again until they are refused. */
export function createTaps({ fleets, readers, findTokens, count, every }: TapsOptions): Taps {
  const trying: Promise<number | null>[] = [];
  let blocks = 0;
  const tryOne = async ({ candidate, acceptedAt }: SentChange): Promise<number | null> => {
    const reader = readers[Math.floor(Math.random() * readers.length)];
    // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- an id of the synthetic city
    const id = candidate.cardId as CardId;
    const token = (await findTokens([id])).get(id);
    if (reader === undefined || token === undefined) throw new Error('There is nothing to tap.');
    while (Date.now() < acceptedAt + PATIENCE_MS) {
      const { result } = await fleets.tap(reader, token);
      if (result === 'denied') return Date.now() - acceptedAt;
      await pause(BETWEEN_TAPS_MS);
    }
    return null;
  };
  return {
    note(change) {
      if (change.kind !== 'block' || trying.length >= count) return;
      blocks += 1;
      if (blocks % every === 0) trying.push(tryOne(change));
    },
    end: () => Promise.all(trying),
  };
}
