import { censusSystemSettings } from '../connectors/census/settings.ts';
import { parkingSystemSettings } from '../connectors/parking/settings.ts';
import { taxSystemSettings } from '../connectors/tax/settings.ts';
import { transportSystemSettings } from '../connectors/transport/settings.ts';
import {
  citySettings,
  lastKnownSettings,
  storeSettings,
} from '../platform/process/common-settings.ts';
import { countSetting, millisecondsSetting, portSetting } from '../platform/process/config.ts';
import { z } from 'zod';

/** Settings of the part that moves changes onwards. */
export const syncSettings = storeSettings
  .extend(citySettings.shape)
  .extend(lastKnownSettings.shape)
  .extend(transportSystemSettings.shape)
  .extend(parkingSystemSettings.shape)
  .extend(censusSystemSettings.shape)
  .extend(taxSystemSettings.shape)
  .extend({
    /** Pause between two looks at the outbox: part of the time until a reader knows of a change. */
    HUB_OUTBOX_INTERVAL_MS: millisecondsSetting.default(50),
    /** A change or an errand queued so long ago and not finished is queued again. */
    HUB_OUTBOX_REQUEUE_MS: millisecondsSetting.default(5_000),
    /** Port for health checks of a process with this role alone; none unless given. */
    HUB_SYNC_PORT: portSetting.optional(),
    /** Changes of different cards worked on at once. */
    HUB_SYNC_CONCURRENCY: countSetting.max(1_000).default(20),
    /** Errands to one legacy system worked on at once. */
    HUB_SYNC_ERRANDS: countSetting.max(100).default(4),
    /** Questions to sources of facts under way at once. */
    HUB_SYNC_QUESTIONS: countSetting.max(100).default(4),
    /** Public transport's codes of fares, JSON as `sync/rights/transport-codes.json`, which holds unless given. */
    HUB_TRANSPORT_CODES_FILE: z.string().min(1).optional(),
  });
