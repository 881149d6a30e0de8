import { taxSystemSettings } from '../../connectors/tax/settings.ts';
import {
  cardsSubgraphSettings,
  citySettings,
  lastKnownSettings,
  storeSettings,
  subgraphSettings,
} from '../../platform/process/common-settings.ts';
import { countSetting, millisecondsSetting, portSetting } from '../../platform/process/config.ts';

/** Five years, two leap days among them. */
const FIVE_YEARS_DAYS = 1_827;

/** Settings of the tax subgraph. */
export const taxSettings = storeSettings
  .extend(subgraphSettings.shape)
  .extend(citySettings.shape)
  .extend(cardsSubgraphSettings.shape)
  .extend(taxSystemSettings.shape)
  .extend(lastKnownSettings.shape)
  .extend({
    /** Port on which it listens when the gateway runs in another process. */
    HUB_TAX_PORT: portSetting.default(4006),
    /** All legacy calls of one request together. */
    HUB_TAX_REQUEST_TIMEOUT_MS: millisecondsSetting.default(1_700),
    /** How long it stays written down who asked for tax data and why. */
    HUB_AUDIT_DAYS: countSetting.default(FIVE_YEARS_DAYS),
  });
