import type { Logger } from 'pino';
import { systemClock, type Clock } from '../../platform/clock.ts';
import {
  createGuard,
  DEFAULT_GUARD,
  type BreakerState,
  type GuardSettings,
} from '../../platform/guard.ts';
import { createSportsApi } from './api.ts';
import { cancelOrder } from './booking/cancel-order.ts';
import { fetchOrder } from './booking/orders.ts';
import { putOrder } from './booking/put-order.ts';
import { createSellerSource } from './booking/seller.ts';
import { createFolder } from './csv/folder.ts';
import { SPORTS_OPERATIONS, SYSTEM, type SportsOperation } from './guard.ts';
import type { CallOptions, Feed, SportsPort } from './port.ts';
import { fetchPage } from './rpde/fetch-page.ts';

export type SportsOptions = {
  /** `http(s)://host[:port][/prefix]` of the Open Booking API. */
  readonly baseUrl: string;
  readonly apiKey: string;
  /** `X-API-Key` unless told. */
  readonly apiKeyHeader?: string;
  /** First pages, absolute or relative to `baseUrl`; `rpde/facility-uses`, `rpde/slots`, `rpde/orders` unless told. */
  readonly feeds?: Readonly<Record<Feed, string>>;
  /** Name of the hub as a broker, `Tessera` unless told. */
  readonly brokerName?: string;
  /** `@id` of the organisation to book from; null: the only one that provides facilities. */
  readonly sellerId?: string | null;
  /** Domain of made-up mail addresses of customers, `members.invalid` unless told. */
  readonly mailDomain?: string;
  /** Folder of the nightly files; null where there are none. */
  readonly filesDir: string | null;
  /** Times in the nightly files are of this zone, `Europe/Madrid` unless told. */
  readonly timeZone?: string;
  /** `timeoutMs` bounds each call of the port as a whole. */
  readonly guard?: Partial<GuardSettings>;
  readonly clock?: Clock;
  readonly log: Logger;
};

/** The port, and what operators want to know. */
export type SportsClient = SportsPort &
  AsyncDisposable & {
    /** State of each operation's breaker. */
    breakers(): Readonly<Record<SportsOperation, BreakerState>>;
  };

const DEFAULT_FEEDS: Readonly<Record<Feed, string>> = {
  facilities: 'rpde/facility-uses',
  slots: 'rpde/slots',
  orders: 'rpde/orders',
};

/** The sports body over OpenActive and its nightly files. Disposing ends every request under way. */
export function createSportsClient(options: SportsOptions): SportsClient {
  const { log, clock = systemClock, timeZone = 'Europe/Madrid' } = options;
  const baseUrl = options.baseUrl.replace(/\/+$/, '');
  const feeds = toFeedUrls(baseUrl, options.feeds ?? DEFAULT_FEEDS);
  const settings = { ...DEFAULT_GUARD, ...options.guard };
  const closing = new AbortController();
  const guard = createGuard({ system: SYSTEM, operations: SPORTS_OPERATIONS, settings, log });
  const { apiKey, apiKeyHeader = 'X-API-Key' } = options;
  const api = createSportsApi({ guard, apiKey, apiKeyHeader, clock });
  const { brokerName = 'Tessera', mailDomain = 'members.invalid', sellerId = null } = options;
  const sellers = createSellerSource({ api, facilityFeed: feeds.facilities, known: sellerId });
  const folder = createFolder({ path: options.filesDir, timeZone, log });
  const parties = async (signal: AbortSignal) => ({
    brokerName,
    mailDomain,
    sellerId: await sellers.sellerId(signal),
  });

  const whole = ({ signal }: CallOptions = {}): AbortSignal =>
    AbortSignal.any([
      closing.signal,
      AbortSignal.timeout(settings.timeoutMs),
      ...(signal === undefined ? [] : [signal]),
    ]);

  return {
    fetchPage: (feed, next, call) => fetchPage({ api, feeds, log }, feed, next, whole(call)),
    readFiles: () => folder.readFiles(),
    putAway: (name, where) => folder.putAway(name, where),
    putOrder: (slot, call) => putOrder({ api, baseUrl, parties }, slot, whole(call)),
    cancelOrder: (orderId, call) => cancelOrder({ api, baseUrl }, orderId, whole(call)),
    async fetchOrderStatus(orderId, call) {
      return (await fetchOrder({ api, baseUrl }, orderId, whole(call))).status;
    },
    breakers: () => guard.breakers(),
    async [Symbol.asyncDispose]() {
      closing.abort();
    },
  };
}

/** @throws {TypeError} One of them is no address. */
function toFeedUrls(baseUrl: string, feeds: Readonly<Record<Feed, string>>) {
  const toUrl = (feed: string): URL => new URL(feed, `${baseUrl}/`);
  return {
    facilities: toUrl(feeds.facilities),
    slots: toUrl(feeds.slots),
    orders: toUrl(feeds.orders),
  };
}
