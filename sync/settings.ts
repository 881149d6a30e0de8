import { countSetting, millisecondsSetting, portSetting } from '../platform/process/config.ts';
import { lastKnownSettings, storeSettings } from '../platform/process/common-settings.ts';

/** Settings of the part that moves changes onwards. */
export const syncSettings = storeSettings.extend(lastKnownSettings.shape).extend({
  /** Pause between two looks at the outbox. */
  HUB_OUTBOX_INTERVAL_MS: millisecondsSetting.default(200),
  /** A change queued so long ago and not finished is queued again. */
  HUB_OUTBOX_REQUEUE_MS: millisecondsSetting.default(30_000),
  /** Port for health checks of a process with this role alone; none unless given. */
  HUB_SYNC_PORT: portSetting.optional(),
  /** Changes of different cards worked on at once. */
  HUB_SYNC_CONCURRENCY: countSetting.max(1_000).default(20),
});
