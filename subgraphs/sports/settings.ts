import { z } from 'zod';
import { sportsSystemSettings } from '../../connectors/sports/settings.ts';
import {
  cardsSubgraphSettings,
  citySettings,
  lastKnownSettings,
  storeSettings,
  subgraphSettings,
} from '../../platform/process/common-settings.ts';
import { countSetting, millisecondsSetting, portSetting } from '../../platform/process/config.ts';

/** Settings of the sports subgraph. */
export const sportsSettings = storeSettings
  .extend(subgraphSettings.shape)
  .extend(cardsSubgraphSettings.shape)
  .extend(citySettings.shape)
  .extend(sportsSystemSettings.shape)
  .extend(lastKnownSettings.pick({ HUB_LAST_KNOWN_HOURS: true }).shape)
  .extend({
    /** Port on which it listens when the gateway runs in another process. */
    HUB_SPORTS_PORT: portSetting.default(4003),
    /** All calls to the booking system of one request together. */
    HUB_SPORTS_REQUEST_TIMEOUT_MS: millisecondsSetting.default(1_700),
    /** How often the feeds and the folder of nightly files are looked at. */
    HUB_SPORTS_HARVEST_MS: millisecondsSetting.default(30_000),
    /** A nightly file, or a feed read anew, that is more per cent shorter than the last good one is not believed. */
    HUB_SPORTS_MAX_SHRINK: countSetting.max(100).default(20),
    /** A rejected file, by the SHA-256 that the log tells, that an operator has found right. */
    HUB_SPORTS_ACCEPT_FILE: z
      .string()
      .regex(/^[0-9a-f]{64}$/, 'must be the SHA-256 of a file, 64 hex digits')
      .optional(),
  });
