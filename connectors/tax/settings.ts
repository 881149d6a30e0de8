import { z } from 'zod';
import { isC60Issuer } from '../../domain/cuaderno60.ts';
import { countSetting, millisecondsSetting, urlSetting } from '../../platform/process/config.ts';

/** How the hub reaches the tax office. */
export const taxSystemSettings = z.object({
  /** Where SOAP requests are posted to. */
  HUB_TAX_URL: urlSetting,
  HUB_TAX_USER: z.string(),
  HUB_TAX_PASSWORD: z.string(),
  /** Under which names the tax office knows the hub and the procedure for which it asks. */
  HUB_TAX_APPLICATION: z.string().min(1).max(64).default('TESSERA'),
  HUB_TAX_PROCEDURE: z.string().min(1).max(64).default('TARJETA-CIUDADANA'),
  /** Issuer of the city's bills, municipality and check digit; bills of any other are refused. Any one unless given. */
  HUB_TAX_ISSUER: z
    .string()
    .refine(isC60Issuer, 'must be six digits: five of the municipality and their check digit')
    .optional(),
  /** Deadline of one call. */
  HUB_TAX_TIMEOUT_MS: millisecondsSetting.default(1_500),
  /** Calls under way at once. */
  HUB_TAX_CONCURRENCY: countSetting.max(1_000).default(8),
  /** Calls after which an operation's breaker may open, and for how long it then stays open. */
  HUB_TAX_BREAKER_CALLS: countSetting.default(5),
  HUB_TAX_BREAKER_OPEN_MS: millisecondsSetting.default(5_000),
});

export type TaxSystemSettings = z.infer<typeof taxSystemSettings>;
