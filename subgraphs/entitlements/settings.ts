import { z } from 'zod';
import {
  cardsSubgraphSettings,
  citySettings,
  storeSettings,
  subgraphSettings,
} from '../../platform/process/common-settings.ts';
import { countSetting, portSetting } from '../../platform/process/config.ts';

/** Five years, two leap days among them. */
const FIVE_YEARS_DAYS = 1_827;

/** Settings of the entitlements subgraph. */
export const entitlementsSettings = storeSettings
  .extend(subgraphSettings.shape)
  .extend(citySettings.shape)
  .extend(cardsSubgraphSettings.shape)
  .extend({
    /** Port on which it listens when the gateway runs in another process. */
    HUB_ENTITLEMENTS_PORT: portSetting.default(4007),
    /** Prices told an hour with one card to one kind of viewer. */
    HUB_QUOTES_PER_HOUR: countSetting.default(60),
    /** Reader groups, in the form of `domain/reader-list/groups.json`; those of Gijón when not given. */
    HUB_READER_GROUPS_FILE: z.string().optional(),
    /** How long it stays written down who looked at facts and why. */
    HUB_AUDIT_DAYS: countSetting.default(FIVE_YEARS_DAYS),
  });
