import type { Logger } from 'pino';
import type { ParkingClientOptions } from './client.ts';
import type { ParkingSystemSettings } from './settings.ts';

/** What the settings say, as the client takes it. @param timeZone Times without an offset are of this zone. */
export function toParkingOptions(
  settings: ParkingSystemSettings,
  timeZone: string,
  log: Logger,
): ParkingClientOptions {
  return {
    baseUrl: settings.HUB_PARKING_URL.href.replace(/\/+$/, ''),
    token: settings.HUB_PARKING_TOKEN,
    tokenHeader: settings.HUB_PARKING_TOKEN_HEADER,
    initiator: settings.HUB_PARKING_INITIATOR,
    pageParameters: {
      offset: settings.HUB_PARKING_OFFSET_PARAMETER,
      instant: settings.HUB_PARKING_INSTANT_PARAMETER,
    },
    longestStayHours: settings.HUB_PARKING_LONGEST_STAY_HOURS,
    timeZone,
    guard: {
      timeoutMs: settings.HUB_PARKING_TIMEOUT_MS,
      concurrency: settings.HUB_PARKING_CONCURRENCY,
      breakerMinimumCalls: settings.HUB_PARKING_BREAKER_CALLS,
      breakerOpenMs: settings.HUB_PARKING_BREAKER_OPEN_MS,
    },
    log,
  };
}
