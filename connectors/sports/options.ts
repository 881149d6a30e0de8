import type { Logger } from 'pino';
import type { SportsOptions } from './client.ts';
import type { SportsSystemSettings } from './settings.ts';

/** What the settings say, as the client takes it. @param timeZone Days and times of the nightly files are of this zone. */
export function toSportsOptions(
  settings: SportsSystemSettings,
  timeZone: string,
  log: Logger,
): SportsOptions {
  return {
    baseUrl: settings.HUB_SPORTS_URL.href.replace(/\/+$/, ''),
    apiKey: settings.HUB_SPORTS_API_KEY,
    apiKeyHeader: settings.HUB_SPORTS_API_KEY_HEADER,
    feeds: {
      facilities: settings.HUB_SPORTS_FACILITY_FEED,
      slots: settings.HUB_SPORTS_SLOT_FEED,
      orders: settings.HUB_SPORTS_ORDER_FEED,
    },
    brokerName: settings.HUB_SPORTS_BROKER_NAME,
    sellerId: settings.HUB_SPORTS_SELLER_ID ?? null,
    mailDomain: settings.HUB_SPORTS_MAIL_DOMAIN,
    filesDir: settings.HUB_SPORTS_FILES_DIR ?? null,
    timeZone,
    guard: {
      timeoutMs: settings.HUB_SPORTS_TIMEOUT_MS,
      concurrency: settings.HUB_SPORTS_CONCURRENCY,
      breakerMinimumCalls: settings.HUB_SPORTS_BREAKER_CALLS,
      breakerOpenMs: settings.HUB_SPORTS_BREAKER_OPEN_MS,
    },
    log,
  };
}
