import type { Logger } from 'pino';
import type { CensusOptions } from './client.ts';
import type { CensusSystemSettings } from './settings.ts';

/** What the settings say, as the client takes it. @param timeZone Registers count days of this zone. */
export function toCensusOptions(
  settings: CensusSystemSettings,
  timeZone: string,
  log: Logger,
): CensusOptions {
  return {
    url: settings.HUB_CENSUS_URL,
    credentials: { user: settings.HUB_CENSUS_USER, password: settings.HUB_CENSUS_PASSWORD },
    application: settings.HUB_CENSUS_APPLICATION,
    procedure: settings.HUB_CENSUS_PROCEDURE,
    municipality: settings.HUB_CENSUS_MUNICIPALITY ?? null,
    timeZone,
    guard: {
      timeoutMs: settings.HUB_CENSUS_TIMEOUT_MS,
      concurrency: settings.HUB_CENSUS_CONCURRENCY,
      breakerMinimumCalls: settings.HUB_CENSUS_BREAKER_CALLS,
      breakerOpenMs: settings.HUB_CENSUS_BREAKER_OPEN_MS,
    },
    log,
  };
}
