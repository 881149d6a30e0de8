import { createHash } from 'node:crypto';
import type { Logger } from 'pino';
import type { PlainCard, PlainListController } from '../../../connectors/readers/port.ts';
import type { GroupId } from '../../../domain/reader-list/group.ts';
import type { HeldList } from '../lists-port.ts';
import type { GroupFeed } from './group-feed.ts';
import type { ReaderLedger } from './reader-ledger.ts';
import type { Attempt } from './reader-line.ts';
import { partTwins, type Twins } from './shared-numbers.ts';

/** What operators see at a reader some of whose cards share a number. */
const SHARED_NUMBER = 'sharedNumber';

/** The cards that a group's weaker controllers let in now. */
export type PlainCards = (group: GroupId) => Promise<readonly PlainCard[]>;

export type PlainOptions = {
  readonly ledger: ReaderLedger;
  readonly feed: GroupFeed;
  readonly controller: PlainListController;
  readonly plainCards: PlainCards;
  readonly log: Logger;
  /** The controller's list is as of these heads. */
  readonly noteHeads: (heads: readonly HeldList[]) => void;
};

/**
 * One comparison of a weaker controller's list with what it should be. Such a controller knows no
 * sequence, so it counts as holding the heads that were in force before its cards were read. Cards that
 * share a number open nothing: staff are told of them, and all others are written.
 */
export function createPlainAttempt(options: PlainOptions): Attempt {
  const { ledger, feed, controller, plainCards, noteHeads } = options;
  let written: string | null = null;
  let told = '';
  return async (signal) => {
    const heads = await feed.heads();
    const { single: cards, twins } = partTwins(await plainCards(ledger.reader.group));
    told = tell(options, twins, told);
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

/** Once for the same cards. @returns What has been told. */
function tell({ ledger, log }: PlainOptions, twins: readonly Twins[], told: string): string {
  const text = twins.map((ids) => ids.join(' and ')).join('; ');
  if (text === told) return told;
  ledger.notice = twins.length > 0 ? SHARED_NUMBER : null;
  ledger.isDirty = true;
  const about = { reader: ledger.reader.id, cards: twins };
  if (twins.length > 0) {
    log.warn(
      about,
      'cards share a number at a door controller: they open nothing there, one of each needs another medium',
    );
  }
  return text;
}

function fingerprint(cards: readonly PlainCard[]): string {
  const hash = createHash('sha256');
  const sorted = cards.toSorted((a, b) => a.number - b.number);
  for (const { number, from, until } of sorted) hash.update(`${number} ${from} ${until}\n`);
  return hash.digest('hex');
}
