import { z } from 'zod';
import {
  countSetting,
  millisecondsSetting,
  portSetting,
} from '../../../platform/process/config.ts';

/** Settings of bringing lists to readers, and of the door at which readers ask. */
export const deliverySettings = z.object({
  /** Tries in a row that fail before a reader counts as dead … */
  HUB_READERS_DEAD_FAILURES: countSetting.default(20),
  /** … if they lasted at least this long. A reader that only asks is dead once it was silent so long. */
  HUB_READERS_DEAD_MS: millisecondsSetting.default(600_000),
  /** Pause after a first failed try; twice as long after each further one. */
  HUB_READERS_FIRST_PAUSE_MS: millisecondsSetting.default(250),
  HUB_READERS_LONGEST_PAUSE_MS: millisecondsSetting.default(60_000),
  /** How long a reader behind the broker may lack what its group was sent before it gets its own. */
  HUB_READERS_MQTT_LAG_MS: millisecondsSetting.default(2_000),
  /** How long a reader behind the broker may take to answer what was sent to it alone. */
  HUB_READERS_MQTT_ANSWER_MS: millisecondsSetting.default(10_000),
  /** How often every reader is asked what it has. */
  HUB_READERS_RECONCILE_MS: millisecondsSetting.default(300_000),
  /** Whole lists on their way at once: each takes its bytes of memory. */
  HUB_READERS_WHOLE_LISTS: countSetting.max(1_000).default(16),
  /** Where readers ask for lists and upload uses. */
  HUB_READERS_DOOR_PORT: portSetting.default(4600),
  /** Interface of that door. */
  HUB_READERS_HOST: z.string().default('127.0.0.1'),
  /** PEM files with the door's certificate (chain) and key; without both it speaks plain HTTP. */
  HUB_READERS_TLS_CERT: z.string().optional(),
  HUB_READERS_TLS_KEY: z.string().optional(),
});

export type DeliverySettings = z.infer<typeof deliverySettings>;
