import { z } from 'zod';
import { countSetting, millisecondsSetting, urlSetting } from '../../platform/process/config.ts';

const headerName = z.string().regex(/^[A-Za-z0-9-]+$/, 'must be the name of a header');
const parameterName = z.string().regex(/^[A-Za-z0-9_.-]+$/, 'must be the name of a parameter');

/** How the hub reaches the parking rights system; read by every role that asks it. */
export const parkingSystemSettings = z.object({
  /** Address of the APDS server with its version, such as `https://parking.example/v1`. */
  HUB_PARKING_URL: urlSetting,
  HUB_PARKING_TOKEN: z.string(),
  /** Header in which the token travels; the APDS schema names none. */
  HUB_PARKING_TOKEN_HEADER: headerName.default('X-MCC-Access-Token'),
  /** Name under which the hub starts sessions there. */
  HUB_PARKING_INITIATOR: z.string().min(1).default('tessera'),
  /** Parameters of a further page: index of its first row, and the instant of the first page; the APDS schema names neither. */
  HUB_PARKING_OFFSET_PARAMETER: parameterName.default('offset'),
  HUB_PARKING_INSTANT_PARAMETER: parameterName.default('reference_instant'),
  /** Sessions begun earlier than so many hours ago are not asked for. */
  HUB_PARKING_LONGEST_STAY_HOURS: countSetting.max(8_784).default(72),
  /** Deadline of one call. */
  HUB_PARKING_TIMEOUT_MS: millisecondsSetting.default(1_500),
  /** Calls under way at once. */
  HUB_PARKING_CONCURRENCY: countSetting.max(1_000).default(8),
  /** Calls after which an operation's breaker may open, and for how long it then stays open. */
  HUB_PARKING_BREAKER_CALLS: countSetting.default(5),
  HUB_PARKING_BREAKER_OPEN_MS: millisecondsSetting.default(5_000),
});

export type ParkingSystemSettings = z.infer<typeof parkingSystemSettings>;
