import { z } from 'zod';
import { countSetting, millisecondsSetting, urlSetting } from '../../platform/process/config.ts';

const feedSetting = z
  .string()
  .refine((text) => URL.canParse(text, 'http://sports.invalid/'), 'must be an address or a path');

/** How the hub reaches the municipal sports body; read by every role that asks it. */
export const sportsSystemSettings = z.object({
  /** Address of the Open Booking API, and of feeds that have no address of their own below. */
  HUB_SPORTS_URL: urlSetting,
  HUB_SPORTS_API_KEY: z.string(),
  /** Header in which the key travels. */
  HUB_SPORTS_API_KEY_HEADER: z
    .string()
    .regex(/^[A-Za-z0-9-]+$/, 'must be the name of a header')
    .default('X-API-Key'),
  /** First pages of the feeds, absolute or relative to `HUB_SPORTS_URL`; on its host. */
  HUB_SPORTS_FACILITY_FEED: feedSetting.default('rpde/facility-uses'),
  HUB_SPORTS_SLOT_FEED: feedSetting.default('rpde/slots'),
  HUB_SPORTS_ORDER_FEED: feedSetting.default('rpde/orders'),
  /** Name of the hub in the sports body's books. */
  HUB_SPORTS_BROKER_NAME: z.string().default('Tessera'),
  /** Organisation to book from, as facilities name their provider; without it the only one there is. */
  HUB_SPORTS_SELLER_ID: z.url('must be the address that names the seller').optional(),
  /** Domain of the mail addresses made up for customers: `.invalid` reaches nobody (RFC 2606). */
  HUB_SPORTS_MAIL_DOMAIN: z.hostname('must be a domain').default('members.invalid'),
  /** Folder into which the nightly files come; without it nothing is known of passes and of the counter. */
  HUB_SPORTS_FILES_DIR: z.string().optional(),
  /** Deadline of one call. */
  HUB_SPORTS_TIMEOUT_MS: millisecondsSetting.default(1_500),
  /** Calls under way at once. */
  HUB_SPORTS_CONCURRENCY: countSetting.max(1_000).default(8),
  /** Calls after which an operation's breaker may open, and for how long it then stays open. */
  HUB_SPORTS_BREAKER_CALLS: countSetting.default(5),
  HUB_SPORTS_BREAKER_OPEN_MS: millisecondsSetting.default(5_000),
});

export type SportsSystemSettings = z.infer<typeof sportsSystemSettings>;
