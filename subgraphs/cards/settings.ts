import { librariesSettings } from '../../connectors/library/settings.ts';
import { taxSystemSettings } from '../../connectors/tax/settings.ts';
import {
  citySettings,
  storeSettings,
  subgraphSettings,
} from '../../platform/process/common-settings.ts';
import { portSetting } from '../../platform/process/config.ts';

/** Settings of the cards subgraph. It asks the legacy systems too, when an account is linked. */
export const cardsSettings = storeSettings
  .extend(subgraphSettings.shape)
  .extend(citySettings.shape)
  .extend(librariesSettings.shape)
  .extend(taxSystemSettings.shape)
  .extend({
    /** Port on which it listens when the gateway runs in another process. */
    HUB_CARDS_PORT: portSetting.default(4001),
  });
