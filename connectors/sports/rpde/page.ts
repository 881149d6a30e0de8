import type { Logger } from 'pino';
import { UpstreamMalformedError } from '../../../domain/errors.ts';
import { SYSTEM } from '../guard.ts';
import { isNewer, type Feed, type FeedPage, type FeedValue } from '../port.ts';
import { toFeedItems } from './items.ts';
import { wireItem, wirePage, type WireItem } from './wire.ts';

export type PageOfFeed<F extends Feed> = {
  readonly feed: F;
  /** Where the page came from. */
  readonly asked: URL;
  readonly body: unknown;
  readonly log: Logger;
};

/**
 * A page of a feed, its items in the order of the page.
 *
 * Source: Realtime Paged Data Exchange 1.0, sections 4 and 5. The last page has no items and leads to
 * itself; a page without items that leads on is not the last.
 *
 * @throws {UpstreamMalformedError} Not a page, or one that leads elsewhere, backwards, or to itself with items.
 */
export function toPage<F extends Feed>(page: PageOfFeed<F>): FeedPage<FeedValue<F>> {
  const { feed, asked, body } = page;
  const parsed = wirePage.safeParse(body);
  if (!parsed.success) throw malformed(feed, 'is no RPDE page');
  const { next: text, items } = parsed.data;
  const next = toNext(feed, text, asked);
  const leadsToItself = next.href === asked.href;
  if (items.length > 0 && (leadsToItself || isSameNumber(asked, next))) {
    throw malformed(feed, 'stands still');
  }
  if (!leadsToItself && isBackwards(asked, next)) throw malformed(feed, 'leads backwards');
  return {
    items: namedOf(page, items).flatMap((item) => toFeedItems(feed, item)),
    next: next.href,
    isLast: leadsToItself,
  };
}

/**
 * Where a page leads, or where harvesting goes on after it was laid down.
 *
 * @throws {UpstreamMalformedError} Relative, or on another host: our key must not go there.
 */
export function toNext(feed: Feed, text: string, asked: URL): URL {
  if (!URL.canParse(text)) throw malformed(feed, 'leads on by no absolute address');
  const next = new URL(text);
  if (next.origin !== asked.origin) throw malformed(feed, 'leads to another host');
  return next;
}

/** Parameters that only ever grow. Source: ibid., "afterTimestamp", "afterChangeNumber". */
const CURSORS = ['afterChangeNumber', 'afterTimestamp'] as const;

/** A feed that goes back would be walked in circles for ever. */
function isBackwards(asked: URL, next: URL): boolean {
  return CURSORS.some((name) => {
    const [from, to] = [numberIn(asked, name), numberIn(next, name)];
    return from !== null && to !== null && isNewer(from, to);
  });
}

/** Change numbers are unique: the one of the last item is beyond that of the page before. */
function isSameNumber(asked: URL, next: URL): boolean {
  const from = numberIn(asked, 'afterChangeNumber');
  return from !== null && from === numberIn(next, 'afterChangeNumber');
}

/** Null for text, whose order nobody but the publisher knows. */
function numberIn({ searchParams }: URL, name: (typeof CURSORS)[number]): string | null {
  const text = searchParams.get(name) ?? '';
  return /^\d+$/.test(text) ? text : null;
}

/** One item that cannot be named is left out, which leaves what is known of it as it was; a page of nothing else is none. */
function namedOf(page: PageOfFeed<Feed>, items: readonly unknown[]): readonly WireItem[] {
  const named = items.flatMap((item) => wireItem.safeParse(item).data ?? []);
  const nameless = items.length - named.length;
  if (nameless === 0) return named;
  if (named.length === 0) throw malformed(page.feed, 'has only items without kind, id or modified');
  page.log.warn(
    { system: SYSTEM, feed: page.feed, nameless },
    'items without kind, id or modified',
  );
  return named;
}

function malformed(feed: Feed, what: string): UpstreamMalformedError {
  return new UpstreamMalformedError(SYSTEM, `the feed of ${feed} ${what}`);
}
