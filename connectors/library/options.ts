import type { Logger } from 'pino';
import type { GuardSettings } from '../../platform/guard.ts';
import type { LibraryClientsOptions } from './client.ts';
import type { LibrariesSettings } from './settings.ts';

/** What the settings say, as the clients take it. @param timeZone Due dates are days of this zone. */
export function toLibrariesOptions(
  settings: LibrariesSettings,
  timeZone: string,
  log: Logger,
): LibraryClientsOptions {
  const guard: Partial<GuardSettings> = {
    timeoutMs: settings.HUB_LIBRARY_TIMEOUT_MS,
    concurrency: settings.HUB_LIBRARY_CONCURRENCY,
    breakerMinimumCalls: settings.HUB_LIBRARY_BREAKER_CALLS,
    breakerOpenMs: settings.HUB_LIBRARY_BREAKER_OPEN_MS,
  };
  const civilIdField = settings.HUB_REGIONAL_LIBRARY_CIVIL_ID_FIELD;
  return {
    municipal: {
      ...settings.HUB_LIBRARY_ADDRESS,
      tls: settings.HUB_LIBRARY_TLS ? { ca: null, serverName: null } : null,
      credentials: {
        user: settings.HUB_LIBRARY_USER,
        password: settings.HUB_LIBRARY_PASSWORD,
        location: settings.HUB_LIBRARY_LOCATION,
      },
      institution: {
        id: settings.HUB_LIBRARY_INSTITUTION,
        checksums: settings.HUB_LIBRARY_CHECKSUMS,
        encoding: settings.HUB_LIBRARY_ENCODING,
        terminator: settings.HUB_LIBRARY_TERMINATOR,
        timeZone,
        dueDateFormat: settings.HUB_LIBRARY_DUE_DATE_FORMAT ?? null,
        ...(settings.HUB_LIBRARY_CHARGE_PATTERN === undefined
          ? {}
          : { chargePattern: settings.HUB_LIBRARY_CHARGE_PATTERN }),
      },
      connections: settings.HUB_LIBRARY_CONNECTIONS,
      guard,
    },
    regional: {
      baseUrl: settings.HUB_REGIONAL_LIBRARY_URL.href.replace(/\/$/, ''),
      clientId: settings.HUB_REGIONAL_LIBRARY_CLIENT_ID,
      clientSecret: settings.HUB_REGIONAL_LIBRARY_CLIENT_SECRET,
      civilIdField: civilIdField === 'none' ? null : civilIdField,
      timeZone,
      guard,
    },
    log,
  };
}
