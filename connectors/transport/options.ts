import type { Logger } from 'pino';
import type { TransportOptions } from './client.ts';
import type { NetworkOptions } from './network/network.ts';
import type { TransportSystemSettings } from './settings.ts';

/** What the settings say, as the client takes it. @param timeZone Clock times are of this zone. */
export function toTransportOptions(
  settings: TransportSystemSettings,
  timeZone: string,
  log: Logger,
): TransportOptions {
  return {
    url: settings.HUB_TRANSPORT_URL,
    credentials: {
      user: settings.HUB_TRANSPORT_USER,
      password: settings.HUB_TRANSPORT_PASSWORD,
    },
    timeZone,
    guard: {
      timeoutMs: settings.HUB_TRANSPORT_TIMEOUT_MS,
      concurrency: settings.HUB_TRANSPORT_CONCURRENCY,
      breakerMinimumCalls: settings.HUB_TRANSPORT_BREAKER_CALLS,
      breakerOpenMs: settings.HUB_TRANSPORT_BREAKER_OPEN_MS,
    },
    log,
  };
}

/** What the settings say, as the network takes it. */
export function toNetworkOptions(settings: TransportSystemSettings, log: Logger): NetworkOptions {
  return {
    timetableUrl: settings.HUB_TRANSPORT_GTFS_URL,
    liveUrl: settings.HUB_TRANSPORT_GTFS_RT_URL ?? null,
    timetableIntervalMs: settings.HUB_TRANSPORT_TIMETABLE_INTERVAL_MS,
    liveMaxAgeMs: settings.HUB_TRANSPORT_LIVE_MAX_AGE_MS,
    guard: {
      timeoutMs: settings.HUB_TRANSPORT_FEED_TIMEOUT_MS,
      breakerMinimumCalls: settings.HUB_TRANSPORT_BREAKER_CALLS,
      breakerOpenMs: settings.HUB_TRANSPORT_BREAKER_OPEN_MS,
    },
    log,
  };
}
