import { transportSystemSettings } from '../../connectors/transport/settings.ts';
import {
  cardsSubgraphSettings,
  citySettings,
  lastKnownSettings,
  storeSettings,
  subgraphSettings,
} from '../../platform/process/common-settings.ts';
import { countSetting, millisecondsSetting, portSetting } from '../../platform/process/config.ts';

/** Settings of the transport subgraph. */
export const transportSettings = storeSettings
  .extend(subgraphSettings.shape)
  .extend(citySettings.shape)
  .extend(cardsSubgraphSettings.shape)
  .extend(transportSystemSettings.shape)
  .extend(lastKnownSettings.shape)
  .extend({
    /** Port on which it listens when the gateway runs in another process. */
    HUB_TRANSPORT_PORT: portSetting.default(4004),
    /** All legacy calls of one request together. */
    HUB_TRANSPORT_REQUEST_TIMEOUT_MS: millisecondsSetting.default(1_700),
    /** How often timetable and live arrivals are read. */
    HUB_TRANSPORT_REFRESH_MS: millisecondsSetting.default(30_000),
    /** The least and the most that one top-up may add, in euro cents. */
    HUB_TRANSPORT_TOP_UP_MIN_CENTS: countSetting.default(500),
    HUB_TRANSPORT_TOP_UP_MAX_CENTS: countSetting.default(10_000),
  });
