import { parkingSystemSettings } from '../connectors/parking/settings.ts';
import { transportSystemSettings } from '../connectors/transport/settings.ts';
import {
  citySettings,
  lastKnownSettings,
  storeSettings,
} from '../platform/process/common-settings.ts';
import { countSetting, millisecondsSetting, portSetting } from '../platform/process/config.ts';

/** Settings of the part that moves changes onwards. */
export const syncSettings = storeSettings
  .extend(citySettings.shape)
  .extend(lastKnownSettings.shape)
  .extend(transportSystemSettings.shape)
  .extend(parkingSystemSettings.shape)
  .extend({
    /** Pause between two looks at the outbox. */
    HUB_OUTBOX_INTERVAL_MS: millisecondsSetting.default(200),
    /** A change or an errand queued so long ago and not finished is queued again. */
    HUB_OUTBOX_REQUEUE_MS: millisecondsSetting.default(30_000),
    /** Port for health checks of a process with this role alone; none unless given. */
    HUB_SYNC_PORT: portSetting.optional(),
    /** Changes of different cards worked on at once. */
    HUB_SYNC_CONCURRENCY: countSetting.max(1_000).default(20),
    /** Errands to one legacy system worked on at once. */
    HUB_SYNC_ERRANDS: countSetting.max(100).default(4),
  });
