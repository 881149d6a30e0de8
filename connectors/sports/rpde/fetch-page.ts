import type { Logger } from 'pino';
import { toRejection } from '../../../platform/http/legacy-http.ts';
import type { SportsApi } from '../api.ts';
import { SYSTEM, type SportsOperation } from '../guard.ts';
import type { Feed, FeedPage, FeedValue } from '../port.ts';
import { toNext, toPage } from './page.ts';

export type FetchPageDeps = {
  readonly api: SportsApi;
  /** First page of each feed. */
  readonly feeds: Readonly<Record<Feed, URL>>;
  readonly log: Logger;
};

const OPERATIONS: Readonly<Record<Feed, SportsOperation>> = {
  facilities: 'facilityFeed',
  slots: 'slotFeed',
  orders: 'orderFeed',
};

/** @param next As the page before gave it; null for the first page. */
export async function fetchPage<F extends Feed>(
  { api, feeds, log }: FetchPageDeps,
  feed: F,
  next: string | null,
  signal: AbortSignal,
): Promise<FeedPage<FeedValue<F>>> {
  const asked = next === null ? feeds[feed] : toNext(feed, next, feeds[feed]);
  const call = { operation: OPERATIONS[feed], method: 'GET', url: asked } as const;
  const answer = await api.send(call, signal);
  if (answer.status >= 400) throw toRejection(SYSTEM, answer, `the feed of ${feed}`);
  return toPage({ feed, asked, body: answer.body, log });
}
