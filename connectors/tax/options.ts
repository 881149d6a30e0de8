import type { Logger } from 'pino';
import type { TaxOptions } from './client.ts';
import type { TaxSystemSettings } from './settings.ts';

/** What the settings say, as the client takes it. @param timeZone Bills fall due with days of this zone. */
export function toTaxOptions(
  settings: TaxSystemSettings,
  timeZone: string,
  log: Logger,
): TaxOptions {
  return {
    url: settings.HUB_TAX_URL,
    credentials: { user: settings.HUB_TAX_USER, password: settings.HUB_TAX_PASSWORD },
    application: settings.HUB_TAX_APPLICATION,
    procedure: settings.HUB_TAX_PROCEDURE,
    issuer: settings.HUB_TAX_ISSUER ?? null,
    timeZone,
    guard: {
      timeoutMs: settings.HUB_TAX_TIMEOUT_MS,
      concurrency: settings.HUB_TAX_CONCURRENCY,
      breakerMinimumCalls: settings.HUB_TAX_BREAKER_CALLS,
      breakerOpenMs: settings.HUB_TAX_BREAKER_OPEN_MS,
    },
    log,
  };
}
