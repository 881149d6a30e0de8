import { z } from 'zod';
import { countSetting, keySetting, urlSetting } from './config.ts';

/** What every role that keeps or remembers something needs. */
export const storeSettings = z.object({
  /** The document store: a MongoDB replica set. */
  MONGODB_URI: z.string().regex(/^mongodb(\+srv)?:\/\//, 'must begin with mongodb://'),
  /** Redis with an append-only file and without eviction. */
  REDIS_URL: z
    .string()
    .regex(/^(rediss?:\/\/|unix:)/, 'must begin with redis://, rediss:// or unix:'),
  /** Encrypts civil ids, account numbers and last known values at rest. */
  HUB_SEAL_KEY: keySetting,
  /** Finds civil ids without keeping them readable. */
  HUB_LOOKUP_KEY: keySetting,
});

/** How long and for how many cards the last known values of legacy systems are kept. */
export const lastKnownSettings = z.object({
  HUB_LAST_KNOWN_HOURS: countSetting.max(72).default(72),
  HUB_LAST_KNOWN_CARDS: countSetting.default(300_000),
});

/** What everything needs that deals with calendar days. */
export const citySettings = z.object({
  /** The city's time zone: days begin and end there. */
  HUB_CITY_ZONE: z
    .string()
    .refine(isTimeZone, 'must be a time zone such as Europe/Madrid')
    .default('Europe/Madrid'),
});

/** What the gateway and the subgraphs share when they run in separate processes. */
export const subgraphSettings = z.object({
  /** Signs the gateway's requests to the subgraphs. */
  HUB_SUBGRAPH_SECRET: keySetting,
  /** Interface on which a subgraph listens. */
  HUB_SUBGRAPH_HOST: z.string().default('127.0.0.1'),
});

/** For subgraphs that look cards up by their number. */
export const cardsSubgraphSettings = z.object({
  /** Where the cards subgraph listens when it runs in another process, `http://host:port/graphql`. */
  HUB_CARDS_SUBGRAPH_URL: urlSetting.optional(),
});

function isTimeZone(name: string): boolean {
  try {
    return new Intl.DateTimeFormat('en', { timeZone: name }).format(0) !== '';
  } catch {
    return false;
  }
}
