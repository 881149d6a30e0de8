import { createHash } from 'node:crypto';
import type { PlainCard, PlainListController } from '../../../connectors/readers/port.ts';
import type { GroupId } from '../../../domain/reader-list/group.ts';
import type { HeldList } from '../lists-port.ts';
import type { GroupFeed } from './group-feed.ts';
import type { ReaderLedger } from './reader-ledger.ts';
import type { Attempt } from './reader-line.ts';

/** The cards that a group's weaker controllers let in now. */
export type PlainCards = (group: GroupId) => Promise<readonly PlainCard[]>;

export type PlainOptions = {
  readonly ledger: ReaderLedger;
  readonly feed: GroupFeed;
  readonly controller: PlainListController;
  readonly plainCards: PlainCards;
  /** The controller's list is as of these heads. */
  readonly noteHeads: (heads: readonly HeldList[]) => void;
};

/**
 * One comparison of a weaker controller's list with what it should be. Such a controller knows no
 * sequence, so it counts as holding the heads that were in force before its cards were read.
 */
export function createPlainAttempt(options: PlainOptions): Attempt {
  const { ledger, feed, controller, plainCards, noteHeads } = options;
  let written: string | null = null;
  return async (signal) => {
    const heads = await feed.heads();
    const cards = await plainCards(ledger.reader.group);
    const wanted = fingerprint(cards);
    // Reading a whole list back takes a datagram for each card: only when it may differ.
    if (wanted !== written || ledger.mustAsk) {
      written = null;
      await controller.replace(ledger.reader, cards, { signal });
      written = wanted;
    }
    ledger.mustAsk = false;
    noteHeads(heads);
    return 'settled';
  };
}

function fingerprint(cards: readonly PlainCard[]): string {
  const hash = createHash('sha256');
  const sorted = cards.toSorted((a, b) => a.number - b.number);
  for (const { number, from, until } of sorted) hash.update(`${number} ${from} ${until}\n`);
  return hash.digest('hex');
}
