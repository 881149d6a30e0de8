import { z } from 'zod';
import { readersConnectorSettings } from '../../connectors/readers/settings.ts';
import {
  citySettings,
  storeSettings,
  subgraphSettings,
} from '../../platform/process/common-settings.ts';
import { countSetting, keySetting, portSetting } from '../../platform/process/config.ts';
import { tokenSettings } from '../../platform/tokens/token-settings.ts';

/** Five years, two leap days among them. */
const FIVE_YEARS_DAYS = 1_827;

/** Settings of the readers subgraph, and what the role around it shares with it; see `start.ts` for all of the role. */
export const readersSettings = storeSettings
  .extend(subgraphSettings.shape)
  .extend(citySettings.shape)
  .extend(tokenSettings.shape)
  .extend(readersConnectorSettings.shape)
  .extend({
    /** Port on which it listens when the gateway runs in another process. */
    HUB_READERS_PORT: portSetting.default(4008),
    /** From which the keys of all reader groups are derived. */
    HUB_READER_MASTER_KEY: keySetting,
    /** Signs the readers' lists: the seed of an Ed25519 key. */
    HUB_READER_SIGNING_KEY: keySetting,
    /** Reader groups, in the form of `domain/reader-list/groups.json`; those of Gijón when not given. */
    HUB_READER_GROUPS_FILE: z.string().optional(),
    /** Days for which uses are kept with their cards; then only counts are. */
    HUB_USES_KEEP_DAYS: countSetting.max(3_650).default(90),
    /** How long it stays written down which staff looked at whose uses. */
    HUB_AUDIT_DAYS: countSetting.default(FIVE_YEARS_DAYS),
  });
