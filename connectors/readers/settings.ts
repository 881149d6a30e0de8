import { z } from 'zod';
import { countSetting, millisecondsSetting } from '../../platform/process/config.ts';

/** How the hub reaches readers; read by the role that delivers to them. */
export const readersConnectorSettings = z.object({
  /** Deadline of one call to a reader that the hub calls. */
  HUB_READERS_TIMEOUT_MS: millisecondsSetting.default(5_000),
  /** What the slowest line to a reader carries: a snapshot gets so much longer than the deadline. */
  HUB_READERS_SLOWEST_BYTES_PER_SECOND: countSetting.default(512 * 1024),
  /** The readers' broker, `mqtt://host:1883` or `mqtts://host:8883`; without it no reader listens to one. */
  HUB_READERS_MQTT_URL: z
    .url({ protocol: /^mqtts?$/, error: 'must be an mqtt or mqtts address' })
    .transform((text) => new URL(text))
    .optional(),
  HUB_READERS_MQTT_USER: z.string().min(1).default('hub'),
  HUB_READERS_MQTT_PASSWORD: z.string().default(''),
  /** From a publication to the broker's acknowledgement. */
  HUB_READERS_MQTT_TIMEOUT_MS: millisecondsSetting.default(5_000),
  /** After which a datagram to a door controller is sent again, and how often it is sent at most. */
  HUB_READERS_UHPPOTE_TIMEOUT_MS: millisecondsSetting.default(500),
  HUB_READERS_UHPPOTE_ATTEMPTS: countSetting.max(20).default(5),
  /** Bits of the number that readers at doors read from a chip: 26 or 34. */
  HUB_READERS_UHPPOTE_BITS: z.enum(['26', '34']).default('34'),
  /** Places for cards in a door controller's memory, deleted ones included. */
  HUB_READERS_UHPPOTE_SLOTS: countSetting.max(200_000).default(20_000),
});

export type ReadersConnectorSettings = z.infer<typeof readersConnectorSettings>;
