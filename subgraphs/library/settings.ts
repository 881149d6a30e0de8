import { librariesSettings } from '../../connectors/library/settings.ts';
import {
  cardsSubgraphSettings,
  citySettings,
  lastKnownSettings,
  storeSettings,
  subgraphSettings,
} from '../../platform/process/common-settings.ts';
import { millisecondsSetting, portSetting } from '../../platform/process/config.ts';

/** Settings of the library subgraph. */
export const librarySettings = storeSettings
  .extend(subgraphSettings.shape)
  .extend(citySettings.shape)
  .extend(cardsSubgraphSettings.shape)
  .extend(librariesSettings.shape)
  .extend(lastKnownSettings.shape)
  .extend({
    /** Port on which it listens when the gateway runs in another process. */
    HUB_LIBRARY_PORT: portSetting.default(4002),
    /** All legacy calls of one request together. */
    HUB_LIBRARY_REQUEST_TIMEOUT_MS: millisecondsSetting.default(1_700),
  });
