import type { ReaderBroker } from '../../../connectors/readers/port.ts';
import type { HeldList } from '../../../domain/reader-list/artefact.ts';
import type { GroupFeed } from './group-feed.ts';
import { heldKey } from './held-key.ts';
import type { Attempt } from './reader-line.ts';

/**
 * One publication to all readers of a group behind the broker: what is newer than the publication before.
 * After a start it begins at the heads, since every reader is asked then what it has.
 */
export function createGroupPublication(feed: GroupFeed, broker: ReaderBroker): Attempt {
  let published: readonly HeldList[] | null = null;
  return async () => {
    // Read before the artefacts, which then may be newer: sent twice does no harm, a gap would.
    const heads = await feed.heads();
    const batch = published === null ? null : await feed.since(published, heldKey(published));
    if (batch?.length === 0) return 'settled';
    if (batch !== null) await broker.publish(feed.group, batch);
    published = heads;
    await broker.publishManifest(feed.group, heads);
    return 'settled';
  };
}
