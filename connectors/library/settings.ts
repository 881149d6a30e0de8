import { z } from 'zod';
import {
  addressSetting,
  countSetting,
  millisecondsSetting,
  urlSetting,
} from '../../platform/process/config.ts';

/** A pattern with the named groups `concept` and `amount`. */
const chargePatternSetting = z
  .string()
  .refine((source) => /\(\?<concept>.*\(\?<amount>|\(\?<amount>.*\(\?<concept>/.test(source), {
    error: 'must be a regular expression with the groups (?<concept>…) and (?<amount>…)',
  })
  .refine(isPattern, 'must be a regular expression')
  .transform((source) => new RegExp(source))
  .optional();

function isPattern(source: string): boolean {
  try {
    return new RegExp(source) instanceof RegExp;
  } catch {
    return false;
  }
}

/** How the hub reaches the two library systems; read by every role that asks them. */
export const librariesSettings = z.object({
  /** Municipal libraries: host and port of the SIP2 server. */
  HUB_LIBRARY_ADDRESS: addressSetting,
  HUB_LIBRARY_USER: z.string(),
  HUB_LIBRARY_PASSWORD: z.string(),
  /** Location code sent at login. */
  HUB_LIBRARY_LOCATION: z.string().default('tessera'),
  /** Institution id, exactly as the server has it. */
  HUB_LIBRARY_INSTITUTION: z.string().default('GIJON'),
  HUB_LIBRARY_TLS: z.stringbool().default(false),
  HUB_LIBRARY_CHECKSUMS: z.enum(['strict', 'warn', 'off']).default('strict'),
  HUB_LIBRARY_ENCODING: z.enum(['latin1', 'utf8', 'ascii']).default('latin1'),
  HUB_LIBRARY_TERMINATOR: z.enum(['CR', 'CRLF']).default('CR'),
  /** Format of due dates where the server does not send the standard one, such as `DD/MM/YYYY`. */
  HUB_LIBRARY_DUE_DATE_FORMAT: z.string().optional(),
  /** Splits the display text of a charge. */
  HUB_LIBRARY_CHARGE_PATTERN: chargePatternSetting,
  /** Connections to the SIP2 server: each holds one of its processes. */
  HUB_LIBRARY_CONNECTIONS: countSetting.max(64).default(4),
  /** Regional library: address of Koha, without `/api/v1`. */
  HUB_REGIONAL_LIBRARY_URL: urlSetting,
  HUB_REGIONAL_LIBRARY_CLIENT_ID: z.string(),
  HUB_REGIONAL_LIBRARY_CLIENT_SECRET: z.string(),
  /** Patron field that holds DNI or NIE: `userid`, `statistics_1` or `statistics_2`; `none` where none does. */
  HUB_REGIONAL_LIBRARY_CIVIL_ID_FIELD: z
    .enum(['userid', 'statistics_1', 'statistics_2', 'none'])
    .default('userid'),
  /** Deadline of one call to either system. */
  HUB_LIBRARY_TIMEOUT_MS: millisecondsSetting.default(1_500),
  /** Calls under way at once to either system. */
  HUB_LIBRARY_CONCURRENCY: countSetting.max(1_000).default(8),
  /** Calls after which an operation's breaker may open, and for how long it then stays open. */
  HUB_LIBRARY_BREAKER_CALLS: countSetting.default(5),
  HUB_LIBRARY_BREAKER_OPEN_MS: millisecondsSetting.default(5_000),
});

export type LibrariesSettings = z.infer<typeof librariesSettings>;
