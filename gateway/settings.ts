import { z } from 'zod';
import {
  countSetting,
  keySetting,
  millisecondsSetting,
  portSetting,
  urlSetting,
} from '../platform/process/config.ts';
import { refineHost, refineIssuer, tokenSettings } from '../platform/tokens/token-settings.ts';
import { DEFAULT_LIMITS } from './limits.ts';

/** Known before anything starts, so that a taken port is told at once. */
export const gatewayPortSettings = z.object({
  HUB_GATEWAY_PORT: portSetting.default(4000),
});

/** Everything the gateway is told from outside. */
export const gatewaySettings = gatewayPortSettings
  .extend(tokenSettings.shape)
  .extend({
    /** Interface on which the gateway listens; with the development key it must be of this machine. */
    HUB_GATEWAY_HOST: z.string().default('127.0.0.1'),
    /** Web pages that may ask: origins, separated by commas. */
    HUB_GATEWAY_ORIGINS: z
      .string()
      .default('')
      .transform((text) => text.split(',').flatMap((origin) => origin.trim() || []))
      .refine((origins) => origins.every(isOrigin), 'must be origins like https://city.example'),
    /** Signs the requests to subgraphs in other processes. */
    HUB_SUBGRAPH_SECRET: keySetting.optional(),
    /** Addresses of subgraphs in other processes, `http://host:port/graphql`. */
    HUB_CARDS_SUBGRAPH_URL: urlSetting.optional(),
    HUB_LIBRARY_SUBGRAPH_URL: urlSetting.optional(),
    HUB_SPORTS_SUBGRAPH_URL: urlSetting.optional(),
    HUB_TRANSPORT_SUBGRAPH_URL: urlSetting.optional(),
    HUB_PARKING_SUBGRAPH_URL: urlSetting.optional(),
    HUB_TAX_SUBGRAPH_URL: urlSetting.optional(),
    HUB_ENTITLEMENTS_SUBGRAPH_URL: urlSetting.optional(),
    HUB_READERS_SUBGRAPH_URL: urlSetting.optional(),
    /** After this long a request is answered with what there is. */
    HUB_GATEWAY_DEADLINE_MS: millisecondsSetting.default(10_000),
    HUB_GATEWAY_BODY_LIMIT_BYTES: countSetting.default(256 * 1024),
    HUB_GATEWAY_MAX_DEPTH: countSetting.default(DEFAULT_LIMITS.maxDepth),
    HUB_GATEWAY_MAX_ALIASES: countSetting.default(DEFAULT_LIMITS.maxAliases),
    HUB_GATEWAY_MAX_FIELDS: countSetting.default(DEFAULT_LIMITS.maxFields),
    HUB_GATEWAY_MAX_TOKENS: countSetting.default(DEFAULT_LIMITS.maxTokens),
  })
  .superRefine((settings, context) => {
    refineHost(settings, 'HUB_GATEWAY_HOST', context);
    refineIssuer(settings, context);
  });

export type GatewaySettings = z.infer<typeof gatewaySettings>;

function isOrigin(text: string): boolean {
  return URL.canParse(text) && new URL(text).origin === text;
}
