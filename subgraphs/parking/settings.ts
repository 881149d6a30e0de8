import { parkingSystemSettings } from '../../connectors/parking/settings.ts';
import {
  cardsSubgraphSettings,
  citySettings,
  lastKnownSettings,
  storeSettings,
  subgraphSettings,
} from '../../platform/process/common-settings.ts';
import { countSetting, millisecondsSetting, portSetting } from '../../platform/process/config.ts';

/** Settings of the parking subgraph. */
export const parkingSettings = storeSettings
  .extend(subgraphSettings.shape)
  .extend(citySettings.shape)
  .extend(cardsSubgraphSettings.shape)
  .extend(parkingSystemSettings.shape)
  .extend(lastKnownSettings.shape)
  .extend({
    /** Port on which it listens when the gateway runs in another process. */
    HUB_PARKING_PORT: portSetting.default(4005),
    /** All calls to the parking system of one request together. */
    HUB_PARKING_REQUEST_TIMEOUT_MS: millisecondsSetting.default(1_700),
    /** Plates that a card may have. */
    HUB_PARKING_PLATES: countSetting.max(50).default(5),
    /** Plates that a holder may add to a card within 30 days, those removed since included. */
    HUB_PARKING_PLATE_CHANGES: countSetting.max(1_000).default(10),
  });
