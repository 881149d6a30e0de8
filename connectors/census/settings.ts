import { z } from 'zod';
import { countSetting, millisecondsSetting, urlSetting } from '../../platform/process/config.ts';

/** How the hub reaches the census. */
export const censusSystemSettings = z.object({
  /** Where SOAP requests are posted to. */
  HUB_CENSUS_URL: urlSetting,
  HUB_CENSUS_USER: z.string(),
  HUB_CENSUS_PASSWORD: z.string(),
  /** Under which names the census knows the hub and the procedure for which it asks. */
  HUB_CENSUS_APPLICATION: z.string().min(1).max(64).default('TESSERA'),
  HUB_CENSUS_PROCEDURE: z.string().min(1).max(64).default('TARJETA-CIUDADANA'),
  /** The city's INE code: who is registered elsewhere is no resident. Any one unless given. */
  HUB_CENSUS_MUNICIPALITY: z
    .string()
    .regex(/^\d{5}$/, 'must be five digits')
    .optional(),
  /** Deadline of one call. */
  HUB_CENSUS_TIMEOUT_MS: millisecondsSetting.default(1_500),
  /** Calls under way at once. */
  HUB_CENSUS_CONCURRENCY: countSetting.max(1_000).default(8),
  /** Calls after which an operation's breaker may open, and for how long it then stays open. */
  HUB_CENSUS_BREAKER_CALLS: countSetting.default(5),
  HUB_CENSUS_BREAKER_OPEN_MS: millisecondsSetting.default(5_000),
});

export type CensusSystemSettings = z.infer<typeof censusSystemSettings>;
