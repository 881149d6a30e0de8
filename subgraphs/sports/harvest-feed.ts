import type { Logger } from 'pino';
import type {
  Feed,
  FeedItem,
  FeedPage,
  FeedValue,
  SportsPort,
} from '../../connectors/sports/port.ts';
import { UpstreamMalformedError, UpstreamRejectedError } from '../../domain/errors.ts';
import { isFailed } from '../../domain/outcome.ts';
import type { Clock } from '../../platform/clock.ts';
import type { FeedCursor, SportsStore } from './store.ts';

export type HarvestDeps = {
  readonly port: Pick<SportsPort, 'fetchPage'>;
  readonly store: Pick<SportsStore, 'feeds'>;
  readonly clock: Clock;
  /** Where each feed is, as the settings name it: at another address a feed begins anew. */
  readonly addresses: Readonly<Record<Feed, string>>;
  /** By how many per cent a feed that was read anew may be shorter than what was kept of it. */
  readonly maxShrinkPercent: number;
  /** Fires when harvesting ends. */
  readonly signal: AbortSignal;
  readonly log: Logger;
};

/**
 * A publisher keeps deleted items for seven days (RPDE 1.0, "deleted items"). Who was away for longer
 * may have missed a deletion, and begins anew.
 */
const DELETED_KEPT_MS = 7 * 24 * 60 * 60 * 1_000;
/** Pages between two lines that tell how far a long walk has come. */
const PAGES_A_LINE = 50;

type Items<F extends Feed> = readonly FeedItem<FeedValue<F>>[];

/** A feed, and what else is done with its items; either may be told the same items twice. */
export type FeedUse<F extends Feed> = {
  readonly feed: F;
  readonly onItems?: (items: Items<F>) => Promise<void>;
  readonly onNews?: (news: Items<F>) => Promise<void>;
};

/**
 * Reads a feed from where it was left to its end, page by page; the cursor is kept after each page that
 * was applied, so that a walk that is cut short goes on there. A feed that refuses the page where it
 * was left is read anew, once.
 *
 * @throws {UpstreamRejectedError} The feed refuses its first page, or another one of a walk anew.
 * @throws {UpstreamUnavailableError} A page did not come; what was applied stays.
 * @throws {UpstreamMalformedError} A page is not RPDE, the feed stands still or leads in a circle, or
 *   it was read anew and is much shorter than what is kept, which then stays.
 */
export async function harvestFeed<F extends Feed>(
  use: FeedUse<F>,
  deps: HarvestDeps,
): Promise<void> {
  const { feed } = use;
  const { store, clock, log } = deps;
  try {
    await walk(use, await findCursor(feed, deps), deps);
  } catch (error) {
    if (!(error instanceof UpstreamRejectedError)) throw error;
    const left = (await store.feeds.findCursors()).get(feed);
    if (left === undefined || left.next === null) throw error;
    log.warn({ feed, err: error }, 'the feed has no such page any more: it is read anew');
    // It may have been made anew, and then its numbers begin anew too.
    await walk(use, await beginAnew(left, { ...left, since: clock.now() }, deps), deps);
  }
}

async function walk<F extends Feed>(
  use: FeedUse<F>,
  from: FeedCursor,
  deps: HarvestDeps,
): Promise<void> {
  const { feed } = use;
  const { port, store, clock, signal, log } = deps;
  let cursor = from;
  let [pages, items] = [0, 0];
  let landmark = cursor.next;
  while (!signal.aborted) {
    const askedAt = clock.now();
    const page = await port.fetchPage(feed, cursor.next, { signal });
    assertMovesOn(feed, page, cursor.next);
    await applyPage(use, page.items, cursor, deps);
    if (page.isLast && !isCaughtUp(cursor)) await removeUnseen(cursor, deps);
    const moved = { ...cursor, next: page.next, goodAt: page.isLast ? askedAt : cursor.goodAt };
    if (!(await store.feeds.saveCursor(moved, cursor))) {
      log.debug({ feed }, 'another process harvests this feed too');
      return;
    }
    if (page.isLast) return;
    [pages, items, cursor] = [pages + 1, items + page.items.length, moved];
    if (pages % PAGES_A_LINE === 0) log.info({ feed, pages, items }, 'harvesting');
    // A circle however long comes back to a landmark, without every address being remembered.
    if (page.next === landmark) throw stuck(feed, 'leads in a circle');
    if (Number.isInteger(Math.log2(pages))) landmark = page.next;
  }
}

async function findCursor(feed: Feed, deps: HarvestDeps): Promise<FeedCursor> {
  const { store, clock, addresses, log } = deps;
  const now = clock.now();
  const found = (await store.feeds.findCursors()).get(feed) ?? null;
  const address = addresses[feed];
  const isSame = found?.address === address;
  if (isSame && now.getTime() - completeSince(found) <= DELETED_KEPT_MS) return found;
  const since = isSame ? found.since : now;
  if (isSame) log.warn({ feed }, 'offline for more than 7 days: the feed is read anew');
  else if (found !== null) log.warn({ feed }, 'the feed has another address: it is read anew');
  return beginAnew(found, { feed, address, since, goodAt: found?.goodAt ?? null }, deps);
}

/** A walk from the first page. @param was The cursor as it was read; null for none. */
async function beginAnew(
  was: FeedCursor | null,
  { feed, address, since, goodAt }: Pick<FeedCursor, 'feed' | 'address' | 'since' | 'goodAt'>,
  { store, clock }: HarvestDeps,
): Promise<FeedCursor> {
  const startedAt = clock.now();
  const keptBefore = await store.feeds.count(feed, startedAt);
  const anew = { feed, address, since, next: null, startedAt, goodAt, keptBefore };
  await store.feeds.saveCursor(anew, was);
  // Another process may have been first.
  return (await store.feeds.findCursors()).get(feed) ?? anew;
}

/** Every deletion before this instant was seen, or came before the walk. */
function completeSince(cursor: FeedCursor): number {
  const { goodAt, startedAt } = cursor;
  return (goodAt !== null && isCaughtUp(cursor) ? goodAt : startedAt).getTime();
}

/** Whether this walk from the first page has come to the end once. */
function isCaughtUp({ goodAt, startedAt }: FeedCursor): boolean {
  return goodAt !== null && goodAt >= startedAt;
}

/** The connector looks at this too; what would never end is not left to one place. */
function assertMovesOn(feed: Feed, page: FeedPage<unknown>, asked: string | null): void {
  if (!page.isLast && page.next === asked) throw stuck(feed, 'stands still');
}

function stuck(feed: Feed, how: string): UpstreamMalformedError {
  return new UpstreamMalformedError('sports', `the feed of ${feed} ${how}`);
}

async function applyPage<F extends Feed>(
  { feed, ...use }: FeedUse<F>,
  items: Items<F>,
  { startedAt, since }: FeedCursor,
  { store, clock, log }: HarvestDeps,
): Promise<void> {
  const failed = items.flatMap(({ value }) =>
    value !== null && isFailed(value) ? value.error : [],
  );
  if (failed.length > 0) {
    log.error({ feed, failed: failed.length, err: failed[0] }, 'items of a feed cannot be read');
  }
  // Before the items count as known: a page that is cut short in between is applied once more.
  await use.onItems?.(items);
  const news = await store.feeds.apply(feed, items, { startedAt, since, at: clock.now() });
  await use.onNews?.(news);
}

async function removeUnseen(cursor: FeedCursor, deps: HarvestDeps): Promise<void> {
  const { feed, startedAt } = cursor;
  const { store, log } = deps;
  await assertNotCutOff(cursor, deps);
  const removed = await store.feeds.removeUnseen(feed, startedAt);
  if (removed > 0) log.info({ feed, removed }, 'removed what the feed does not hold any more');
}

/**
 * A publisher whose store is being filled again ends its feed early, in good form. Orders are not looked
 * at: their feed holds changes alone, and bookings are kept elsewhere.
 */
async function assertNotCutOff(
  { feed, startedAt, keptBefore }: FeedCursor,
  { store, clock, maxShrinkPercent }: HarvestDeps,
): Promise<void> {
  if (feed === 'orders') return;
  const count = await store.feeds.count(feed, clock.now(), startedAt);
  if (count * 100 >= keptBefore * (100 - maxShrinkPercent)) return;
  throw new UpstreamMalformedError(
    'sports',
    `the feed of ${feed} has ${count} items after ${keptBefore}, which is more than ` +
      `${maxShrinkPercent} % fewer; if that is right, start the hub once with HUB_SPORTS_MAX_SHRINK=100`,
  );
}
