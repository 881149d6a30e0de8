import { z } from 'zod';
import { countSetting, millisecondsSetting, urlSetting } from '../../platform/process/config.ts';

/** How the hub reaches public transport; read by every role that asks it. */
export const transportSystemSettings = z.object({
  /** Card back office: where its SOAP service takes requests. */
  HUB_TRANSPORT_URL: urlSetting,
  HUB_TRANSPORT_USER: z.string(),
  HUB_TRANSPORT_PASSWORD: z.string(),
  /** Timetable: a GTFS zip file. */
  HUB_TRANSPORT_GTFS_URL: urlSetting,
  /** Live arrivals: a GTFS-Realtime feed of trip updates; without it arrivals are as planned. */
  HUB_TRANSPORT_GTFS_RT_URL: urlSetting.optional(),
  /** How often the timetable is asked for; one that has not changed is not sent again. */
  HUB_TRANSPORT_TIMETABLE_INTERVAL_MS: millisecondsSetting.default(3_600_000),
  /** Age after which live arrivals are not believed any more. */
  HUB_TRANSPORT_LIVE_MAX_AGE_MS: millisecondsSetting.default(300_000),
  /** Deadline for reading one feed. */
  HUB_TRANSPORT_FEED_TIMEOUT_MS: millisecondsSetting.default(60_000),
  /** Deadline of one call to the back office. */
  HUB_TRANSPORT_TIMEOUT_MS: millisecondsSetting.default(1_500),
  /** Calls under way at once. */
  HUB_TRANSPORT_CONCURRENCY: countSetting.max(1_000).default(8),
  /** Calls after which an operation's breaker may open, and for how long it then stays open. */
  HUB_TRANSPORT_BREAKER_CALLS: countSetting.default(5),
  HUB_TRANSPORT_BREAKER_OPEN_MS: millisecondsSetting.default(5_000),
});

export type TransportSystemSettings = z.infer<typeof transportSystemSettings>;
